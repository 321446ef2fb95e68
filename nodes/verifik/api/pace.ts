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
export interface Pace {
	/** What was served since the quota last opened, in groups: the older, the coarser. */
	readonly served: readonly Served[];
	/** The first of `served` was served after this: the last sign that the quota was closed. */
	readonly sinceMs: number;
	/** the last sign of life, an answer or a request */
	readonly lastMs: number;
	readonly lastSentMs: number;
	/** requests under way that were sent since the quota opened */
	readonly underWay: number;
	/** What requests are spaced by; nothing until a first refusal was got over. */
	readonly learned?: Learned;
	readonly closed?: Closed;
	/** the refusal before, to measure from */
	readonly before?: Refusal;
	/** Whether the server said when to come back and refused then. */
	readonly isMisled?: boolean;
}

interface Served {
	readonly atMs: number;
	readonly count: number;
}

interface Learned {
	/** so many requests … */
	readonly limit: number;
	/** … in this time */
	readonly windowMs: number;
	/** when the quota was opened last */
	readonly openedMs: number;
	/** Whether more than one sign speaks for it, so that one refusal does not overthrow it. */
	readonly isSure: boolean;
	/** what held for long, until more was tried */
	readonly proven?: { readonly windowMs: number; readonly limit: number };
}

interface Refusal {
	readonly atMs: number;
	/** how many were served between the quota's opening and its refusal */
	readonly served: number;
	/** how long these took */
	readonly spanMs: number;
}

interface Closed {
	readonly atMs: number;
	/** Until here the quota is known to be closed. */
	readonly untilMs: number;
	/** how many requests asked whether it is open, in vain */
	readonly probes: number;
	readonly nextProbeMs: number;
	readonly probeSentMs?: number;
	/** refusals since `atMs`, those that were under way included */
	readonly refusals: number;
	readonly told: ToldQuota;
	/** the server's word on when to come back */
	readonly toldUntilMs?: number;
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

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The times that quotas are given for. */
const WINDOWS = [SECOND, MINUTE, HOUR];
/** The rest is left to the account's other programs. */
const SHARE = 0.8;
/** After so long without a request, what was learned no longer counts. */
const FORGET_MS = 5 * MINUTE;
/** After so long without a refusal, more is tried. */
const TEST_MS = 10 * MINUTE;
/** So many times what was learned, and not refused: there is no quota. */
const LIFTED = 8;
/** how many groups `served` is kept in */
const GROUPS = 100;

/** Nothing was refused, so no request waits. */
export const UNLIMITED: Pace = {
	served: [],
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
			return isLate && !closed ? answered : { ...answered, served: log(current.served, nowMs) };
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
	const { closed, learned, lastSentMs } = pace;
	if (closed) return closed.probeSentMs === undefined ? closed.nextProbeMs : Infinity;
	if (!learned) return nowMs;
	// what was learned may be wrong: at first no more under way than were served
	if (pace.underWay >= count(pace.served)) return Infinity;
	return lastSentMs + learned.windowMs / (SHARE * learned.limit * rise(learned, nowMs));
}

/** @returns how many requests a minute are sent at most; `undefined` while there is no bound */
export function perMinute({ learned }: Pace): number | undefined {
	return learned && (SHARE * learned.limit * MINUTE) / learned.windowMs;
}

/** @returns when the server says that it will serve again (ms), while it refuses and says so */
export function toldUntil({ closed }: Pace): number | undefined {
	return closed?.toldUntilMs;
}

function isForgotten({ closed, learned, lastMs }: Pace, nowMs: number): boolean {
	if (closed && nowMs < closed.nextProbeMs + FORGET_MS) return false;
	if (nowMs - lastMs > Math.max(FORGET_MS, learned?.windowMs ?? 0)) return true;
	return !closed && learned !== undefined && rise(learned, nowMs) > LIFTED;
}

/** How many times the learned limit is tried: once for some minutes, then more and more. */
function rise({ openedMs, windowMs }: Learned, nowMs: number): number {
	const testedMs = nowMs - openedMs - Math.max(TEST_MS, 2 * windowMs);
	return testedMs <= 0 ? 1 : 2 ** (testedMs / Math.max(MINUTE, windowMs / 4));
}

function sent(pace: Pace, nowMs: number): Pace {
	const closed = pace.closed && { ...pace.closed, probeSentMs: nowMs };
	return { ...pace, closed, lastSentMs: nowMs, underWay: pace.underWay + 1 };
}

function close(pace: Pace, told: ToldQuota, nowMs: number): Pace {
	const closed: Closed = {
		atMs: nowMs,
		untilMs: nowMs,
		probes: 0,
		nextProbeMs: 0,
		refusals: 1,
		told,
		toldUntilMs: told.waitMs && nowMs + told.waitMs,
	};
	return { ...pace, underWay: 0, closed: { ...closed, nextProbeMs: nextProbe(pace, closed) } };
}

function refuseProbe(pace: Pace, before: Closed, told: ToldQuota, nowMs: number): Pace {
	const closed: Closed = {
		...before,
		untilMs: nowMs,
		probes: before.probes + 1,
		refusals: before.refusals + 1,
		probeSentMs: undefined,
		told: { ...before.told, ...told },
		toldUntilMs: told.waitMs && nowMs + told.waitMs,
	};
	const isMisled = pace.isMisled || before.told.waitMs !== undefined;
	const current = { ...pace, isMisled };
	return { ...current, closed: { ...closed, nextProbeMs: nextProbe(current, closed) } };
}

/**
 * When to ask whether the quota is open: when the server says, and from the second time on not
 * before it is worth it. Without a word: soon, then after four times as long, and so on, but always
 * at the times at which a quota opens that began with its first request.
 */
function nextProbe(pace: Pace, { atMs, untilMs, told, toldUntilMs = 0 }: Closed): number {
	// late answers of the same millisecond are not to be taken for the probe's
	const isBelieved = told.waitMs !== undefined && !pace.isMisled;
	if (isBelieved) return Math.max(toldUntilMs, untilMs + 1);
	const known = told.windowMs ?? pace.learned?.windowMs;
	const closedMs = untilMs - atMs;
	const gapMs =
		known === undefined ? Math.max(SECOND, 4 * closedMs) : Math.max(known / 8, closedMs);
	const openings = WINDOWS.filter((window) => window >= (known ?? 0)).flatMap((window) => {
		const start = firstWithin(pace, window, atMs);
		return (known === undefined ? [0, 0.25, 0.5, 0.75, 1] : [0, 1])
			.map((part) => start + (atMs - start) * part + window)
			.concat(atMs + window * 1.02, atMs + window * 1.1)
			.filter((at) => at >= untilMs + Math.max(window / 64, SECOND / 4));
	});
	return Math.max(toldUntilMs, Math.min(untilMs + gapMs, ...openings));
}

/** When the first was served of those that a window ending at `untilMs` holds. */
function firstWithin({ served }: Pace, windowMs: number, untilMs: number): number {
	return served.find(({ atMs }) => atMs > untilMs - windowMs)?.atMs ?? untilMs;
}

function open(pace: Pace, closed: Closed, nowMs: number): Pace {
	const { told } = closed;
	// rounded to seconds, and nobody asked meanwhile
	const trusted = closed.probes === 0 && told.waitMs ? closed.atMs + told.waitMs - SECOND : 0;
	const untilMs = Math.max(closed.untilMs, trusted);
	const estimate = learn(pace, { ...closed, untilMs }, nowMs);
	return {
		...pace,
		served: [{ atMs: nowMs, count: 1 }],
		sinceMs: untilMs,
		closed: undefined,
		before: {
			atMs: closed.atMs,
			served: count(pace.served),
			spanMs: closed.atMs - (pace.served[0]?.atMs ?? closed.atMs),
		},
		learned: {
			...estimate,
			limit: Math.max(estimate.windowMs / HOUR, estimate.limit),
			openedMs: nowMs,
		},
	};
}

type Estimate = Omit<Learned, 'openedMs'>;

/** The quota, from what was served until it closed and from when it opened. */
function learn(pace: Pace, closed: Closed, openedMs: number): Estimate {
	const { learned, before, sinceMs } = pace;
	const { atMs, untilMs, told } = closed;
	const isPossible = (window: number) =>
		window >= (learned?.windowMs ?? 0) && window * 1.25 >= untilMs - atMs;
	const possible = told.windowMs ? [told.windowMs] : WINDOWS.filter(isPossible);
	// it opened when a window did that had opened before, or had begun with the first request
	const hit = possible.find((window) => {
		const start = firstWithin(pace, window, atMs);
		const earliest = start === pace.served[0]?.atMs && before ? sinceMs : start;
		return earliest + window <= openedMs && untilMs < start + window;
	});
	if (before && learned) return correct(pace, closed, possible, hit, learned, before);

	const windowMs = hit ?? possible[0] ?? HOUR;
	// a second passes while a request is answered, and a wide gap holds any time
	const isClear = hit !== undefined && hit > SECOND && openedMs - untilMs < hit / 4;
	const isSure = isClear || told.windowMs !== undefined;
	return { windowMs, limit: servedWithin(pace, closed, windowMs), isSure };
}

/** What a refusal makes of what was learned before. */
function correct(
	pace: Pace,
	closed: Closed,
	possible: number[],
	hit: number | undefined,
	learned: Learned,
	before: Refusal,
): Estimate {
	const windowMs = possible[0] ?? HOUR;
	const { atMs } = closed;
	const inWindow = (window: number) => (learned.limit / learned.windowMs) * window;
	const old = inWindow(windowMs);
	const times = rise(learned, atMs);
	if (times > 1) {
		// as much as before, unless it is clearly more
		const limit = Math.min(servedWithin(pace, closed, windowMs), old * times);
		return limit > 1.25 * old
			? { windowMs, limit, isSure: false, proven: { windowMs, limit: old } }
			: { windowMs, limit: old, isSure: true };
	}
	if (learned.proven) return { ...learned.proven, isSure: true };

	const served = count(pace.served);
	// a refusal now and then is chance: other programs, answers that took longer than others
	const isRare = atMs - learned.openedMs > 5 * windowMs && served > 10;
	if (isRare) return { windowMs, limit: old, isSure: true };

	const sinceBefore = atMs - before.atMs;
	const rate = served / sinceBefore;
	const isSure = learned.isSure || served >= Math.max(5, 0.5 * old);
	const least = isSure ? (windowMs === SECOND ? 0.9 : 0.75) : 0;
	const lower = (limit: number) => Math.max(least * old, Math.min(limit, 0.9 * old));
	if (hit !== undefined && (hit > SECOND || isSure)) {
		const within = servedWithin(pace, closed, hit);
		if (within > 2 && sinceBefore < 2 * hit) {
			return { windowMs: hit, limit: Math.max(least * inWindow(hit), within), isSure: true };
		}
	}
	const isLong = sinceBefore >= 2 * windowMs;
	if (isSure) {
		const within = Math.max(rate * windowMs, servedWithin(pace, closed, windowMs));
		return { windowMs, limit: isLong ? 0.9 * old : lower(within), isSure };
	}
	// the first served filled a longer window, if that goes with what was served since
	const longer = possible.find((window) => {
		const guess = before.served / (window + before.spanMs);
		return guess > (served - 0.75) / sinceBefore && guess < (served + 1) / sinceBefore;
	});
	// a quota that fills up steadily: this is its rate
	if (longer === undefined)
		return { windowMs, limit: lower(((served + 1) / sinceBefore) * windowMs), isSure };
	const limit = (before.served * longer) / (longer + before.spanMs);
	return { windowMs: longer, limit, isSure: true };
}

/** How many the window served that closed at `atMs` and was still closed at `untilMs`. */
function servedWithin({ served }: Pace, closed: Closed, windowMs: number): number {
	const { limit } = closed.told;
	const within = count(served.filter(({ atMs }) => atMs > closed.untilMs - windowMs));
	// refused requests may count as well, and have kept it closed
	const most = Math.min(count(served), within + closed.refusals);
	return limit !== undefined && limit < most && limit >= most / 2 ? limit : most;
}

function count(served: readonly Served[]): number {
	return served.reduce((sum, group) => sum + group.count, 0);
}

/** One more, and two groups made one when there are too many: the closest, for their age. */
function log(served: readonly Served[], nowMs: number): readonly Served[] {
	const all = [...served, { atMs: nowMs, count: 1 }];
	if (all.length <= GROUPS) return all;
	let closest = 0;
	let least = Infinity;
	for (let index = 0; index < all.length - 2; index++) {
		const age = nowMs - all[index].atMs;
		const gap = (all[index + 1].atMs - all[index].atMs) / Math.max(1, age);
		if (gap < least) [closest, least] = [index, gap];
	}
	const [first, second] = all.slice(closest, closest + 2);
	all.splice(closest, 2, { atMs: first.atMs, count: first.count + second.count });
	return all;
}
