import type { INode, OnError } from 'n8n-workflow';

import { errorOf, hasRun, jsonOf, type Execution } from '../execution';
import { expect, test } from '../fixtures';
import { turnedDown } from '../tokens';
import {
	branch,
	chain,
	documentLiveness,
	noOperation,
	recordById,
	START,
	startWith,
} from '../workflow';
import type { World } from '../world';

/** What running a workflow does when all goes well, and when something goes wrong. */
test.describe('Running', () => {
	test('Return All gives every record once while pages are throttled, cut off and failing', async ({
		world: { client, simulator, verifik },
	}) => {
		simulator.fault({ kind: 'status', status: 429, page: 3, headers: { 'retry-after': '1' } });
		simulator.fault({ kind: 'cut', page: 5 });
		simulator.fault({ kind: 'status', status: 500, page: 8 });
		const workflow = chain(
			'Return All',
			documentLiveness('Records', verifik, { operation: 'getAll', returnAll: true }),
		);
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		expect(
			jsonOf(execution, 'Records').map(({ _id }) => _id),
			errorOf(execution),
		).toEqual(simulator.records().map(({ _id }) => _id));
	});

	test('the list from which a record is picked goes on, page after page, to its end', async ({
		world: { client, simulator, verifik },
	}) => {
		const listed: unknown[] = [];
		let paginationToken: string | number | undefined;
		do {
			const page = await client.listRecords(verifik, paginationToken);
			listed.push(...page.results.map(({ value }) => value));
			paginationToken = page.paginationToken as string | undefined;
		} while (paginationToken);
		expect(listed).toEqual(simulator.records().map(({ _id }) => _id));
	});

	test('an item that fails stops the execution, with what happened and what to do', async ({
		world,
	}) => {
		const execution = await runWithUnknownRecord(world, 'stopWorkflow');
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatch(/no-such-record/);
		expect(hasRun(execution, 'Next')).toBe(false);
	});

	test('On Error "Continue": it becomes an item that tells why, between the others', async ({
		world,
	}) => {
		const execution = await runWithUnknownRecord(world, 'continueRegularOutput');
		const [first, second, third] = jsonOf(execution, 'Next');
		expect(first._id).toBe(world.simulator.records()[0]._id);
		expect(String(second.error)).toMatch(/no-such-record/);
		expect(third._id).toBe(world.simulator.records()[1]._id);
	});

	test('On Error "Continue (using error output)": it goes there, and only it', async ({
		world,
	}) => {
		const execution = await runWithUnknownRecord(world, 'continueErrorOutput');
		expect(jsonOf(execution, 'Next').map(({ _id }) => _id)).toEqual(
			[0, 1].map((index) => world.simulator.records()[index]._id),
		);
		const failed = jsonOf(execution, 'Failed');
		expect(failed).toHaveLength(1);
		expect(String(failed[0].error)).toMatch(/no-such-record/);
	});

	test('a token that is turned down stops the execution, with our message', async ({
		world: { client, simulator },
	}) => {
		const credential = await client.createCredential('verifikApi', 'Turned down', {
			accessToken: turnedDown.expired,
			baseUrl: simulator.url,
		});
		const workflow = chain(
			'Expired token',
			documentLiveness('Records', credential, { operation: 'getAll' }),
		);
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatch(/expired on 31 Jan 2025.*Create a new token/);
	});
});

/** Gets three records by their IDs, of which the second one does not exist. */
async function runWithUnknownRecord(
	{ client, simulator, verifik }: World,
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
				...recordById('={{ $json.id }}'),
			},
			settings,
		),
		noOperation('Next'),
	);
	if (onError === 'continueErrorOutput') branch(workflow, 'Record', 1, noOperation('Failed'));
	const [first, second] = simulator.records();
	startWith(workflow, [{ id: first._id }, { id: 'no-such-record' }, { id: second._id }]);
	return await client.execute(await client.importWorkflow(workflow), START);
}
