import { documentedBody, type Refusal } from './answers';
import { admitAll, QuotaMeter, type QuotaRule, type QuotaUnit, type Verdict } from './quota';

/**
 * A quota of the account, and how the API speaks of it. Every request to `/v2/…` counts, whatever
 * becomes of it. By default as in Verifik's own code: 509, the unit in the text, no header.
 */
export interface Quota extends QuotaRule {
	/** What its headers are, on admitted answers too; `Retry-After` on refused ones only. */
	headers?: QuotaHeader[] | undefined;
	/** Sent as `Retry-After` with every refusal, instead of the truth: `0`, `3600`. */
	lies?: string;
	/** Status of a refusal. Default 509. */
	status?: 429 | 509;
	/** Whether the text of a 509 says "for minute". Default true. */
	wording?: boolean;
}

/**
 * The ways in which services tell. Seconds are whole and rounded up, as real ones are, but for a
 * quota with a `timeScale`: those are exact to the ms (so that fractions stand even where the
 * standards want whole numbers). Dates and epochs are those of the wall clock.
 */
export const QUOTA_HEADERS = [
	/** `Retry-After: 37`. */
	'retry-after',
	/** `Retry-After: Fri, 31 Dec 1999 23:59:59 GMT`, rounded up to whole seconds always. */
	'retry-after-date',
	/** The draft's `RateLimit: "default";r=0;t=37` and `RateLimit-Policy: "default";q=30;w=60`. */
	'ratelimit',
	/** Earlier drafts' `RateLimit-Limit`, `-Remaining` and `-Reset` in seconds. */
	'ratelimit-legacy',
	/** `X-RateLimit-Limit`, `-Remaining` and `-Reset` in seconds. */
	'x-ratelimit',
	/** The same with the reset as Unix time in seconds. */
	'x-ratelimit-epoch',
] as const;

export type QuotaHeader = (typeof QUOTA_HEADERS)[number];

/** What the account's quotas make of one request. */
export interface QuotaAnswer {
	headers: Record<string, string>;
	/** Undefined when the request is admitted. */
	refusal?: Refusal | undefined;
}

/** The quotas of the account. A request has to be within all of them. */
export class Quotas {
	private readonly meters: QuotaMeter[];

	constructor(private readonly quotas: readonly Quota[]) {
		this.meters = quotas.map((quota) => new QuotaMeter(quota));
	}

	/**
	 * Judges a request and counts it. Where several quotas have something to say in one header, the
	 * one that makes a client wait longest says it, then the one with the fewest requests left.
	 *
	 * @param nowMs ms since 1970.
	 */
	admit(nowMs: number): QuotaAnswer {
		const said = admitAll(this.meters, nowMs)
			.map((verdict, index) => ({ quota: this.quotas[index] as Quota, verdict }))
			.sort(
				({ verdict: one }, { verdict: other }) =>
					one.waitMs - other.waitMs || other.remaining - one.remaining,
			);
		const headers = said.map(({ quota, verdict }) => headersFor(quota, verdict, nowMs));
		const refused = said.filter(({ verdict }) => !verdict.admitted).at(-1);
		return {
			headers: Object.assign({}, ...headers),
			refusal: refused && refusalFor(refused.quota),
		};
	}

	/** Every quota begins anew. */
	clear(): void {
		this.meters.forEach((meter) => meter.clear());
	}
}

/** Reads a quota in short: `30/minute`, `30/minute:sliding`, `500/hour:bucket`. */
export function parseQuota(text: string): Quota | undefined {
	const match = /^([1-9]\d*)\/(second|minute|hour)(?::(fixed|sliding|bucket))?$/.exec(text);
	if (!match) return undefined;
	const [, requests, per, window = 'fixed'] = match;
	return {
		requests: Number(requests),
		per: per as QuotaUnit,
		window: window as QuotaRule['window'],
	};
}

function refusalFor({ status = 509, per, wording = true }: Quota): Refusal {
	if (status === 429) return { status, body: documentedBody(429) };
	const message = `Rate limit exceeded${wording ? ` for ${per}` : ''}`;
	return { status, body: { code: 'BandwidthLimitExceeded', message } };
}

function headersFor(quota: Quota, verdict: Verdict, nowMs: number): Record<string, string> {
	const asked = (quota.headers ?? []).map((kind) => headersOfKind(kind, quota, verdict, nowMs));
	const headers: Record<string, string> = Object.assign({}, ...asked);
	if (quota.lies !== undefined) headers['retry-after'] = quota.lies;
	// a quota that refused nothing has no say in when to come back
	if (verdict.admitted) delete headers['retry-after'];
	return headers;
}

function headersOfKind(
	kind: QuotaHeader,
	quota: Quota,
	{ waitMs, resetMs, remaining, limit, windowMs }: Verdict,
	nowMs: number,
): Record<string, string> {
	const seconds = (ms: number): string => inSeconds(ms, quota.timeScale ?? 1);
	const counts = (prefix: string, reset: string): Record<string, string> => ({
		[`${prefix}-limit`]: String(limit),
		[`${prefix}-remaining`]: String(remaining),
		[`${prefix}-reset`]: reset,
	});
	switch (kind) {
		case 'retry-after':
			return { 'retry-after': seconds(waitMs) };
		case 'retry-after-date':
			return { 'retry-after': httpDate(nowMs + waitMs) };
		case 'ratelimit':
			return {
				ratelimit: `"default";r=${remaining};t=${seconds(resetMs)}`,
				'ratelimit-policy': `"default";q=${limit};w=${seconds(windowMs)}`,
			};
		case 'ratelimit-legacy':
			return counts('ratelimit', seconds(resetMs));
		case 'x-ratelimit':
			return counts('x-ratelimit', seconds(resetMs));
		case 'x-ratelimit-epoch':
			return counts('x-ratelimit', seconds(nowMs + resetMs));
	}
}

/** Rounded up, so that nobody who keeps to it comes too early: to seconds, or to ms when scaled. */
function inSeconds(ms: number, timeScale: number): string {
	// what a sum of fractions is off by must not become a whole second
	const exact = ms - 1e-3;
	return String(timeScale === 1 ? Math.ceil(exact / 1000) : Math.ceil(exact) / 1000);
}

function httpDate(ms: number): string {
	return new Date(Math.ceil((ms - 1e-3) / 1000) * 1000).toUTCString();
}
