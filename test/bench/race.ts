import { print } from '../e2e/print';
import type { Child } from './child';
import {
	canvas,
	httpAndCode,
	itemsFromMemory,
	thisNode,
	thisNodeWith,
	type Contender,
} from './contenders';
import { differenceOf, type Finding } from './finding';
import type { FloorRun, FloorWork } from './floor';
import { LABELS, pagesOf, type Letter, type Measurement, type Work } from './results';
import type { Run, Source, Stage } from './stage';

export type Floor = Child<FloorWork, FloorRun>;

/** A work, and how often the contenders do it. */
export interface Race extends Work {
	rounds: number;
	/** The slowest one takes minutes where the others take seconds. */
	canvasRounds: number;
	/** Whether this node runs with Concurrent Requests 10 too. */
	withTen?: boolean;
}

interface Runner {
	measurement: Measurement;
	rounds: number;
	run(): Promise<Pick<Run, 'milliseconds' | 'requests' | 'findings' | 'failure'>>;
	/** What it has to deliver; absent where that is made up. */
	expected?: Finding[];
	/** ms in its last node, for each counted run */
	inside?(): Promise<number[]>;
}

/**
 * Lets the contenders do the same work in turn, so that whatever else the machine does meets all of
 * them, and so does what the one before left to be cleared away. The first round is for warming up.
 *
 * @throws when a contender delivers anything else than the bare loop, or this node fails
 */
export async function race(stage: Stage, floor: Floor, work: Race): Promise<Measurement[]> {
	const source = await stage.addSource({ count: work.records, latency: work.latency });
	try {
		const runners = await line(stage, floor, work, source);
		for (let round = 0; round <= work.rounds; round++) {
			for (const runner of inTurn(runners, round)) await runRound(runner, round, stage);
			print(
				`  ${round === 0 ? 'warm-up' : `round ${round} of ${work.rounds}`}: ${said(runners, round)}`,
			);
		}
		for (const { measurement, inside } of runners) measurement.inside = await inside?.();
		return runners.map(({ measurement }) => measurement);
	} finally {
		source.stop();
	}
}

/** Everybody at the start. */
async function line(stage: Stage, floor: Floor, work: Race, source: Source): Promise<Runner[]> {
	const { records, latency, rounds, canvasRounds, withTen } = work;
	const { account } = source;
	const { findings: expected } = await floor.ask({ account, connections: 'one' });
	const requests = pagesOf(records);
	const measurementOf = (letter: Letter): Measurement => ({
		letter,
		records,
		latency,
		times: [],
		requests,
	});
	const loop = (letter: Letter, connections: FloorWork['connections']): Runner => ({
		measurement: measurementOf(letter),
		rounds,
		expected,
		run: async () => ({ ...(await floor.ask({ account, connections })), requests }),
	});
	const inN8n = async (letter: Letter, contender: Contender): Promise<Runner> => {
		const entrant = await stage.enter(contender, source);
		return {
			measurement: measurementOf(letter),
			rounds,
			expected,
			run: async () => await stage.run(entrant, source),
			inside: async () => await stage.timesInside(entrant, rounds),
		};
	};
	return [
		loop('d', 'one'),
		// beside a latency, what it takes to open a connection does not show
		...(latency === 0 ? [loop('d2', 'each')] : []),
		{ ...(await inN8n('a', canvas)), rounds: canvasRounds, inside: undefined },
		{ ...(await inN8n('b', httpAndCode)), inside: undefined },
		await inN8n('c', thisNode),
		...(withTen ? [await inN8n('c10', thisNodeWith({ concurrency: 10 }))] : []),
		{ ...(await inN8n('e', itemsFromMemory(expected))), expected: undefined },
	];
}

/** Each round begins with another one, and every other goes backwards: who follows whom changes. */
function inTurn(runners: Runner[], round: number): Runner[] {
	const start = round % runners.length;
	const order = [...runners.slice(start), ...runners.slice(0, start)];
	return round % 2 === 0 ? order : order.reverse();
}

async function runRound(runner: Runner, round: number, stage: Stage): Promise<void> {
	const { measurement, rounds, expected } = runner;
	// what is to run once takes so long that it needs no warming up
	const isNeeded = round === 0 ? rounds > 1 : round <= rounds;
	if (!isNeeded || measurement.failure !== undefined) return;

	const { milliseconds, requests, findings, failure } = await runner.run();
	if (failure !== undefined) {
		if (measurement.letter.startsWith('c')) throw new Error(`This node failed: ${failure}`);
		measurement.failure = failure;
		return await stage.restart();
	}
	const difference = expected === undefined ? null : differenceOf(findings, expected);
	if (difference !== null) throw new Error(`${LABELS[measurement.letter]} delivered ${difference}`);
	measurement.requests = requests;
	if (round > 0) measurement.times.push(milliseconds);
}

/** What a round took; who did not run in it is left out. */
function said(runners: Runner[], round: number): string {
	return runners
		.filter(({ rounds }) => round <= rounds)
		.map(({ measurement: { letter, times, failure } }) => {
			const latest = times.at(-1);
			return `${letter} ${failure ?? (latest === undefined ? 'done' : `${(latest / 1000).toFixed(2)} s`)}`;
		})
		.join(', ');
}
