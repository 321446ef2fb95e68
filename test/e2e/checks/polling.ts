import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox, SandboxRecord } from '../../../sandbox';
import type { SavedWorkflow } from '../client';
import { hasRun, jsonOf, type Execution } from '../execution';
import { documentLivenessTrigger } from '../workflow';
import type { PollingWorld } from '../world';
import { eventually, type Check } from './check';

export const TRIGGER = 'Trigger';

/** ms; from a poll to the next. */
const INTERVAL = 10_000;

/** ms, on a busy machine too. */
const NEXT_POLL = 60_000;

/** n8n in both of the ways in which it keeps what a trigger remembers. */
export interface PollingModes {
	memory: PollingWorld;
	durable: PollingWorld;
}

export type Mode = keyof PollingModes;

/** A check of both modes, side by side. */
export function inBothModes(
	name: string,
	run: (world: PollingWorld, mode: Mode) => Promise<void>,
): Check<PollingModes> {
	return {
		name,
		async run(modes) {
			const both: Mode[] = ['memory', 'durable'];
			const outcomes = await Promise.allSettled(both.map((mode) => run(modes[mode], mode)));
			const reasons = outcomes.flatMap((outcome, index) =>
				outcome.status === 'rejected' ? [`${both[index]}: ${String(outcome.reason)}`] : [],
			);
			if (reasons.length > 0) throw new Error(reasons.join('\n'));
		},
	};
}

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

/** Each record once, oldest first, over all executions of the trigger of this name. */
export async function expectTold(
	client: PollingWorld['client'],
	workflow: SavedWorkflow,
	records: SandboxRecord[],
	{ trigger = TRIGGER, patience = NEXT_POLL } = {},
): Promise<void> {
	await eventually(async () => {
		const executions = await client.executionsOf(workflow);
		const told = executions
			.reverse()
			.filter((execution) => hasRun(execution, trigger))
			.flatMap((execution) => jsonOf(execution, trigger))
			.map(({ _id }) => _id);
		const expected = records.map(({ _id }) => _id);
		const missed = expected.filter((id) => !told.includes(id)).length;
		const repeated = told.length - new Set(told).size;
		const counts = `${expected.length} arrived: ${missed} missed, ${repeated} repeated`;
		assert.ok(missed === 0 && repeated === 0, counts);
		assert.deepEqual(told, expected);
	}, patience);
}

/** The executions with which n8n tells of polls that failed, at least so many. */
export async function failedPolls(
	client: PollingWorld['client'],
	workflow: SavedWorkflow,
	count: number,
	patience = NEXT_POLL,
): Promise<Execution[]> {
	let failed: Execution[] = [];
	await eventually(async () => {
		const executions = await client.executionsOf(workflow);
		failed = executions.filter(({ status }) => status === 'error');
		assert.ok(failed.length >= count, `${failed.length} polls have failed, not ${count}`);
	}, patience);
	return failed;
}

/**
 * Records that arrive four a second, until it is called again.
 * @returns what ends it and answers the records, oldest first
 */
export function startArriving(sandbox: Sandbox): () => SandboxRecord[] {
	const arrived: SandboxRecord[] = [];
	const timer = setInterval(() => arrived.push(...sandbox.arrive(1)), 250);
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
