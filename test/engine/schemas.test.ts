import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';
import { poll } from '../harness';
import { createFrom, executeWith, jpeg } from './createSupport';
import { byId, execute, getAll, jsonOf, packageFromSources, withSandbox } from './support';

const nodes = resolve(__dirname, '../../nodes');

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** Where n8n looks for what a node's output has, before it has run: by operation, if it has one. */
function schemaOf(node: string, operation?: string): Schema {
	const file = operation === undefined ? 'v1.0.0.json' : `v1.0.0/${operation}.json`;
	return JSON.parse(readFileSync(join(nodes, node, '__schema__', file), 'utf8'));
}

/** The same, of which no field may be missing and none may be added. */
function exactly(schema: Schema): object {
	const { properties, items } = schema;
	if (items !== undefined) return { ...schema, items: exactly(items) };
	if (properties === undefined) return schema;
	const fields = Object.entries(properties).map(([name, field]) => [name, exactly(field)]);
	return {
		...schema,
		properties: Object.fromEntries(fields),
		required: Object.keys(properties),
		additionalProperties: false,
	};
}

function expectToFit(items: IDataObject[], schema: Schema): void {
	const validate = new Ajv({ allErrors: true }).compile(exactly(schema));
	expect(items.length).toBeGreaterThan(0);
	for (const item of items) {
		validate(item);
		expect(validate.errors).toBeNull();
		// and the table shows them in the same order
		expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(item));
	}
}

const RECORDS = { count: 120, withoutScore: 0.2 };

const summary: INodeParameters = { period: 'last30Days', compare: true };

const OPERATIONS: Array<[operation: string, run: (sandbox: Sandbox) => Promise<IDataObject[]>]> = [
	['getAll', (account) => outputOf({ ...getAll }, account)],
	['get', (account) => outputOf(byId(account.records()[0]?._id ?? ''), account)],
	['getSuspicious', (account) => outputOf({ operation: 'getSuspicious', period: 'all' }, account)],
	['getSummary', (account) => outputOf({ operation: 'getSummary', ...summary }, account)],
	[
		'create',
		async (account) => {
			const parameters = createFrom(jpeg().toString('base64'));
			return jsonOf((await executeWith(parameters, { account })).success);
		},
	],
];

async function outputOf(parameters: INodeParameters, account: Sandbox): Promise<IDataObject[]> {
	return jsonOf((await execute(parameters, { account })).success);
}

describe('What the editor shows before the first run', () => {
	it.each(OPERATIONS)('is what %s gives', async (operation, run) => {
		await withSandbox(RECORDS, async (sandbox) => {
			expectToFit(await run(sandbox), schemaOf('DocumentLiveness', operation));
		});
	});

	it('is what the trigger gives', async () => {
		await withSandbox(RECORDS, async ({ token, url }) => {
			const { items } = await poll(await packageFromSources, {
				type: 'n8n-nodes-verifik.documentLivenessTrigger',
				parameters: { event: 'newRecord', filters: {}, simplify: true, splitWarnings: 'none' },
				credentials: { verifikApi: { accessToken: token, baseUrl: url } },
				mode: 'manual',
			});
			expectToFit(jsonOf(items ?? []), schemaOf('DocumentLivenessTrigger'));
		});
	});

	it('is nothing for Download Image, whose fields are those of its input', () => {
		const file = join(nodes, 'DocumentLiveness/__schema__/v1.0.0/downloadImage.json');
		expect(existsSync(file)).toBe(false);
	});
});
