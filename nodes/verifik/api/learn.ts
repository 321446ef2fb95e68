import type { ToldQuota } from './quota';

/*
 * What refusals tell about a quota: when to ask whether it serves again, and, once it does, how
 * much it serves in which time. A calculation on times alone, like the pace that uses it.
 */

/** What the quota is judged by. */
export interface Evidence {
	/** What was served since the quota last opened, in groups: the older, the coarser. */
	readonly served: readonly Served[];
	/** how many that are */
	readonly total: number;
	/** The first of `served` was served after this: the last sign that the quota was closed. */
	readonly sinceMs: number;
	/** What requests are spaced by; nothing until a first refusal was got over. */
	readonly learned?: Learned;
	/** the refusal before, to measure from */
	readonly before?: Refusal;
	/** Whether the server said when to come back and refused then. */
	readonly isMisled?: boolean;
}

interface Served {
	readonly atMs: number;
	readonly count: number;
}

export interface Estimate {
	/** so many requests … */
	readonly limit: number;
	/** … in this time */
	readonly windowMs: number;
	/** Whether more than one sign speaks for it, so that one refusal does not overthrow it. */
	readonly isSure: boolean;
	/** what held for long, until more was tried */
	readonly proven?: { readonly windowMs: number; readonly limit: number };
}

export interface Learned extends Estimate {
	/** when the quota was opened last */
	readonly openedMs: number;
}

interface Refusal {
	readonly atMs: number;
	/** how many were served between the quota's opening and its refusal */
	readonly served: number;
	/** how long these took */
	readonly spanMs: number;
	/** how many in a row were taken for chance, this one included */
	readonly chances: number;
}

export interface Closed {
	readonly atMs: number;
	/** Until here the quota is known to be closed. */
	readonly untilMs: number;
	/** how many requests asked whether it is open, in vain */
	readonly probes: number;
	/** refusals since `atMs`, those that were under way included */
	readonly refusals: number;
	readonly told: ToldQuota;
	/** the server's word on when to come back */
	readonly toldUntilMs?: number | undefined;
	/** Whether it may be chance: nothing was refused before, or not for some time. */
	readonly isDoubted: boolean;
}

export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;

/** The times that quotas are given for. */
const WINDOWS_MS = [SECOND_MS, MINUTE_MS, HOUR_MS];
/** Sooner than that, an answer tells the same as the one before. */
const LEAST_GAP_MS = SECOND_MS / 4;
/** how many groups `served` is kept in at most */
const GROUPS = 150;

/**
 * How many times the learned limit is tried: once for some time, then more and more. By the second
 * a refusal costs little, and what the first one told is coarse, so that this begins soon.
 */
export function rise({ openedMs, windowMs }: Learned, nowMs: number): number {
	const [restMs, doubleMs] =
		windowMs === SECOND_MS
			? [10 * SECOND_MS, 40 * SECOND_MS]
			: [Math.max(10 * MINUTE_MS, 2 * windowMs), Math.max(MINUTE_MS, windowMs / 4)];
	return 2 ** Math.max(0, (nowMs - openedMs - restMs) / doubleMs);
}

/**
 * When to ask whether the quota is open: when the server says, and from the second time on not
 * before it is worth it. Without a word: soon, then after four times as long, and so on, but always
 * at the times at which a quota opens that began with its first request.
 *
 * @returns ms
 */
export function nextProbe(evidence: Evidence, closed: Closed): number {
	const { atMs, untilMs, told, toldUntilMs = 0 } = closed;
	// late answers of the same millisecond are not to be taken for the probe's
	const isBelieved = told.waitMs !== undefined && !evidence.isMisled;
	if (isBelieved) return Math.max(toldUntilMs, untilMs + 1);
	const known = told.windowMs ?? evidence.learned?.windowMs;
	if (closed.isDoubted && closed.probes === 0) return Math.max(toldUntilMs, atMs + LEAST_GAP_MS);
	const closedMs = untilMs - atMs;
	const gapMs =
		known === undefined ? Math.max(SECOND_MS, 4 * closedMs) : Math.max(known / 8, closedMs);
	// by the second an answer takes as long as the window: half of one later it has opened
	const openings = WINDOWS_MS.filter((window) => window >= (known ?? 0)).flatMap((window) => {
		const start = firstWithin(evidence, window, atMs);
		return (known === undefined ? [0, 0.5, 1] : [0, 1])
			.map((part) => start + (atMs - start) * part + window)
			.concat(atMs + window * (window === SECOND_MS ? 1.5 : 1.02))
			.filter((at) => at >= untilMs + Math.max(window / 64, LEAST_GAP_MS));
	});
	return Math.max(toldUntilMs, Math.min(untilMs + gapMs, ...openings));
}

/** When the first was served of those that a window ending at `untilMs` holds. */
function firstWithin({ served }: Evidence, windowMs: number, untilMs: number): number {
	return served.find(({ atMs }) => atMs > untilMs - windowMs)?.atMs ?? untilMs;
}

/** @returns the quota, from what was served until it closed and from when it opened (ms) */
export function learn(evidence: Evidence, closed: Closed, openedMs: number): Estimate {
	const { learned, before, sinceMs } = evidence;
	const { atMs, untilMs, told } = closed;
	const isPossible = (window: number) =>
		window >= (learned?.windowMs ?? 0) && window * 1.25 >= untilMs - atMs;
	const possible = told.windowMs ? [told.windowMs] : WINDOWS_MS.filter(isPossible);
	if (before && learned) return correct(evidence, closed, possible, learned, before);

	// it opened when a window did that had opened before, or had begun with the first request
	const hit = possible.find((window) => {
		const start = firstWithin(evidence, window, atMs);
		const earliest = start === evidence.served[0]?.atMs && sinceMs > -Infinity ? sinceMs : start;
		return earliest + window <= openedMs && untilMs < start + window;
	});
	const windowMs = hit ?? possible[0] ?? HOUR_MS;
	// a second passes while a request is answered, and a wide gap holds any time
	const isClear = hit !== undefined && hit > SECOND_MS && openedMs - untilMs < hit / 4;
	const isSure = isClear || told.windowMs !== undefined;
	return { windowMs, limit: servedWithin(evidence, closed, windowMs), isSure };
}

/** What a refusal makes of what was learned before. */
function correct(
	evidence: Evidence,
	closed: Closed,
	possible: number[],
	learned: Learned,
	before: Refusal,
): Estimate {
	const windowMs = possible[0] ?? HOUR_MS;
	const old = (learned.limit / learned.windowMs) * windowMs;
	const times = rise(learned, closed.atMs);
	// by the second what rose stays but for a step, to be near the limit soon
	if (times > 1 && windowMs === SECOND_MS)
		return { windowMs, limit: 0.9 * times * old, isSure: true };
	if (times > 1) {
		// as much as before, unless it is clearly more
		const limit = Math.min(servedWithin(evidence, closed, windowMs), old * times);
		return limit > 1.25 * old
			? { windowMs, limit, isSure: false, proven: { windowMs, limit: old } }
			: { windowMs, limit: old, isSure: true };
	}
	if (learned.proven) return { ...learned.proven, isSure: true };
	// a refusal now and then is chance: other programs, answers that took longer than others
	const isRare = closed.atMs - learned.openedMs > 5 * windowMs && evidence.total > 10;
	if (isRare) return { windowMs, limit: old, isSure: true };

	// one served and the next refused: the first burst was no window's, if it is all that was known
	const isHeld = evidence.total > 1 || Math.abs(before.served - old) > 0.1 * old;
	const isSure = (learned.isSure && isHeld) || evidence.total >= Math.max(5, 0.5 * old);
	const least = isSure || learned.isSure ? 0.75 * old : 0;
	const limit = servedWithin(evidence, closed, windowMs);
	if (isSure && windowMs === SECOND_MS) {
		return { windowMs, limit: Math.max(0.6 * old, Math.min(limit, 0.9 * old)), isSure };
	}
	if (!isSure) return guess(evidence, closed, possible, windowMs, [least, 0.9 * old], before);
	// refused for long: a small step; else what was served, which is sure to be within it
	const isLong = closed.atMs - before.atMs >= 2 * windowMs;
	return {
		windowMs,
		limit: isLong ? 0.9 * old : Math.max(least, Math.min(limit, 0.9 * old)),
		isSure,
	};
}

/** What one refusal soon after another tells, when nothing before is sure. */
function guess(
	{ total }: Evidence,
	closed: Closed,
	possible: number[],
	windowMs: number,
	[least, most]: [number, number],
	before: Refusal,
): Estimate {
	const sinceMs = closed.atMs - before.atMs;
	const perMs = (window: number) => before.served / (window + before.spanMs);
	// the first served filled a longer window, if that goes with what was served since
	const longer = possible.find(
		(window) => perMs(window) > (total - 0.75) / sinceMs && perMs(window) < (total + 1) / sinceMs,
	);
	if (longer) return { windowMs: longer, limit: perMs(longer) * longer, isSure: true };
	// a quota that fills up steadily: this is its rate
	const limit = ((total + 1) / sinceMs) * windowMs;
	return { windowMs, limit: Math.max(least, Math.min(limit, most)), isSure: false };
}

/** How many the window served that closed at `atMs` and was still closed at `untilMs`. */
function servedWithin({ served, total }: Evidence, closed: Closed, windowMs: number): number {
	const { limit } = closed.told;
	// a second passes while one asks, so that only what closed it tells
	const isShort = windowMs === SECOND_MS;
	const from = (isShort ? closed.atMs : closed.untilMs) - windowMs;
	const within = served.reduce((sum, { atMs, count }) => (atMs > from ? sum + count : sum), 0);
	// refused requests may count as well, and have kept it closed
	const most = Math.min(total, within + (isShort ? 0 : closed.refusals));
	return limit !== undefined && limit < most && limit >= most / 2 ? limit : most;
}

/** One more, and half as many groups when there are too many: the closest made one, for their age. */
export function log(served: readonly Served[], nowMs: number): readonly Served[] {
	const latest = { atMs: nowMs, count: 1 };
	const [oldest, ...others] = served;
	if (oldest === undefined || served.length < GROUPS) return [...served, latest];
	const gap = (older: Served, newer: Served) =>
		(newer.atMs - older.atMs) / (nowMs - older.atMs + 1);
	const gaps: number[] = [];
	others.reduce((older, newer) => {
		gaps.push(gap(older, newer));
		return newer;
	}, oldest);
	const least = gaps.sort((a, b) => a - b).at(GROUPS / 2) ?? 0;
	const groups: Served[] = [];
	let last = oldest;
	for (const group of others) {
		if (gap(last, group) > least) {
			groups.push(last);
			last = group;
		} else {
			last = { atMs: last.atMs, count: last.count + group.count };
		}
	}
	return [...groups, last, latest];
}
