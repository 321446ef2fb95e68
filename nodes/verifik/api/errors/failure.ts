import type { RetryHint } from '../retryHint';

/**
 * Why a request failed, in n8n's words (n8n ≥ 2.36 shows and acts on them). A GET is sent again after
 * what is temporary.
 */
export type FailureCause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

/** What is known of a request and of how it failed. It fills the words of the catalog. */
export interface FailureFacts {
	/** what was asked for, for people: "document liveness" */
	noun?: string;
	/** Set when one record was asked for: a 404 tells of it then, and not of the base URL. */
	recordId?: string;
	baseUrl?: string;
	/** so that it can be left out of what the server says */
	token?: string;
	/** When the token says that it expires; in an error, when it has expired. */
	tokenExpiry?: Date | undefined;
	timeoutMs?: number;

	/** of an answer that is no 2xx */
	statusCode?: number | undefined;
	/** what came, for people: `status 403 and a web page, "Sign in" (Server: nginx)` */
	received?: string;
	/** Verifik's own words, made safe to show */
	words?: string;
	/** why there was no answer: "ECONNRESET" */
	reason?: string;
	told?: RetryHint | undefined;
	/** These two, unless given, are as the catalog has them. */
	concernsAccount?: boolean | undefined;
	mayHaveArrived?: boolean | undefined;
	/** Whether nothing can have reached Verifik: no connection, or a proxy that let nothing through. */
	neverReached?: boolean;
}

/** The parts of an HTTP answer that tell what went wrong. */
export interface Answer {
	statusCode: number;
	/** names in lower case, as Node has them */
	headers: Record<string, unknown>;
	/** parsed, if it is JSON; else its text; `undefined` or empty when there is none */
	body: unknown;
}

export type Words = string | ((facts: FailureFacts) => string);

/** An entry of the catalog. */
export interface ErrorEntry {
	/** What happened; docs/troubleshooting.md explains each one. */
	message: Words;
	/** What to do about it. */
	advice: Words;
	/** Whether Verifik's own words follow the advice. */
	isQuoted?: true;
	cause?: FailureCause;
	/** Whether every further request would fail of it too. */
	concernsAccount?: true;
	/** Whether Verifik may have done what was asked for. */
	mayHaveArrived?: true;
}
