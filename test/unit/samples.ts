import fc from '../harness/fastCheck';
import {
	CHECK_FIELD_NAMES,
	type DocumentLivenessRecord,
} from '../../nodes/verifik/documentLiveness/record';
import type { ExecutionContext } from '../../nodes/verifik/documentLiveness/uploadLedger';
import created from '../../simulator/documented/create.200.json';
import list from '../../simulator/documented/list.200.json';
import retrieved from '../../simulator/documented/retrieve.200.json';
import nested from '../../simulator/documented/retrieve.nested.200.json';

/** Makes every attempt to change the value, or anything in it, throw. Of any depth. */
export function deepFreeze<T>(value: T): T {
	const left: unknown[] = [value];
	while (left.length > 0) {
		const next = left.pop();
		if (typeof next === 'object' && next !== null) left.push(...Object.values(next));
		Object.freeze(next);
	}
	return value;
}

/** The record of the user's own document: all four checks ran, each with the same warning. */
export const fullRecord: DocumentLivenessRecord = deepFreeze(retrieved.data);

/** Two checks ran, two did not; one of those that ran has a warning. */
export const partialRecord: DocumentLivenessRecord = deepFreeze(list.data[1]);

/** A newer record, with `isLive` and three warnings under each of the two checks that ran. */
export const newerRecord: DocumentLivenessRecord = deepFreeze(created.data);

/** The shape of a newer page of the vendor's, without a score and without codes. */
export const nestedRecord: DocumentLivenessRecord = deepFreeze(nested.data);

/** The user's own record with some fields changed. */
export function recordWith(fields: DocumentLivenessRecord): DocumentLivenessRecord {
	return deepFreeze({ ...fullRecord, ...fields });
}

/** The user's own record without some of its fields. */
export function recordWithout(...names: string[]): DocumentLivenessRecord {
	const kept = Object.entries(fullRecord).filter(([name]) => !names.includes(name));
	return deepFreeze(Object.fromEntries(kept));
}

const FIELD_NAMES = [
	'_id',
	'createdAt',
	'aggregatedScore',
	'isLive',
	...CHECK_FIELD_NAMES,
	// what a split adds itself, and what no object should be asked for lightly
	'check',
	'code',
	'__proto__',
	'constructor',
	'toString',
];

/** Numbers that are none or too large, half characters, names and methods that every object has. */
const awkwardValues = deepFreeze([
	'',
	' ',
	'\ud800',
	'a\udc00b',
	'1e400',
	'-1e-400',
	'0x10',
	'9'.repeat(400),
	' 0.5 ',
	'__proto__',
	'constructor',
	-0,
	1e308,
	2 ** 53 + 2,
	null,
	[],
	[[]],
	['', null, 'GLARE_ON_IMAGE', 'GLARE_ON_IMAGE'],
	JSON.parse('{"__proto__":{"code":"GLARE_ON_IMAGE"}}'),
	{ toString: 1, valueOf: null, toJSON: 'no' },
]);

/** Any JSON, the kinds that are hard to deal with among it. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
	fc.jsonValue(),
	fc.constantFrom(...awkwardValues),
);

/** JSON that is deeper than what calls itself for each level can follow. */
export const deepJson: unknown = deepFreeze(
	JSON.parse(
		'['.repeat(10_000) + '{"a":'.repeat(10_000) + '0' + '}'.repeat(10_000) + ']'.repeat(10_000),
	),
);

const codes = fc.array(
	fc.oneof(
		fc.constantFrom('GLARE_ON_IMAGE', 'LOW_RESOLUTION', 'DOCUMENT_NOT_FOUND', '', 'GLARE ON IMAGE'),
		fc.jsonValue({ maxDepth: 1 }),
		anyJson,
	),
	{ maxLength: 4 },
);

const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant('0.0004'));

/** Said of a check or a document: as what it is, as text or as a number. */
const verdict = fc.constantFrom(true, false, 'true', ' FALSE ', 1, 0, '0', 2, 'unknown');

/** Any JSON under the names that the API uses and under others, often in the documented types. */
export const anyRecord: fc.Arbitrary<DocumentLivenessRecord> = fc
	.array(
		fc.tuple(
			fc.oneof({ arbitrary: fc.constantFrom(...FIELD_NAMES), weight: 9 }, fc.string()),
			fc.oneof(codes, probability, verdict, fc.constant('2025-08-22'), anyJson),
		),
		{ maxLength: 20 },
	)
	.map((entries) => deepFreeze(Object.fromEntries(entries)));

/** Stands for an execution that has just begun: n8n's context of the node is empty. */
export function freshExecution(id = '1'): ExecutionContext {
	const context = {};
	return {
		getContext: () => context,
		getExecutionId: () => id,
		getExecuteData: () => ({}) as never,
	};
}
