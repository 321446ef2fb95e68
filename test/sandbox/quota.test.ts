import fc from '../harness/fastCheck';
import { admitAll, QuotaMeter, type QuotaRule, type QuotaVerdict } from '../../sandbox';

const MINUTE: QuotaRule = { requests: 3, per: 'minute', window: 'fixed' };
const SLIDING: QuotaRule = { ...MINUTE, window: 'sliding' };
const BUCKET: QuotaRule = { ...MINUTE, window: 'bucket' };

/** Some instant of the clock, no multiple of anything. */
const NOW = 1_790_000_000_123;

/** What the rule says to requests at these ms after `NOW`. */
function ask(rule: QuotaRule, times: number[]): QuotaVerdict[] {
	const meter = new QuotaMeter(rule);
	return times.map((time) => meter.admit(NOW + time));
}

const admitted = (verdicts: QuotaVerdict[]): boolean[] =>
	verdicts.map((verdict) => verdict.admitted);

/** 1 for what is admitted, 0 for what is refused: `1110`. */
const asText = (verdicts: QuotaVerdict[]): string =>
	admitted(verdicts)
		.map((isAdmitted) => (isAdmitted ? '1' : '0'))
		.join('');

describe('a fixed window', () => {
	it('begins with its first request and starts again when it is over', () => {
		const verdicts = ask(MINUTE, [0, 10_000, 20_000, 20_001, 59_999, 60_000, 60_001]);
		expect(asText(verdicts)).toBe('1110011');
		expect(verdicts[3]).toEqual({
			admitted: false,
			waitMs: 39_999,
			resetMs: 39_999,
			remaining: 0,
			limit: 3,
			windowMs: 60_000,
		});
		expect(verdicts[5]).toMatchObject({ waitMs: 0, resetMs: 60_000, remaining: 2 });
	});

	it('begins anew with the request after a pause', () => {
		const verdicts = ask(MINUTE, [0, 100_000, 100_001, 159_999, 159_999, 160_000]);
		expect(asText(verdicts)).toBe('111101');
	});

	it('can begin at full minutes of the clock, twice as many around one', () => {
		const untilFull = 60_000 - (NOW % 60_000);
		const times = [-3, -2, -1, -1, 0, 1, 2, 3].map((time) => untilFull + time);
		const verdicts = ask({ ...MINUTE, aligned: true }, times);
		expect(asText(verdicts)).toBe('11101110');
		expect(verdicts[3].waitMs).toBe(1);
		expect(verdicts[7].waitMs).toBe(59_997);
	});

	it('says that the last one it admits is the last one', () => {
		const [, , last] = ask(MINUTE, [0, 1, 2]);
		expect(last).toMatchObject({ admitted: true, remaining: 0, waitMs: 59_998 });
	});
});

describe('a sliding window', () => {
	it('admits one as soon as one is a window old', () => {
		const verdicts = ask(SLIDING, [0, 30_000, 50_000, 59_999, 60_000, 60_001, 89_999, 90_000]);
		expect(asText(verdicts)).toBe('11101001');
		expect(verdicts[3]).toMatchObject({ waitMs: 1, remaining: 0 });
		expect(verdicts[4]).toMatchObject({ waitMs: 30_000, remaining: 0 });
	});

	it('says how long until more remain, while some do', () => {
		const [, second] = ask(SLIDING, [0, 10_000]);
		expect(second).toMatchObject({ remaining: 1, waitMs: 0, resetMs: 50_000 });
	});
});

describe('a bucket', () => {
	it('admits all at once, then one after the other', () => {
		const verdicts = ask(BUCKET, [0, 0, 0, 0, 19_999, 20_000, 20_001, 40_000, 100_000, 100_000]);
		expect(asText(verdicts)).toBe('1110010111');
		expect(verdicts[3]).toMatchObject({ waitMs: 20_000, remaining: 0 });
		expect(verdicts[4].waitMs).toBeCloseTo(1);
	});

	it('never holds more than its quota', () => {
		expect(asText(ask(BUCKET, [0, 600_000, 600_000, 600_000, 600_000]))).toBe('11110');
	});
});

describe('refused requests that count', () => {
	it('keep a sliding window full for somebody who does not stop asking', () => {
		const everyTen = Array.from({ length: 12 }, (_, index) => index * 10_000);
		expect(asText(ask(SLIDING, everyTen))).toBe('111000111000');
		expect(asText(ask({ ...SLIDING, countsRefused: true }, everyTen))).toBe('111000000000');
	});

	it('tell the wait as it is with them counted', () => {
		const [, , , refused] = ask({ ...SLIDING, countsRefused: true }, [0, 10, 20, 30]);
		expect(refused).toMatchObject({ admitted: false, waitMs: 59_980 });
	});

	it('spill what was in a bucket', () => {
		const times = [0, 0, 0, 19_000, 38_000, 57_000, 77_000];
		expect(asText(ask(BUCKET, times))).toBe('1110111');
		expect(asText(ask({ ...BUCKET, countsRefused: true }, times))).toBe('1110001');
	});
});

describe('a rival', () => {
	const toFullMinute = 60_000 - (NOW % 60_000);

	it('asks at the same pace all the time, and takes what comes first', () => {
		const rule: QuotaRule = { ...MINUTE, requests: 10, aligned: true, rival: 4 };
		const everySix = Array.from({ length: 20 }, (_, index) => toFullMinute + index * 6_000);
		// the rival at 0, 15, 30 and 45 s: with the one at 30 s and ours at 36 s ten are reached
		expect(asText(ask(rule, everySix))).toBe('1111111000'.repeat(2));
	});

	it('that takes everything leaves nothing while its window is full', () => {
		const rule: QuotaRule = {
			requests: 2,
			per: 'minute',
			window: 'fixed',
			aligned: true,
			rival: 60,
		};
		const atHalf = toFullMinute + 30_000;
		expect(asText(ask(rule, [atHalf, atHalf + 1, atHalf + 29_000]))).toBe('000');
	});

	it('was there before the first request', () => {
		const [first] = ask({ requests: 10, per: 'minute', window: 'sliding', rival: 4 }, [0]);
		expect(first.remaining).toBe(5);
	});
});

describe('scaled time', () => {
	it('lets a minute last a second', () => {
		const verdicts = ask({ ...MINUTE, timeScale: 60 }, [0, 100, 200, 300, 999, 1_000]);
		expect(asText(verdicts)).toBe('111001');
		expect(verdicts[3]).toMatchObject({ waitMs: 700, windowMs: 1_000 });
	});
});

describe('several quotas', () => {
	const hour: QuotaRule = { requests: 4, per: 'hour', window: 'fixed' };

	it('have to admit a request all of them, and only then count it', () => {
		const meters = [new QuotaMeter(MINUTE), new QuotaMeter(hour)];
		const rounds = [0, 1, 2, 3, 60_000, 60_001].map((time) => admitAll(meters, NOW + time));
		expect(rounds.map(asText)).toEqual(['11', '11', '11', '01', '11', '10']);
		expect(rounds[3][1].remaining).toBe(1);
		expect(rounds[5][1].waitMs).toBe(3_539_999);
	});

	it('can count what another one refused', () => {
		const meters = [new QuotaMeter(MINUTE), new QuotaMeter({ ...hour, countsRefused: true })];
		const rounds = [0, 1, 2, 3, 60_000].map((time) => admitAll(meters, NOW + time));
		expect(rounds.map(asText)).toEqual(['11', '11', '11', '01', '10']);
	});
});

it('forgets everything when it is cleared', () => {
	const meter = new QuotaMeter(MINUTE);
	const round = (): QuotaVerdict[] => [1, 2, 3, 4].map((time) => meter.admit(NOW + time));
	expect(asText(round())).toBe('1110');
	meter.clear();
	expect(asText(round())).toBe('1110');
});

it.each([{ requests: 0 }, { requests: 1.5 }, { timeScale: 0 }, { rival: -1 }])(
	'refuses %j as a quota',
	(part) => {
		expect(() => new QuotaMeter({ ...MINUTE, ...part })).toThrow('Not a quota');
	},
);

describe('whatever the rule and whenever requests come', () => {
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

	it('who waits as told is admitted, and who comes earlier is not', () => {
		fc.assert(
			fc.property(
				rules,
				pauses,
				fc.double({ min: 0.01, max: 0.95, noNaN: true }),
				(rule, shares, part) => {
					const [time, { waitMs }] = run(rule, shares).at(-1) ?? [NOW, { waitMs: 0 }];
					const again = (afterMs: number): boolean => {
						const meter = new QuotaMeter(rule);
						for (const [earlier] of run(rule, shares)) meter.admit(earlier);
						return meter.admit(time + afterMs).admitted;
					};
					expect(again(waitMs)).toBe(true);
					if (waitMs > 1) expect(again(waitMs * part)).toBe(false);
				},
			),
		);
	});

	it('no window has more than the quota, and no two fixed ones or buckets more than twice', () => {
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
