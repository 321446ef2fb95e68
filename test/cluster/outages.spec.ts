import { expect } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

import { failedPolls, publishTrigger, startArriving } from '../e2e/polling';
import { measured, test } from './fixtures';
import { nextPoll } from './nextPoll';
import { countUntilTold } from './told';
import { CHARGE, startCreate, submissions } from './workflows';

/** ms that the simulator takes for an answer: what strikes then does so in the middle of a poll. */
const LATENCY = 300;

const outages = [
	{ name: 'Redis gone for ten seconds', server: 'redis', outageMs: 10_000 },
	{ name: 'PostgreSQL gone for three seconds', server: 'postgres', outageMs: 3_000 },
] as const;

for (const { name, server, outageMs } of outages) {
	test(`${name}, in the middle of a poll: no record is missed, no image is charged twice`, async ({
		cluster,
		openAccount,
	}) => {
		test.setTimeout(240_000);
		const { client, main, workers } = cluster;
		const polled = await openAccount({ count: 100, latency: LATENCY });
		const workflow = await publishTrigger({ client, verifik: polled.verifik }, name);
		const stopArriving = startArriving(polled.simulator);
		await sleep(5_000);
		const { simulator, verifik } = await openAccount({ count: 5, createLatency: 20_000 });
		const id = await startCreate(cluster, verifik, simulator);

		await nextPoll(polled.simulator);
		await cluster[server].stop();
		await sleep(outageMs);
		await cluster[server].start();
		await sleep(5_000);
		let revived = 0;
		for (const part of [main, ...workers]) if (await part.revive()) revived += 1;
		await sleep(15_000);

		const arrived = stopArriving();
		const told = await countUntilTold(client, workflow, arrived, 90_000);
		expect(told.missed, told.executions).toBe(0);
		const { status } = await client.waitForExecution(id, 120_000);
		expect(submissions(simulator)).toBe(1);
		expect(simulator.charges).toBe(CHARGE);
		measured(
			`${told.arrived} arrived, ${told.missed} missed, ${told.repeats} repeats; 1 image sent, 1 charged, its execution "${status}"; ${revived} of 3 processes of n8n ended by themselves`,
		);
		await client.unpublish(workflow);
	});
}

test('Verifik fails in the middle of a poll: no record is missed', async ({
	cluster,
	openAccount,
}) => {
	test.setTimeout(240_000);
	const { client } = cluster;
	const { simulator, verifik } = await openAccount({ count: 100 });
	const workflow = await publishTrigger({ client, verifik }, 'Verifik fails');
	const stopArriving = startArriving(simulator);
	// the poll's first request is answered
	simulator.fault({ kind: 'status', status: 500, path: '/v2/', skip: 1, times: Infinity });
	await failedPolls(client, workflow, 1, 90_000);
	simulator.reset();
	await sleep(2_000);
	const arrived = stopArriving();
	const told = await countUntilTold(client, workflow, arrived, 120_000);
	expect(told.missed, told.executions).toBe(0);
	expect(told.repeats).toBe(0);
	measured(`${told.arrived} arrived, ${told.missed} missed, ${told.repeats} repeats`);
	await client.unpublish(workflow);
});
