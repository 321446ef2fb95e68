import { expect } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

import { measured, test } from './fixtures';
import { CHARGE, submissions } from './workflows';

/** ms */
const TWO_MINUTES = 120_000;

test('two minutes after n8n gave a Create up, no image has been sent again', async ({
	cluster,
	abandoned,
}) => {
	test.setTimeout(300_000);
	const ways = abandoned.map(({ how }) => how);
	// Playwright gives every test after one that failed a new cluster, where nothing was abandoned
	expect(ways, 'needs a cluster in which no test has failed').toEqual([
		'ten seconds to end',
		'both workers killed',
	]);
	for (const { how, executionId, simulator, lostAt } of abandoned) {
		const { status, stoppedAt } = await cluster.client.waitForExecution(executionId, 120_000);
		expect(['crashed', 'error']).toContain(status);
		await sleep(stoppedAt.getTime() + TWO_MINUTES - Date.now());
		expect(submissions(simulator)).toBe(1);
		expect(simulator.charges).toBe(CHARGE);
		const wait = Math.round((stoppedAt.getTime() - lostAt) / 1000);
		measured(`${how}: "${status}" after ${wait} s, 1 image sent, 1 charged`);
	}
});
