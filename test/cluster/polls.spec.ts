import { expect } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

import type { N8nClient, SavedWorkflow } from '../e2e/client';
import { DURABLE_POLLS, expectTold, publishTrigger, startArriving } from '../e2e/polling';
import { print } from '../e2e/print';
import { measured, test } from './fixtures';
import { nextPoll } from './nextPoll';
import { countTold, countUntilTold } from './told';

/** ms that the simulator takes for an answer */
const LATENCY = 150;

/** ms from the arrival of a poll's request: at once, during the answer, and 50 to 500 after it. */
const MOMENTS = [0, 75, 200, 250, 350, 650];

const MEMORY_POLLS = {
	...Object.fromEntries(Object.keys(DURABLE_POLLS).map((name) => [name, undefined])),
	N8N_LOG_LEVEL: DURABLE_POLLS.N8N_LOG_LEVEL,
};

/** What n8n logs when it has taken records from a poll, and when their execution is queued. */
const HANDOVER_BEGINS = 'Received event to trigger execution for workflow';
const HANDOVER_ENDS = 'Enqueued execution';

/** ms */
const WATCHFUL = { timeout: 90_000, intervals: [1] };

/** ms from when n8n has taken a poll's records, to begin with what it stores of them. */
const HANDOVER_MOMENTS = [0, 10];

/**
 * What a kill costs while n8n hands a poll over is n8n's own affair. In both modes it may have stored
 * the execution and not queued it: "crashed" then, with the records in it. In memory mode it may also
 * have stored the trigger's place and no execution, and tell records twice: docs/trigger.md, "When
 * n8n is killed".
 */
const modes = {
	memory: { settings: MEMORY_POLLS, isExact: false },
	durable: { settings: DURABLE_POLLS, isExact: true },
};

for (const [mode, { settings, isExact }] of Object.entries(modes)) {
	test(`the main killed at six moments of a poll, ${mode} polls: no record is missed`, async ({
		cluster,
		openAccount,
	}) => {
		// on a busy machine n8n takes a minute to start
		test.setTimeout(900_000);
		const { client, main } = cluster;
		await main.restart(settings);
		const { simulator, verifik } = await openAccount({ count: 300, latency: LATENCY });
		const workflow = await publishTrigger({ client, verifik }, `Killed, ${mode} polls`);
		// where it starts is stored with the first poll by the clock, and not before: docs/trigger.md
		const first = simulator.arrive(1);
		await expectTold(client, workflow, first);
		const stopArriving = startArriving(simulator);

		let handovers = 0;
		const kill = async (when: string, logged: number) => {
			await main.kill();
			const atHandover = endsInHandover(main.log().slice(logged));
			if (atHandover) handovers += 1;
			const startedAt = Date.now();
			await main.start();
			const back = `back after ${Math.round((Date.now() - startedAt) / 1000)} s`;
			print(`  killed ${when}, ${atHandover ? 'while n8n handed it over, ' : ''}${back}`);
		};
		for (const moment of MOMENTS) {
			const logged = main.log().length;
			await nextPoll(simulator);
			await sleep(moment);
			await kill(`${moment} ms after a poll's request`, logged);
		}
		for (const moment of isExact ? HANDOVER_MOMENTS : []) {
			const logged = main.log().length;
			await expect.poll(() => main.log().slice(logged), WATCHFUL).toContain(HANDOVER_BEGINS);
			await sleep(moment);
			await kill(`${moment} ms after n8n took a poll's records`, logged);
		}
		await nextPoll(simulator);
		const arrived = [...first, ...stopArriving()];
		await nextPoll(simulator);

		const retried = await retryCrashed(client, workflow);
		const lost = await countUntilTold(client, workflow, arrived, 60_000);
		expect(lost.gaps, lost.executions).toBeLessThanOrEqual(isExact ? 0 : handovers);
		// what came twice would have come by then
		await nextPoll(simulator);
		await sleep(3_000);
		const told = await countTold(client, workflow, arrived);
		measured(
			`${told.arrived} arrived, ${told.missed} missed, ${told.repeats} repeats; of ${handovers} kills while n8n handed a poll over, ${retried} left an execution "crashed", whose records came with Retry`,
		);
		expect(retried).toBeLessThanOrEqual(handovers);
		if (isExact) expect(told.repeats, told.executions).toBe(0);
		await client.unpublish(workflow);
		await main.restart({ ...MEMORY_POLLS, N8N_LOG_LEVEL: 'info' });
	});
}

/** Whether n8n, when this log of it ended, had taken records from a poll and not queued their execution. */
function endsInHandover(log: string): boolean {
	const begun = log.lastIndexOf(HANDOVER_BEGINS);
	return begun >= 0 && !log.slice(begun).includes(HANDOVER_ENDS);
}

/**
 * What whoever looks after n8n does about executions that have crashed: "Retry".
 * @returns how many there were
 */
async function retryCrashed(client: N8nClient, workflow: SavedWorkflow): Promise<number> {
	const executions = await client.executionsOf(workflow);
	const crashed = executions.filter(({ status }) => status === 'crashed');
	for (const { id } of crashed) await client.retry(id);
	return crashed.length;
}
