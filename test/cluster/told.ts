import type { SandboxRecord } from '../../sandbox';
import type { N8nClient, SavedWorkflow } from '../e2e/client';
import { idsTold } from '../e2e/polling';

/** What became of the records that arrived. */
export interface Told {
	arrived: number;
	missed: number;
	/** How often one was told that had been told before. */
	repeats: number;
}

/** Counts over all the workflow's executions that went through. */
export async function countTold(
	client: N8nClient,
	workflow: SavedWorkflow,
	arrived: readonly SandboxRecord[],
): Promise<Told> {
	const executions = await client.executionsOf(workflow);
	const told = idsTold(executions.filter(({ status }) => status === 'success'));
	const distinct = new Set(told);
	return {
		arrived: arrived.length,
		missed: arrived.filter(({ _id }) => !distinct.has(_id)).length,
		repeats: told.length - distinct.size,
	};
}
