import type { INode, INodeParameters } from 'n8n-workflow';

import { errorOf, jsonOf } from '../execution';
import { expect, test } from '../fixtures';
import { branch, chain, connect, documentLiveness, node, START, startWith } from '../workflow';
import type { World } from '../world';

/** Photos as a workflow gets them as text, no two the same. */
const photos = (count: number) =>
	Array.from({ length: count }, (_, index) => {
		const photo = Buffer.alloc(300 + index, index + 1);
		Buffer.from('ffd8ffe000104a464946000101', 'hex').copy(photo);
		Buffer.from('ffda0002', 'hex').copy(photo, 20);
		Buffer.from('ffd9', 'hex').copy(photo, photo.length - 2);
		return { image: photo.toString('base64') };
	});

function createNode(
	{ verifik }: World,
	options: INodeParameters,
	settings?: Partial<INode>,
): INode {
	const parameters = {
		operation: 'create',
		imageSource: 'base64',
		imageBase64: '={{ $json.image }}',
		options,
	};
	return documentLiveness('Check', verifik, parameters, settings);
}

/** What an execution pays for, in the real n8n: its loops, and its Retry button. */
test.describe('Money', () => {
	for (const withSavedWorkflow of [false, true]) {
		const kind = withSavedWorkflow ? 'with the saved workflow' : 'with the original workflow';
		test(`Retry ${kind} pays for no photo twice`, async ({ world }) => {
			const { client, simulator } = world;
			const workflow = chain(`Retry ${kind}`, createNode(world, {}));
			startWith(workflow, photos(5));
			simulator.fault({ kind: 'status', status: 400, skip: 3 });
			const before = simulator.charges;
			const saved = await client.importWorkflow(workflow);
			const failed = await client.execute(saved, START);
			expect(failed.status).toBe('error');
			expect(simulator.charges - before).toBe(12);

			await client.retry(failed.id, withSavedWorkflow);
			const [retried] = await client.executionsOf(saved);
			expect(retried.status, errorOf(retried)).toBe('success');
			expect(jsonOf(retried, 'Check')).toHaveLength(5);
			expect(simulator.charges - before).toBe(20);
		});
	}

	test('Loop Over Items sends no more than Max Images per Run', async ({ world }) => {
		const { client, simulator } = world;
		const loop = node('Loop', 'n8n-nodes-base.splitInBatches', { batchSize: 2, options: {} });
		const workflow = chain('Loop', { ...loop, typeVersion: 3 });
		branch(workflow, 'Loop', 1, createNode(world, { maxImages: 5 }));
		connect(workflow, 'Check', 0, 'Loop');
		startWith(workflow, photos(12));
		const before = simulator.charges;
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		expect(errorOf(execution)).toContain(
			"'Max Images per Run' (5) is reached: 5 images were sent in this execution",
		);
		expect(simulator.charges - before).toBe(20);
	});

	test('an error output that leads back ends with an error', async ({ world }) => {
		const { client, simulator } = world;
		const workflow = chain(
			'Error output wired back',
			createNode(world, { maxImages: 5 }, { onError: 'continueErrorOutput' }),
		);
		connect(workflow, 'Check', 1, 'Check');
		startWith(workflow, photos(2));
		simulator.fault({ kind: 'status', status: 400, times: 5 });
		const before = simulator.charges;
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toContain('Images came back 100 times without being sent');
		expect(simulator.charges - before).toBe(0);
	});
});
