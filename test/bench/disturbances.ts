import type { Fault } from '../../simulator';
import { print } from '../e2e/print';
import { thisNode } from './contenders';
import { differenceWhileArriving, type Finding } from './finding';
import { seconds } from './format';
import type { Floor } from './race';
import type { Disturbance, Work } from './results';
import type { Run, Source, Stage } from './stage';
import { findingsOf, tryOne } from './trials';

/** What is done with and without a disturbance, and how often. */
export interface Disturbed extends Work {
	rounds: number;
}

/** One page is answered 429 once, without a word on when to come back. */
export async function tryLoneThrottle(
	stage: Stage,
	floor: Floor,
	{ page, rounds, ...work }: Disturbed & { page: number },
): Promise<Disturbance> {
	const faults: Fault[] = [{ kind: 'status', status: 429, page }];
	const disturbance = begin('One page answered 429', work);
	const expected = await findingsOf(stage, floor, work.records);
	for (let round = 1; round <= rounds; round++) {
		// a new one each time: the node remembers how fast an account may be read
		const source = await stage.addSource({ count: work.records, latency: work.latency });
		try {
			const calm = await tryOne(stage, source, thisNode, expected);
			const disturbed = await tryOne(stage, source, thisNode, expected, { faults });
			note(disturbance, calm, disturbed, expected.length);
		} finally {
			source.stop();
		}
	}
	return disturbance;
}

/** A record arrives every second: those that were there at the start come once, all of them. */
export async function tryArrivals(
	stage: Stage,
	floor: Floor,
	{ rounds, ...work }: Disturbed,
): Promise<Disturbance> {
	const options = { count: work.records, latency: work.latency };
	const disturbance = begin('A record arrives every second', work);
	const still = await stage.addSource(options);
	const moving = await stage.addSource({ ...options, arrivalsPerSecond: 1 });
	const listOf = async ({ account }: Source): Promise<Finding[]> =>
		(await floor.ask({ account, connections: 'one', atOnce: true })).findings;
	try {
		const expected = await listOf(still);
		const entrant = await stage.enter(thisNode, moving);
		for (let round = 1; round <= rounds; round++) {
			const calm = await tryOne(stage, still, thisNode, expected);
			const atStart = await listOf(moving);
			const disturbed = await stage.run(entrant, moving);
			const atEnd = await listOf(moving);
			note(disturbance, calm, disturbed, atStart.length);
			if (disturbed.failure !== undefined) continue;
			const difference = differenceWhileArriving(disturbed.findings, atStart, atEnd);
			if (difference !== null) throw new Error(`${thisNode.label} delivered ${difference}`);
		}
		return disturbance;
	} finally {
		still.stop();
		moving.stop();
	}
}

function begin(label: string, { records, latency }: Work): Disturbance {
	return {
		label,
		records,
		latency,
		calm: [],
		disturbed: [],
		requests: 0,
		delivered: 0,
		expected: 0,
		arrived: 0,
	};
}

/** @param expected how many items of the records that were there when it began */
function note(disturbance: Disturbance, calm: Run, disturbed: Run, expected: number): void {
	disturbance.calm.push(calm.milliseconds);
	disturbance.disturbed.push(disturbed.milliseconds);
	disturbance.failure ??= calm.failure ?? disturbed.failure;
	disturbance.requests = Math.max(disturbance.requests, disturbed.requests);
	disturbance.expected = expected;
	disturbance.delivered = Math.min(expected, disturbed.findings.length);
	disturbance.arrived = disturbed.findings.length - disturbance.delivered;
	const failure = disturbed.failure === undefined ? '' : `: ${disturbed.failure}`;
	print(
		`  without ${seconds(calm.milliseconds)}, with ${seconds(disturbed.milliseconds)}${failure}`,
	);
}
