/** What a server said about its quota. Everything is finite; what it did not say is `undefined`. */
export interface ToldQuota {
	/** ms until it may be asked again, 0 or more, however long that is */
	waitMs?: number | undefined;
	/** ms that the quota is counted over, more than 0 */
	windowMs?: number | undefined;
	/** requests in such a window, more than 0 */
	limit?: number | undefined;
}

/**
 * Reads what a server says about when to come back. Verifik documents none of it but the names
 * `X-RateLimit-Limit/-Remaining/-Reset` (C) and "Rate limit exceeded for minute" (B), so every form
 * in use is understood: `Retry-After` (RFC 9110), `RateLimit` and `RateLimit-Policy` of the IETF's
 * drafts, old and new, `RateLimit-Reset`, and `X-RateLimit-Reset` in seconds or as a moment.
 *
 * A reset counts when `Retry-After` is missing or 0. Moments are measured against the server's own
 * `Date`, since this machine's clock may be hours off. Certainty: docs/verifik-api.md.
 *
 * @param headers as Node gives them: a text each, or a list when one came several times
 * @param words what the server says in the body
 * @param nowMs ms since 1970, by this machine's clock
 */
export function toldQuota(
	headers: Record<string, unknown>,
	words: string,
	nowMs: number,
): ToldQuota {
	const read = reader(headers);
	const serverNowMs = momentOf(read('date')[0] ?? '') ?? nowMs;
	const state = exhausted(read('ratelimit').flatMap(readMembers));
	const limits = [...read('ratelimit-limit'), ...read('x-ratelimit-limit')];
	const policy = policyOf([...read('ratelimit-policy'), ...limits], state, words);
	const limit = [state?.fields.limit, ...limits].map(leadingNumber).find(isTold);

	const retryAfter = read('retry-after')
		.map((text) => waitOf(text, serverNowMs))
		.find(isTold);
	const reset = [
		state?.fields.reset ?? state?.fields.t ?? '',
		...read('ratelimit-reset'),
		...read('x-ratelimit-reset'),
	]
		.map((text) => waitForReset(text, serverNowMs))
		.find(isTold);
	return {
		waitMs: retryAfter || (reset ?? retryAfter),
		windowMs: policy.windowMs,
		limit: policy.limit ?? limit,
	};
}

/** A quota that a server has: so many requests in so long a window. */
type Policy = Pick<ToldQuota, 'windowMs' | 'limit'>;

/**
 * Which of a server's quotas is used up: the one that the words name or the state of the quotas
 * does, else the shortest.
 *
 * @param headers `"minute";q=60;w=60`, or `60;w=60` as the older drafts have it
 */
function policyOf(headers: string[], state: Member | undefined, words: string): Policy {
	const windowMs = windowInWords(words);
	const policies = headers
		.flatMap(readMembers)
		.map(({ name, fields }) => ({
			name,
			limit: positive(fields.q ?? name),
			windowMs: positive(Number(fields.w ?? fields.window) * 1000),
		}))
		.filter((policy) => policy.windowMs !== undefined)
		.sort((one, other) => Number(one.windowMs) - Number(other.windowMs));
	if (windowMs !== undefined) {
		return { windowMs, limit: policies.find((policy) => policy.windowMs === windowMs)?.limit };
	}
	const limit = positive(state?.fields.limit);
	return (
		policies.find((policy) => policy.name === state?.name) ??
		policies.find((policy) => limit !== undefined && policy.limit === limit) ??
		policies[0] ??
		{}
	);
}

/** The texts of one header, none for what is no text; names in any case. */
function reader(headers: Record<string, unknown>): (name: string) => string[] {
	const entries = Object.entries(headers);
	return (name) =>
		entries
			.filter(([key]) => key.toLowerCase() === name)
			.flatMap(([, value]) => (Array.isArray(value) ? (value as unknown[]) : [value]))
			.filter((value) => typeof value === 'string' || typeof value === 'number')
			.map((value) => String(value).trim().slice(0, 1000))
			.filter((text) => text !== '');
}

/** A member of a structured header: `"minute";q=60;w=60`, or a lone field of the oldest draft. */
interface Member {
	name: string;
	fields: Record<string, string>;
}

/**
 * The members of a structured header. The oldest draft has none, `limit=100, remaining=0,
 * reset=30`: its fields are gathered in one without a name.
 */
function readMembers(header: string): Member[] {
	const members = header.split(',').map((member) => member.split(';').map((part) => part.trim()));
	const isOldest = members.every(([head = '']) => head.includes('='));
	if (isOldest) return [{ name: '', fields: parametersIn(members.flat()) }];
	return members.map(([head = '', ...parts]) => ({
		name: head.replaceAll('"', ''),
		fields: parametersIn(parts),
	}));
}

function parametersIn(parts: string[]): Record<string, string> {
	const pairs = parts.map((part) => part.split('=').map((side) => side.replaceAll('"', '').trim()));
	return Object.fromEntries(pairs.filter((pair) => pair.length === 2)) as Record<string, string>;
}

/** Of several quotas the one that is used up; the one that takes longest, if it is several. */
function exhausted(states: Member[]): Member | undefined {
	const resetOf = ({ fields }: Member) => Number(fields.reset ?? fields.t ?? 0) || 0;
	const isUsedUp = ({ fields }: Member) => Number(fields.remaining ?? fields.r) === 0;
	const usedUp = states.filter(isUsedUp);
	return [...(usedUp.length > 0 ? usedUp : states)].sort(
		(one, other) => resetOf(other) - resetOf(one),
	)[0];
}

/** ms from now until what `Retry-After` names: seconds, or a date. */
function waitOf(text: string, nowMs: number): number | undefined {
	if (/^\d+(\.\d+)?$/.test(text)) return notNegative(Number(text) * 1000);
	return notNegative(Number(momentOf(text) ?? NaN) - nowMs);
}

/** Beyond these, a reset is no span of seconds but a moment: seconds since 1970, or ms. */
const EPOCH_SECONDS_MIN = 1e9;
const EPOCH_MS_MIN = 1e11;

/** ms from now until a reset, which may also be a moment. */
function waitForReset(text: string, nowMs: number): number | undefined {
	const number = Number(text);
	if (!(number >= EPOCH_SECONDS_MIN)) return waitOf(text, nowMs);
	const moment = new Date(number >= EPOCH_MS_MIN ? number : number * 1000);
	// NaN for what is beyond all dates
	return notNegative(moment.getTime() - nowMs);
}

/** ms since 1970 of a date as HTTP or ISO write it; `Date.parse` alone takes "-5" for one. */
function momentOf(text: string): number | undefined {
	const isDate = /^([a-z]{3,9},? |[+-]?\d{4,6}-\d\d-\d\d(t|$))/i.test(text);
	const momentMs = isDate ? Date.parse(text) : NaN;
	return Number.isNaN(momentMs) ? undefined : momentMs;
}

const UNITS_MS = new Map([
	['second', 1000],
	['minute', 60_000],
	['hour', 3_600_000],
	['day', 86_400_000],
]);

/** "Rate limit exceeded for minute" (B), "60 requests per hour". */
function windowInWords(words: string): number | undefined {
	const unit = /\b(?:for|per|each|every)[\s-]+(?:the[\s-]+)?(second|minute|hour|day)\b/i.exec(
		words,
	);
	return UNITS_MS.get(unit?.[1]?.toLowerCase() ?? '');
}

function leadingNumber(text = ''): number | undefined {
	return positive(/^\d+/.exec(text)?.[0]);
}

function positive(value: unknown): number | undefined {
	const number = Number(value);
	return Number.isFinite(number) && number > 0 ? number : undefined;
}

function notNegative(value: number): number | undefined {
	return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function isTold(value: number | undefined): value is number {
	return value !== undefined;
}
