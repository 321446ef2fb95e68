import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { DocumentLiveness } from '../../nodes/DocumentLiveness/DocumentLiveness.node';
import type { Simulator } from '../../simulator';
import { jpeg } from './createSupport';
import { execute, jsonOf, withSimulator } from './support';

const nodes = resolve(__dirname, '../../nodes');

interface Schema {
	type?: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

const read = (...path: string[]) =>
	JSON.parse(readFileSync(join(nodes, ...path), 'utf8')) as Schema;

/** The same, with nothing more and, but for `optional`, nothing less than it names. */
function exact(schema: Schema, optional: string[] = []): object {
	const { properties, items } = schema;
	return {
		...schema,
		...(items && { items: exact(items) }),
		...(properties && {
			additionalProperties: false,
			required: Object.keys(properties).filter((name) => !optional.includes(name)),
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, inner]) => [name, exact(inner)]),
			),
		}),
	};
}

function complaintsOf(schema: object, items: IDataObject[]): unknown[] {
	const validate = new Ajv({ allErrors: true }).compile(schema);
	return items.flatMap((item) => (validate(item) ? [] : [validate.errors]));
}

const record = (simulator: Simulator): INodeParameters => ({
	documentLiveness: { __rl: true, mode: 'id', value: simulator.records()[0]._id },
});

const OPERATIONS: Record<string, (simulator: Simulator) => INodeParameters> = {
	create: () => ({ imageSource: 'base64', imageBase64: jpeg().toString('base64') }),
	get: record,
	getAll: () => ({ returnAll: true }),
	getSuspicious: () => ({ period: 'all', suspiciousScoreMax: 0.5, includeUnjudged: true }),
	getSummary: () => ({
		period: 'custom',
		createdAfter: '2025-12-30T00:00:00Z',
		createdBefore: '2026-01-02T00:00:00Z',
		suspiciousScoreMax: 0.5,
		groupBy: 'day',
		compare: true,
		lowestCount: 5,
		report: ['html', 'text'],
	}),
};

/** What n8n's editor shows of the output before the first run. */
describe('the schema of the output', () => {
	const { properties } = new DocumentLiveness().description;
	const choices = properties.find(({ name }) => name === 'operation')?.options ?? [];

	it.each(choices.map((choice) => ('value' in choice ? String(choice.value) : '')))(
		'of %s is there',
		(operation) => {
			const schema = read('DocumentLiveness/__schema__/v1.0.0', `${operation}.json`);
			expect(schema).toMatchObject({ type: 'object', version: 1 });
		},
	);

	it.each(Object.keys(OPERATIONS))('of %s is what really comes out', async (operation) => {
		const schema = read('DocumentLiveness/__schema__/v1.0.0', `${operation}.json`);
		await withSimulator({ count: 200, withoutScore: 0.2 }, async (simulator) => {
			const parameters = { checks: ['screenReplay'], saveImage: false, operation };
			const { success, error } = await execute(
				{ ...parameters, ...OPERATIONS[operation](simulator) },
				{ account: simulator },
			);
			expect(error).toBeUndefined();
			const items = jsonOf(success);
			expect(items.length).toBeGreaterThan(0);
			expect(complaintsOf(exact(schema), items)).toEqual([]);
			for (const item of items) {
				expect(Object.keys(item)).toEqual(Object.keys(schema.properties ?? {}));
			}
		});
	});

	it('of Download Image promises nothing: what came in goes out', () => {
		expect(read('DocumentLiveness/__schema__/v1.0.0/downloadImage.json').properties).toEqual({});
	});

	it('of the trigger is that of a record', () => {
		expect(read('DocumentLivenessTrigger/__schema__/v1.0.0.json')).toEqual(
			read('DocumentLiveness/__schema__/v1.0.0/getAll.json'),
		);
	});

	it('is found wanting where a field has another type or another name', () => {
		const schema = exact(read('DocumentLiveness/__schema__/v1.0.0/get.json'));
		expect(complaintsOf(schema, [{ _id: 1, unknown: 2 }])).not.toEqual([]);
	});
});
