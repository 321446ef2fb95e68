import { declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { readdirSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';

/**
 * Runs the project's tests for Stryker, without jest and in one process: n8n's engine is loaded
 * once, not once per test file and mutant, and a file is only loaded when a test in it can notice
 * the mutant. It is put together from jest's own parts, so the tests are the same.
 *
 * What is loaded anew for every mutant is everything of the project; what stays is node_modules. A
 * failure only counts when the test passes without the mutant just after: else something was left
 * behind by an earlier one, and Stryker goes on in a fresh process.
 */
class OneProcessRunner {
	capabilities() {
		return { reloadEnvironment: true };
	}

	init() {
		process.env.NODE_ENV = 'test';
		compileTypeScript();
		Object.assign(globalThis, circus, { expect: jestExpect, jest });
		// the same values in every run, so that the score is the same too
		require('fast-check').configureGlobal({ seed: 1 });
		// an error that nobody waits for fails the test in which it comes, as it does in jest
		process.on('unhandledRejection', (error) => {
			circus.getState().currentlyRunningTest?.errors.push(error);
		});
	}

	async dryRun() {
		stryker.mutantCoverage = { static: {}, perTest: {} };
		const tests = await runTests();
		return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
	}

	async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
		Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: 0 });
		const likely = noticedBy.get(activeMutant.fileName);
		const tests = await runTests(testFilter, { bail: !disableBail, likely }).finally(() => {
			Object.assign(stryker, { activeMutant: undefined, hitLimit: undefined });
		});
		const failed = tests.filter(({ status }) => status === TestStatus.Failed);
		if (failed.length > 0) {
			noticedBy.set(activeMutant.fileName, relative('.', failed[0].fileName));
			await checkWithoutMutant(failed.map(({ id }) => id));
		}
		return toMutantRunResult({ status: DryRunStatus.Complete, tests }, disableBail);
	}
}

export const strykerPlugins = [
	declareFactoryPlugin(
		PluginKind.TestRunner,
		'one-process',
		Object.assign(() => new OneProcessRunner(), { inject: tokens() }),
	),
];

/** What the tests are in: quick ones first, since the first that fails ends the run of a mutant. */
const TEST_FOLDERS = ['test/unit', 'test/trigger', 'test/security', 'test/engine'];

/** What states the names, defaults and choices, where most mutants of descriptions are. */
const FIRST_TEST = 'test/contract/interface.test.ts';

/** Those that take minutes: in a run per mutant, days. What they hold, the others hold in small. */
const LEFT_OUT = /(createMemory|day|histories\.property)\.test\.ts$/;

/** What n8n loads by itself, so that no test names it. */
const ENTRIES = /\.(node|credentials)\.ts$/;

/** ms; a test that hangs has noticed the mutant. */
const TEST_TIMEOUT = 20_000;

const require = createRequire(import.meta.url);
const circus = require('jest-circus');
const { jestExpect } = require('@jest/expect');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');

const entries = [...filesIn('credentials'), ...filesIn('nodes')].filter((file) =>
	ENTRIES.test(file),
);
const testFiles = [FIRST_TEST, ...TEST_FOLDERS.flatMap(filesIn)].filter(
	(file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file),
);

/** Where the instrumented code finds which mutant is active, and counts what runs. */
const stryker = (globalThis.__stryker__ ??= {});

/** The test file that noticed the last mutant of a file, which is likely to notice the next. */
const noticedBy = new Map();

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
const jest = {
	fn: mocker.fn.bind(mocker),
	spyOn: mocker.spyOn.bind(mocker),
	restoreAllMocks: () => mocker.restoreAllMocks(),
	useFakeTimers: (settings) => timers.useFakeTimers(settings),
	useRealTimers: () => timers.useRealTimers(),
	advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
	getTimerCount: () => timers.getTimerCount(),
};

function filesIn(folder) {
	return readdirSync(folder, { recursive: true })
		.map((file) => join(folder, file))
		.sort();
}

function compileTypeScript() {
	const { config } = ts.readConfigFile('tsconfig.test.json', ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
	const compiled = new Map();
	const compile = (file) => {
		const source = readFileSync(file, 'utf8');
		return ts.transpileModule(source, { compilerOptions: options, fileName: file }).outputText;
	};
	const { '.json': json } = Module._extensions;
	delete Module._extensions['.json'];
	Module._extensions['.ts'] = (module, file) => {
		if (!compiled.has(file)) compiled.set(file, compile(file));
		module._compile(compiled.get(file), file);
	};
	// after .ts, so that X.node is X.node.ts and not X.node.json
	Module._extensions['.json'] = json;
}

/**
 * Runs the tests of these names, all unless given.
 *
 * @param bail whether to end when one fails
 * @param likely a test file that is likely to have one that fails
 */
async function runTests(ids, { bail = false, likely } = {}) {
	const isNeeded = (file) => !ids || ids.some((id) => id.startsWith(`${file} `));
	const results = [];
	const files = new Set([FIRST_TEST, likely ?? FIRST_TEST, ...testFiles]);
	for (const file of [...files].filter(isNeeded)) {
		results.push(...(await runFile(file, ids && new Set(ids), bail)));
		if (bail && results.some(({ status }) => status === TestStatus.Failed)) break;
	}
	return results;
}

async function runFile(file, wanted, bail) {
	unloadProject();
	circus.resetState();
	const state = circus.getState();
	state.testTimeout = TEST_TIMEOUT;
	circus.describe(file, () => load([...entries, file]));

	const tests = testsIn(state.rootDescribeBlock);
	for (const test of tests) if (wanted && !wanted.has(idOf(test))) test.mode = 'skip';
	const follow = ({ name, test }) => {
		if (name === 'test_start') stryker.currentTestId = idOf(test);
		if (name !== 'test_done') return;
		stryker.currentTestId = undefined;
		if (bail && test.errors.length > 0) for (const other of tests) other.mode = 'skip';
	};
	circus.addEventHandler(follow);
	const { unhandledErrors } = await circus.run().finally(() => circus.removeEventHandler(follow));
	if (unhandledErrors.length > 0) throw new Error(unhandledErrors.join('\n'));
	return tests.filter(({ status }) => status === 'done').map(resultOf);
}

/** So that it is loaded anew, and nock with it: each test file has its own, on from the start. */
function unloadProject() {
	require.cache[require.resolve('nock')]?.exports.restore();
	const project = process.cwd() + sep;
	const isProjects = (path) => path.startsWith(project) && !path.includes('node_modules');
	const isNocks = (path) => path.includes(join('node_modules', 'nock'));
	for (const path of Object.keys(require.cache)) {
		if (isProjects(path) || isNocks(path)) delete require.cache[path];
	}
}

/** Loads a file of tests. One that does not load with the mutant has noticed it. */
function load(files) {
	try {
		for (const file of files) require(resolve(file));
	} catch (error) {
		circus.it('loads', () => {
			throw error;
		});
	}
}

function testsIn({ children }) {
	return children.flatMap((child) => (child.type === 'test' ? [child] : testsIn(child)));
}

function idOf({ name, parent }) {
	return parent.parent === undefined ? name : `${idOf(parent)} ${name}`;
}

function resultOf(test) {
	const id = idOf(test);
	const fileName = resolve(id.slice(0, id.indexOf(' ')));
	const result = { id, name: id, fileName, timeSpentMs: test.duration ?? 0 };
	if (test.errors.length === 0) return { ...result, status: TestStatus.Success };
	const failureMessage = String(test.errors[0]?.message ?? test.errors[0]);
	return { ...result, status: TestStatus.Failed, failureMessage };
}

async function checkWithoutMutant(ids) {
	const tests = await runTests(ids);
	const failed = tests.find(({ status }) => status === TestStatus.Failed);
	if (failed) throw new Error(`Fails without the mutant too: ${failed.id}`);
}
