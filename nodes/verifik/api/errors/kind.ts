import type { ToldQuota } from '../quota';

/** Why a request failed, in n8n's words (n8n ≥ 2.36 shows and acts on them). */
export type FailureCause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

/** What may be done after it: nothing, the same again a little later, or when the quota allows. */
export type Retry = 'never' | 'later' | 'afterThrottle';

/** What fills the words of a problem. Each text of a kind is whole without it, too. */
export interface Details {
	/** what was asked for: "document liveness" */
	noun?: string;
	recordId?: string;
	baseUrl?: string;
	/** of an answer that is no 2xx */
	statusCode?: number | undefined;
	/** Verifik's own words, made safe to show */
	words?: string;
	/** what came instead: "a web page (status 200)" */
	received?: string;
	/** why there was no answer: "ECONNRESET" */
	reason?: string;
	timeoutMs?: number;
	/** when the token expired */
	expiry?: Date | undefined;
	told?: ToldQuota | undefined;
	/** unless given, as the kind has it */
	mayHaveArrived?: boolean | undefined;
}

export type Words = string | ((details: Details) => string);

export interface Kind {
	/** What happened; the README explains each one. */
	message: Words;
	/** What to do about it. */
	advice: Words;
	/** Whether Verifik's own words follow the advice. */
	isQuoted?: true;
	cause?: FailureCause;
	/** `never` unless given */
	retry?: Retry;
	concernsAccount?: true;
	mayHaveArrived?: true;
}

export function wordsFor(words: Words, details: Details): string {
	return typeof words === 'string' ? words : words(details);
}

export const answeredWith = ({ statusCode }: Details) =>
	statusCode === undefined ? '' : `It answered with status ${statusCode}. `;
export const nameOf = ({ noun = 'this service' }: Details) => noun;
export const addressOf = ({ baseUrl = 'the Base URL' }: Details) => baseUrl;
export const because = ({ reason }: Details) => (reason === undefined ? '' : ` (${reason})`);

export function capitalized(text: string): string {
	return /^https?:/i.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
