import { itemsOf, jsonOf } from '../execution';
import { expect, test } from '../fixtures';
import { chain, documentLiveness, editFields, recordById, START, startWith } from '../workflow';

/** What only n8n's production expression engine, the one in an isolate, can prove. */
test.describe('Expressions', () => {
	test('parameters take expressions, read anew for each input item', async ({
		world: { client, verifik },
	}) => {
		const workflow = chain(
			'Expressions in parameters',
			documentLiveness('Records', verifik, {
				operation: 'getAll',
				limit: '={{ $json.wanted }}',
				filters: { aggregatedScoreMax: '={{ $json.highest }}' },
			}),
		);
		startWith(workflow, [
			{ wanted: 2, highest: 0.5 },
			{ wanted: 3, highest: 1 },
		]);
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		const items = itemsOf(execution, 'Records');
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1, 1].map((item) => ({ item })),
		);
		for (const { json } of items.slice(0, 2)) {
			expect(Number(json.aggregatedScore)).toBeLessThanOrEqual(0.5);
		}
	});

	test("$json and $('…').item reach through a split, from each warning back to its record", async ({
		world: { client, verifik },
	}) => {
		const workflow = chain(
			'Expressions across a split',
			documentLiveness('Records', verifik, { operation: 'getAll', limit: 10 }),
			documentLiveness('Warnings', verifik, {
				operation: 'get',
				...recordById('={{ $json._id }}'),
				splitWarnings: 'perCode',
			}),
			editFields('Fields', {
				own: '={{ $json._id }}',
				origin: "={{ $('Records').item.json._id }}",
				codes: "={{ $('Records').item.json.warnings.join(' ') }}",
				code: '={{ $json.code }}',
			}),
		);
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		const fields = jsonOf(execution, 'Fields');
		expect(fields.length, 'nothing was split').toBeGreaterThan(jsonOf(execution, 'Records').length);
		for (const { own, origin, codes, code } of fields) {
			expect(origin).toBe(own);
			if (code) expect(String(codes).split(' ')).toContain(code);
		}
	});

	test('a token and a base URL given as expressions work when the workflow runs', async ({
		world: { client, simulator },
	}) => {
		const credential = await client.createCredential('verifikApi', 'Expressions', {
			accessToken: `={{ "${simulator.token}".trim() }}`,
			baseUrl: `={{ "${simulator.url}" + "/" }}`,
		});
		const workflow = chain(
			'Expressions in the credential',
			documentLiveness('Records', credential, { operation: 'getAll', limit: 1 }),
		);
		const execution = await client.execute(await client.importWorkflow(workflow), START);
		expect(jsonOf(execution, 'Records')).toHaveLength(1);
	});
});
