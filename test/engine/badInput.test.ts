import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import nock from 'nock';

import nested from '../../simulator/documented/retrieve.nested.200.json';
import type { DocumentLivenessRecord } from '../../nodes/verifik/documentLiveness/record';
import { leapOverWaits } from '../harness/leapOverWaits';
import { create, createFrom, executeWith, jpeg, withFile } from './createSupport';
import { keepOffTheInternet } from './outside';
import { API, byId, execute, getAll, jsonOf } from './support';

leapOverWaits();

const LIST = '/v2/document-liveness';
const HUGE = 'x'.repeat(10_000_000);
const MB = 1024 * 1024;

keepOffTheInternet();

/** An expression, since n8n itself refuses what is typed in against the form's pattern. */
const given = (expression: string) => `={{ ${expression} }}`;

const getSuspicious = {
	operation: 'getSuspicious',
	period: 'last24Hours',
	suspiciousScoreMax: 0.5,
	includeUnjudged: true,
};
const getSummary = {
	operation: 'getSummary',
	period: 'last7Days',
	suspiciousScoreMax: 0.5,
	groupBy: 'day',
	compare: true,
	lowestCount: 5,
	report: [],
};
const custom = (operation: object) => (dates: INodeParameters[string]) => {
	const [createdAfter, createdBefore, groupBy = 'day'] = dates as unknown as string[];
	return { ...operation, period: 'custom', createdAfter, createdBefore, groupBy };
};
type Value = INodeParameters[string];
type Case = [value: Value, complaint: string];
type With = (value: Value) => INodeParameters;

const in_ =
	(base: object, name: string): With =>
	(value) => ({ ...base, [name]: value });
const option =
	(name: string, base: INodeParameters = getAll): With =>
	(value) => ({ ...base, options: { [name]: value } });
const filter =
	(name: string, others: INodeParameters = {}): With =>
	(value) => ({ ...getAll, filters: { ...others, [name]: value } });

const unknown = (value: string): Case => [given(`"${value}"`), `cannot be "${value}"`];
const words = (value: string): Case => [given(`"${value}"`), `must be a number, but is "${value}"`];
const noSwitch = (value: string): Case => [
	given(`"${value}"`),
	`must be true or false, but is "${value}"`,
];
const notWithin = (min: number, max: number, value: number): Case => [
	value,
	`must be a number from ${min} to ${max}, but is ${value}`,
];
const noDate = (value: string): Case => [
	value,
	`must be a date, but is ${value ? `"${value}"` : 'empty'}`,
];
const missing = (what: string): Case => [given('$json.none'), what];

const noScore = [
	notWithin(0, 1, 50),
	notWithin(0, 1, -0.1),
	words('low'),
	words('NaN'),
	missing('must be a number, but is empty'),
];
const BACKWARDS: Case = [
	['2026-01-02', '2026-01-01'],
	"is later than 'Created Before', so no record can match",
];
const tooMany = (from: string, groupBy: string): Case => [
	[from, '2026-01-01', groupBy],
	`gives more than 10,000 groups for this period: it cannot be ${groupBy}`,
];
const NO_CHECK = 'must have at least one check';
const TOO_HIGH = "(0.6) is above 'Aggregated Score Maximum' (0.4), so no record can match";
const HALF_A_PERIOD = 'is empty, and a custom period needs both dates';
const base64 = (text: Value) => createFrom(text as string, { options: { maxImageSize: 1.5 } });
const limit = in_({ operation: 'getAll', returnAll: false }, 'limit');

const ids: Case[] = [
	[given('""'), 'is empty'],
	[given('"   "'), 'is empty'],
	missing('is empty'),
	...['a/b', 'a?page=1', 'a#b', '..'].map(unknown),
	[given('"a\\r\\nX-Evil: 1"'), 'cannot be "a X-Evil: 1"'],
	[given('"x".repeat(10_000_000)'), `cannot be "${'x'.repeat(40)}…"`],
	[given('{ a: 1 }'), 'must be text, but is an object'],
	[given('[1]'), 'must be text, but is a list'],
];

const limits: Case[] = [
	[0, 'must be a number of 1 or more, but is 0'],
	[-3, 'must be a number of 1 or more, but is -3'],
	[2.5, 'must be a whole number, but is 2.5'],
	words('ten'),
	missing('must be a number, but is empty'),
	[given('Infinity'), 'must be a number of 1 or more, but is Infinity'],
];

const texts: Case[] = [
	['an image!', 'is not base64'],
	['A', 'is base64 that was cut'],
	[given('{ a: 1 }'), 'is not base64'],
	missing('holds no data'),
	['data:image/png;base64,', 'holds no data'],
	[Buffer.from('Hello, world!').toString('base64'), 'does not hold an image'],
	[jpeg(2 * MB).toString('base64'), 'holds 2 MB, but at most 1.5 MB are accepted'],
];

const inhabited = { createdBefore: '2025-01-01' };
const laterThanThat: Case = ['2025-02-01', BACKWARDS[1]];
const besides: Case = ['today', "cannot be used together with 'Created Before'"];
const noDates: Case = [['', ''], "is empty, and so is 'Created Before'"];
const noFirst: Case = [[given('$json.none'), '2026-01-01'], 'must be a date, but is empty'];
const noLast: Case = [['2026-01-02', given('$json.none')], HALF_A_PERIOD];
const checks: Case[] = [
	[given('[]'), NO_CHECK],
	[given('"screenReplay"'), NO_CHECK],
	[given('["retina"]'), 'cannot be "retina"'],
];
const noFields: Case[] = [
	[given('" "'), 'must be a name, but is " "'],
	missing('must be a name, but is empty'),
];
const elsewhere: Case = ['photo', 'is "photo", where the input item has no file'];
const numberForSwitch: Case = [given('1'), 'must be true or false, but is "1"'];
const empty: Case = [given('null'), 'must be true or false, but is empty'];
const noReports: Case[] = [
	[given('["pdf"]'), 'cannot be "pdf"'],
	[given('"html"'), 'must be a list'],
];
const hosts: Case = [given('["a"]'), 'must be text, but is a list'];
const split = { ...getAll, splitWarnings: 'perCode' };
const downloadId: With = (value) => ({ ...byId(value), operation: 'downloadImage' });
const minimum = filter('aggregatedScoreMin', { aggregatedScoreMax: 0.4 });

/** Parameters that cannot be used, each with the values that it must not have. */
const badParameters: Array<[name: string, with_: With, cases: Case[]]> = [
	['Record', byId, ids],
	['Limit', limit, limits],
	['Return All', in_(getAll, 'returnAll'), [noSwitch('maybe')]],
	['Simplify', in_(getAll, 'simplify'), [empty]],
	['Split Warnings', in_(getAll, 'splitWarnings'), [unknown('byColour')]],
	['Aggregated Score Maximum', filter('aggregatedScoreMax'), noScore],
	['Aggregated Score Minimum', minimum, [...noScore, [0.6, TOO_HIGH]]],
	['Missing Score', filter('missingScore'), [unknown('ask')]],
	['Verdict', filter('verdict'), [unknown('yes')]],
	['Created After', filter('createdAfter'), ['yesterday', '', '5'].map(noDate)],
	['Created After', filter('createdAfter', inhabited), [laterThanThat]],
	['Created Before', filter('createdBefore'), [noDate('2025-13-45')]],
	['Period', filter('period', inhabited), [besides, unknown('lastYear')]],
	['Concurrent Requests', option('concurrency'), [notWithin(1, 10, 11)]],
	['Page Size', option('pageSize'), [notWithin(1, 100, 0), notWithin(1, 100, 101)]],
	['Timeout', option('timeout'), [notWithin(1, 2147483647, 0)]],
	['Max Attempts per Request', option('maxAttempts'), [notWithin(1, 10, 0)]],
	['Max Wait for Quota', option('maxWait'), [notWithin(0, 120, -1), notWithin(0, 120, 121)]],
	['When Results Are Incomplete', option('incompleteResults'), [unknown('ignore')]],
	['Include Errors', option('includeErrors', split), [numberForSwitch]],
	['Records Without Warnings', option('recordsWithoutWarnings', split), [unknown('hide')]],
	['Created After', custom(getSuspicious), [noDates, noFirst, BACKWARDS]],
	['Suspicious Score Maximum', in_(getSuspicious, 'suspiciousScoreMax'), [notWithin(0, 1, 50)]],
	['Include Unjudged', in_(getSuspicious, 'includeUnjudged'), [noSwitch('yes')]],
	['Period', in_(getSummary, 'period'), [unknown('lastYear')]],
	['Created After', custom(getSummary), [[['', '2026-01-02'], HALF_A_PERIOD], BACKWARDS]],
	['Created Before', custom(getSummary), [noLast]],
	['Group By', custom(getSummary), [tooMany('2020-01-01', 'hour'), tooMany('1026-01-01', 'month')]],
	['Report', in_(getSummary, 'report'), noReports],
	['Lowest Scores', in_(getSummary, 'lowestCount'), [notWithin(0, 100, 101)]],
	['Record', downloadId, [unknown('a/b')]],
	['Put Output File in Field', in_(downloadId('1'), 'binaryPropertyName'), noFields],
	['Allowed Image Hosts', option('allowedImageHosts', downloadId('1')), [hosts]],
	['Checks', in_(create, 'checks'), checks],
	['Screen Replay Calibration', option('screenReplayCalibration', create), [unknown('MILD')]],
	['Save Image', in_(create, 'saveImage'), [noSwitch('maybe')]],
	['Image Source', in_(create, 'imageSource'), [unknown('url')]],
	['Max Image Size', option('maxImageSize', create), [notWithin(1, 100, 0), words('big')]],
	['Base64 String', base64, texts],
	['Input Binary Field', in_(create, 'binaryPropertyName'), [elsewhere]],
];

describe('a parameter that cannot be used is refused before any request', () => {
	const rows = badParameters.flatMap(([name, with_, cases]) =>
		cases.map(([value, complaint]) => [`'${name}' ${complaint}`, with_(value)] as const),
	);

	it.each(rows)('%s', async (message, parameters) => {
		const { error, failed } = await executeWith(parameters);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message,
			description: expect.stringMatching(
				/^.+\. This is about input item 0\.( No image was sent\.)?$/s,
			),
			context: { itemIndex: 0 },
		});
		expect(failed).toEqual([]);
	});

	it.each<[complaint: string, item: INodeExecutionData]>([
		['holds no data', withFile(Buffer.alloc(0))],
		['does not hold an image', withFile(Buffer.from('%PDF-1.7\n1 0 obj'))],
		['is "data", where the input item has no file', { json: {} }],
		['holds 10.01 MB, but at most 10 MB are accepted', withFile(jpeg(10 * MB + 1))],
	])("'Input Binary Field' %s", async (complaint, item) => {
		const { error } = await executeWith(create, { items: [item] });
		expect(error?.message).toBe(`'Input Binary Field' ${complaint}`);
		expect(error).toHaveProperty('context.itemIndex', 0);
	});
});

it("refuses an ID that is typed in wrongly before the execution starts, in n8n's own way", async () => {
	await expect(execute(byId('a/b'))).rejects.toThrow(
		// older lines of n8n do not quote the form's own words
		/none of the characters \/ \? #|has issues/,
	);
});

const UNREADABLE = "Verifik's answer could not be understood";
const NOT_VERIFIK = "Something other than Verifik's API answered";
const NOT_JSON = "Verifik's answer is not valid JSON";
const CUT_OFF = "Verifik's answer was cut off";
const TURNED_DOWN = 'Verifik turned the request down';

/** Answers of the list that cannot be read: a message that says what came, never nothing. */
const badAnswers: Array<[body: string, message: string, came: string]> = [
	['<!DOCTYPE html><p>Welcome</p>', NOT_VERIFIK, 'a web page'],
	['OK', NOT_VERIFIK, 'and text, "OK"'],
	['{"a":NaN}', NOT_JSON, 'Check that Base URL'],
	['{"data":[{"_id":"1"}]]}', NOT_JSON, 'Check that Base URL'],
	['{"data":[{"_id":"1"', CUT_OFF, 'ended in the middle of it'],
	['', CUT_OFF, 'ended in the middle of it'],
	['null', UNREADABLE, 'but got null'],
	['7', UNREADABLE, 'but got a number'],
	['{}', UNREADABLE, 'but got an empty object'],
	['{"data":null}', UNREADABLE, 'an object with data'],
	['{"data":"none"}', UNREADABLE, 'an object with data'],
	['{"data":[null,null]}', UNREADABLE, 'a list with null in it'],
	['[1,2]', UNREADABLE, 'a list with a number in it'],
	['{"data":[[]]}', UNREADABLE, 'a list with a list of 0 entries in it'],
	['{"data":[{"_id":"1"},{}]}', UNREADABLE, 'a list with an empty object in it'],
	['{"data":[{"name":"x"}]}', UNREADABLE, 'a list with an object with name in it'],
	['{"success":false,"error":"no"}', TURNED_DOWN, 'Verifik says: no'],
	['{"success":false,"data":[]}', TURNED_DOWN, 'It gives no reason'],
];

it.each(badAnswers)(
	'an answer that cannot be read is told, never taken for "no records": %j',
	async (body, message, came) => {
		nock(API).get(LIST).query(true).reply(200, body, { 'content-type': 'application/json' });
		const { error, success } = await execute({ ...getAll, options: { maxAttempts: 1 } });
		expect(error).toMatchObject({ message, description: expect.stringContaining(came) });
		expect(success).toEqual([]);
	},
);

const BEYOND = JSON.parse('{"aggregatedScore":1e999}') as DocumentLivenessRecord;
const NOTHING_ELSE = { createdAt: null, aggregatedScore: null, isLive: null, errors: [] };

/** Odd records: each comes out as a clean item. */
const oddRecords: Array<[name: string, record: DocumentLivenessRecord, simplified: object]> = [
	['nothing but an ID', {}, { ...NOTHING_ELSE, warnings: [] }],
	[
		'the nested record of a newer page',
		nested.data,
		{ ...NOTHING_ELSE, createdAt: expect.anything() },
	],
	['a score as text', { aggregatedScore: '0.0004' }, { aggregatedScore: 0.0004 }],
	['a score in words', { aggregatedScore: 'low' }, { aggregatedScore: null }],
	['a score beyond all numbers', BEYOND, { aggregatedScore: null }],
	['a score outside 0–1', { aggregatedScore: -999999 }, { aggregatedScore: null }],
	['an ID that is a number', { _id: 1 }, { _id: 1 }],
	['a field of 10 MB', { imageUrl: HUGE }, { _id: '1' }],
	['an isLive as text', { isLive: 'false' }, { isLive: false }],
	['an isLive that is none', { isLive: 'maybe' }, { isLive: null }],
	['warnings that are null', { screenReplayWarnings: null }, { warnings: [] }],
	['a warning that is text', { screenReplayWarnings: 'GLARE' }, { warnings: ['GLARE'] }],
	['a warning that is empty text', { screenReplayWarnings: '' }, { warnings: [] }],
	['warnings among nulls', { screenReplayWarnings: [null, 'GLARE', ''] }, { warnings: ['GLARE'] }],
	[
		'a warning that is an object',
		{ screenReplayWarnings: { code: 'A' } },
		{ warnings: ['{"code":"A"}'] },
	],
	[
		'warnings that are objects',
		{ printedCopyWarnings: [{ code: 'A' }] },
		{ warnings: ['{"code":"A"}'] },
	],
	[
		'an error that is text',
		{ printedCopyErrors: 'NO_FACE' },
		{ warnings: [], errors: ['NO_FACE'] },
	],
];

describe('an odd record comes out as a clean item', () => {
	it.each(oddRecords)('%s', async (_name, odd, simplified) => {
		const record = { _id: '1', ...odd };
		nock(API).get(`${LIST}/${record._id}`).reply(200, { data: record });
		const { success, error } = await execute(byId(String(record._id)));
		expect(error).toBeUndefined();
		expect(jsonOf(success)).toEqual([expect.objectContaining(simplified)]);
		expect(Object.keys(success[0].json)).toHaveLength(10);
	});

	it.each([
		[{}, UNREADABLE, 'an empty object as its data'],
		[{ aggregatedScore: 0.5 }, UNREADABLE, 'a record without an ID'],
		[{ _id: '2' }, 'Verifik returned a different record', '"1" was asked for'],
	])('%j is no record that was asked for', async (data, message, description) => {
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
