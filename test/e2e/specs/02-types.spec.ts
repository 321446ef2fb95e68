import { expect, test } from '../fixtures';

/** What n8n knows once the package is installed. */
test.describe('What n8n knows', () => {
	test('the node is known, with its credential', async ({ world: { client } }) => {
		const found = (await client.nodeTypes()).find(
			({ name }) => name === 'n8n-nodes-verifik.documentLiveness',
		);
		expect(found?.displayName).toBe('Verifik Document Liveness');
		expect(found?.credentials).toEqual([{ name: 'verifikApi', required: true }]);
	});

	test('its variant for AI agents is known', async ({ world: { client } }) => {
		const found = (await client.nodeTypes()).find(
			({ name }) => name === 'n8n-nodes-verifik.documentLivenessTool',
		);
		expect(found?.outputs).toEqual(['ai_tool']);
	});

	test("what it tells n8n's AI builder leads to nodes that are there", async ({
		world: { client },
	}) => {
		const types = await client.nodeTypes();
		const related = types
			.filter(({ name }) => /^n8n-nodes-verifik\.documentLiveness(Trigger)?$/.test(name))
			.flatMap(({ builderHint }) => builderHint?.relatedNodes ?? []);
		expect(related).toHaveLength(2);
		const names = types.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(related.map(({ nodeType }) => nodeType)));
	});

	test('the credential type is known, with a test', async ({ world: { client } }) => {
		const found = (await client.credentialTypes()).find(({ name }) => name === 'verifikApi');
		expect(found?.displayName).toBe('Verifik API');
		expect(found?.test, 'its test').toBeDefined();
	});
});
