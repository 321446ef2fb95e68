import type { INodeParameters } from 'n8n-workflow';
import nock from 'nock';

import nested from '../../sandbox/documented/retrieve.nested.200.json';
import type { DocumentLivenessRecord } from '../../nodes/verifik/documentLiveness/record';
import { leapOverWaits } from '../harness/leapOverWaits';
import { keepOffTheInternet } from './outside';
import { API, byId, execute, getAll, jsonOf } from './support';

leapOverWaits();

const LIST = '/v2/document-liveness';
const HUGE = 'x'.repeat(10_000_000);

keepOffTheInternet();

/** Parameters that cannot be used: refused before any request, naming the parameter and the item. */
const badParameters: Array<[name: string, parameters: INodeParameters, message: string]> = [
	['an empty ID', byExpression('""'), "'Record' is empty"],
	['a blank ID', byExpression('"   "'), "'Record' is empty"],
	['an ID with a slash', byExpression('"a/b"'), '\'Record\' cannot be "a/b"'],
	['an ID with a query', byExpression('"a?page=1"'), '\'Record\' cannot be "a?page=1"'],
	['an ID with a fragment', byExpression('"a#b"'), '\'Record\' cannot be "a#b"'],
	['an ID that climbs the path', byId('..'), '\'Record\' cannot be ".."'],
	[
		'an ID with a line break',
		byExpression('"a\\r\\nX-Evil: 1"'),
		'\'Record\' cannot be "a X-Evil: 1"',
	],
	[
		'an ID of 10 MB',
		byExpression('"x".repeat(10_000_000)'),
		`'Record' cannot be "${'x'.repeat(40)}…"`,
	],
	['an ID that an expression does not give', byExpression('$json.none'), "'Record' is empty"],
	['an ID that is an object', byExpression('{ a: 1 }'), "'Record' must be text, but is an object"],
	['an ID that is a list', byExpression('[1]'), "'Record' must be text, but is a list"],
	['a limit of 0', limited(0), "'Limit' must be a number of 1 or more, but is 0"],
	['a negative limit', limited(-3), "'Limit' must be a number of 1 or more, but is -3"],
	['half a limit', limited(2.5), "'Limit' must be a whole number, but is 2.5"],
	['a limit in words', limited('={{ "ten" }}'), '\'Limit\' must be a number, but is "ten"'],
	[
		'a limit that an expression does not give',
		limited('={{ $json.none }}'),
		"'Limit' must be a number, but is empty",
	],
	[
		'a limit of infinity',
		limited('={{ Infinity }}'),
		"'Limit' must be a number of 1 or more, but is Infinity",
	],
	[
		'a Return All that is no boolean',
		{ ...getAll, returnAll: '={{ "maybe" }}' },
		'\'Return All\' must be true or false, but is "maybe"',
	],
	[
		'a Simplify that is empty',
		{ ...getAll, simplify: '={{ null }}' },
		"'Simplify' must be true or false, but is empty",
	],
	[
		'a split that does not exist',
		{ ...getAll, splitWarnings: '={{ "byColour" }}' },
		'\'Split Warnings\' cannot be "byColour"',
	],
	[
		'a score in words',
		filtered({ aggregatedScoreMax: '={{ "low" }}' }),
		'\'Aggregated Score Maximum\' must be a number, but is "low"',
	],
	[
		'a score in per cent',
		filtered({ aggregatedScoreMax: 50 }),
		"'Aggregated Score Maximum' must be a number from 0 to 1, but is 50",
	],
	[
		'a negative score',
		filtered({ aggregatedScoreMin: -0.1 }),
		"'Aggregated Score Minimum' must be a number from 0 to 1, but is -0.1",
	],
	[
		'a score that an expression does not give',
		filtered({ aggregatedScoreMax: '={{ $json.none }}' }),
		"'Aggregated Score Maximum' must be a number, but is empty",
	],
	[
		'a score that is not a number',
		filtered({ aggregatedScoreMin: '={{ NaN }}' }),
		'\'Aggregated Score Minimum\' must be a number, but is "NaN"',
	],
	[
		'a minimum above the maximum',
		filtered({ aggregatedScoreMin: 0.6, aggregatedScoreMax: 0.4 }),
		"'Aggregated Score Minimum' (0.6) is above 'Aggregated Score Maximum' (0.4), so no record can match",
	],
	[
		'a way with missing scores that does not exist',
		filtered({ missingScore: '={{ "ask" }}' }),
		'\'Missing Score\' cannot be "ask"',
	],
	[
		'a date in words',
		filtered({ createdAfter: '={{ "yesterday" }}' }),
		'\'Created After\' must be a date, but is "yesterday"',
	],
	[
		'a date that does not exist',
		filtered({ createdBefore: '2025-13-45' }),
		'\'Created Before\' must be a date, but is "2025-13-45"',
	],
	[
		'a date that was left empty',
		filtered({ createdAfter: '' }),
		"'Created After' must be a date, but is empty",
	],
	[
		'a date that is a bare number',
		filtered({ createdAfter: '={{ 5 }}' }),
		'\'Created After\' must be a date, but is "5"',
	],
	[
		'a period that ends before it begins',
		filtered({ createdAfter: '2025-02-01T00:00:00Z', createdBefore: '2025-01-01T00:00:00Z' }),
		"'Created After' is later than 'Created Before', so no record can match",
	],
	['a Verdict that is none', filtered({ verdict: '={{ "yes" }}' }), '\'Verdict\' cannot be "yes"'],
	[
		'a concurrency of 11',
		optioned({ concurrency: 11 }),
		"'Concurrent Requests' must be a number from 1 to 10, but is 11",
	],
	[
		'a page size of 0',
		optioned({ pageSize: 0 }),
		"'Page Size' must be a number from 1 to 100, but is 0",
	],
	[
		'a page size of 101',
		optioned({ pageSize: 101 }),
		"'Page Size' must be a number from 1 to 100, but is 101",
	],
	[
		'a timeout of 0',
		optioned({ timeout: 0 }),
		"'Timeout' must be a number from 1 to 2147483647, but is 0",
	],
	[
		'no attempts at all',
		optioned({ maxAttempts: 0 }),
		"'Max Attempts per Request' must be a number from 1 to 10, but is 0",
	],
	[
		'a wait for the quota that is negative',
		optioned({ maxWait: -1 }),
		"'Max Wait for Quota' must be a number from 0 to 120, but is -1",
	],
	[
		'a wait for the quota of more than two hours',
		optioned({ maxWait: 121 }),
		"'Max Wait for Quota' must be a number from 0 to 120, but is 121",
	],
	[
		'a way with incomplete results that does not exist',
		optioned({ incompleteResults: '={{ "ignore" }}' }),
		'\'When Results Are Incomplete\' cannot be "ignore"',
	],
	[
		'a switch for errors that is no boolean',
		{ ...optioned({ includeErrors: '={{ 1 }}' }), splitWarnings: 'perCode' },
		'\'Include Errors\' must be true or false, but is "1"',
	],
	[
		'a way with empty records that does not exist',
		{ ...optioned({ recordsWithoutWarnings: '={{ "hide" }}' }), splitWarnings: 'perCode' },
		'\'Records Without Warnings\' cannot be "hide"',
	],
];

describe('a parameter that cannot be used is refused before any request', () => {
	it.each(badParameters)('%s', async (_name, parameters, message) => {
		const { error, failed } = await execute(parameters);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message,
			description: expect.stringMatching(/^.+\. This is about input item 0\.$/s),
			context: { itemIndex: 0 },
		});
		expect(failed).toEqual([]);
	});
});

it("refuses an ID that is typed in wrongly before the execution starts, in n8n's own way", async () => {
	await expect(execute(byId('a/b'))).rejects.toThrow(
		// older lines of n8n do not quote the form's own words
		/none of the characters \/ \? #|has issues/,
	);
});

/** Answers of the list that cannot be read: a message that says what came, never nothing. */
const badAnswers: Array<[name: string, body: nock.Body, message: string, came: string]> = [
	[
		'a web page',
		'<!DOCTYPE html><p>Welcome</p>',
		"Something other than Verifik's API answered",
		'a web page',
	],
	['plain text', 'OK', "Something other than Verifik's API answered", 'and text, "OK"'],
	['odd JSON', '{"a":NaN}', "Verifik's answer is not valid JSON", 'Check that Base URL'],
	['null', 'null', "Verifik's answer could not be understood", 'but got null'],
	['a number', '7', "Verifik's answer could not be understood", 'but got a number'],
	['an empty object', '{}', "Verifik's answer could not be understood", 'but got an empty object'],
	[
		'data that is null',
		'{"data":null}',
		"Verifik's answer could not be understood",
		'an object with data',
	],
	[
		'data that is text',
		'{"data":"none"}',
		"Verifik's answer could not be understood",
		'an object with data',
	],
	[
		'a list of nulls',
		'{"data":[null,null]}',
		"Verifik's answer could not be understood",
		'a list with null in it',
	],
	[
		'a list of numbers',
		'[1,2]',
		"Verifik's answer could not be understood",
		'a list with a number in it',
	],
	[
		'a list of lists',
		'{"data":[[]]}',
		"Verifik's answer could not be understood",
		'a list with a list of 0 entries in it',
	],
	[
		'an error with status 200',
		'{"success":false,"error":"no"}',
		'Verifik turned the request down',
		'Verifik says: no',
	],
	[
		'an error with status 200 and a list',
		'{"success":false,"data":[]}',
		'Verifik turned the request down',
		'It gives no reason',
	],
	[
		'a list with an empty object',
		'{"data":[{"_id":"1"},{}]}',
		"Verifik's answer could not be understood",
		'a list with an empty object in it',
	],
	[
		'a list of other objects',
		'{"data":[{"name":"x"}]}',
		"Verifik's answer could not be understood",
		'a list with an object with name in it',
	],
	[
		'JSON with an error in it',
		'{"data":[{"_id":"1"}]]}',
		"Verifik's answer is not valid JSON",
		'Check that Base URL',
	],
	[
		'half an answer',
		'{"data":[{"_id":"1"',
		"Verifik's answer was cut off",
		'ended in the middle of it',
	],
	['no answer at all', '', "Verifik's answer was cut off", 'ended in the middle of it'],
];

describe('an answer that cannot be read is told, never taken for "no records"', () => {
	it.each(badAnswers)('%s', async (_name, body, message, came) => {
		nock(API).get(LIST).query(true).reply(200, body, { 'content-type': 'application/json' });
		const { error, success } = await execute({ ...getAll, options: { maxAttempts: 1 } });
		expect(error).toMatchObject({ message, description: expect.stringContaining(came) });
		expect(success).toEqual([]);
	});
});

/** Odd records: each comes out as a clean item. */
const oddRecords: Array<[name: string, record: DocumentLivenessRecord, simplified: object]> = [
	[
		'a record with nothing but an ID',
		{ _id: '1' },
		{ _id: '1', createdAt: null, aggregatedScore: null, isLive: null, warnings: [], errors: [] },
	],
	[
		'the nested record of a newer page',
		nested.data,
		{
			_id: 'document_liveness_123456789',
			aggregatedScore: null,
			screenReplayProbability: null,
			warnings: [],
		},
	],
	['a score as text', { _id: '1', aggregatedScore: '0.0004' }, { aggregatedScore: 0.0004 }],
	['a score in words', { _id: '1', aggregatedScore: 'low' }, { aggregatedScore: null }],
	[
		'a score beyond all numbers',
		JSON.parse('{"_id":"1","aggregatedScore":1e999}') as DocumentLivenessRecord,
		{ aggregatedScore: null },
	],
	['warnings that are null', { _id: '1', screenReplayWarnings: null }, { warnings: [] }],
	['a warning that is text', { _id: '1', screenReplayWarnings: 'GLARE' }, { warnings: ['GLARE'] }],
	['a warning that is empty text', { _id: '1', screenReplayWarnings: '' }, { warnings: [] }],
	[
		'a warning that is an object',
		{ _id: '1', screenReplayWarnings: { code: 'GLARE' } },
		{ warnings: ['{"code":"GLARE"}'] },
	],
	[
		'an error that is text',
		{ _id: '1', printedCopyErrors: 'NO_DOCUMENT' },
		{ warnings: [], errors: ['NO_DOCUMENT'] },
	],
	['an ID that is a number', { _id: 1 }, { _id: 1 }],
	[
		'warnings with nulls among them',
		{ _id: '1', screenReplayWarnings: [null, 'GLARE', ''] },
		{ warnings: ['GLARE'] },
	],
	[
		'warnings that are objects',
		{ _id: '1', printedCopyWarnings: [{ code: 'GLARE' }] },
		{ warnings: ['{"code":"GLARE"}'] },
	],
	['a field of 10 MB', { _id: '1', imageUrl: HUGE }, { _id: '1' }],
	['an isLive as text', { _id: '1', isLive: 'false' }, { isLive: false }],
	['an isLive that is none', { _id: '1', isLive: 'maybe' }, { isLive: null }],
	['a score outside 0–1', { _id: '1', aggregatedScore: -999999 }, { aggregatedScore: null }],
];

describe('an odd record comes out as a clean item', () => {
	it.each(oddRecords)('%s', async (_name, record, simplified) => {
		nock(API).get(`${LIST}/${record._id}`).reply(200, { data: record });
		const { success, error } = await execute(byId(String(record._id)));
		expect(error).toBeUndefined();
		expect(jsonOf(success)).toEqual([expect.objectContaining(simplified)]);
		expect(Object.keys(success[0].json)).toHaveLength(10);
	});

	it.each(['none', 'perCheck', 'perCode'])(
		'a `__proto__` key does nothing (split: %s)',
		async (splitWarnings) => {
			const body = '{"data":{"_id":"1","__proto__":{"isLive":true},"screenReplayWarnings":["A"]}}';
			for (const simplify of [true, false]) {
				nock(API).get(`${LIST}/1`).reply(200, body, { 'content-type': 'application/json' });
				const { success } = await execute({ ...byId('1'), simplify, splitWarnings });
				expect(success).toHaveLength(1);
				expect(success[0].json._id).toBe('1');
				expect(({} as { isLive?: unknown }).isLive).toBeUndefined();
				expect(Object.getPrototypeOf(success[0].json)).toBe(Object.prototype);
			}
		},
	);

	it.each([
		[
			'an empty object',
			{},
			"Verifik's answer could not be understood",
			'an empty object as its data',
		],
		[
			'an object without an ID',
			{ aggregatedScore: 0.5 },
			"Verifik's answer could not be understood",
			'a record without an ID',
		],
		[
			'another record',
			{ _id: '2', aggregatedScore: 0.5 },
			'Verifik returned a different record',
			'"1" was asked for',
		],
	])('%s is no record that was asked for', async (_name, data, message, description) => {
		nock(API).get(`${LIST}/1`).reply(200, { data });
		const { success, error } = await execute(byId('1'));
		expect(error).toMatchObject({ message, description: expect.stringContaining(description) });
		expect(success).toEqual([]);
	});

	it('takes the letters of an ID in any case', async () => {
		nock(API)
			.get(`${LIST}/68A8BF34`)
			.reply(200, { data: { _id: '68a8bf34' } });
		const { success } = await execute(byId('68A8BF34'));
		expect(jsonOf(success)).toEqual([expect.objectContaining({ _id: '68a8bf34' })]);
	});

	it.each([
		['null for its data', 200, '{"data":null}'],
		['no body', 204, ''],
	])('%s means that there is no such record', async (_name, status, body) => {
		nock(API).get(`${LIST}/1`).reply(status, body, { 'content-type': 'application/json' });
		expect((await execute(byId('1'))).error?.message).toBe('Verifik has no record with the ID "1"');
	});
});

it('covers at least thirty kinds of bad input', () => {
	expect(badParameters.length + badAnswers.length + oddRecords.length).toBeGreaterThanOrEqual(60);
});

/** An ID that an expression gives; n8n itself refuses what is typed in against the form's pattern. */
function byExpression(expression: string): INodeParameters {
	return byId(`={{ ${expression} }}`);
}

function limited(limit: number | string): INodeParameters {
	return { operation: 'getAll', returnAll: false, limit };
}

function filtered(filters: INodeParameters): INodeParameters {
	return { ...getAll, filters };
}

function optioned(options: INodeParameters): INodeParameters {
	return { ...getAll, options };
}
