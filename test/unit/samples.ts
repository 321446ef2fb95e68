import fc from 'fast-check';

import { CHECK_FIELDS, type DocumentLivenessRecord } from '../../nodes/verifik/records/record';
import created from '../fixtures/create.200.json';
import list from '../fixtures/list.200.json';
import retrieved from '../fixtures/retrieve.200.json';
import nested from '../fixtures/retrieve.nested.200.json';

/** Makes every attempt to change the value, or anything in it, throw. */
export function deepFreeze<T>(value: T): T {
	if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
	return Object.freeze(value);
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
	...CHECK_FIELDS.flatMap(({ wasRun, probability, warning, error }) => [
		wasRun,
		probability,
		warning,
		error,
	]),
	// what a split adds itself, and what no object should be asked for lightly
	'check',
	'code',
	'__proto__',
	'constructor',
	'toString',
];

const codes = fc.array(
	fc.oneof(
		fc.constantFrom('GLARE_ON_IMAGE', 'LOW_RESOLUTION', 'DOCUMENT_NOT_FOUND', '', 'GLARE ON IMAGE'),
		fc.jsonValue({ maxDepth: 1 }),
	),
	{ maxLength: 4 },
);

const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant('0.0004'));

/** Any JSON under the names that the API uses and under others, often in the documented types. */
export const anyRecord: fc.Arbitrary<DocumentLivenessRecord> = fc
	.array(
		fc.tuple(
			fc.oneof({ arbitrary: fc.constantFrom(...FIELD_NAMES), weight: 9 }, fc.string()),
			fc.oneof(codes, probability, fc.boolean(), fc.constant('2025-08-22'), fc.jsonValue()),
		),
		{ maxLength: 20 },
	)
	.map((entries) => deepFreeze(Object.fromEntries(entries)));
