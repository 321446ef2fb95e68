import { declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
	DryRunStatus,
	MutantRunStatus,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { relative, resolve } from 'node:path';
import { idOf, prepare, runTestFile } from '../fast/oneProcess.mjs';
import { filesIn, isSlow, testFilesOfFolders } from '../fast/testFiles.mjs';

/**
 * Runs the project's tests for Stryker, in one process: n8n's engine is loaded once, not once per
 * test file and mutant, and a file is only loaded when a test in it can notice the mutant.
 *
 * A failure only counts when the test passes without the mutant just after: else something was left
 * behind by an earlier one, and Stryker goes on in a fresh process.
 */
class OneProcessRunner {
	capabilities() {
		return { reloadEnvironment: true };
	}

	init() {
		prepare();
		// one case that fails is enough: no search for the simplest
		fastCheck.configureGlobal({ endOnFailure: true });
	}

	async dryRun() {
		stryker.mutantCoverage = { static: {}, perTest: {} };
		const tests = await runTests();
		return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
	}

	async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
		// an error counts for nothing, so that the score is the sample's
		if (!isInSample(activeMutant))
			return { status: MutantRunStatus.Error, errorMessage: 'left out' };
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

const require = createRequire(import.meta.url);

/** The one that the tests use: imported, it would be another one. */
const fastCheck = require('fast-check');

/** What states the names, defaults and choices, where most mutants of descriptions are. */
const FIRST_TEST = 'test/contract/interface.test.ts';

/** What n8n loads by itself, so that no test names it. */
const ENTRIES = /\.(node|credentials)\.ts$/;

/** A test that hangs has noticed the mutant. Those that wait for seconds do so at the same time. */
const LIMITS = { testTimeout: 20_000, maxConcurrency: 30 };

/** Which part of the mutants is tried, 0-1: all of them take hours. */
const SAMPLE = Number(process.env.MUTATION_SAMPLE ?? 1);

/** What takes long, or waits: a mutant is noticed sooner by the others. */
const LONG =
	/(secrets|silence|hostileAnswers|paging|money|createOnce|property|underQuota|pace|catchUp)\.test/;

const entries = [...filesIn('credentials'), ...filesIn('nodes')].filter((file) =>
	ENTRIES.test(file),
);
/** 0 for what is quick, 2 for what takes minutes. */
const lengthOf = (file) => (isSlow(file) ? 2 : LONG.test(file) ? 1 : 0);
const testFiles = testFilesOfFolders().sort((one, other) => lengthOf(one) - lengthOf(other));

/** Where the instrumented code finds which mutant is active, and counts what runs. */
const stryker = (globalThis.__stryker__ ??= {});

/** The test file that noticed the last mutant of a file, which is likely to notice the next. */
const noticedBy = new Map();

/** The same ones in every run, and as if drawn by lot: by what is changed, and where. */
function isInSample({ fileName, location, replacement }) {
	const mutant = JSON.stringify([relative('.', fileName), location, replacement]);
	return createHash('sha256').update(mutant).digest().readUInt32BE() / 2 ** 32 < SAMPLE;
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
	const isWanted = (test) => !wanted || wanted.has(idOf(test));
	let together;
	const follow = ({ name, test, tests: concurrent }, tests) => {
		if (name === 'concurrent_tests_start') together = idOf(concurrent[0]);
		if (name === 'test_start') stryker.currentTestId = together ?? idOf(test);
		if (name === 'test_done') {
			stryker.currentTestId = together;
			if (bail && test.errors.length > 0) for (const other of tests) other.mode = 'skip';
		}
		if (name !== 'concurrent_tests_end') return;
		shareCoverage(concurrent, together);
		stryker.currentTestId = together = undefined;
	};
	const run = { preload: entries, limits: LIMITS, isWanted, follow };
	const { tests, unhandledErrors } = await runTestFile(file, run);
	if (unhandledErrors.length > 0) throw new Error(unhandledErrors.join('\n'));
	return tests.filter(({ status }) => status === 'done').map(resultOf);
}

/**
 * Of tests that ran at the same time, nobody can tell which of them came by a line: each is taken to
 * have. Left to no test, those lines would be what every test has to be run for.
 */
function shareCoverage(tests, id) {
	const covered = stryker.mutantCoverage?.perTest[id];
	if (covered) for (const test of tests) stryker.mutantCoverage.perTest[idOf(test)] = covered;
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
