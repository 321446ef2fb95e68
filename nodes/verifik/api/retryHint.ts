/** What a server says about when to come back. */
export interface RetryHint {
	/** ms until it may be asked again, 0 or more and finite, however long that is */
	waitMs?: number | undefined;
	/** ms that the quota is counted over: a second, a minute, an hour or a day */
	windowMs?: number | undefined;
}

/** Node gives the texts of a header that came several times as a list. */
type Headers = Record<string, unknown>;

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
	const reset = firstWait(headers, ['ratelimit-reset', 'x-ratelimit-reset'], nowMs);
	const unit = /\b(?:for|per|each|every)[\s-]+(?:the[\s-]+)?(second|minute|hour|day)\b/i;
	const windowMs = UNITS_MS.get(unit.exec(words)?.[1]?.toLowerCase() ?? '');
	return { waitMs: retryAfter || (reset ?? retryAfter), windowMs };
}

/**
 * What `Retry-After` asks for, in ms from now. Other answers than a throttle may have quota headers
 * too, and ask nobody to wait by them.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
	return firstWait(headers, ['retry-after'], nowMs);
}

const UNITS_MS = new Map([
	['second', 1000],
	['minute', 60_000],
	['hour', 3_600_000],
	['day', 86_400_000],
]);

/** The first of these headers that can be read as a wait, in ms. */
function firstWait(headers: Headers, names: string[], nowMs: number): number | undefined {
	// this machine's clock may be hours off; the server's own tells the difference
	const serverNowMs = momentOf(textsOf(headers, 'date')[0] ?? '') ?? nowMs;
	const texts = names.flatMap((name) => textsOf(headers, name));
	return texts.map((text) => waitIn(text, serverNowMs)).find((waitMs) => waitMs !== undefined);
}

function textsOf(headers: Headers, name: string): string[] {
	const values = Object.entries(headers).filter(([key]) => key.toLowerCase() === name);
	return values
		.flatMap(([, value]) => value)
		.filter((value) => typeof value === 'string' || typeof value === 'number')
		.map((value) => String(value).trim().slice(0, 100));
}

/** ms from now until what a header names: seconds, seconds or ms since 1970, or a date. */
function waitIn(text: string, nowMs: number): number | undefined {
	const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
	if (number < 1e9) return number * 1000;
	const atMs = Number.isNaN(number) ? momentOf(text) : number * (number < 1e11 ? 1000 : 1);
	return atMs !== undefined && atMs >= nowMs && atMs < 8.64e15 ? atMs - nowMs : undefined;
}

/** ms since 1970 of a date as HTTP or ISO write it; `Date.parse` alone takes "-5" for one. */
function momentOf(text: string): number | undefined {
	const isDate = /^([a-z]{3,9},? |[+-]?\d{4,6}-\d\d-\d\d(t|$))/i.test(text);
	const momentMs = isDate ? Date.parse(text) : NaN;
	return Number.isNaN(momentMs) ? undefined : momentMs;
}
