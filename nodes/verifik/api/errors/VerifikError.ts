import { formatDuration, formatTime } from '../../dates';
import type { RetryHint } from '../retryHint';
import { CATALOG, type ErrorKind } from './catalog';
import type { ErrorEntry, FailureCause, FailureFacts, Words } from './failure';

/** A request that gave no usable answer. Carries no token, no header and no body. */
export class VerifikError extends Error {
	/** What to do about it. */
	readonly description: string;
	readonly httpCode: string | undefined;
	/** n8n's word for it; `cause` is what every error has. */
	readonly failureCause: FailureCause | undefined;
	/** Whether every further request would fail of it: the token, the credits, the way to Verifik. */
	readonly concernsAccount: boolean;
	/** What the server said about when to come back, if it said anything. */
	readonly told: RetryHint | undefined;
	/** Whether Verifik may have done what was asked for anyway. */
	readonly mayHaveArrived: boolean;
	/** Whether nothing can have reached Verifik. */
	readonly neverReached: boolean;

	constructor(
		readonly kind: ErrorKind,
		facts: FailureFacts,
	) {
		const entry: ErrorEntry = CATALOG[kind];
		super(textOf(entry.message, facts));
		this.name = 'VerifikError';
		const quote = entry.isQuoted && facts.words ? ` Verifik says: ${facts.words}` : '';
		this.description = textOf(entry.advice, facts) + quote;
		this.httpCode = facts.statusCode === undefined ? undefined : String(facts.statusCode);
		this.failureCause = entry.cause;
		this.concernsAccount = facts.concernsAccount ?? entry.concernsAccount ?? false;
		this.told = passes(entry.cause) ? facts.told : undefined;
		this.neverReached = facts.neverReached ?? false;
		this.mayHaveArrived =
			!this.neverReached && (facts.mayHaveArrived ?? entry.mayHaveArrived ?? false);
	}
}

function textOf(words: Words, facts: FailureFacts): string {
	return typeof words === 'string' ? words : words(facts);
}

/** Whether there is a point in coming back. */
function passes(cause: FailureCause | undefined): boolean {
	return cause === 'rate-limited' || cause === 'temporarily-unavailable';
}

/** An error of the catalog; what is known of the failure fills its words. */
export function verifikError(kind: ErrorKind, facts: FailureFacts = {}): VerifikError {
	return new VerifikError(kind, facts);
}

/**
 * The same with other words for people: its kind and what may be done about it stay.
 *
 * @param words what is left out stays; `failureCause: undefined` keeps n8n from taking it for a
 * failure that may simply be tried again
 */
export function withWords(
	source: VerifikError,
	words: { message?: string; description?: string; failureCause?: undefined },
): VerifikError {
	// an error's message is not among what a spread takes
	const { message } = source;
	return Object.assign(verifikError(source.kind), { ...source, message, ...words });
}

/** The sentence that tells when a quota opens again, with a space behind it. */
export function opensAgain(waitMs: number, nowMs: number): string {
	return `It lets requests through again in about ${formatDuration(waitMs)}, at ${formatTime(new Date(nowMs + waitMs))} UTC. `;
}
