import fc from '../harness/fastCheck';
import {
	admitAll,
	parseQuota,
	QuotaMeter,
	type Quota,
	type QuotaHeader,
	type QuotaRule,
	type QuotaVerdict,
	type Simulator,
} from '../../simulator';
import { call, json, jpeg, LIST, post, simulatorWith } from './support';

const PAGE = `${LIST}?page=1&perPage=1`;

/** Two in a minute. */
const QUOTA: Quota = { requests: 2, per: 'minute', window: 'fixed' };
/** Two in a minute that lasts 6 s. */
const SCALED: Quota = { ...QUOTA, timeScale: 10 };

/** What the clock shows that quotas go by; it stands still, however long a request takes. */
let nowMs: number;
beforeEach(() => {
	nowMs = Date.parse('2026-01-01T12:00:00.000Z');
	jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
});
afterEach(() => jest.restoreAllMocks());

async function statuses(simulator: Simulator, count: number): Promise<number[]> {
	const found = [];
	for (let index = 0; index < count; index += 1) found.push((await call(simulator, PAGE)).status);
	return found;
}

/** The answer to a request once two have been admitted. */
async function refused(quota: Quota): Promise<Response> {
	const simulator = await simulatorWith({ count: 1, quotas: quota });
	expect(await statuses(simulator, 2)).toEqual([200, 200]);
	return await call(simulator, PAGE);
}

describe('a quota', () => {
	const exceeded = (rest: string) => ({
		code: 'BandwidthLimitExceeded',
		message: `Rate limit exceeded${rest}`,
	});

	it.each<[part: Partial<Quota>, status: number, body: object]>([
		[{}, 509, exceeded(' for minute')],
		[{ per: 'hour' }, 509, exceeded(' for hour')],
		[{ wording: false }, 509, exceeded('')],
		[{ status: 429 }, 429, { code: 'TooManyRequests', message: expect.any(String) }],
	])("refuses as Verifik's own code does, without a header: %j", async (part, status, body) => {
		const response = await refused({ ...QUOTA, ...part });
		expect([response.status, await json(response)]).toEqual([status, body]);
		expect([...response.headers.keys()].join()).not.toMatch(/ratelimit|retry-after/);
	});

	it('counts every request to the API, whatever becomes of it, and nothing else', async () => {
		const simulator = await simulatorWith({ count: 1, quotas: { ...QUOTA, requests: 4 } });
		await fetch(`${simulator.url}${PAGE}`);
		await call(simulator, `${LIST}/nobody`);
		await post(simulator, LIST, { image: jpeg().toString('base64') });
		await call(simulator, '/images/any');
		await fetch(`${simulator.url}/simulator/requests`);
		await call(simulator, '/elsewhere');
		simulator.fault({ kind: 'status', status: 500 });
		expect(await statuses(simulator, 2)).toEqual([500, 509]);
		expect((await call(simulator, '/images/any')).status).toBe(404);
	});

	it('refuses a POST before its checks are charged', async () => {
		const simulator = await simulatorWith({ count: 1, quotas: { ...QUOTA, requests: 1 } });
		const send = async (): Promise<Response> =>
			await post(simulator, LIST, { image: jpeg().toString('base64'), validateScreenReplay: true });
		expect([(await send()).status, (await send()).status]).toEqual([200, 509]);
		expect(simulator.charges).toBe(1);
	});

	it('can be one of several, and begins anew when the simulator is reset', async () => {
		const quotas: Quota[] = [QUOTA, { ...QUOTA, per: 'hour', requests: 3 }];
		const simulator = await simulatorWith({ count: 1, quotas });
		expect(await statuses(simulator, 3)).toEqual([200, 200, 509]);
		nowMs += 60_000;
		expect(await statuses(simulator, 1)).toEqual([200]);
		expect(await json(await call(simulator, PAGE))).toEqual(exceeded(' for hour'));
		simulator.reset();
		expect(await statuses(simulator, 3)).toEqual([200, 200, 509]);
	});
});

describe('the headers of a quota', () => {
	it('are there on admitted answers too, but for Retry-After', async () => {
		const headers: QuotaHeader[] = ['retry-after', 'ratelimit', 'ratelimit-legacy', 'x-ratelimit'];
		const simulator = await simulatorWith({ count: 1, quotas: { ...QUOTA, headers } });
		const given = Object.fromEntries((await call(simulator, PAGE)).headers);
		expect(given).toMatchObject({
			ratelimit: '"default";r=1;t=60',
			'ratelimit-policy': '"default";q=2;w=60',
			'ratelimit-limit': '2',
			'ratelimit-remaining': '1',
			'ratelimit-reset': '60',
			'x-ratelimit-limit': '2',
			'x-ratelimit-remaining': '1',
			'x-ratelimit-reset': '60',
		});
		expect(given).not.toHaveProperty('retry-after');
	});

	const nextMinute = String(Date.parse('2026-01-01T12:01:00Z') / 1000);

	it.each<[kind: QuotaHeader, quota: Quota, name: string, value: string]>([
		['retry-after', QUOTA, 'retry-after', '60'],
		['retry-after', SCALED, 'retry-after', '6'],
		['retry-after', { ...QUOTA, lies: '3600' }, 'retry-after', '3600'],
		['retry-after-date', QUOTA, 'retry-after', 'Thu, 01 Jan 2026 12:01:00 GMT'],
		['ratelimit', SCALED, 'ratelimit', '"default";r=0;t=6'],
		['ratelimit-legacy', SCALED, 'ratelimit-reset', '6'],
		['x-ratelimit', SCALED, 'x-ratelimit-reset', '6'],
		['x-ratelimit-epoch', QUOTA, 'x-ratelimit-reset', nextMinute],
	])('%s of %j says when to come back', async (kind, quota, name, value) => {
		expect((await refused({ ...quota, headers: [kind] })).headers.get(name)).toBe(value);
	});

	it('are those of the quota that makes one wait longest', async () => {
		const headers: QuotaHeader[] = ['retry-after', 'x-ratelimit'];
		const quotas: Quota[] = [
			{ ...QUOTA, per: 'hour', headers },
			{ ...QUOTA, headers },
		];
		for (const given of [quotas, [...quotas].reverse()]) {
			const simulator = await simulatorWith({ count: 1, quotas: given });
			await statuses(simulator, 2);
			const response = await call(simulator, PAGE);
			expect(response.headers.get('retry-after')).toBe('3600');
			expect(response.headers.get('x-ratelimit-reset')).toBe('3600');
		}
	});
});

it.each<[string, Quota | undefined]>([
	['30/minute', { requests: 30, per: 'minute', window: 'fixed' }],
	['500/hour:sliding', { requests: 500, per: 'hour', window: 'sliding' }],
	...['', '30', '0/minute', '30/minutes', '30/day', '30/minute:', '30/minute:leaky'].map(
		(text): [string, undefined] => [text, undefined],
	),
])('a quota in short: "%s"', (text, quota) => {
	expect(parseQuota(text)).toEqual(quota);
});

describe('the meter of a quota', () => {
	const MINUTE: QuotaRule = { requests: 3, per: 'minute', window: 'fixed' };
	const SLIDING: QuotaRule = { ...MINUTE, window: 'sliding' };
	const BUCKET: QuotaRule = { ...MINUTE, window: 'bucket' };

	/** Some instant of the clock, no multiple of anything. */
	const NOW = 1_790_000_000_123;
	const toFullMinute = 60_000 - (NOW % 60_000);
	const every = (ms: number, count: number, from = 0) =>
		Array.from({ length: count }, (_, index) => from + index * ms);

	/** 1 for what is admitted, 0 for what is refused: `1110`. */
	const asText = (verdicts: QuotaVerdict[]): string =>
		verdicts.map(({ admitted }) => (admitted ? '1' : '0')).join('');

	const around = [-3, -2, -1, -1, 0, 1, 2, 3].map((ms) => toFullMinute + ms);
	const bursts = [0, 0, 0, 0, 19_999, 20_000, 20_001, 40_000, 100_000, 100_000];
	const RIVAL: QuotaRule = { ...MINUTE, requests: 10, aligned: true, rival: 4 };

	it.each<[what: string, rule: QuotaRule, times: number[], admitted: string]>([
		['starts again when its window is over', MINUTE, [0, 1, 20_000, 59_999, 60_000], '11101'],
		[
			'begins with the request after a pause',
			MINUTE,
			[0, 100_000, 100_001, 159_999, 159_999],
			'11110',
		],
		['can begin at full minutes', { ...MINUTE, aligned: true }, around, '11101110'],
		['slides', SLIDING, [0, 30_000, 50_000, 59_999, 60_000, 60_001, 89_999, 90_000], '11101001'],
		['is a bucket that refills drop by drop', BUCKET, bursts, '1110010111'],
		['never holds more than its quota', BUCKET, [0, 600_000, 600_000, 600_000, 600_000], '11110'],
		['forgives refused requests', SLIDING, every(10_000, 12), '111000111000'],
		['can count them', { ...SLIDING, countsRefused: true }, every(10_000, 12), '111000000000'],
		['is shared with a rival', RIVAL, every(6_000, 20, toFullMinute), '1111111000'.repeat(2)],
		['can be scaled', { ...MINUTE, timeScale: 60 }, [0, 100, 200, 300, 999, 1_000], '111001'],
	])('%s', (_what, rule, times, admitted) => {
		const meter = new QuotaMeter(rule);
		expect(asText(times.map((time) => meter.admit(NOW + time)))).toBe(admitted);
	});

	it('counts in no quota what another one refused, unless told to', () => {
		const hour: QuotaRule = { ...MINUTE, per: 'hour', requests: 4 };
		const rounds = (countsRefused: boolean) => {
			const meters = [new QuotaMeter(MINUTE), new QuotaMeter({ ...hour, countsRefused })];
			return [0, 1, 2, 3, 60_000].map((time) => asText(admitAll(meters, NOW + time)));
		};
		expect(rounds(false)).toEqual(['11', '11', '11', '01', '11']);
		expect(rounds(true)).toEqual(['11', '11', '11', '01', '10']);
	});

	const rules = fc.record({
		requests: fc.integer({ min: 1, max: 8 }),
		per: fc.constantFrom('second' as const, 'minute' as const, 'hour' as const),
		window: fc.constantFrom('fixed' as const, 'sliding' as const, 'bucket' as const),
		timeScale: fc.constantFrom(1, 7, 60),
		countsRefused: fc.boolean(),
		aligned: fc.boolean(),
	});
	/** As shares of a window. */
	const pauses = fc.array(fc.double({ min: 0, max: 1.5, noNaN: true }), { maxLength: 60 });

	/** The times asked at, in ms, and what was said. */
	function run(rule: QuotaRule, shares: number[]): Array<[time: number, verdict: QuotaVerdict]> {
		const meter = new QuotaMeter(rule);
		let time = NOW;
		return shares.map((share) => {
			// mostly small ones, so that quotas are used up
			time += share ** 6 * meter.windowMs;
			return [time, meter.admit(time)];
		});
	}

	it('admits who waits as told, and nobody who comes earlier', () => {
		const parts = fc.double({ min: 0.01, max: 0.95, noNaN: true });
		fc.assert(
			fc.property(rules, pauses, parts, (rule, shares, part) => {
				const [time, { waitMs }] = run(rule, shares).at(-1) ?? [NOW, { waitMs: 0 }];
				const again = (afterMs: number): boolean => {
					const meter = new QuotaMeter(rule);
					for (const [earlier] of run(rule, shares)) meter.admit(earlier);
					return meter.admit(time + afterMs).admitted;
				};
				expect(again(waitMs)).toBe(true);
				if (waitMs > 1) expect(again(waitMs * part)).toBe(false);
			}),
		);
	});

	it('has no more than its quota in a window, twice that in two fixed ones or buckets', () => {
		fc.assert(
			fc.property(rules, pauses, (rule, shares) => {
				const { windowMs } = new QuotaMeter(rule);
				const times = run(rule, shares)
					.filter(([, verdict]) => verdict.admitted)
					.map(([time]) => time);
				const most = rule.requests * (rule.window === 'sliding' ? 1 : 2);
				times.forEach((from, index) => {
					const within = times.slice(index).filter((time) => time < from + windowMs - 0.01);
					expect(within.length).toBeLessThanOrEqual(most);
				});
			}),
		);
	});
});
