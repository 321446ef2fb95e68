import { expect } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Simulator, SimulatorRecord } from '../../simulator';
import type { SavedWorkflow } from './client';
import { hasRun, jsonOf, type Execution } from './execution';
import { documentLivenessTrigger } from './workflow';
import type { PollingWorld } from './world';

export const TRIGGER = 'Trigger';

/** ms; from a poll to the next. */
const INTERVAL = 10_000;

/** ms, on a busy machine too. */
const NEXT_POLL = 60_000;

/** n8n 2.41 with what later versions are to have by default. */
export const DURABLE_POLLS = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	N8N_LOG_LEVEL: 'debug',
};

/** A published workflow of the trigger alone. */
export async function publishTrigger(
	{ client, verifik }: Pick<PollingWorld, 'client' | 'verifik'>,
	name: string,
): Promise<SavedWorkflow> {
	const workflow = await client.importWorkflow({
		name,
		nodes: [documentLivenessTrigger(TRIGGER, verifik)],
		connections: {},
		settings: {},
	});
	await client.publish(workflow);
	return workflow;
}

/** The IDs of the records that the trigger of this name gave, in the order of the executions. */
export function idsTold(executions: Execution[], trigger = TRIGGER): unknown[] {
	return executions
		.filter((execution) => hasRun(execution, trigger))
		.flatMap((execution) => jsonOf(execution, trigger))
		.map(({ _id }) => _id);
}

/** Each record once, oldest first, over all executions of the trigger of this name. */
export async function expectTold(
	client: PollingWorld['client'],
	workflow: SavedWorkflow,
	records: SimulatorRecord[],
	{ trigger = TRIGGER, patience = NEXT_POLL } = {},
): Promise<void> {
	const expected = records.map(({ _id }) => _id);
	await expect(async () => {
		const executions = await client.executionsOf(workflow);
		const told = idsTold(executions.reverse(), trigger);
		const missed = expected.filter((id) => !told.includes(id)).length;
		const repeated = told.length - new Set(told).size;
		expect({ missed, repeated }, `of ${expected.length} that arrived`).toEqual({
			missed: 0,
			repeated: 0,
		});
		expect(told).toEqual(expected);
	}).toPass({ timeout: patience });
}

/** The executions with which n8n tells of polls that failed, at least so many. */
export async function failedPolls(
	client: PollingWorld['client'],
	workflow: SavedWorkflow,
	count: number,
	patience = NEXT_POLL,
): Promise<Execution[]> {
	let failed: Execution[] = [];
	await expect
		.poll(
			async () => {
				const executions = await client.executionsOf(workflow);
				failed = executions.filter(({ status }) => status === 'error');
				return failed.length;
			},
			{ message: 'polls that failed', timeout: patience },
		)
		.toBeGreaterThanOrEqual(count);
	return failed;
}

/**
 * Records that arrive four a second, until it is called again.
 * @returns what ends it and answers the records, oldest first
 */
export function startArriving(simulator: Simulator): () => SimulatorRecord[] {
	const arrived: SimulatorRecord[] = [];
	const timer = setInterval(() => arrived.push(...simulator.arrive(1)), 250);
	return () => {
		clearInterval(timer);
		return arrived;
	};
}

/** Waits for a moment between two polls, when the one before is over. */
export async function betweenPolls(): Promise<void> {
	const since = Date.now() % INTERVAL;
	const middle = INTERVAL * 0.6;
	await sleep(since < middle ? middle - since : INTERVAL + middle - since);
}
