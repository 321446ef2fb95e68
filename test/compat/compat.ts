import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ensureEngine, type EngineLine } from '../e2e/cache';
import { print } from '../e2e/print';

/**
 * Runs the engine tests against the engines of several lines of n8n, and prints the README's
 * compatibility table. Of each line, the newest version whose packages are all published, or the
 * one that is worth most to know: 1.99 is the oldest that runs on a supported Node.
 */
const LINES: EngineLine[] = [
	{ n8n: '1.99.1', core: '1.98.0', workflow: '1.96.0' },
	{ n8n: '2.8.4', core: '2.8.1', workflow: '2.8.0' },
];
const CURRENT = '2.41.0';
const TESTS = ['test/engine', 'test/trigger/trigger.engine', 'test/security/destinations'];

interface Outcome {
	n8n: string;
	passed: number;
	failed: string[];
}

interface JestReport {
	numPassedTests: number;
	testResults: Array<{
		name: string;
		message: string;
		assertionResults: Array<{ status: string; fullName: string }>;
	}>;
}

const root = resolve(__dirname, '../..');

/** @param engine the folder of another line's engine; the project's own unless given */
async function run(n8n: string, engine?: string): Promise<Outcome> {
	const folder = await mkdtemp(join(tmpdir(), 'compat-'));
	const report = join(folder, 'report.json');
	try {
		await jest(['--silent', '--forceExit', '--json', `--outputFile=${report}`, ...TESTS], engine);
		const { numPassedTests, testResults } = JSON.parse(
			await readFile(report, 'utf8'),
		) as JestReport;
		return { n8n, passed: numPassedTests, failed: testResults.flatMap(failuresOf) };
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** A file that could not be loaded has a message and no test. */
function failuresOf({
	name,
	message,
	assertionResults,
}: JestReport['testResults'][number]): string[] {
	if (assertionResults.length === 0) return [`${name}: ${message}`];
	return assertionResults
		.filter(({ status }) => status === 'failed')
		.map(({ fullName }) => fullName);
}

/** Ends when jest ends; what failed stands in its report. */
async function jest(args: string[], engine?: string): Promise<void> {
	const env = { ...process.env, ...(engine && { N8N_ENGINE_ROOT: engine }) };
	const child = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
		cwd: root,
		env,
		// a line for each file, so that one sees it move
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	await new Promise((done, fail) => child.once('exit', done).once('error', fail));
}

async function main(): Promise<void> {
	const outcomes: Outcome[] = [];
	for (const line of LINES) {
		const engine = await ensureEngine(line);
		print(`Testing on the engine of n8n ${line.n8n} …`);
		outcomes.push(await run(line.n8n, engine));
	}
	print(`Testing on the engine of n8n ${CURRENT} …`);
	outcomes.push(await run(CURRENT));

	print('\n| n8n | engine tests passed | failed |\n| --- | --- | --- |');
	for (const { n8n, passed, failed } of outcomes)
		print(`| ${n8n} | ${passed} | ${failed.length} |`);
	for (const { n8n, failed } of outcomes) for (const name of failed) print(`\nn8n ${n8n}: ${name}`);
	print('\nQueue mode is not part of an engine: docs/queue-mode.md, "n8n\'s older lines".');
	if (outcomes.some(({ failed }) => failed.length > 0)) process.exitCode = 1;
}

void main();
