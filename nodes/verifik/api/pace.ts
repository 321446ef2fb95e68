import type { RetryHint } from './retryHint';

/*
 * How fast one account may be read: a calculation on what was sent and how it was answered. It keeps
 * no time of its own and sends nothing; all times are by `Clock.elapsedMs`.
 *
 * A refusal closes the pace. One request at a time then asks whether the quota serves again; the first
 * that is served opens it. What was served from one opening to the next, over that time, is the rate
 * that the quota grants. Requests keep to four fifths of it; turns that nobody used may be used at once.
 * After ten such cycles without a refusal the rate grows until one comes.
 */

/** What is known of an account's quota: a value, never changed. */
export interface Pace {
	/** When the quota opened: the first request, or the first served after a refusal. */
	readonly openedMs: number;
	/** Requests since then, and how many of them were served. */
	readonly sent: number;
	readonly served: number;
	/** the last sign of life, an answer or a request */
	readonly lastMs: number;
	readonly lastSentMs: number;
	readonly lastRefusedMs: number;
	/** Turns that nobody used, when the last request was sent. */
	readonly unused: number;
	readonly rate?: Rate | undefined;
	readonly closed?: Closed | undefined;
}

/** What the quota was seen to grant. */
interface Rate {
	/** requests per ms */
	readonly perMs: number;
	/** ms from one opening to the next */
	readonly cycleMs: number;
	readonly sinceMs: number;
}

interface Tried {
	readonly atMs: number;
	/** requests that asked whether the quota is open, in vain */
	readonly tries: number;
}

interface Closed extends Tried {
	/** Until then it is known to be closed. */
	readonly refusedMs: number;
	/** when the next one asks; `Infinity` while an answer is under way */
	readonly nextTryMs: number;
	/** the server's word on when to come back */
	readonly hintedMs?: number | undefined;
}

/** `sentAtMs` is the `nowMs` of the request's `sent`; `lost` is one whose answer will not come. */
export type PaceEvent =
	| { type: 'sent' }
	| { type: 'served'; sentAtMs: number }
	| { type: 'refused'; sentAtMs: number; hint: RetryHint }
	| { type: 'lost'; sentAtMs: number };

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** The times that quotas are given for. */
const WINDOWS_MS = [SECOND_MS, MINUTE_MS, 60 * MINUTE_MS];
/** The rest is left to the account's other programs. */
const SHARE = 0.8;
/** Unused turns of a longer time could use up a whole hour's quota. */
const UNUSED_MS = 15 * MINUTE_MS;
/** After so long without a request nothing that was learned counts. */
const FORGET_MS = 5 * MINUTE_MS;
/** Soon after a first refusal somebody asks: it may have been chance. */
const FIRST_TRY_MS = SECOND_MS / 4;
/** Refusals further apart may each be chance. */
const CHANCE_MS = 2 * MINUTE_MS;
/** Fewer than these, served before a refusal, tell no limit: others may have used it up. */
const FEW = 10;
/** A shorter cycle is that of a quota by the second: what is wrong about it costs a moment. */
const SHORT_MS = 2.5 * SECOND_MS;

/** Nothing was refused, so no request waits. */
export const UNLIMITED: Pace = {
	openedMs: -Infinity,
	sent: 0,
	served: 0,
	lastMs: -Infinity,
	lastSentMs: -Infinity,
	lastRefusedMs: -Infinity,
	unused: 0,
};

/** What is known after an event: every request is one `sent` and one of the others, in any order. */
export function step(pace: Pace, event: PaceEvent, nowMs: number): Pace {
	const current = { ...(isForgotten(pace, nowMs) ? UNLIMITED : pace), lastMs: nowMs };
	if (event.type === 'sent') return sent(current, nowMs);

	const { closed, openedMs } = current;
	const isTry = closed !== undefined && event.sentAtMs > closed.atMs;
	// sent before the refusal that is known, or the last opening: nothing new
	const isLate = !isTry && (closed !== undefined || event.sentAtMs < openedMs);
	switch (event.type) {
		case 'served':
			return isTry
				? open(current, closed, event.sentAtMs, nowMs)
				: { ...current, served: current.served + 1 };
		case 'lost':
			if (isTry) return { ...current, closed: { ...closed, nextTryMs: nowMs } };
			return isLate ? current : { ...current, sent: current.sent - 1 };
		case 'refused':
			if (isTry) return close(current, { ...closed, tries: closed.tries + 1 }, event.hint, nowMs);
			return isLate ? current : close(current, { atMs: nowMs, tries: 0 }, event.hint, nowMs);
	}
}

/**
 * @returns when the next request may be sent (ms): not after `nowMs` when at once, Infinity when
 * only an answer can tell
 */
export function nextAt(pace: Pace, nowMs: number): number {
	const { closed, rate } = pace;
	if (isForgotten(pace, nowMs)) return nowMs;
	if (closed) return closed.nextTryMs;
	if (!rate) return nowMs;
	// the rate may be wrong: at first no more are under way than were served
	const isWaiting = pace.sent >= 2 * Math.max(1, pace.served);
	if (isWaiting && rate.cycleMs > SHORT_MS) return Infinity;
	return pace.lastSentMs + (1 - pace.unused) / paced(rate, nowMs);
}

/** @returns how many requests a minute are sent at most; `undefined` while there is no bound */
export function perMinute({ rate }: Pace): number | undefined {
	return rate && SHARE * rate.perMs * MINUTE_MS;
}

function isForgotten({ closed, rate, lastMs }: Pace, nowMs: number): boolean {
	const isAwaited = closed !== undefined && closed.nextTryMs < Infinity;
	const quietMs = nowMs - (isAwaited ? Math.max(lastMs, closed.nextTryMs) : lastMs);
	return quietMs > Math.max(FORGET_MS, rate?.cycleMs ?? 0);
}

/** Requests per ms that are sent. */
function paced(rate: Rate, nowMs: number): number {
	return SHARE * rate.perMs * growth(rate, nowMs);
}

/** The rate stays for ten cycles, then doubles in five, a thousand times at the most. */
function growth(rate: Rate, nowMs: number): number {
	const unitMs = unitOf(rate);
	return 2 ** Math.min(10, Math.max(0, (nowMs - rate.sinceMs - 10 * unitMs) / (5 * unitMs)));
}

function unitOf({ cycleMs }: Rate): number {
	return cycleMs > SHORT_MS ? Math.max(MINUTE_MS, cycleMs) : cycleMs;
}

function sent(pace: Pace, nowMs: number): Pace {
	const { closed, rate } = pace;
	const next = { ...pace, lastSentMs: nowMs, sent: pace.sent + 1 };
	if (closed) return { ...next, closed: { ...closed, nextTryMs: Infinity } };
	const idleMs = nowMs - pace.lastSentMs;
	// whoever asks for little tells nothing of what would have been granted
	const isIdle = idleMs > Math.max(10 * SECOND_MS, rate ? 3 / paced(rate, nowMs) : 0);
	const since = isIdle ? { ...next, openedMs: nowMs, sent: 1, served: 0 } : next;
	if (!rate) return since;
	const most = Math.max(1, SHARE * rate.perMs * Math.min(rate.cycleMs, UNUSED_MS));
	const unused = Math.min(most, pace.unused + idleMs * paced(rate, nowMs)) - 1;
	return { ...since, unused: Math.max(0, unused) };
}

function close(
	pace: Pace,
	before: Tried,
	{ waitMs = 0, windowMs }: RetryHint,
	nowMs: number,
): Pace {
	const { atMs, tries } = before;
	const turnMs = Math.max(FIRST_TRY_MS, pace.rate ? 1 / pace.rate.perMs : 0);
	// twice as long each time, whatever the server says: it may have been wrong before
	const gapMs = tries === 0 && waitMs > 0 ? waitMs : Math.max(waitMs, turnMs * 2 ** tries);
	// but not later than the end of a window that began as the quota opened
	const ends = (windowMs === undefined ? WINDOWS_MS : [windowMs])
		.map((window) => pace.openedMs + window * 1.02)
		.filter((endMs) => endMs >= nowMs + Math.max(waitMs, FIRST_TRY_MS));
	const nextTryMs = Math.min(nowMs + gapMs, ...ends);
	const hintedMs = waitMs > 0 ? nowMs + waitMs : undefined;
	return { ...pace, unused: 0, closed: { atMs, tries, refusedMs: nowMs, nextTryMs, hintedMs } };
}

/** A request is served again: what the quota granted since it had opened before is known now. */
function open(pace: Pace, closed: Closed, sentAtMs: number, nowMs: number): Pace {
	const { served } = pace;
	const { atMs } = closed;
	const isFirst = pace.rate === undefined && closed.tries === 0;
	const mayBeChance = isFirst && atMs - pace.lastRefusedMs > CHANCE_MS;
	const opened = { ...pace, closed: undefined, lastRefusedMs: atMs };
	// it was over at once
	if (mayBeChance && sentAtMs - atMs < SECOND_MS) return { ...opened, served: served + 1 };
	const since = { ...opened, openedMs: nowMs, sent: 1, served: 1 };
	return mayBeChance && served < FEW ? since : { ...since, rate: granted(pace, closed, nowMs) };
}

function granted({ rate, served, openedMs }: Pace, closed: Closed, nowMs: number): Rate {
	// it grew until it was refused: that was the limit, and it is tried half as often from now on
	if (rate !== undefined && growth(rate, closed.atMs) > 1) {
		return { perMs: paced(rate, closed.atMs), cycleMs: 2 * unitOf(rate), sinceMs: nowMs };
	}
	// of one or two turns the gap between two tries is a large part
	const untilMs = served > 2 ? nowMs : (closed.refusedMs + nowMs) / 2;
	// waits are in whole seconds, and answers take a part of one
	const isShort = served > 2 && untilMs - openedMs < SHORT_MS;
	const tookMs = isShort ? SECOND_MS : Math.max(1, untilMs - openedMs);
	const isBySecond = served > 2 && nowMs - closed.atMs < 1.5 * SECOND_MS;
	const cycleMs = Math.max(isBySecond ? SECOND_MS : tookMs, rate?.cycleMs ?? 0);
	return { perMs: Math.max(1, served) / tookMs, cycleMs, sinceMs: nowMs };
}
