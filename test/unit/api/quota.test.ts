import fc, { runs } from '../../harness/fastCheck';
import { toldQuota, type ToldQuota } from '../../../nodes/verifik/api/quota';
import { anyJson, deepFreeze } from '../samples';

const NOW = Date.parse('2025-10-28T12:00:00Z');
const IN_TEN_SECONDS = 'Tue, 28 Oct 2025 12:00:10 GMT';

const nothing = { waitMs: undefined, windowMs: undefined, limit: undefined };

function told(headers: Record<string, unknown>, words = ''): ToldQuota {
	return toldQuota(deepFreeze(headers), words, NOW);
}

describe('Retry-After', () => {
	test.each<[retryAfter: unknown, waitMs: number | undefined]>([
		['7', 7_000],
		[7, 7_000],
		[' 7 ', 7_000],
		['0.5', 500],
		['0', 0],
		['3600', 3_600_000],
		['86400', 86_400_000],
		['4000000000', 4_000_000_000_000],
		[IN_TEN_SECONDS, 10_000],
		['Tuesday, 28-Oct-25 12:00:10 GMT', 10_000],
		['2025-10-28T12:00:10Z', 10_000],
		['Tue, 28 Oct 2025 12:00:00 GMT', 0],
		['Mon, 27 Oct 2025 12:00:00 GMT', undefined],
		[['7', '9'], 7_000],
		[['soon', '9'], 9_000],
		[[], undefined],
		[undefined, undefined],
		[null, undefined],
		['', undefined],
		['soon', undefined],
		['7 seconds', undefined],
		['-5', undefined],
		['1e3', undefined],
		['1e308', undefined],
		[1e308, undefined],
		['9'.repeat(400), undefined],
		['NaN', undefined],
		[NaN, undefined],
		['Infinity', undefined],
		['Sometime 2025', undefined],
		['+275760-09-14T00:00:00Z', undefined],
		[{ toString: 1 }, undefined],
		[true, undefined],
	])('%p is %p ms', (retryAfter, waitMs) => {
		expect(told({ 'retry-after': retryAfter })).toEqual({ ...nothing, waitMs });
	});

	test('is found whatever the case of its name', () => {
		expect(told({ 'Retry-After': '7' }).waitMs).toBe(7_000);
	});
});

describe('a reset', () => {
	const inAMinute = NOW / 1000 + 60;

	test.each<[headers: Record<string, unknown>, waitMs: number | undefined]>([
		[{ 'ratelimit-reset': '30' }, 30_000],
		[{ 'x-ratelimit-reset': '30' }, 30_000],
		[{ 'x-ratelimit-reset': 30 }, 30_000],
		[{ 'x-ratelimit-reset': String(inAMinute) }, 60_000],
		[{ 'x-ratelimit-reset': `${inAMinute}.5` }, 60_500],
		[{ 'x-ratelimit-reset': String(inAMinute * 1000) }, 60_000],
		[{ 'ratelimit-reset': String(inAMinute) }, 60_000],
		[{ 'x-ratelimit-reset': IN_TEN_SECONDS }, 10_000],
		[{ 'x-ratelimit-reset': String(NOW / 1000 - 60) }, undefined],
		[{ 'x-ratelimit-reset': '1e308' }, undefined],
		[{ 'x-ratelimit-reset': '' }, undefined],
		[{ ratelimit: 'limit=100, remaining=0, reset=30' }, 30_000],
		[{ ratelimit: 'limit=100,remaining=0,reset=30' }, 30_000],
		[{ ratelimit: '"default";r=0;t=30' }, 30_000],
		[{ ratelimit: 'default;r=0;t=30' }, 30_000],
		[{ ratelimit: '"minute";r=5;t=10, "hour";r=0;t=1800' }, 1_800_000],
		[{ ratelimit: '"minute";r=0;t=10, "hour";r=0;t=1800' }, 1_800_000],
		[{ ratelimit: '"minute";r=0;t=10, "hour";r=70;t=1800' }, 10_000],
		[{ ratelimit: ['"minute";r=0;t=10', '"hour";r=70;t=1800'] }, 10_000],
		[{ ratelimit: '"default";r=0' }, undefined],
		[{ ratelimit: ',;=,' }, undefined],
		[{ ratelimit: '"default";r=0;t=soon', 'x-ratelimit-reset': '9' }, 9_000],
	])('%j is %p ms', (headers, waitMs) => {
		expect(told(headers).waitMs).toBe(waitMs);
	});

	test('counts only when Retry-After is missing or 0', () => {
		const reset = { 'x-ratelimit-reset': '30' };
		expect(told({ ...reset, 'retry-after': '7' }).waitMs).toBe(7_000);
		expect(told({ ...reset, 'retry-after': '0' }).waitMs).toBe(30_000);
		expect(told({ ...reset, 'retry-after': 'soon' }).waitMs).toBe(30_000);
		expect(told({ 'x-ratelimit-reset': '0', 'retry-after': '0' }).waitMs).toBe(0);
	});
});

test("moments are measured against the server's clock, when it tells the time", () => {
	const threeHoursLater = { date: 'Tue, 28 Oct 2025 15:00:00 GMT' };
	const serverSeconds = NOW / 1000 + 3 * 3600;
	const waits = [
		{ 'retry-after': 'Tue, 28 Oct 2025 15:00:10 GMT' },
		{ 'x-ratelimit-reset': String(serverSeconds + 10) },
		{ 'x-ratelimit-reset': String((serverSeconds + 10) * 1000) },
		{ 'retry-after': '10' },
	].map((headers) => told({ ...headers, ...threeHoursLater }).waitMs);
	expect(waits).toEqual([10_000, 10_000, 10_000, 10_000]);
	expect(told({ 'retry-after': IN_TEN_SECONDS, date: 'now' }).waitMs).toBe(10_000);
});

describe('the window and the limit', () => {
	test.each<[headers: Record<string, unknown>, words: string, quota: Partial<ToldQuota>]>([
		[{}, 'Rate limit exceeded for minute', { windowMs: 60_000 }],
		[{}, 'Rate limit exceeded for hour', { windowMs: 3_600_000 }],
		[{}, 'At most 5 requests per second', { windowMs: 1_000 }],
		[{}, '60 requests PER MINUTE', { windowMs: 60_000 }],
		[{}, 'Too many requests. Please try again later.', {}],
		[{}, 'Wait a minute', {}],
		[{ 'ratelimit-policy': '"default";q=100;w=60' }, '', { windowMs: 60_000, limit: 100 }],
		[{ 'ratelimit-policy': '100;w=60' }, '', { windowMs: 60_000, limit: 100 }],
		[{ 'ratelimit-policy': '1000;w=3600, 100;w=60' }, '', { windowMs: 60_000, limit: 100 }],
		[
			{ 'ratelimit-policy': ['100;w=60', '500;w=3600'] },
			'for hour',
			{ windowMs: 3_600_000, limit: 500 },
		],
		[{ 'ratelimit-policy': '100;w=60' }, 'for hour', { windowMs: 3_600_000 }],
		[
			{
				ratelimit: '"minute";r=9;t=5, "hour";r=0;t=1800',
				'ratelimit-policy': '"minute";q=60;w=60, "hour";q=500;w=3600',
			},
			'',
			{ waitMs: 1_800_000, windowMs: 3_600_000, limit: 500 },
		],
		[
			{
				ratelimit: 'limit=500, remaining=0, reset=1800',
				'ratelimit-policy': '60;w=60, 500;w=3600',
			},
			'',
			{ waitMs: 1_800_000, windowMs: 3_600_000, limit: 500 },
		],
		[{ ratelimit: 'limit=100, remaining=0, reset=30' }, '', { waitMs: 30_000, limit: 100 }],
		[{ 'ratelimit-limit': '100' }, '', { limit: 100 }],
		[{ 'ratelimit-limit': '100, 100;w=60' }, '', { windowMs: 60_000, limit: 100 }],
		[{ 'x-ratelimit-limit': '30' }, 'for minute', { windowMs: 60_000, limit: 30 }],
		[{ 'x-ratelimit-limit': '0' }, '', {}],
		[{ 'x-ratelimit-limit': 'none' }, '', {}],
		[{ 'ratelimit-policy': '"default";q=100;w=0' }, '', {}],
		[{ 'ratelimit-policy': '"default";q=1e308;w=1e308' }, '', {}],
	])('%j with %p is %j', (headers, words, quota) => {
		expect(told(headers, words)).toEqual({ ...nothing, ...quota });
	});
});

test('whatever a server sends, each number is finite and none is below 0', () => {
	const names = [
		'date',
		'retry-after',
		'ratelimit',
		'ratelimit-policy',
		'ratelimit-reset',
		'ratelimit-limit',
		'x-ratelimit-reset',
		'x-ratelimit-limit',
	];
	const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom('1e308', '-0', '', 'NaN'));
	const value = fc.oneof(
		anyJson,
		fc.string(),
		number.map(String),
		number,
		fc.tuple(number, number).map(([q, w]) => `"a";q=${q};w=${w};r=0;t=${w}`),
		fc.tuple(number, number).map(([q, w]) => `limit=${q}, remaining=0, reset=${w}`),
		fc.date().map(String),
		fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
	);
	const anyHeaders = fc.dictionary(
		fc.oneof(fc.constantFrom(...names), fc.string()),
		fc.oneof(value, fc.array(value)),
	);
	fc.assert(
		fc.property(anyHeaders, fc.string(), fc.integer(), (headers, words, nowMs) => {
			const { waitMs = 0, windowMs = 1, limit = 1 } = toldQuota(deepFreeze(headers), words, nowMs);
			for (const told of [waitMs, windowMs, limit]) expect(Number.isFinite(told)).toBe(true);
			expect(waitMs).toBeGreaterThanOrEqual(0);
			expect(windowMs).toBeGreaterThan(0);
			expect(limit).toBeGreaterThan(0);
		}),
		{ numRuns: runs(3000) },
	);
});
