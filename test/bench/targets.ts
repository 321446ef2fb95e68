import { pagesOf, timeOf, type Letter, type Results } from './results';

/** Something that this package promises of its speed. */
export interface Target {
	name: string;
	wanted: string;
	measured: string;
	isMet: boolean;
}

/** The promises that can be judged by what was measured, ratios all of them. */
export function targetsOf(results: Results): Target[] {
	const time = (letter: Letter, records: number, latency = 0) =>
		timeOf(results.speed, letter, { records, latency });
	/** How much of the time is neither the bare loop's nor that of the workflow around the node. */
	const nearness = (records: number) =>
		(time('c', records) - time('e', records)) / time('d', records);
	const perRecord = (records: number) => time('c', records) / records;

	const ratios = [
		atLeast('Faster than (a), 10 000 records', 30, time('a', 10_000) / time('c', 10_000)),
		atLeast(
			'Faster than (a), 10 000 records, 100 ms a request',
			9,
			time('a', 10_000, 100) / time('c', 10_000, 100),
		),
		atLeast('Faster than (b), 10 000 records', 2.2, time('b', 10_000) / time('c', 10_000)),
		atLeast(
			'Faster than (b), 10 000 records, 100 ms a request',
			3.7,
			time('b', 10_000, 100) / time('c', 10_000, 100),
		),
		atMost('(c) − (e) over (d), 10 000 records', 1.3, nearness(10_000)),
		atMost('(c) − (e) over (d), 50 000 records', 1.3, nearness(50_000)),
		atMost(
			'A record of 100 000 over a record of 10 000',
			1.2,
			perRecord(100_000) / perRecord(10_000),
		),
	].filter(({ ratio }) => !Number.isNaN(ratio));
	return [...ratios, ...countsOf(results)];
}

function atLeast(name: string, bound: number, ratio: number) {
	return { ...judged(name, ratio, ratio >= bound), wanted: `at least ${bound} ×` };
}

function atMost(name: string, bound: number, ratio: number) {
	return { ...judged(name, ratio, ratio <= bound), wanted: `at most ${bound} ×` };
}

function judged(name: string, ratio: number, isMet: boolean) {
	return { name, ratio, measured: `${ratio.toFixed(2)} ×`, isMet };
}

function countsOf({ speed, smallHeap, throttled }: Results): Target[] {
	const own = speed.filter(({ letter }) => letter === 'c');
	const exact = own.filter(({ records, requests }) => requests === pagesOf(records));
	const targets: Target[] = [
		{
			name: 'Requests are the pages, exactly',
			wanted: `${own.length} of ${own.length} works`,
			measured: `${exact.length}`,
			isMet: exact.length === own.length,
		},
	];
	for (const { requests, records, delivered, expected } of throttled.slice(-1)) {
		targets.push({
			name: 'One 429: requests are the pages and one, nothing is lost',
			wanted: `${pagesOf(records) + 1} requests, ${expected} items`,
			measured: `${requests} requests, ${delivered} items`,
			isMet: requests === pagesOf(records) + 1 && delivered === expected,
		});
	}
	for (const { delivered, expected, records, failure } of smallHeap.slice(-1)) {
		targets.push({
			name: `${records} records in the small heap`,
			wanted: `${expected} items`,
			measured: failure ?? `${delivered} items`,
			isMet: delivered === expected,
		});
	}
	return targets;
}
