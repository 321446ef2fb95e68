import { expect } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../../sandbox';
import { DURABLE_POLLS, expectTold, publishTrigger, startArriving } from '../e2e/polling';
import { print } from '../e2e/print';
import { measured, test } from './fixtures';
import { countTold } from './told';

/** ms that the sandbox takes for an answer */
const LATENCY = 150;

/** ms from the arrival of a poll's request: at once, during the answer, and 50 to 500 after it. */
const MOMENTS = [0, 75, 200, 250, 350, 650];

const MEMORY_POLLS = Object.fromEntries(
	Object.keys(DURABLE_POLLS).map((name) => [name, undefined]),
);

const modes = {
	memory: { settings: MEMORY_POLLS, mayRepeat: true },
	durable: { settings: DURABLE_POLLS, mayRepeat: false },
};

for (const [mode, { settings, mayRepeat }] of Object.entries(modes)) {
	test(`the main killed at six moments of a poll, ${mode} polls: no record is missed`, async ({
		cluster,
		openAccount,
	}) => {
		// on a busy machine n8n takes a minute to start
		test.setTimeout(900_000);
		const { client, main } = cluster;
		await main.restart(settings);
		const { sandbox, verifik } = await openAccount({ count: 300, latency: LATENCY });
		const workflow = await publishTrigger({ client, verifik }, `Killed, ${mode} polls`);
		// where it starts is stored with the first poll by the clock, and not before: docs/trigger.md
		const first = sandbox.arrive(1);
		await expectTold(client, workflow, first);
		const stopArriving = startArriving(sandbox);
		for (const moment of MOMENTS) {
			await nextPoll(sandbox);
			await sleep(moment);
			await main.kill();
			const startedAt = Date.now();
			await main.start();
			print(
				`  killed ${moment} ms after a poll's request, back after ${Math.round((Date.now() - startedAt) / 1000)} s`,
			);
		}
		await nextPoll(sandbox);
		const arrived = [...first, ...stopArriving()];
		await expect
			.poll(async () => (await countTold(client, workflow, arrived)).missed, { timeout: 120_000 })
			.toBe(0);
		// what came twice would have come by then
		await nextPoll(sandbox);
		await sleep(3_000);
		const told = await countTold(client, workflow, arrived);
		measured(`${told.arrived} arrived, ${told.missed} missed, ${told.repeats} repeats`);
		if (!mayRepeat) expect(told.repeats).toBe(0);
		await client.unpublish(workflow);
		await main.restart(MEMORY_POLLS);
	});
}

/** Waits until the first request of a poll arrives, to the ms. */
async function nextPoll({ requests }: Sandbox): Promise<void> {
	let seen = -1;
	while (seen !== requests.length) {
		seen = requests.length;
		await sleep(1_000);
	}
	const deadline = Date.now() + 90_000;
	while (requests.length === seen) {
		if (Date.now() > deadline) throw new Error('No poll for 90 s.');
		await sleep(1);
	}
}
