/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test tool, never part of the package */
import assert from 'node:assert/strict';

import type { SandboxRecord } from '../../../sandbox';
import type { SavedWorkflow } from '../client';
import { jsonOf } from '../execution';
import { documentLivenessTrigger } from '../workflow';
import type { World } from '../world';
import { eventually, type Check } from './check';

const TRIGGER = 'Trigger';

/** ms; n8n polls once a minute at most. */
const NEXT_POLL = 75_000;

export const triggerChecks: Array<Check<World>> = [
	{
		name: 'the published trigger tells each new record once, those that came during a restart too',
		async run({ client, n8n, sandbox, verifik }) {
			const workflow = await client.importWorkflow({
				name: 'Published trigger',
				nodes: [documentLivenessTrigger(TRIGGER, verifik)],
				connections: {},
				settings: {},
			});
			await client.publish(workflow);
			const arrived = sandbox.arrive(3);
			await expectTold(client, workflow, arrived);

			const restarted = n8n.restart();
			arrived.push(...sandbox.arrive(4));
			await restarted;
			await expectTold(client, workflow, arrived);
			await client.unpublish(workflow);
		},
	},
];

/** Each record once, oldest first, over all executions. */
async function expectTold(
	client: World['client'],
	workflow: SavedWorkflow,
	records: SandboxRecord[],
): Promise<void> {
	await eventually(async () => {
		const executions = await client.executionsOf(workflow);
		const told = executions.reverse().flatMap((execution) => jsonOf(execution, TRIGGER));
		assert.deepEqual(
			told.map(({ _id }) => _id),
			records.map(({ _id }) => _id),
		);
	}, NEXT_POLL);
}
