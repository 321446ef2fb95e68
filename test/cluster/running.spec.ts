import { expect } from '@playwright/test';

import { errorOf, itemsOf, jsonOf } from '../e2e/execution';
import { TINY_PNG } from '../e2e/photos';
import {
	branch,
	chain,
	documentLiveness,
	noOperation,
	recordById,
	START,
	startWith,
} from '../e2e/workflow';
import { measured, test } from './fixtures';
import { CHARGE, CREATE, submissions, takenUpBy } from './workflows';

const EXECUTIONS = 8;

/** Requests that the account's quota admits. */
const PER_SECOND = 5;

test('Get Many of 10 000 records on a worker: each once', async ({ cluster, openAccount }) => {
	const { simulator, verifik } = await openAccount({ count: 10_000 });
	const workflow = await cluster.client.importWorkflow(
		chain(
			'All records',
			documentLiveness('Records', verifik, { operation: 'getAll', returnAll: true }),
		),
	);
	const startedAt = Date.now();
	const execution = await cluster.client.execute(workflow, START);
	const ids = jsonOf(execution, 'Records').map(({ _id }) => _id);
	expect(errorOf(execution)).toBe('');
	expect(ids).toEqual(simulator.records().map(({ _id }) => _id));
	expect(cluster.workers.flatMap(takenUpBy)).toContain(execution.id);
	measured(`${ids.length} records in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
});

test('Create, Download Image and Create from that file, its bytes in the database', async ({
	cluster,
	openAccount,
}) => {
	const { simulator, verifik } = await openAccount({ count: 10 });
	const workflow = chain(
		'Images',
		documentLiveness(CREATE, verifik, {
			operation: 'create',
			imageSource: 'base64',
			imageBase64: '={{ $json.image }}',
			saveImage: true,
		}),
		documentLiveness('Image', verifik, {
			operation: 'downloadImage',
			...recordById('={{ $json._id }}'),
		}),
		documentLiveness('Again', verifik, { operation: 'create' }),
	);
	startWith(workflow, [{ image: TINY_PNG }]);
	const execution = await cluster.client.execute(
		await cluster.client.importWorkflow(workflow),
		START,
	);
	expect(errorOf(execution)).toBe('');
	const [image] = itemsOf(execution, 'Image');
	expect(image.binary?.data.id).toMatch(/^database:/);
	expect(jsonOf(execution, 'Again')[0]._id).toBe(simulator.records()[0]._id);
	expect(submissions(simulator)).toBe(2);
	expect(simulator.charges).toBe(2 * CHARGE);
	measured('2 images sent, 2 charged, 1 downloaded');
});

test('hints reach the editor, and an item that fails goes to the error output', async ({
	cluster,
	openAccount,
}) => {
	const { simulator, verifik } = await openAccount({ count: 20 });
	const workflow = chain(
		'Hint and error output',
		documentLiveness('Newest', verifik, { operation: 'getAll', limit: 2 }),
		documentLiveness(
			'Record',
			verifik,
			{
				operation: 'get',
				...recordById("={{ $itemIndex === 0 ? $json._id : 'no-such-record' }}"),
			},
			{ onError: 'continueErrorOutput' },
		),
		noOperation('Next'),
	);
	branch(workflow, 'Record', 1, noOperation('Failed'));
	const execution = await cluster.client.execute(
		await cluster.client.importWorkflow(workflow),
		START,
	);
	expect(execution.status).toBe('success');
	const [run] = execution.data.resultData.runData.Newest;
	expect(run.hints?.map(({ message }) => message)).toEqual([
		expect.stringContaining('Limit (2) was reached'),
	]);
	const [first, second] = simulator.records();
	expect(jsonOf(execution, 'Next').map(({ _id }) => _id)).toEqual([first._id]);
	expect(jsonOf(execution, 'Failed')).toEqual([
		expect.objectContaining({
			_id: second._id,
			error: expect.stringContaining('no-such-record'),
			errorDescription: expect.any(String),
		}),
	]);
	measured('1 hint, 1 item at the output, 1 at the error output');
});

test('eight executions at once use both workers and keep to the quota of the account', async ({
	cluster,
	openAccount,
}) => {
	const { simulator, verifik } = await openAccount({
		count: 800,
		quotas: {
			requests: PER_SECOND,
			per: 'second',
			window: 'sliding',
			status: 429,
			headers: ['retry-after'],
		},
	});
	const { client, workers } = cluster;
	const workflow = await client.importWorkflow(
		chain(
			'Under a quota',
			documentLiveness('Records', verifik, { operation: 'getAll', returnAll: true }),
		),
	);
	const startedAt = Date.now();
	const ids = await Promise.all(
		Array.from({ length: EXECUTIONS }, async () => await client.start(workflow, START)),
	);
	const executions = await Promise.all(
		ids.map(async (id) => await client.waitForExecution(id, 100_000)),
	);
	const seconds = Math.round((Date.now() - startedAt) / 1000);
	for (const execution of executions) {
		expect(errorOf(execution)).toBe('');
		expect(jsonOf(execution, 'Records')).toHaveLength(800);
	}
	const shares = workers.map((worker) => takenUpBy(worker).filter((id) => ids.includes(id)).length);
	expect(Math.min(...shares)).toBeGreaterThan(0);
	const refused = simulator.requests.filter(({ status }) => status === 429).length;
	const admitted = simulator.requests.length - refused;
	// each process has to be told by itself, and finds the others' requests in its way
	expect(refused).toBeLessThan(admitted / 2);
	measured(
		`${EXECUTIONS} executions on the workers ${shares.join(' + ')}: ${admitted} requests served, ${refused} refused, in ${seconds} s; the quota alone takes ${Math.floor(admitted / PER_SECOND)} s`,
	);
});

test('two workers do more than one', async ({ cluster, openAccount }) => {
	const { verifik } = await openAccount({ count: 1_000, latency: 200 });
	const { client, workers } = cluster;
	const workflow = await client.importWorkflow(
		chain(
			'Throughput',
			documentLiveness('Records', verifik, {
				operation: 'getAll',
				returnAll: true,
				options: { concurrency: 1 },
			}),
		),
	);
	const run = async () => {
		const startedAt = Date.now();
		const ids = await Promise.all(
			Array.from({ length: 4 * EXECUTIONS }, async () => await client.start(workflow, START)),
		);
		for (const id of ids) {
			const { status } = await client.waitForExecution(id, 100_000);
			expect(status).toBe('success');
		}
		return Date.now() - startedAt;
	};
	await run();
	const both = await run();
	await workers[1].quit(30_000);
	const one = await run();
	await workers[1].start();
	measured(
		`${4 * EXECUTIONS} executions: ${(one / 1000).toFixed(1)} s on one worker, ${(both / 1000).toFixed(1)} s on two: ratio ${(one / both).toFixed(2)}`,
	);
	expect(one / both).toBeGreaterThan(1.1);
});
