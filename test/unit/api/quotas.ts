import type { RetryHint } from '../../../nodes/verifik/api/retryHint';
import {
	nextAt,
	step,
	UNLIMITED,
	type Pace,
	type PaceEvent,
} from '../../../nodes/verifik/api/pace';

/*
 * Servers with quotas and the programs that read from them, in virtual time: an hour of an account
 * takes milliseconds, and the same seed gives the same hour.
 */

export const KINDS = ['fixed', 'aligned', 'sliding', 'bucket'] as const;

export interface Quota {
	kind: (typeof KINDS)[number];
	limit: number;
	windowMs: number;
	/** where the clock stands in its window at the start, of an aligned quota */
	offsetMs?: number;
	/** Whether a refused request counts as well. */
	countsRefused?: boolean;
	/** what the limit is from a time on */
	changed?: { limit: number; atMs: number };
}

export const TELLS = ['wait', 'zero', 'one', 'window', 'nothing'] as const;
export type Tells = (typeof TELLS)[number];

export interface Scenario {
	quota: Quota;
	/** the arrivals that are refused once, quota or not: 0 is the first */
	strays?: number[];
	tells: Tells;
	pages: number;
	/** requests under way, of each of the executions */
	concurrency: number;
	executions?: number;
	/** the mean time to an answer; each takes between half of it and one and a half */
	latencyMs: number;
	/** the part of the quota that another program takes */
	rival?: { share: number; untilMs?: number; isUneven?: boolean };
	seed?: number;
}

export interface Run {
	requests: number;
	refused: number;
	timeMs: number;
	/** when our requests were sent */
	sentMs: number[];
	refusedMs: number[];
	pace: Pace;
}

/** A server's side of a quota: lets a request in, or says how long until it would let one in. */
type Admit = (nowMs: number) => 'served' | { waitMs: number };

function fixed({ limit, windowMs, ...quota }: Quota): Admit {
	let start = quota.kind === 'aligned' ? -(quota.offsetMs ?? 0) : -Infinity;
	let count = 0;
	return (now) => {
		if (now >= start + windowMs) {
			const passed = Math.floor((now - start) / windowMs) * windowMs;
			start = quota.kind === 'aligned' ? start + passed : now;
			count = 0;
		}
		if (count >= limit) return { waitMs: start + windowMs - now };
		count++;
		return 'served';
	};
}

function sliding({ limit, windowMs, countsRefused }: Quota): Admit {
	let log: number[] = [];
	return (now) => {
		log = log.filter((at) => at > now - windowMs);
		const isServed = log.length < limit;
		const waitMs = isServed ? 0 : log[log.length - limit] + windowMs - now;
		if (isServed || countsRefused) log.push(now);
		return isServed ? 'served' : { waitMs };
	};
}

function bucket({ limit, windowMs }: Quota): Admit {
	let tokens = limit;
	let last = 0;
	return (now) => {
		tokens = Math.min(limit, tokens + ((now - last) * limit) / windowMs);
		last = now;
		if (tokens >= 1) {
			tokens--;
			return 'served';
		}
		return { waitMs: ((1 - tokens) * windowMs) / limit };
	};
}

const METERS = { fixed, aligned: fixed, sliding, bucket };

function tell(tells: Tells, quota: Quota, waitMs: number): RetryHint {
	const seconds = Math.ceil(waitMs / 1000) * 1000;
	switch (tells) {
		case 'wait':
			return { waitMs: seconds };
		case 'zero':
			return { waitMs: 0 };
		case 'one':
			return { waitMs: 1000 };
		case 'window':
			return { windowMs: quota.windowMs };
		case 'nothing':
			return {};
	}
}

/** A small generator of numbers in [0, 1), the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** What is to happen, in the order of its time. */
function createClock() {
	const due: Array<{ at: number; action: (now: number) => void }> = [];
	return {
		at(at: number, action: (now: number) => void) {
			let index = due.length;
			while (index > 0 && due[index - 1].at <= at) index--;
			due.splice(index, 0, { at, action });
		},
		next: () => due.pop(),
	};
}

/** Reads all pages; throws when that takes more than a week, or far too many requests. */
export function run(
	scenario: Scenario,
	learned: Pace = UNLIMITED,
	watch: (event: PaceEvent, nowMs: number, pace: Pace) => void = () => undefined,
): Run {
	const { quota, tells, pages, latencyMs, rival } = scenario;
	const random = randomFrom(scenario.seed ?? 1);
	const clock = createClock();
	const admitByQuota = METERS[quota.kind](quota);
	const { changed = { limit: quota.limit, atMs: Infinity } } = quota;
	const admitByChanged = METERS[quota.kind]({ ...quota, limit: changed.limit });
	let arrived = 0;
	const admit: Admit = (now) => {
		if (scenario.strays?.includes(arrived++)) return { waitMs: 0 };
		return now >= changed.atMs ? admitByChanged(now) : admitByQuota(now);
	};
	const result: Run = {
		requests: 0,
		refused: 0,
		timeMs: 0,
		sentMs: [],
		refusedMs: [],
		pace: learned,
	};
	let idle = scenario.concurrency * (scenario.executions ?? 1);
	let waiting = pages;
	let left = pages;
	let wakeAt = Infinity;

	const tellPace = (event: PaceEvent, now: number) => {
		result.pace = step(result.pace, event, now);
		watch(event, now, result.pace);
	};
	const dispatch = (now: number) => {
		while (idle > 0 && waiting > 0) {
			const at = nextAt(result.pace, now);
			if (at > now) {
				// a turn comes nearer while the rate grows: not worth waking for again
				if (at < wakeAt - 1) {
					wakeAt = at;
					clock.at(at, () => {
						if (wakeAt === at) wakeAt = Infinity;
					});
				}
				return;
			}
			send(now);
		}
	};
	const send = (now: number) => {
		idle--;
		waiting--;
		result.requests++;
		result.sentMs.push(now);
		tellPace({ type: 'sent' }, now);
		const latency = latencyMs * (0.5 + random());
		clock.at(now + latency / 2, (arrivedAt) => {
			const answer = admit(arrivedAt);
			clock.at(now + latency, (answeredAt) => settle(answer, now, answeredAt));
		});
	};
	const settle = (answer: ReturnType<Admit>, sentAtMs: number, now: number) => {
		idle++;
		if (answer === 'served') {
			left--;
			result.timeMs = now;
			tellPace({ type: 'served', sentAtMs }, now);
			return;
		}
		waiting++;
		result.refused++;
		result.refusedMs.push(now);
		const hint = tell(tells, quota, answer.waitMs);
		tellPace({ type: 'refused', sentAtMs, hint }, now);
	};
	if (rival) compete(clock, admit, quota, rival, random);

	dispatch(0);
	while (left > 0) {
		const next = clock.next();
		if (!next) throw new Error('nothing is under way, and pages are left');
		if (next.at > 7 * 24 * 3_600_000) throw new Error(`${left} pages left after a week`);
		if (result.requests > 2 * pages + 1000) throw new Error('far too many requests');
		next.action(next.at);
		dispatch(next.at);
	}
	return result;
}

/** Another program of the account, which takes its part and does not mind refusals. */
function compete(
	clock: ReturnType<typeof createClock>,
	admit: Admit,
	{ limit, windowMs }: Quota,
	{ share, untilMs = Infinity, isUneven = false }: NonNullable<Scenario['rival']>,
	random: () => number,
) {
	const gapMs = windowMs / limit / share;
	const next = (now: number) => {
		if (now > untilMs) return;
		admit(now);
		clock.at(now + gapMs * (isUneven ? 2 * random() : 1), next);
	};
	if (share > 0) clock.at(gapMs * random(), next);
}
