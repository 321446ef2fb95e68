import { formatDuration, formatTime } from '../../dates';
import type { ToldQuota } from '../quota';
import { wordsFor, type Details, type FailureCause, type Kind, type Retry } from './kind';
import { CATALOG, type ErrorKind } from './catalog';

/** A request that gave no usable answer. Carries no token, no header and no body. */
export class VerifikError extends Error {
	readonly kind: ErrorKind;

	/** What to do about it. */
	readonly description: string;

	readonly httpCode: string | undefined;

	/** n8n's word for it; `cause` is what every error has. */
	readonly failureCause: FailureCause | undefined;

	readonly retry: Retry;

	/** Whether it is about the token, the credits, the access or the base URL: about every request. */
	readonly concernsAccount: boolean;

	/** What the server said about when to come back, if it said anything. */
	readonly told: ToldQuota | undefined;

	/** Whether Verifik may have done what was asked for anyway. */
	readonly mayHaveArrived: boolean;

	constructor(parts: Parts) {
		super(parts.message);
		this.name = 'VerifikError';
		this.kind = parts.kind;
		this.description = parts.description;
		this.httpCode = parts.httpCode;
		this.failureCause = parts.failureCause;
		this.retry = parts.retry;
		this.concernsAccount = parts.concernsAccount;
		this.told = parts.told;
		this.mayHaveArrived = parts.mayHaveArrived;
	}
}

type Parts = Pick<
	VerifikError,
	| 'kind'
	| 'message'
	| 'description'
	| 'httpCode'
	| 'failureCause'
	| 'retry'
	| 'concernsAccount'
	| 'told'
	| 'mayHaveArrived'
>;

/** A problem of one kind; `details` fill its words. */
export function verifikError(kind: ErrorKind, details: Details = {}): VerifikError {
	const row: Kind = CATALOG[kind];
	const quote = row.isQuoted && details.words ? ` Verifik says: ${details.words}` : '';
	return new VerifikError({
		kind,
		message: wordsFor(row.message, details),
		description: wordsFor(row.advice, details) + quote,
		httpCode: details.statusCode === undefined ? undefined : String(details.statusCode),
		failureCause: row.cause,
		retry: row.retry ?? 'never',
		concernsAccount: row.concernsAccount ?? false,
		told: details.told,
		mayHaveArrived: details.mayHaveArrived ?? row.mayHaveArrived ?? false,
	});
}

/** The sentence that tells when a quota opens again, with a space behind it. */
export function opensAgain(waitMs: number, nowMs: number): string {
	return `It lets requests through again in about ${formatDuration(waitMs)}, at ${formatTime(new Date(nowMs + waitMs))} UTC. `;
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
	return new VerifikError({ ...source, message: source.message, ...words });
}

/** For a catch that is not about this error: n8n's own, or a fault of the code, as it is. */
export function passOn(error: unknown): unknown {
	return error;
}

/** What people see first, by kind, when nothing more is known. */
export const MESSAGES = Object.fromEntries(
	Object.entries(CATALOG).map(([kind, { message }]) => [kind, wordsFor(message, {})]),
) as Record<ErrorKind, string>;
