import { DateTime } from 'luxon';

import {
	CHECK_FIELDS,
	codesOf,
	createdAtOf,
	identityOf,
	isDocumentLivenessRecord,
} from '../../../nodes/verifik/documentLiveness/record';
import { deepJson, fullRecord, nestedRecord, newerRecord, partialRecord } from '../samples';

test('the fields of the four checks are those of the documented record', () => {
	const names = CHECK_FIELDS.flatMap(({ wasRun, probability, warning, error }) => [
		wasRun,
		probability,
		warning,
		error,
	]);
	expect(names).toHaveLength(16);
	expect(Object.keys(fullRecord)).toEqual(expect.arrayContaining(names));
});

test('tests run in the time zone that TZ names, Bogotá unless given', () => {
	const zone = process.env.TZ ?? '';
	// not luxon's own zone: n8n sets that to the workflow's
	expect(0 - new Date(0).getTimezoneOffset()).toBe(DateTime.fromMillis(0, { zone }).offset);
});

test.each([
	'2026-11-30T12:00:00.000Z',
	'2026-11-30T12:00:00',
	'2026-11-30T12:00:00.000',
	'2026-11-30 12:00:00',
	'2026-11-30 12:00:00Z',
	'November 30, 2026 12:00 PM',
	'2026-11-30T07:00:00-05:00',
	'2026-11-30T07:00:00-0500',
	'Mon, 30 Nov 2026 12:00:00 GMT',
	'Mon Nov 30 2026 07:00:00 GMT-0500 (Colombia Standard Time)',
	' 2026-11-30T12:00:00 ',
])('a record was created at the moment that it says, in UTC without a zone: %s', (createdAt) => {
	expect(createdAtOf({ createdAt })).toBe(Date.parse('2026-11-30T12:00:00Z'));
});

test.each(['', 'soon', '2026-13-01', null, undefined, 5])(
	'a record has no date when it says %p',
	(createdAt) => {
		expect(createdAtOf({ createdAt })).toBeUndefined();
	},
);

test('a day without a time begins in UTC', () => {
	expect(createdAtOf({ createdAt: '2026-11-30' })).toBe(Date.parse('2026-11-30T00:00:00Z'));
});

describe('two records are the same record', () => {
	test('when their IDs are the same, whatever else changed', () => {
		expect(identityOf({ ...fullRecord, aggregatedScore: 1 })).toBe(identityOf(fullRecord));
	});

	test.each([[undefined], [null], [''], [7]])('when all is the same, with an ID of %p', (_id) => {
		const record = { ...nestedRecord, _id };
		expect(identityOf({ ...record })).toBe(identityOf(record));
		expect(identityOf({ ...record, status: 'failed' })).not.toBe(identityOf(record));
	});
});

describe('a record is told from any other object', () => {
	test.each([
		[fullRecord],
		[partialRecord],
		[newerRecord],
		[nestedRecord],
		[{ _id: 'a' }],
		[{ createdAt: null }],
		[{ aggregatedScore: 0 }],
		[{ isLive: false }],
		[{ screenReplayProbability: 0.5 }],
		[{ printedCopyWarnings: [] }],
		[{ portraitSubstitutionErrors: [] }],
		[{ validateDigitalManipulation: true }],
		[{ validationResults: {} }],
		[{ riskScore: 1 }],
	])('%j is one', (value) => expect(isDocumentLivenessRecord(value)).toBe(true));

	test.each([
		[{}],
		[{ message: 'Record not found.', code: 'NotFound' }],
		[{ data: fullRecord }],
		[{ id: '8YISP', signature: {} }],
		[Object.create({ _id: 'a' })],
		[[fullRecord]],
		['_id'],
		[null],
		[undefined],
	])('%j is none', (value) => expect(isDocumentLivenessRecord(value)).toBe(false));
});

describe('the codes of a check', () => {
	const codesIn = (found: unknown) => codesOf({ found }, 'found');

	test('of an object without end is one', () => {
		expect(codesIn({ deepJson })).toEqual(['NESTED_TOO_DEEPLY']);
	});
});
