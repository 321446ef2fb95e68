import { spawnSync } from 'node:child_process';

import { projectRoot } from '../harness';

interface Report {
	testResults: Array<{ assertionResults: Result[] }>;
}

interface Result {
	fullName: string;
	status: string;
	failureMessages: string[];
}

it('tells what becomes of a test, and keeps files apart', () => {
	const jest = require.resolve('jest/bin/jest');
	const files = ['--runInBand', '--testMatch', '**/runner/(outcomes|looksAround).ts'];
	const { stdout } = spawnSync(process.execPath, [jest, '--json', ...files], { cwd: projectRoot });
	const { testResults } = JSON.parse(String(stdout)) as Report;
	const results = testResults.flatMap(({ assertionResults }) => assertionResults);
	const summary = results.map(({ fullName, status, failureMessages }) => [
		fullName,
		status,
		/Expected: [^\n]+|nobody waits|Exceeded|not prepared/.exec(failureMessages.join())?.[0],
	]);
	expect(summary.sort()).toEqual(
		[
			['passes', 'passed', undefined],
			['fails', 'failed', 'Expected: 2'],
			['is let down by a promise that nobody waits for', 'failed', 'nobody waits'],
			['takes too long', 'failed', 'Exceeded'],
			['puts something where it does not belong', 'passed', undefined],
			['runs beside one', 'passed', undefined],
			['runs beside another', 'failed', 'Expected: "one"'],
			['what could not be prepared fails', 'failed', 'not prepared'],
			['is left out', 'pending', undefined],
			['finds nothing that another file has left', 'passed', undefined],
			["is of one world with n8n's engine", 'passed', undefined],
		].sort(),
	);
});
