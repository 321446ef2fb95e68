import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
	mutate: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	plugins: ['@stryker-mutator/jest-runner'],
	testRunner: 'jest',
	// every test that comes by a line, not only those that import its file: n8n loads the nodes by itself
	jest: { configFile: 'test/mutation/jest.config.js', enableFindRelatedTests: false },
	coverageAnalysis: 'perTest',
	concurrency: 2,
	clearTextReporter: { logTests: false, allowEmojis: false },
	reporters: ['clear-text', 'event-recorder', 'html', 'json', 'progress-append-only'],
	// what became of a mutant, as soon as it is known: the other reports come at the end
	eventReporter: { baseDir: 'reports/mutation/events' },
	htmlReporter: { fileName: 'reports/mutation/index.html' },
	jsonReporter: { fileName: 'reports/mutation/mutation.json' },
	thresholds: { high: 95, low: 90, break: 85 },
	// the first run takes all tests, one after another: nine to ten minutes on two processors
	dryRunTimeoutMinutes: 30,
	// generous: on a busy machine, a slow test is not to be taken for one that noticed
	timeoutMS: 30_000,
	// what n8n's engine keeps of each load would fill the memory
	maxTestRunnerReuse: 200,
	warnings: { slow: false },
	// outside of the project: nothing there has to leave it out
	tempDirName: join(tmpdir(), 'n8n-nodes-verifik-mutation'),
	ignorePatterns: ['coverage', 'dist', 'docs', 'reports'],
	disableTypeChecks: false,
};
