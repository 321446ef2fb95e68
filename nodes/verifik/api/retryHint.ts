/** What a server says about when to come back. */
export interface RetryHint {
	/** ms until it may be asked again, 0 or more and finite, however long that is */
	waitMs?: number | undefined;
	/** ms that the quota is counted over: a second, a minute, an hour or a day */
	windowMs?: number | undefined;
}

/** names in lower case, as Node has them */
type Headers = Record<string, unknown>;

const UNITS_MS = new Map([
	['second', 1000],
	['minute', 60_000],
	['hour', 3_600_000],
	['day', 86_400_000],
]);

/**
 * Reads when a throttle is over. Verifik documents the name `X-RateLimit-Reset` (C) and the words
 * "Rate limit exceeded for minute" (B); `Retry-After` (RFC 9110) and `RateLimit-Reset` are what others
 * send. A reset counts when `Retry-After` is missing or 0. Certainty: docs/verifik-api.md.
 *
 * @param words what the server says in the body
 * @param nowMs ms since 1970, by this machine's clock
 */
export function retryHintOf(headers: Headers, words: string, nowMs: number): RetryHint {
	const retryAfter = retryAfterMs(headers, nowMs);
	const resets = ['ratelimit-reset', 'x-ratelimit-reset'].map((name) =>
		waitIn(headers, name, nowMs),
	);
	const unit = /\b(?:for|per|each|every)[\s-]+(?:the[\s-]+)?(second|minute|hour|day)\b/i;
	const windowMs = UNITS_MS.get(unit.exec(words)?.[1]?.toLowerCase() ?? '');
	return { waitMs: retryAfter || (resets[0] ?? resets[1] ?? retryAfter), windowMs };
}

/**
 * What `Retry-After` asks for, in ms from now. Other answers than a throttle may have quota headers
 * too, and ask nobody to wait by them.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
	return waitIn(headers, 'retry-after', nowMs);
}

/** ms from now until what a header names: seconds, seconds or ms since 1970, or a date. */
function waitIn(headers: Headers, name: string, nowMs: number): number | undefined {
	const text = String(headers[name] ?? '').trim();
	const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
	if (number < 1e9) return number * 1000;
	// this machine's clock may be hours off; the server's own tells the difference
	const serverNowMs = momentOf(String(headers.date)) ?? nowMs;
	const atMs = Number.isNaN(number) ? momentOf(text) : number * (number < 1e11 ? 1000 : 1);
	return atMs !== undefined && atMs >= serverNowMs && atMs < 8.64e15
		? atMs - serverNowMs
		: undefined;
}

/** ms since 1970 of a date as HTTP or ISO write it; `Date.parse` alone takes "-5" for one. */
function momentOf(text: string): number | undefined {
	const isDate = /^([a-z]{3,9},? |[+-]?\d{4,6}-\d\d-\d\d(t|$))/i.test(text);
	const momentMs = isDate ? Date.parse(text) : NaN;
	return Number.isNaN(momentMs) ? undefined : momentMs;
}
