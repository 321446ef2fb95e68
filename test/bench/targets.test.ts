import { EXPLANATIONS } from './explanations';
import {
	median,
	NOTHING,
	type Disturbance,
	type Letter,
	type LongWalk,
	type Measurement,
	type QuotaTrial,
	type Results,
	type Trial,
} from './results';
import { targetsOf } from './targets';

function measured(letter: Letter, records: number, seconds: number, latency = 0): Measurement {
	return { letter, records, latency, times: [seconds * 1000], requests: records / 100 };
}

const trial: Trial = { label: '', records: 10_000, requests: 101, delivered: 10, expected: 10 };

const minute: QuotaTrial = {
	...trial,
	letter: 'c',
	quota: '',
	limit: 30,
	windowMs: 60_000,
	milliseconds: 270_000,
	// in five windows
	requests: 124,
	refused: 24,
};
const second: QuotaTrial = { ...minute, limit: 10, windowMs: 1_000, milliseconds: 13_500 };

const loneThrottle: Disturbance = {
	...trial,
	latency: 20,
	calm: [10_000, 9_000, 11_000],
	disturbed: [12_000, 11_000, 13_000],
	arrived: 0,
};
const MB = 1024 ** 2;
const short: LongWalk = {
	records: 100_000,
	summary: [{ milliseconds: 1_100, processorMs: 1_000 }],
	many: [{ milliseconds: 1_000, processorMs: 1_000 }],
	live: 17 * MB,
	ids: 6 * MB,
};
const long: LongWalk = { ...short, records: 1_000_000, live: 61 * MB, ids: 60 * MB };
const arrivals: Disturbance = { ...loneThrottle, disturbed: [15_000], requests: 140 };

/** Everything at its bound. */
const AT_BOUNDS: Results = {
	...NOTHING,
	speed: [
		measured('a', 10_000, 14),
		measured('b', 10_000, 4),
		measured('c', 10_000, 1),
		measured('d', 10_000, 0.1),
		measured('d2', 10_000, 0.7),
		measured('e', 10_000, 0.09),
		measured('c', 50_000, 5),
		measured('d2', 50_000, 3),
		measured('e', 50_000, 1.1),
		measured('c', 100_000, 12),
		measured('a', 10_000, 18, 100),
		measured('b', 10_000, 12, 100),
		measured('c', 10_000, 3, 100),
		measured('c10', 10_000, 1.5, 100),
	],
	smallHeap: [trial],
	throttled: [trial],
	loneThrottle,
	arrivals,
	perSecond: [second],
	perMinute: [minute],
	longWalks: [short, long],
};

function missed(results: Partial<Results>): string[] {
	return targetsOf({ ...NOTHING, ...results })
		.filter(({ isMet }) => !isMet)
		.map(({ name }) => name);
}

/** The same with one measurement in the place of that of the same contender and work. */
function withSpeed(worse: Measurement): Results {
	const isSame = (entry: Measurement) =>
		entry.letter === worse.letter &&
		entry.records === worse.records &&
		entry.latency === worse.latency;
	return {
		...AT_BOUNDS,
		speed: AT_BOUNDS.speed.map((entry) => (isSame(entry) ? worse : entry)),
	};
}

const slowA = withSpeed(measured('a', 10_000, 17.9, 100));

const BEYOND: Record<string, Array<Partial<Results>>> = {
	'Get Summary over Get Many that keeps nothing, 100 000 records': [
		{ longWalks: [{ ...short, summary: [{ milliseconds: 1_101, processorMs: 1_000 }] }, long] },
	],
	'Get Summary over Get Many that keeps nothing, 1 000 000 records': [
		{ longWalks: [short, { ...long, many: [{ milliseconds: 999, processorMs: 1_000 }] }] },
	],
	'Get Summary: memory in use apart from what tells records apart, all lengths': [
		{ longWalks: [{ ...short, live: 17.1 * MB }, long] },
	],
	'Faster than (a), 10 000 records': [withSpeed(measured('a', 10_000, 13.9))],
	'Faster than (a), 10 000 records, 100 ms a request': [
		{ speed: slowA.speed.filter(({ letter }) => letter !== 'c10') },
	],
	'(c10) faster than (a), 10 000 records, 100 ms a request': [
		withSpeed(measured('c10', 10_000, 1.51, 100)),
	],
	'Faster than (b), 10 000 records': [withSpeed(measured('b', 10_000, 3.9))],
	'Faster than (b), 10 000 records, 100 ms a request': [
		withSpeed(measured('b', 10_000, 11.9, 100)),
	],
	'(c) − (e) over (d2), 10 000 records': [withSpeed(measured('d2', 10_000, 0.69))],
	'(c) − (e) over (d2), 50 000 records': [withSpeed(measured('d2', 50_000, 2.9))],
	'A record of 100 000 over a record of 10 000': [withSpeed(measured('c', 100_000, 12.1))],
	'Requests are the pages, exactly': [
		withSpeed({ ...measured('c10', 10_000, 1.5, 100), requests: 101 }),
	],
	'One 429: requests are the pages and one, nothing is lost': [
		{ throttled: [{ ...trial, requests: 102 }] },
		{ throttled: [{ ...trial, delivered: 9 }] },
	],
	'10 000 records in the small heap': [{ smallHeap: [{ ...trial, delivered: 9 }] }],
	'One 429 in 1 000 pages: time over time without': [
		{ loneThrottle: { ...loneThrottle, disturbed: [12_100] } },
	],
	'One 429 in 1 000 pages: nothing lost, one request more': [
		{ loneThrottle: { ...loneThrottle, requests: 102 } },
		{ loneThrottle: { ...loneThrottle, delivered: 9 } },
	],
	'A record a second: time over time without': [
		{ arrivals: { ...arrivals, disturbed: [15_100] } },
		{ arrivals: { ...arrivals, failure: 'n8n died' } },
	],
	'30 a minute: time over pages ÷ quota': [{ perMinute: [{ ...minute, milliseconds: 270_100 }] }],
	'30 a minute: few requests in vain, every item': [
		{ perMinute: [{ ...minute, requests: 125 }] },
		{ perMinute: [{ ...minute, delivered: 9 }] },
	],
	'10 a second: every item, however it is counted': [
		{ perSecond: [second, { ...second, delivered: 9 }] },
		{ perSecond: [second, { ...second, failure: 'n8n died' }] },
	],
};

describe("the benchmark's targets", () => {
	it('are met at their bounds, and then have nothing to explain', () => {
		const targets = targetsOf(AT_BOUNDS);
		expect(targets.filter(({ isMet, explanation }) => !isMet || explanation)).toEqual([]);
		expect(Object.keys(BEYOND).sort()).toEqual(targets.map(({ name }) => name).sort());
	});

	it.each(Object.entries(BEYOND))('are missed beyond them, and say why: %s', (name, cases) => {
		for (const results of cases) {
			expect(missed({ ...AT_BOUNDS, ...results })).toEqual([name]);
			const target = targetsOf({ ...AT_BOUNDS, ...results }).find((each) => each.name === name);
			expect(target?.explanation).toBe(EXPLANATIONS[name]);
		}
	});

	it('are the only ones that are explained', () => {
		expect(Object.keys(BEYOND)).toEqual(expect.arrayContaining(Object.keys(EXPLANATIONS)));
	});

	it('are not judged by what was not measured', () => {
		expect(targetsOf(NOTHING)).toEqual([]);
	});

	it('call a run that failed no fast one', () => {
		const failed = { ...minute, milliseconds: 1, delivered: 0, failure: 'n8n died' };
		expect(missed({ perMinute: [failed] })).toHaveLength(2);
	});

	it('do not ask of the others to come through a quota', () => {
		expect(missed({ perSecond: [{ ...second, letter: 'b', failure: 'x' }, second] })).toEqual([]);
	});
});

it.each([
	[[3, 1, 2], 2],
	[[4, 1, 2, 3], 2.5],
	[[7], 7],
])('the median of %j is %d', (values, middle) => {
	expect(median(values)).toBe(middle);
});
