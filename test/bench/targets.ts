import { EXPLANATIONS } from './explanations';
import { number, tenths, times } from './format';
import {
	idealTime,
	median,
	pagesOf,
	summaryOverMany,
	timeOf,
	windowsOf,
	type Disturbance,
	type Letter,
	type Results,
	type Trial,
} from './results';

/** Something that this package promises of its speed. */
export interface Target {
	name: string;
	wanted: string;
	measured: string;
	isMet: boolean;
	/** Of one that is missed: what it comes from, where that is known. */
	explanation?: string;
}

/** The promises that can be judged by what was measured. */
export function targetsOf(results: Results): Target[] {
	const targets = [
		...speedTargets(results),
		...disturbanceTargets(results),
		...quotaTargets(results),
		...countTargets(results),
		...summaryTargets(results),
	];
	return targets.map((target) =>
		target.isMet ? target : { ...target, explanation: EXPLANATIONS[target.name] },
	);
}

function speedTargets({ speed }: Results): Target[] {
	const time = (letter: Letter, records: number, latency = 0) =>
		timeOf(speed, letter, { records, latency });
	const faster = (than: Letter, latency: number, own: Letter = 'c') =>
		time(than, 10_000, latency) / time(own, 10_000, latency);
	/** How much of the time is neither the bare loop's nor that of the workflow around the node. */
	const nearness = (records: number) =>
		(time('c', records) - time('e', records)) / time('d2', records);
	const perRecord = (records: number) => time('c', records) / records;

	const ratios: Array<[ratio: number, target: Target]> = [
		atLeast('Faster than (a), 10 000 records', 14, faster('a', 0)),
		atLeast('Faster than (a), 10 000 records, 100 ms a request', 6, faster('a', 100)),
		atLeast('(c10) faster than (a), 10 000 records, 100 ms a request', 12, faster('a', 100, 'c10')),
		atLeast('Faster than (b), 10 000 records', 4, faster('b', 0)),
		atLeast('Faster than (b), 10 000 records, 100 ms a request', 4, faster('b', 100)),
		atMost('(c) − (e) over (d2), 10 000 records', 1.3, nearness(10_000)),
		atMost('(c) − (e) over (d2), 50 000 records', 1.3, nearness(50_000)),
		atMost(
			'A record of 100 000 over a record of 10 000',
			1.2,
			perRecord(100_000) / perRecord(10_000),
		),
	];
	return ratios.filter(([ratio]) => !Number.isNaN(ratio)).map(([, target]) => target);
}

function disturbanceTargets({ loneThrottle, arrivals }: Results): Target[] {
	const targets: Target[] = [];
	if (loneThrottle) {
		const { records } = loneThrottle;
		targets.push(
			disturbanceTarget('One 429 in 1 000 pages: time over time without', 1.2, loneThrottle),
			exactTarget('One 429 in 1 000 pages: nothing lost, one request more', loneThrottle, {
				isMet: loneThrottle.requests === pagesOf(records) + 1,
				wanted: `${number(pagesOf(records) + 1)} requests`,
			}),
		);
	}
	if (arrivals) {
		targets.push(disturbanceTarget('A record a second: time over time without', 1.5, arrivals));
	}
	return targets;
}

function disturbanceTarget(name: string, bound: number, disturbance: Disturbance): Target {
	const { calm, disturbed, failure } = disturbance;
	const [, target] = atMost(name, bound, median(disturbed) / median(calm));
	return failure === undefined ? target : { ...target, measured: failure, isMet: false };
}

function quotaTargets({ perMinute, perSecond }: Results): Target[] {
	const targets: Target[] = [];
	for (const trial of perMinute) {
		const { records, milliseconds, failure } = trial;
		const [, time] = atMost(
			'30 a minute: time over pages ÷ quota',
			1.35,
			milliseconds / idealTime(trial),
		);
		const bound = pagesOf(records) + 2 * windowsOf(trial) + 14;
		targets.push(
			failure === undefined ? time : { ...time, measured: failure, isMet: false },
			exactTarget('30 a minute: few requests in vain, every item', trial, {
				isMet: trial.requests <= bound,
				wanted: `at most ${number(bound)} requests`,
			}),
		);
	}
	const own = perSecond.filter(({ letter }) => letter === 'c');
	const complete = own.filter(
		({ delivered, expected, failure }) => delivered === expected && failure === undefined,
	);
	if (own.length > 0) {
		targets.push({
			name: '10 a second: every item, however it is counted',
			wanted: `${own.length} of ${own.length} quotas`,
			measured: `${complete.length}`,
			isMet: complete.length === own.length,
		});
	}
	return targets;
}

function countTargets({ speed, smallHeap, throttled }: Results): Target[] {
	const own = speed.filter(({ letter }) => letter === 'c' || letter === 'c10');
	const exact = own.filter(({ records, requests }) => requests === pagesOf(records));
	const targets: Target[] = [];
	if (own.length > 0) {
		targets.push({
			name: 'Requests are the pages, exactly',
			wanted: `${own.length} of ${own.length} works`,
			measured: `${exact.length}`,
			isMet: exact.length === own.length,
		});
	}
	for (const trial of throttled.slice(-1)) {
		targets.push(
			exactTarget('One 429: requests are the pages and one, nothing is lost', trial, {
				isMet: trial.requests === pagesOf(trial.records) + 1,
				wanted: `${number(pagesOf(trial.records) + 1)} requests`,
			}),
		);
	}
	for (const { delivered, expected, records, failure } of smallHeap.slice(-1)) {
		targets.push({
			name: `${number(records)} records in the small heap`,
			wanted: `${number(expected)} items`,
			measured: failure ?? `${number(delivered)} items`,
			isMet: delivered === expected,
		});
	}
	return targets;
}

/** What Get Summary promises of a list, however long it is. */
function summaryTargets({ longWalks }: Results): Target[] {
	const targets = longWalks.map((walk) => {
		const name = `Get Summary over Get Many that keeps nothing, ${number(walk.records)} records`;
		return atMost(name, 1.1, summaryOverMany(walk, 'milliseconds'))[1];
	});
	if (longWalks.length < 2) return targets;
	const own = longWalks.map(({ live, ids }) => live - ids);
	const apart = Math.max(...own) - Math.min(...own);
	targets.push({
		name: 'Get Summary: memory in use apart from what tells records apart, all lengths',
		wanted: 'within 10 MB',
		measured: tenths(apart),
		isMet: apart <= 10 * 1024 ** 2,
	});
	return targets;
}

/** Every item, and as many requests as wanted. */
function exactTarget(
	name: string,
	{ requests, delivered, expected, failure }: Omit<Trial, 'label'>,
	wish: { isMet: boolean; wanted: string },
): Target {
	return {
		name,
		wanted: `${wish.wanted}, ${number(expected)} items`,
		measured: failure ?? `${number(requests)} requests, ${number(delivered)} items`,
		isMet: wish.isMet && delivered === expected && failure === undefined,
	};
}

function atLeast(name: string, bound: number, ratio: number): [ratio: number, target: Target] {
	const wanted = `at least ${bound} ×`;
	return [ratio, { name, wanted, measured: times(ratio), isMet: ratio >= bound }];
}

function atMost(name: string, bound: number, ratio: number): [ratio: number, target: Target] {
	const wanted = `at most ${bound} ×`;
	return [ratio, { name, wanted, measured: times(ratio), isMet: ratio <= bound }];
}
