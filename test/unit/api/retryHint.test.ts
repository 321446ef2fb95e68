import fc, { runs } from '../../harness/fastCheck';
import { retryAfterMs, retryHintOf } from '../../../nodes/verifik/api/retryHint';
import { deepFreeze } from '../samples';

const NOW = Date.parse('2025-10-28T12:00:00Z');
const IN_TEN_SECONDS = 'Tue, 28 Oct 2025 12:00:10 GMT';
const inAMinute = NOW / 1000 + 60;

const waitOf = (headers: Record<string, unknown>) =>
	retryHintOf(deepFreeze(headers), '', NOW).waitMs;

describe('Retry-After', () => {
	test.each<[retryAfter: unknown, waitMs: number | undefined]>([
		['7', 7_000],
		[7, 7_000],
		[' 7 ', 7_000],
		['0.5', 500],
		['0', 0],
		['86400', 86_400_000],
		[String(inAMinute), 60_000],
		[IN_TEN_SECONDS, 10_000],
		['Tuesday, 28-Oct-25 12:00:10 GMT', 10_000],
		['2025-10-28T12:00:10Z', 10_000],
		['Tue, 28 Oct 2025 12:00:00 GMT', 0],
		['Mon, 27 Oct 2025 12:00:00 GMT', undefined],
		[undefined, undefined],
		['', undefined],
		['soon', undefined],
		['7 seconds', undefined],
		['-5', undefined],
		['1e3', undefined],
		[1e308, undefined],
		['9'.repeat(400), undefined],
		[NaN, undefined],
		['Sometime 2025', undefined],
		['+275760-09-14T00:00:00Z', undefined],
		[true, undefined],
	])('%p is %p ms', (retryAfter, waitMs) => {
		expect(waitOf({ 'retry-after': retryAfter })).toBe(waitMs);
		expect(retryAfterMs({ 'retry-after': retryAfter }, NOW)).toBe(waitMs);
	});
});

test.each<[headers: Record<string, unknown>, waitMs: number | undefined]>([
	[{ 'ratelimit-reset': '30' }, 30_000],
	[{ 'x-ratelimit-reset': '30' }, 30_000],
	[{ 'x-ratelimit-reset': `${inAMinute}.5` }, 60_500],
	[{ 'x-ratelimit-reset': String(inAMinute * 1000) }, 60_000],
	[{ 'x-ratelimit-reset': IN_TEN_SECONDS }, 10_000],
	[{ 'x-ratelimit-reset': String(NOW / 1000 - 60) }, undefined],
	[{ 'x-ratelimit-reset': '30', 'retry-after': '7' }, 7_000],
	[{ 'x-ratelimit-reset': '30', 'retry-after': '0' }, 30_000],
	[{ 'x-ratelimit-reset': '30', 'retry-after': 'soon' }, 30_000],
	[{ 'x-ratelimit-reset': '0', 'retry-after': '0' }, 0],
])('a reset counts when Retry-After is missing or 0: %j is %p ms', (headers, waitMs) => {
	expect(waitOf(headers)).toBe(waitMs);
});

test('an answer that is no throttle asks nobody to wait by its quota headers', () => {
	expect(retryAfterMs({ 'x-ratelimit-reset': '30' }, NOW)).toBeUndefined();
});

test("moments are measured against the server's clock, when it tells the time", () => {
	const threeHoursLater = { date: 'Tue, 28 Oct 2025 15:00:00 GMT' };
	const waits = [
		{ 'retry-after': 'Tue, 28 Oct 2025 15:00:10 GMT' },
		{ 'x-ratelimit-reset': String(NOW / 1000 + 3 * 3600 + 10) },
		{ 'retry-after': '10' },
	].map((headers) => waitOf({ ...headers, ...threeHoursLater }));
	expect(waits).toEqual([10_000, 10_000, 10_000]);
	expect(waitOf({ 'retry-after': IN_TEN_SECONDS, date: 'now' })).toBe(10_000);
});

test.each([
	['Rate limit exceeded for minute', 60_000],
	['Rate limit exceeded for hour', 3_600_000],
	['At most 5 requests per second', 1_000],
	['60 requests EVERY MINUTE', 60_000],
	['Too many requests. Please try again later.', undefined],
	['Wait a minute', undefined],
])('%p names a window of %p ms', (words, windowMs) => {
	expect(retryHintOf({}, words, NOW)).toEqual({ waitMs: undefined, windowMs });
});

test('whatever a server sends, a wait is finite and not below 0', () => {
	const names = ['date', 'retry-after', 'ratelimit-reset', 'x-ratelimit-reset'];
	const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom('1e308', '-0', '', 'NaN'));
	const value = fc.oneof(
		fc.string(),
		number.map(String),
		number,
		fc.date().map(String),
		fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
	);
	const headers = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
	fc.assert(
		fc.property(headers, fc.integer(), (given, nowMs) => {
			const { waitMs = 0 } = retryHintOf(deepFreeze(given), '', nowMs);
			expect(Number.isFinite(waitMs)).toBe(true);
			expect(waitMs).toBeGreaterThanOrEqual(0);
		}),
		{ numRuns: runs(500) },
	);
});
