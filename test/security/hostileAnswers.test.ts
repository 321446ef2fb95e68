import type { INodeParameters } from 'n8n-workflow';

import document from '../../simulator/documented/retrieve.200.json';
import { NOTHING_GIVEN } from '../../nodes/DocumentLivenessTrigger/cursor';
import { readNews, type RecordList } from '../../nodes/DocumentLivenessTrigger/readNews';
import type { FetchPage } from '../../nodes/verifik/api/pages';
import type { DocumentLivenessRecord } from '../../nodes/verifik/documentLiveness/record';
import { shapeRecord, type OutputShape } from '../../nodes/verifik/documentLiveness/output';
import { listSearch } from '../harness';
import { sampled } from '../harness/fastCheck';
import { leapOverWaits } from '../harness/leapOverWaits';
import { execute, getAll, jsonOf, packageFromSources } from '../engine/support';
import { arrive, documented, SimulatedAccount } from '../trigger/account';
import { walkPages } from '../unit/api/walking';
import { sendJson, WAYS, withServer, type Outcome } from './support';

leapOverWaits();

const TOKEN = 'token-for-tests';

/** What the way makes of a server that always answers so. `json` is written as it is. */
async function answered(way: string, json: string, status = 200): Promise<Outcome> {
	return await withServer(
		(_, response) => sendJson(response, json, status),
		async ({ url }) => await WAYS[way]({ url, token: TOKEN }),
	);
}

const everyWay = Object.keys(WAYS);
/** Each way meets other ones of a table's rows. */
const rowsFor = <T>(way: string, rows: T[]) => sampled(rows, everyWay.indexOf(way));
const record = JSON.stringify(document.data);
const POLLUTION =
	'"__proto__":{"polluted":1,"isLive":true,"aggregatedScore":1},"constructor":{"prototype":{"polluted":1}}';
const polluted = `{${POLLUTION},${record.slice(1)}`;

describe('keys that name a prototype', () => {
	const prototypes = [Object.prototype, Array.prototype, Function.prototype];
	const names = () => prototypes.map((prototype) => Reflect.ownKeys(prototype).length);
	const before = names();

	afterEach(() => {
		expect(names()).toEqual(before);
		expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
	});

	it.each(everyWay)('do nothing in what comes through %s', async (way) => {
		const bodies = [
			`{"data":${polluted}}`,
			`{"data":[${polluted}],"total":1,"pages":1,${POLLUTION}}`,
			`{"data":{"docs":[${polluted}],${POLLUTION}},${POLLUTION}}`,
			`{"__proto__":{"data":[${record}]}}`,
			`{"__proto__":{"data":${record}}}`,
			`{"data":{"__proto__":${record}}}`,
			`[{"__proto__":${polluted}}]`,
			`{"message":"no",${POLLUTION}}`,
			`{"__proto__":{"message":"from the prototype"}}`,
		];
		const answers = bodies.flatMap((body) => [200, 400].map((status) => ({ body, status })));
		for (const { body, status } of rowsFor(way, answers)) {
			const { items, description } = await answered(way, body, status);
			expect(description ?? '').not.toContain('from the prototype');
			for (const { json } of items) expect(json.polluted).toBeUndefined();
		}
	});

	const shapes = [true, false].flatMap((simplify) =>
		(['none', 'perCheck', 'perCode'] as const).flatMap((splitWarnings) =>
			[true, false].map((includeErrors): OutputShape => {
				return { simplify, splitWarnings, includeErrors, recordsWithoutWarnings: 'keep' };
			}),
		),
	);

	it.each(shapes)('change no prototype of what comes out: %j', (shape) => {
		const codes = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
		const hostile = JSON.parse(polluted);
		hostile.screenReplayWarnings = codes;
		hostile.printedCopyErrors = codes;
		const sheets = shapeRecord(hostile, shape) as Array<Record<string, unknown>>;
		for (const json of sheets) {
			expect(Object.getPrototypeOf(json)).toBe(Object.prototype);
			expect(json.polluted).toBeUndefined();
			// the key is data, as any other: raw output has it, and as its own
			expect(Object.hasOwn(json, '__proto__')).toBe(!shape.simplify);
		}
		if (shape.splitWarnings !== 'none') {
			const found = sheets.filter(({ severity }) => severity === 'warning');
			expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(codes));
		}
	});

	it('do not stand in for what a record does not say', async () => {
		const body = `{"data":{"_id":"a","__proto__":{"aggregatedScore":1,"isLive":true}}}`;
		const { items } = await answered('Create from text', body);
		expect(items.map(({ json }) => [json.aggregatedScore, json.isLive])).toEqual([[null, null]]);
	});
});

describe('what the server says', () => {
	const HOSTILE = [
		'<script>alert(1)</script>',
		'<img src=https://evil.example/pixel.gif onerror=alert(1)>',
		'<a href="https://evil.example">Sign in again</a>',
		'<scr<b>ipt>',
		'<svg/onload=alert(1)',
		'red \u001b[31m\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
		'one\r\nERROR two\u2028three\u0000four\u0008',
		'abc\u202etxt.exe\u2066\u2069\u200e\u061c',
	].join(' ');
	const UNSAFE = /[<>]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

	it.each(everyWay)('is one line of plain text in what %s tells', async (way) => {
		const bodies: Array<[status: number, body: object]> = [
			[400, { message: HOSTILE }],
			[409, { error: HOSTILE }],
			[422, { code: HOSTILE }],
			[429, { message: HOSTILE }],
			[500, { message: HOSTILE }],
			[200, { [HOSTILE]: 1 }],
			[200, { data: { [HOSTILE]: 1 } }],
			[200, { data: [HOSTILE] }],
		];
		for (const [status, body] of rowsFor(way, bodies)) {
			const { message = '', description } = await answered(way, JSON.stringify(body), status);
			expect([way, status, UNSAFE.exec(message)?.[0]]).toEqual([way, status, undefined]);
			expect([way, status, UNSAFE.exec(description ?? '')?.[0]]).toEqual([way, status, undefined]);
		}
	});
});

describe('numbers beyond reason', () => {
	const numbers = [
		'1e400',
		'-1e400',
		'"NaN"',
		'"Infinity"',
		'"1e400"',
		'true',
		'[1]',
		'{}',
		'null',
	];

	it.each(numbers)(
		'%s is no score: it passes no filter and is null in the output',
		async (value) => {
			const json = `{"data":[{"_id":"a","aggregatedScore":${value}}],"total":1,"pages":1}`;
			await withServer(
				(_, response) => sendJson(response, json),
				async ({ url }) => {
					const account = { url, token: TOKEN };
					const all = await execute(getAll, { account });
					expect(jsonOf(all.success).map(({ aggregatedScore }) => aggregatedScore)).toEqual([null]);
					for (const filters of [{ aggregatedScoreMin: 0 }, { aggregatedScoreMax: 1 }]) {
						expect((await execute({ ...getAll, filters }, { account })).success).toEqual([]);
					}
				},
			);
		},
	);

	it.each(['-0', '1e-400', '5e-324'])('%s comes out as read', async (value) => {
		const { items } = await answered(
			'Create from text',
			`{"data":{"_id":"a","aggregatedScore":${value}}}`,
		);
		expect(items[0].json.aggregatedScore).toBe(Number(value));
	});

	const counts = [
		...['1e400', '-1e400', '1e15', '"1e15"', '9007199254740993', '-1', '0', '-0', '0.5', '1.5'],
		...['"NaN"', 'null', 'true', '{}', '[]', '"many"', '5e-324', '-5e-324'],
	];

	it.each(counts)(
		'a list that counts %s ends at its end, and is not taken for more',
		async (count) => {
			const pages = ['{"_id":"a"}', '{"_id":"b"}', ''];
			const rest = ['', ',"total":1e15', ',"pages":1e15', ',"total":2,"pages":2'];
			const others = ['total', 'pages', 'limit', 'perPage', 'page'].flatMap((field) =>
				rest.map((other) => `"${field}":${count}${other}`),
			);
			for (const counted of sampled(others, counts.indexOf(count))) {
				await withServer(
					({ url }, response) => {
						const page = Number(new URL(url, 'http://a').searchParams.get('page'));
						sendJson(response, `{"data":[${pages[page - 1] ?? ''}],${counted}}`);
					},
					async ({ url, arrivals }) => {
						const { success, error } = await execute(getAll, { account: { url, token: TOKEN } });
						const ids = jsonOf(success).map(({ _id }) => _id);
						// of these counts, only one is a number of records that there can be and are not
						const hasMore = JSON.parse(`{${counted}}`).total === 1e15;
						expect([counted, ids, error?.message]).toEqual(
							hasMore ? [counted, [], ONLY_TWO] : [counted, ['a', 'b'], undefined],
						);
						// pages that are counted are asked for, up to a hundred times in vain
						const isLong = counted.includes('1e15');
						expect(arrivals.length).toBeLessThanOrEqual(isLong ? 110 : 10);
					},
				);
			}
		},
	);
});

const ONLY_TWO = 'Verifik gave only 2 of the 1,000,000,000,000,000 records that it counts';

describe('a list without an end', () => {
	const UNHURRIED = { hasTime: () => true, pageSize: 1 };

	type List = FetchPage<DocumentLivenessRecord>;

	/** A walk that has ended: how many pages it asked for, and what it failed of, if it did. */
	interface Ended {
		asked: number;
		error?: unknown;
	}

	/** Walks until the end. Fails when it would go on for ever. */
	async function walkToEnd(fetchPage: List, concurrency: number): Promise<Ended> {
		let asked = 0;
		const counted: List = async (...args) => {
			if (++asked > 1000) throw new Error('It goes on for ever');
			return await fetchPage(...args);
		};
		try {
			for await (const page of walkPages(counted, { concurrency })) expect(page).toBeDefined();
			return { asked };
		} catch (error) {
			return { asked, error };
		}
	}

	const pool = Array.from({ length: 7 }, (_, index) => ({ _id: String(index) }));
	/** The same few records again and again, each page another selection of them. */
	const rotated = (page: number) => [...pool.slice(page % 7), ...pool.slice(0, page % 7)];
	const incomplete = (total: string) =>
		expect.objectContaining({
			kind: 'incomplete',
			message: `Verifik gave only 7 of the ${total} records that it counts`,
		});

	it.each([
		['the same page', () => pool],
		['the same records in another order', rotated],
		['two pages by turns', (page: number) => (page % 2 ? pool.slice(0, 3) : pool.slice(3))],
		['one record by turns', (page: number) => [pool[page % 7]]],
	])('of %s ends, as incomplete where it counts more', async (_name, recordsOf) => {
		const counts = [{}, { total: 1e15, pages: 1e15 }, { pages: Infinity }, { total: 1e15 }];
		for (const concurrency of [1, 4, 10]) {
			for (const count of counts) {
				const list: List = async (page) => ({ entries: recordsOf(page), ...count });
				const { asked, error } = await walkToEnd(list, concurrency);
				expect(asked).toBeLessThanOrEqual(120);
				expect(error).toEqual('total' in count ? incomplete('1,000,000,000,000,000') : undefined);
			}
		}
	});

	it('whose count changes with every page ends, as incomplete', async () => {
		let total = 1_000_000;
		const list: List = async (page) => {
			return { entries: rotated(page), total: total++, pages: 1e15 };
		};
		const { asked, error } = await walkToEnd(list, 4);
		expect(asked).toBeLessThanOrEqual(120);
		expect(error).toEqual(incomplete((total - 1).toLocaleString('en')));
	});

	it('of ever new records ends where Limit says', async () => {
		await withServer(
			({ url }, response) => {
				const page = new URL(url, 'http://a').searchParams.get('page');
				sendJson(response, `{"data":[{"_id":"${page}"}],"total":1e15,"pages":1e15}`);
			},
			async ({ url, arrivals }) => {
				const parameters: INodeParameters = { operation: 'getAll', returnAll: false, limit: 5 };
				const { success } = await execute(parameters, { account: { url, token: TOKEN } });
				expect(success).toHaveLength(5);
				expect(arrivals.length).toBeLessThanOrEqual(8);
			},
		);
	});

	it('of ever new records does not make a poll of the trigger run for ever', async () => {
		const createdAt = '2025-08-22T19:04:25.503Z';
		let asked = 0;
		const list: RecordList = async ({ page }) => {
			asked++;
			return await Promise.resolve({ entries: [{ _id: `${page}-${asked}`, createdAt }] });
		};
		const { records, cursor } = await readNews(list, NOTHING_GIVEN, UNHURRIED);
		expect(asked).toBe(50);
		expect(records).toHaveLength(50);
		expect(JSON.stringify(cursor).length).toBeLessThan(64_000);
	});

	it('of the same records on every page ends a walk of the trigger', async () => {
		const account = new SimulatedAccount();
		arrive(account, 30, 1_000);
		const sameForEver: RecordList = async () => {
			const page = account.page({ from: null, to: null, page: 1 }, documented);
			return await Promise.resolve({ entries: page.entries });
		};
		let { cursor } = await readNews(sameForEver, NOTHING_GIVEN, UNHURRIED);
		for (let polls = 0; cursor.walk !== null; polls++) {
			({ cursor } = await readNews(sameForEver, cursor, UNHURRIED));
			expect(polls).toBeLessThan(150);
		}
		const arrived = arrive(account, 2, 1_000);
		const { records } = await readNews(sameForEver, cursor, UNHURRIED);
		expect(records.map(({ _id }) => _id)).toEqual(arrived);
	});

	it('that shows all of 150,000 records on one page does not exhaust the stack', async () => {
		const createdAt = '2025-08-22T19:04:25.503Z';
		const entries = Array.from({ length: 150_000 }, (_, i) => ({ _id: `${i}`, createdAt }));
		const list: RecordList = async () => await Promise.resolve({ entries, total: 150_000 });
		const { records, cursor } = await readNews(list, NOTHING_GIVEN, UNHURRIED);
		expect(records).toHaveLength(150_000);
		expect(JSON.stringify(cursor).length).toBeLessThan(64_000);
	});
});

describe('values nested a hundred thousand levels deep', () => {
	const deep = `${'['.repeat(1e5)}${']'.repeat(1e5)}`;

	it.each(everyWay)('do not exhaust the stack through %s', async (way) => {
		const records = [
			`{"nested":${deep}}`,
			`{"_id":"a","nested":${deep}}`,
			`{"_id":${deep},"createdAt":${deep}}`,
			`{"_id":"a","screenReplayWarnings":[${deep}],"printedCopyErrors":[${deep}]}`,
		];
		const bodies = records.flatMap((json) => [`{"data":${json}}`, `{"data":[${json}]}`]);
		const answers = [deep, `{"data":${deep}}`, ...bodies].map(
			(body) => [body, 200] as [string, number],
		);
		answers.push([`{"message":${deep}}`, 400]);
		for (const [body, status] of rowsFor(way, answers)) {
			const { message, description } = await answered(way, body, status);
			expect(`${message} ${description}`).not.toContain('call stack');
		}
	});

	it('come out of Create, which was paid for', async () => {
		const body = `{"data":{"_id":"a","screenReplayWarnings":["GLARE_ON_IMAGE",${deep}]}}`;
		const { items, message } = await answered('Create from text', body);
		expect(message).toBeUndefined();
		expect(items.map(({ json }) => json.code)).toEqual(['GLARE_ON_IMAGE', 'NESTED_TOO_DEEPLY']);
	});
});

it('an ID that is no text leaves its record out of the list to pick from, and the others in', async () => {
	const ids = ['{"toString":1,"valueOf":1}', '[[1]]', 'null', '""', '"a"', '7'];
	const records = ids.map((id) => `{"_id":${id}}`);
	await withServer(
		(_, response) => sendJson(response, `{"data":[${records}]}`),
		async ({ url }) => {
			const credentials = { verifikApi: { accessToken: TOKEN, baseUrl: url } };
			const type = 'n8n-nodes-verifik.documentLiveness';
			const pkg = await packageFromSources;
			const { results } = await listSearch(pkg, type, 'searchRecords', { credentials });
			expect(results.map(({ value }) => value)).toEqual(['a', '7']);
		},
	);
});
