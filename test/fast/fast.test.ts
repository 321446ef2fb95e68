import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cwd = resolve(__dirname, '../..');

const RUN_OUTCOMES = `
	import { prepare, runTestFile } from './test/fast/oneProcess.mjs';
	prepare();
	const { testResults } = await runTestFile('test/fast/outcomes.ts');
	process.stdout.write(JSON.stringify(testResults), () => process.exit());
`;

interface Result {
	testPath: string[];
	status: string;
	errors: string[];
}

it('sees what Jest would see', async () => {
	const { stdout } = await run('node', ['--input-type=module', '--eval', RUN_OUTCOMES], { cwd });
	const results = (JSON.parse(stdout) as Result[]).map(({ testPath, status, errors }) => [
		testPath.slice(2).join(' '),
		status,
		errors.map((error) => /Expected: [^\n]+|nobody waits|Exceeded|not prepared/.exec(error)?.[0]),
	]);
	expect(results).toEqual([
		['passes', 'done', []],
		['fails', 'done', ['Expected: 2']],
		['is let down by a promise that nobody waits for', 'done', ['nobody waits']],
		['takes too long', 'done', ['Exceeded']],
		['runs beside one', 'done', []],
		['runs beside another', 'done', ['Expected: "one"']],
		['what could not be prepared fails', 'done', ['not prepared']],
		['is left out', 'skip', []],
	]);
});

describe('npm run test:fast', () => {
	const fast = async (pattern: string) =>
		await run('node', [join('test', 'fast', 'fast.mjs'), pattern], { cwd });

	it('runs the files that match', async () => {
		const { stdout } = await fast('unit/(dates|documentLiveness/images/format)');
		expect(stdout).toMatch(
			/^ok {3}test.unit.dates\.test\.ts .*\nok {3}test.unit.documentLiveness.images.format/,
		);
		expect(stdout).toMatch(/\n\d\d passed, 0 failed, in /);
	});

	it('fails when there are none', async () => {
		await expect(fast('unit/nothing')).rejects.toMatchObject({
			code: 1,
			stderr: 'There is no test file whose path matches unit/nothing.\n',
		});
	});
});
