import { setTimeout as sleep } from 'node:timers/promises';

import type { SimulatorRecord } from '../../simulator';
import type { N8nClient, SavedWorkflow } from '../e2e/client';
import type { Execution } from '../e2e/execution';
import { idsTold } from '../e2e/polling';

/** What became of the records that arrived. */
export interface Told {
	arrived: number;
	missed: number;
	/** Stretches of missed records with none between them that was told. */
	gaps: number;
	/** How often one was told that had been told before. */
	repeats: number;
	/** A line for each execution, newest first: what to read when a record is missed. */
	executions: string;
}

/** Counts over all the workflow's executions that went through. */
export async function countTold(
	client: N8nClient,
	workflow: SavedWorkflow,
	arrived: readonly SimulatorRecord[],
): Promise<Told> {
	const executions = await client.executionsOf(workflow);
	const told = idsTold(executions.filter(({ status }) => status === 'success'));
	const distinct = new Set(told);
	const isMissed = arrived.map(({ _id }) => !distinct.has(_id));
	return {
		arrived: arrived.length,
		missed: isMissed.filter(Boolean).length,
		gaps: isMissed.filter((missed, index) => missed && !isMissed[index - 1]).length,
		repeats: told.length - distinct.size,
		executions: executions.map(line).join('\n'),
	};
}

/**
 * Counts until nothing is missed.
 * @param patience ms, after which it is counted a last time, whatever is missed then
 */
export async function countUntilTold(
	client: N8nClient,
	workflow: SavedWorkflow,
	arrived: readonly SimulatorRecord[],
	patience: number,
): Promise<Told> {
	const deadline = Date.now() + patience;
	for (;;) {
		const told = await countTold(client, workflow, arrived);
		if (told.missed === 0 || Date.now() > deadline) return told;
		await sleep(1_000);
	}
}

function line(execution: Execution): string {
	return `${execution.id} ${execution.status}: ${idsTold([execution]).length} records told`;
}
