import assert from 'node:assert/strict';

import { itemsOf, jsonOf } from '../execution';
import { chain, documentLiveness, editFields, START, startWith } from '../workflow';
import type { World } from '../world';
import type { Check } from './check';

/** What only n8n's production expression engine, the one in an isolate, can prove. */
export const expressionChecks: Array<Check<World>> = [
	{
		name: 'parameters take expressions, read anew for each input item',
		async run({ client, verifik }) {
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
			assert.deepEqual(
				items.map(({ pairedItem }) => pairedItem),
				[0, 0, 1, 1, 1].map((item) => ({ item })),
			);
			assert.ok(items.slice(0, 2).every(({ json }) => Number(json.aggregatedScore) <= 0.5));
		},
	},
	{
		name: "$json and $('…').item reach through a split, from each warning back to its record",
		async run({ client, verifik }) {
			const workflow = chain(
				'Expressions across a split',
				documentLiveness('Records', verifik, { operation: 'getAll', limit: 10 }),
				documentLiveness('Warnings', verifik, {
					operation: 'get',
					documentLiveness: { __rl: true, mode: 'id', value: '={{ $json._id }}' },
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
			assert.ok(fields.length > jsonOf(execution, 'Records').length, 'nothing was split');
			for (const { own, origin, codes, code } of fields) {
				assert.equal(origin, own);
				if (code) assert.ok(String(codes).split(' ').includes(String(code)));
			}
		},
	},
	{
		name: 'a token and a base URL given as expressions work when the workflow runs',
		async run({ client, sandbox }) {
			const credential = await client.createCredential('verifikApi', 'Expressions', {
				accessToken: `={{ "${sandbox.token}".trim() }}`,
				baseUrl: `={{ "${sandbox.url}" + "/" }}`,
			});
			const workflow = chain(
				'Expressions in the credential',
				documentLiveness('Records', credential, { operation: 'getAll', limit: 1 }),
			);
			const execution = await client.execute(await client.importWorkflow(workflow), START);
			assert.equal(jsonOf(execution, 'Records').length, 1);
		},
	},
];
