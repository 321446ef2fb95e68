import {
	HOUR_MS,
	learn,
	log,
	MINUTE_MS,
	nextProbe,
	rise,
	SECOND_MS,
	type Closed,
	type Evidence,
	type Learned,
} from './learn';
import type { ToldQuota } from './quota';

/*
 * How fast one account may be read under a quota that nobody knows: a calculation on what was sent
 * and how it was answered. It keeps no time of its own and sends nothing.
 *
 * A quota shows itself by refusing. The pace is then *closed*: one request at a time asks whether
 * the quota serves again, and the first that is served opens it. What was served until the refusal,
 * and when it opened, tell how much the quota is and over which time; from then on requests are
 * spaced to keep below it. After some minutes without a refusal the pace rises, to find out whether
 * there is more room by now.
 */

/** What is known of an account's quota: a value, never changed. */
export interface Pace extends Evidence {
	/** the last sign of life, an answer or a request */
	readonly lastMs: number;
	readonly lastSentMs: number;
	/** requests under way that were sent since the quota opened */
	readonly underWay: number;
	readonly closed?: Waiting | undefined;
}

/** Closed, and when somebody asks whether it still is. */
interface Waiting extends Closed {
	readonly nextProbeMs: number;
	/** when the one that asks was sent, while its answer has not come */
	readonly probeSentMs?: number | undefined;
}

/** `sentAtMs` is the `nowMs` of the request's `sent`. */
export type PaceEvent =
	/** a request was let go */
	| { type: 'sent' }
	/** its answer came, and was no throttle */
	| { type: 'served'; sentAtMs: number }
	/** its answer was a throttle (429, 509) */
	| { type: 'refused'; sentAtMs: number; told: ToldQuota }
	/** no answer will come */
	| { type: 'lost'; sentAtMs: number };

/** After so long without a request, what was learned no longer counts. */
const FORGET_MS = 5 * MINUTE_MS;
/** So many times what was learned, and not refused: there is no quota. */
const LIFTED = 8;
/** Refusals further apart than this are each taken for chance. */
const CHANCE_MS = 2 * MINUTE_MS;
/** Within that time, so many are taken for chance at the most, each after that many were served. */
const MOST_CHANCES = 3;
const MANY = 10;

/** Nothing was refused, so no request waits. */
export const UNLIMITED: Pace = {
	served: [],
	total: 0,
	sinceMs: -Infinity,
	lastMs: -Infinity,
	lastSentMs: -Infinity,
	underWay: 0,
};

/**
 * What is known after an event. Every request is one `sent` and one of the others, and it does not
 * matter in which order the answers come.
 */
export function step(pace: Pace, event: PaceEvent, nowMs: number): Pace {
	const current = { ...(isForgotten(pace, nowMs) ? UNLIMITED : pace), lastMs: nowMs };
	if (event.type === 'sent') return sent(current, nowMs);

	const { closed, before } = current;
	const isProbe = closed !== undefined && event.sentAtMs > closed.atMs;
	// it was sent before the quota closed: nothing new
	const isLate = !isProbe && event.sentAtMs <= (closed ?? before ?? { atMs: -Infinity }).atMs;
	const underWay = isLate ? current.underWay : Math.max(0, current.underWay - 1);
	const answered = { ...current, underWay };

	switch (event.type) {
		case 'lost':
			return isProbe ? { ...answered, closed: { ...closed, probeSentMs: undefined } } : answered;
		case 'served':
			if (isProbe) return open(answered, closed, nowMs);
			return isLate && !closed ? answered : count(answered, nowMs);
		case 'refused':
			if (isProbe) return refuseProbe(answered, closed, event.told, nowMs);
			if (!isLate) return close(answered, event.told, nowMs);
			return closed
				? { ...answered, closed: { ...closed, refusals: closed.refusals + 1 } }
				: answered;
	}
}

/**
 * @returns when the next request may be sent (ms): not after `nowMs` when at once, Infinity when
 * only an answer can tell
 */
export function nextAt(pace: Pace, nowMs: number): number {
	if (isForgotten(pace, nowMs)) return nowMs;
	const { closed, learned, before, lastSentMs } = pace;
	if (closed) return closed.probeSentMs === undefined ? closed.nextProbeMs : Infinity;
	if (!before) return nowMs;
	// what was learned may be wrong: at first no more under way than were served
	if (pace.underWay >= pace.total - (learned ? 0 : before.served)) return Infinity;
	if (!learned) return nowMs;
	return lastSentMs + learned.windowMs / (share(learned) * learned.limit * rise(learned, nowMs));
}

/** @returns how many requests a minute are sent at most; `undefined` while there is no bound */
export function perMinute({ learned }: Pace): number | undefined {
	return learned && (share(learned) * learned.limit * MINUTE_MS) / learned.windowMs;
}

/** @returns when the server says that it will serve again (ms), while it refuses and says so */
export function toldUntil({ closed }: Pace): number | undefined {
	return closed?.toldUntilMs;
}

/** The rest is left to others; less by the second, where a refusal costs them a moment only. */
function share({ windowMs }: Learned): number {
	return windowMs === SECOND_MS ? 0.86 : 0.8;
}

function isForgotten({ closed, learned, lastMs }: Pace, nowMs: number): boolean {
	if (closed && nowMs < closed.nextProbeMs + FORGET_MS) return false;
	if (nowMs - lastMs > Math.max(FORGET_MS, learned?.windowMs ?? 0)) return true;
	return !closed && learned !== undefined && rise(learned, nowMs) > LIFTED;
}

function sent(pace: Pace, nowMs: number): Pace {
	const closed = pace.closed && { ...pace.closed, probeSentMs: nowMs };
	return { ...pace, closed, lastSentMs: nowMs, underWay: pace.underWay + 1 };
}

function count(pace: Pace, nowMs: number): Pace {
	return { ...pace, served: log(pace.served, nowMs), total: pace.total + 1 };
}

function close(pace: Pace, told: ToldQuota, nowMs: number): Pace {
	const closed: Closed = {
		atMs: nowMs,
		untilMs: nowMs,
		probes: 0,
		refusals: 1,
		told,
		toldUntilMs: told.waitMs && nowMs + told.waitMs,
		isDoubted: mayBeChance(pace, nowMs),
	};
	return { ...pace, underWay: 0, closed: { ...closed, nextProbeMs: nextProbe(pace, closed) } };
}

/**
 * Whether a refusal may be chance, so that it is asked about at once: nothing is learned, and it is the
 * first for some time, or one of a few that came long after one another. A quota that has just been
 * used up refuses after a few, and says no when it is asked.
 */
function mayBeChance({ learned, before, total }: Pace, nowMs: number): boolean {
	if (learned) return false;
	if (!before || nowMs - before.atMs > CHANCE_MS) return true;
	return before.chances < MOST_CHANCES && total - before.served >= MANY;
}

/**
 * Whether a first refusal tells when the quota opens and not how much it is: after no request, or a
 * few before which others may have used it. When the time comes, counting begins from there.
 */
function tellsNoLimit({ total, learned, sinceMs }: Pace, { told, probes }: Closed): boolean {
	if (total === 0) return true;
	const isFirst = learned === undefined && sinceMs === -Infinity;
	const { waitMs = 0, limit } = told;
	return isFirst && waitMs > 0 && limit === undefined && probes === 0 && total < MANY;
}

function refuseProbe(pace: Pace, before: Closed, told: ToldQuota, nowMs: number): Pace {
	const closed = {
		...before,
		untilMs: nowMs,
		probes: before.probes + 1,
		refusals: before.refusals + 1,
		probeSentMs: undefined,
		told: toldSince(before.told, told),
		toldUntilMs: told.waitMs && nowMs + told.waitMs,
	};
	const isMisled = pace.isMisled || before.told.waitMs !== undefined;
	const current = { ...pace, isMisled };
	return { ...current, closed: { ...closed, nextProbeMs: nextProbe(current, closed) } };
}

/** What a quota was said to be holds until it is said to be another; how long to wait is of the moment. */
function toldSince(before: ToldQuota, { waitMs, windowMs, limit }: ToldQuota): ToldQuota {
	const isOther = windowMs !== undefined && windowMs !== before.windowMs;
	if (isOther) return { waitMs, windowMs, limit };
	return { waitMs, windowMs: before.windowMs, limit: limit ?? before.limit };
}

function open(pace: Pace, closed: Closed, nowMs: number): Pace {
	const { atMs, told, probes } = closed;
	const isRecent = pace.before !== undefined && atMs - pace.before.atMs <= CHANCE_MS;
	const before = {
		atMs,
		served: pace.total,
		spanMs: atMs - (pace.served[0]?.atMs ?? atMs),
		chances: (isRecent ? (pace.before?.chances ?? 0) : 0) + 1,
	};
	// a quota by the minute that had been used up would not have served again so soon
	if (closed.isDoubted && probes === 0 && !told.waitMs) {
		return { ...count(pace, nowMs), closed: undefined, before };
	}
	// rounded to seconds, and nobody asked meanwhile
	const trusted = probes === 0 && told.waitMs ? atMs + told.waitMs - SECOND_MS : 0;
	const untilMs = Math.max(closed.untilMs, trusted);
	if (tellsNoLimit(pace, closed)) {
		const since = { ...pace, served: [], total: 0, sinceMs: untilMs };
		return { ...count(since, nowMs), closed: undefined, before: { ...before, served: 0 } };
	}
	const estimate = learn(pace, { ...closed, untilMs }, nowMs);
	const limit = Math.max(estimate.windowMs / HOUR_MS, estimate.limit);
	return {
		...pace,
		served: [{ atMs: nowMs, count: 1 }],
		total: 1,
		sinceMs: untilMs,
		closed: undefined,
		before,
		learned: { ...estimate, limit, openedMs: nowMs },
	};
}
