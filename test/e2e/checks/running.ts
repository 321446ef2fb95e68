import assert from 'node:assert/strict';

import type { INode, OnError } from 'n8n-workflow';

import { errorOf, hasRun, jsonOf, type Execution } from '../execution';
import { branch, chain, documentLiveness, noOperation, START, startWith } from '../workflow';
import type { World } from '../world';
import type { Check } from './check';
import { turnedDown } from './credential';

/** What running a workflow does when all goes well, and when something goes wrong. */
export const runningChecks: Array<Check<World>> = [
	{
		name: 'Return All gives every record once while pages are throttled, cut off and failing',
		async run({ client, sandbox, verifik }) {
			sandbox.fault({ kind: 'status', status: 429, page: 3, headers: { 'retry-after': '1' } });
			sandbox.fault({ kind: 'cut', page: 5 });
			sandbox.fault({ kind: 'status', status: 500, page: 8 });
			const workflow = chain(
				'Return All',
				documentLiveness('Records', verifik, { operation: 'getAll', returnAll: true }),
			);
			const execution = await client.execute(await client.importWorkflow(workflow), START);
			assert.deepEqual(
				jsonOf(execution, 'Records').map(({ _id }) => _id),
				sandbox.records().map(({ _id }) => _id),
				errorOf(execution),
			);
		},
	},
	{
		name: 'the list from which a record is picked goes on, page after page, to its end',
		async run({ client, sandbox, verifik }) {
			const listed: unknown[] = [];
			let paginationToken: string | number | undefined;
			do {
				const page = await client.listRecords(verifik, paginationToken);
				listed.push(...page.results.map(({ value }) => value));
				paginationToken = page.paginationToken as string | undefined;
			} while (paginationToken);
			assert.deepEqual(
				listed,
				sandbox.records().map(({ _id }) => _id),
			);
		},
	},
	{
		name: 'an item that fails stops the execution, with what happened and what to do',
		async run(world) {
			const execution = await runWithUnknownRecord(world, 'stopWorkflow');
			assert.equal(execution.status, 'error');
			assert.match(errorOf(execution), /no-such-record/);
			assert.ok(!hasRun(execution, 'Next'));
		},
	},
	{
		name: 'On Error "Continue": it becomes an item that tells why, between the others',
		async run(world) {
			const execution = await runWithUnknownRecord(world, 'continueRegularOutput');
			const [first, second, third] = jsonOf(execution, 'Next');
			assert.equal(first._id, world.sandbox.records()[0]._id);
			assert.match(String(second.error), /no-such-record/);
			assert.equal(third._id, world.sandbox.records()[1]._id);
		},
	},
	{
		name: 'On Error "Continue (using error output)": it goes there, and only it',
		async run(world) {
			const execution = await runWithUnknownRecord(world, 'continueErrorOutput');
			assert.deepEqual(
				jsonOf(execution, 'Next').map(({ _id }) => _id),
				[0, 1].map((index) => world.sandbox.records()[index]._id),
			);
			const failed = jsonOf(execution, 'Failed');
			assert.equal(failed.length, 1);
			assert.match(String(failed[0].error), /no-such-record/);
		},
	},
	{
		name: 'a token that is turned down stops the execution, with our message',
		async run({ client, sandbox }) {
			const credential = await client.createCredential('verifikApi', 'Turned down', {
				accessToken: turnedDown.expired,
				baseUrl: sandbox.url,
			});
			const workflow = chain(
				'Expired token',
				documentLiveness('Records', credential, { operation: 'getAll' }),
			);
			const execution = await client.execute(await client.importWorkflow(workflow), START);
			assert.equal(execution.status, 'error');
			assert.match(errorOf(execution), /expired on 31 Jan 2025.*Create a new token/);
		},
	},
];

/** Gets three records by their IDs, of which the second one does not exist. */
async function runWithUnknownRecord(
	{ client, sandbox, verifik }: World,
	onError: OnError,
): Promise<Execution> {
	const settings: Partial<INode> = { onError };
	const workflow = chain(
		`On Error: ${onError}`,
		documentLiveness(
			'Record',
			verifik,
			{
				operation: 'get',
				documentLiveness: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
			settings,
		),
		noOperation('Next'),
	);
	if (onError === 'continueErrorOutput') branch(workflow, 'Record', 1, noOperation('Failed'));
	const [first, second] = sandbox.records();
	startWith(workflow, [{ id: first._id }, { id: 'no-such-record' }, { id: second._id }]);
	return await client.execute(await client.importWorkflow(workflow), START);
}
