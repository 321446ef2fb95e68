import { createRequire } from 'node:module';
import { prepare, runTestFile } from './oneProcess.mjs';
import { quickTestFiles, testFilesMatching } from './testFiles.mjs';

/*
 * npm run test:fast [-- <pattern> …]
 *
 * Runs test files in one process and tells what failed: those whose path matches a pattern, or all
 * of unit, trigger, security and engine that take no minutes. Properties get a tenth of their runs,
 * unless FAST_CHECK_RUNS_FACTOR says otherwise. Jest has the last word: it runs every file in a world
 * of its own.
 */

process.env.FAST_CHECK_RUNS_FACTOR ??= '0.1';

const require = createRequire(import.meta.url);
const { testTimeout, maxConcurrency } = require('../../jest.config.js');

/** Enough to see where a failure is. */
const STACK_LINES = 3;

const patterns = process.argv.slice(2);
const files = patterns.length > 0 ? testFilesMatching(patterns) : quickTestFiles();
if (files.length === 0) fail(`There is no test file whose path matches ${patterns.join(' or ')}.`);

prepare({ hasSourceMaps: true });
const startedAt = performance.now();
let passed = 0;
let failed = 0;
for (const file of files) {
	const fileStartedAt = performance.now();
	const limits = { testTimeout, maxConcurrency };
	const { testResults, unhandledErrors } = await runTestFile(file, { limits });
	const failures = [
		...testResults.filter(({ status, errors }) => status === 'done' && errors.length > 0),
		...unhandledErrors.map((error) => ({ testPath: ['', file], errors: [error] })),
	];
	passed += testResults.filter(({ status }) => status === 'done').length - failures.length;
	failed += failures.length;
	print(`${failures.length > 0 ? 'FAIL' : 'ok  '} ${file} (${secondsSince(fileStartedAt)})`);
	failures.forEach(printFailure);
}
print(`\n${passed} passed, ${failed} failed, in ${secondsSince(startedAt)}`);
// what a failed test left open must not keep the process
process.exit(failed > 0 ? 1 : 0);

function printFailure({ testPath, errors }) {
	print(`\n  ${testPath.slice(2).join(' › ')}`);
	for (const error of errors) print(`\n${indented(shortened(error))}\n`);
}

/** An error without the lines of its stack that are not the project's. */
function shortened(error) {
	const lines = error.split('\n');
	const isStack = (line) => /^ +at /.test(line);
	const own = lines.filter((line) => isStack(line) && !/node_modules|node:/.test(line));
	return [...lines.filter((line) => !isStack(line)), ...own.slice(0, STACK_LINES)].join('\n');
}

function indented(text) {
	return text.replace(/^/gm, '    ');
}

function secondsSince(start) {
	return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

function print(text) {
	process.stdout.write(`${text}\n`);
}

function fail(message) {
	process.stderr.write(`${message}\n`);
	process.exit(1);
}
