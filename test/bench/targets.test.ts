import { median, type Letter, type Measurement, type Results } from './results';
import { targetsOf } from './targets';

const NOTHING: Results = { speed: [], memory: [], smallHeap: [], throttled: [] };

function measured(letter: Letter, records: number, seconds: number, latency = 0): Measurement {
	return { letter, records, latency, times: [seconds * 1000], requests: records / 100 };
}

function missed(results: Partial<Results>): string[] {
	return targetsOf({ ...NOTHING, ...results })
		.filter(({ isMet }) => !isMet)
		.map(({ name }) => name);
}

describe("the benchmark's targets", () => {
	const speed = [
		measured('a', 10_000, 30),
		measured('b', 10_000, 2.2),
		measured('c', 10_000, 1),
		measured('d', 10_000, 0.7),
		measured('e', 10_000, 0.09),
	];

	it('are met at their bounds', () => {
		expect(missed({ speed })).toEqual([]);
	});

	it.each<[string, Measurement]>([
		['Faster than (a), 10 000 records', measured('a', 10_000, 29.9)],
		['Faster than (b), 10 000 records', measured('b', 10_000, 2.1)],
		['(c) − (e) over (d), 10 000 records', measured('d', 10_000, 0.69)],
		['Requests are the pages, exactly', { ...measured('c', 10_000, 1), requests: 101 }],
	])('are missed beyond them: %s', (name, worse) => {
		const changed = speed.map((entry) => (entry.letter === worse.letter ? worse : entry));
		expect(missed({ speed: changed })).toEqual([name]);
	});

	it('tell when a record of many costs more than one of few', () => {
		expect(missed({ speed: [measured('c', 10_000, 1), measured('c', 100_000, 12.1)] })).toEqual([
			'A record of 100 000 over a record of 10 000',
		]);
	});

	it('tell when a throttled page or a small heap cost anything', () => {
		const trial = { label: '', records: 10_000, requests: 101, delivered: 9, expected: 10 };
		expect(missed({ throttled: [trial], smallHeap: [trial] })).toHaveLength(2);
		const complete = { ...trial, delivered: 10 };
		expect(missed({ throttled: [complete], smallHeap: [complete] })).toEqual([]);
		expect(missed({ throttled: [{ ...complete, requests: 157 }] })).toHaveLength(1);
	});
});

it.each([
	[[3, 1, 2], 2],
	[[4, 1, 2, 3], 2.5],
	[[7], 7],
])('the median of %j is %d', (values, middle) => {
	expect(median(values)).toBe(middle);
});
