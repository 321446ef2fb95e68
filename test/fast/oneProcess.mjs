import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, resolve, sep } from 'node:path';
import ts from 'typescript';

/*
 * Runs test files without jest, one after another in this process: n8n's engine is loaded once, not
 * once per file. It is put together from jest's own parts, so the tests are the same.
 *
 * What is loaded anew for each file is everything of the project, and nock; what stays is the rest
 * of node_modules.
 */

const require = createRequire(import.meta.url);
const circus = require('jest-circus');
const { jestExpect } = require('@jest/expect');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');

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

/**
 * Makes this process one in which test files can run. To be called once, in the project's folder.
 *
 * @param hasSourceMaps whether stack traces name lines of the TypeScript; they take longer then
 */
export function prepare({ hasSourceMaps = false } = {}) {
	process.env.NODE_ENV = 'test';
	process.setSourceMapsEnabled(hasSourceMaps);
	compileTypeScript({ inlineSourceMap: hasSourceMaps });
	Object.assign(globalThis, circus, { expect: jestExpect, jest });
	// an error that nobody waits for fails the test in which it comes, as it does in jest
	process.on('unhandledRejection', (error) => {
		circus.getState().currentlyRunningTest?.errors.push(error);
	});
}

/**
 * Runs the tests of a file.
 *
 * @param preload files to load before it, as part of it
 * @param limits jest's `testTimeout` (ms) and `maxConcurrency`
 * @param isWanted whether to run a test, one of jest-circus's entries; all unless given
 * @param follow gets each event of jest-circus, and the file's tests
 * @returns the tests as jest-circus left them, their results, and the errors of no test
 */
export async function runTestFile(file, { preload = [], limits = {}, isWanted, follow } = {}) {
	unloadProject();
	circus.resetState();
	const state = circus.getState();
	Object.assign(state, limits);
	circus.describe(file, () => load([...preload, file]));

	const tests = testsIn(state.rootDescribeBlock);
	for (const test of tests) if (isWanted?.(test) === false) test.mode = 'skip';
	const handler = (event) => follow?.(event, tests);
	circus.addEventHandler(handler);
	const run = circus.run().finally(() => circus.removeEventHandler(handler));
	const { testResults, unhandledErrors } = await run;
	return { tests, testResults, unhandledErrors };
}

/** A test's whole name: its file, the blocks that it is in, and its own. */
export function idOf({ name, parent }) {
	return parent.parent === undefined ? name : `${idOf(parent)} ${name}`;
}

function compileTypeScript(more) {
	const { config } = ts.readConfigFile('tsconfig.test.json', ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
	const compilerOptions = { ...options, ...more };
	const compiled = new Map();
	const compile = (fileName) =>
		ts.transpileModule(readFileSync(fileName, 'utf8'), { compilerOptions, fileName }).outputText;
	const { '.json': json } = Module._extensions;
	delete Module._extensions['.json'];
	Module._extensions['.ts'] = (module, file) => {
		if (!compiled.has(file)) compiled.set(file, compile(file));
		module._compile(compiled.get(file), file);
	};
	// after .ts, so that X.node is X.node.ts and not X.node.json
	Module._extensions['.json'] = json;
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

/** Loads a file of tests. One that does not load has a test that says so. */
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
