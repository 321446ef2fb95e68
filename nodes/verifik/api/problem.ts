import { formatDate } from '../dates';

/** Why a request failed, in n8n's words (n8n ≥ 2.36 shows and acts on them). */
export type FailureCause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

/** What happened and what to do next, for people; and what the code may do about it. */
export interface Problem {
	message: string;
	description: string;
	httpCode?: string;
	cause?: FailureCause;
	/** Whether the same request may succeed a little later. */
	isTemporary?: boolean;
	/** Whether Verifik asked for fewer requests. */
	isThrottle?: boolean;
	/** ms that the server asked to wait */
	retryAfter?: number;
}

/** A request that gave no usable answer. Carries no token, no header and no body. */
export class VerifikProblem extends Error {
	/** @param isUncertain whether Verifik may have done what was asked for all the same */
	constructor(
		readonly problem: Problem,
		readonly isUncertain = false,
	) {
		super(problem.message);
		this.name = 'VerifikProblem';
	}
}

/** What a request was for, so that a 404 can be told from a wrong base URL. */
export interface Subject {
	/** Set when one record was asked for. */
	recordId?: string;
	baseUrl: string;
	/** So that it can be left out of what the server says; the length of a real one gives it away. */
	token?: string;
	/** When the token says that it expires. */
	tokenExpiry: Date | null;
	/** ms */
	timeout: number;
}

/** The parts of an HTTP answer that tell what went wrong. */
export interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** What people see first. The README explains each one, and the credential's test shows them too. */
export const MESSAGES = {
	answerCutOff: "Verifik's answer was cut off",
	answerNotUnderstood: "Verifik's answer could not be understood",
	// n8n takes an error with this word in it for a cancellation, not for a failure
	cancelled: 'The execution was canceled',
	noAccess: 'This Verifik account may not use document liveness',
	noAccessToken: 'The Verifik API credential has no access token',
	noBaseUrl: 'The Base URL in the Verifik API credential is not an address',
	noCredits: 'The Verifik account has no credits left',
	outOfService: 'Document liveness is out of service at Verifik',
	refused: 'Verifik refused the request',
	serverFault: 'Verifik has a problem on its side',
	throttled: 'Verifik is receiving too many requests',
	tokenExpired: 'The Verifik access token has expired',
	tokenNotAccepted: 'Verifik did not accept the access token',
	unreachable: 'Verifik could not be reached',
	wrongBaseUrl: "The Base URL does not lead to Verifik's API",
} as const;

const CREATE_TOKEN =
	"Create a new token in Verifik's client panel and paste it into the Verifik API credential. A token lasts 30 days unless it was issued for longer.";
const SET_BASE_URL =
	'Open the Verifik API credential and set Base URL to https://api.verifik.co, without a path.';
const TRY_LATER = 'Try again in a few minutes.';

/**
 * What an HTTP answer says went wrong, or `null` for a 2xx. Statuses and bodies are those of the
 * vendor's documentation and code: the text is in `message` or `error`, the casing of `code`
 * varies, parameter errors are 409, an expired token may be 403.
 */
export function problemOfAnswer(answer: Answer, subject: Subject, now: Date): Problem | null {
	const { statusCode } = answer;
	if (statusCode >= 200 && statusCode < 300) return null;

	const said = wordsOf(answer.body, subject.token);
	return { ...judgeStatus(answer, said, subject, now), httpCode: String(statusCode) };
}

function judgeStatus(answer: Answer, said: string, subject: Subject, now: Date): Problem {
	const { statusCode } = answer;
	const quote = said === '' ? '' : ` Verifik says: ${said}`;

	if (statusCode === 429 || statusCode === 509) {
		return {
			message: MESSAGES.throttled,
			description: `Lower Concurrent Requests in Options, or run the workflow less often.${quote}`,
			cause: 'rate-limited',
			isTemporary: true,
			isThrottle: true,
			retryAfter: retryAfterOf(answer.headers, now),
		};
	}
	if (isWebPage(answer.body) && statusCode < 500) {
		return wrongBaseUrl(subject, `a web page (status ${statusCode})`);
	}
	if (statusCode === 401 || statusCode === 403) return judgeAccess(statusCode, said, subject, now);
	if (statusCode === 404 && subject.recordId !== undefined && isJson(answer.body)) {
		return noSuchRecord(subject.recordId);
	}
	if (statusCode === 404 || statusCode < 400) {
		return wrongBaseUrl(subject, `status ${statusCode}`);
	}
	if (statusCode === 409 && /out_of_service/i.test(said)) {
		return {
			message: MESSAGES.outOfService,
			description: TRY_LATER,
			cause: 'temporarily-unavailable',
			isTemporary: true,
			retryAfter: retryAfterOf(answer.headers, now),
		};
	}
	if (statusCode >= 500) {
		return {
			message: MESSAGES.serverFault,
			description: `It answered with status ${statusCode}. ${TRY_LATER}${quote}`,
			cause: 'temporarily-unavailable',
			isTemporary: true,
			retryAfter: retryAfterOf(answer.headers, now),
		};
	}
	return {
		message: MESSAGES.refused,
		description: `It answered with status ${statusCode}. Check the parameters of this node.${quote}`,
		cause: 'configuration-invalid',
	};
}

function judgeAccess(statusCode: number, said: string, subject: Subject, now: Date): Problem {
	const { tokenExpiry } = subject;
	const hasExpired = tokenExpiry !== null && tokenExpiry <= now;
	if (hasExpired || /expired_token|token_expired/i.test(said)) {
		return {
			message: hasExpired
				? `The Verifik access token expired on ${formatDate(tokenExpiry)}`
				: MESSAGES.tokenExpired,
			description: CREATE_TOKEN,
			cause: 'credential-invalid',
		};
	}
	if (statusCode === 401) {
		return {
			message: MESSAGES.tokenNotAccepted,
			description: CREATE_TOKEN,
			cause: 'credential-invalid',
		};
	}
	if (/insufficient_credits/i.test(said)) {
		return {
			message: MESSAGES.noCredits,
			description: "Top up the account in Verifik's client panel.",
			cause: 'quota-exhausted',
		};
	}
	return {
		message: MESSAGES.noAccess,
		description:
			'Ask Verifik to enable document liveness for the account that the token belongs to.',
		cause: 'configuration-invalid',
	};
}

/** Verifik answers 404 for an unknown id and for another account's record alike. */
export function noSuchRecord(recordId: string): Problem {
	return {
		message: `Verifik has no record with the ID "${recordId}"`,
		description: 'Check the ID. Only records of the account that the token belongs to can be read.',
		httpCode: '404',
	};
}

/** The address answers, but it is not Verifik's API. */
export function wrongBaseUrl(subject: Subject, came: string): Problem {
	return {
		message: MESSAGES.wrongBaseUrl,
		description: `${subject.baseUrl} answered with ${came}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
	};
}

/** A 2xx whose content is not what was asked for; `came` says what it was. */
export function notUnderstood(came: string): Problem {
	return {
		message: MESSAGES.answerNotUnderstood,
		description: `Expected document liveness records, but got ${came}. If this stays so, report it to the maintainers of this node.`,
	};
}

/** A 2xx whose JSON ends in the middle: the page can be asked for again. */
export function cutOff(): Problem {
	return {
		message: MESSAGES.answerCutOff,
		description: `The answer is not complete JSON. ${TRY_LATER}`,
		cause: 'temporarily-unavailable',
		isTemporary: true,
	};
}

/** Node's own codes for a connection that cannot work until somebody changes a setting. */
const PERMANENT_CODES = /^(ENOTFOUND|ERR_INVALID_URL|ERR_TLS_.*|.*CERT.*|UNABLE_TO_.*|EPROTO)$/;

/** A request that got no answer at all, from whatever n8n's request helper threw. */
export function problemOfConnection(error: unknown, subject: Subject): Problem {
	const reason = reasonOf(error);
	if (reason === 'ECONNABORTED' || reason === 'ETIMEDOUT') {
		return {
			message: `Verifik did not answer within ${subject.timeout / 1000} s`,
			description: 'Raise Timeout in Options, or try again in a few minutes.',
			cause: 'temporarily-unavailable',
			isTemporary: true,
		};
	}
	return {
		message: MESSAGES.unreachable,
		description: `No connection to ${subject.baseUrl} (${reason}). Check Base URL in the Verifik API credential, and that this n8n may open connections to it.`,
		cause: 'temporarily-unavailable',
		isTemporary: !PERMANENT_CODES.test(reason),
	};
}

/** How Node, and n8n's own guard, tell that no connection was made. */
const NEVER_CONNECTED = /^(ECONNREFUSED|EAI_AGAIN|ENETUNREACH|The request was blocked .*)$/;

/** Whether a request that got no answer may have reached the server; `false` only when it cannot. */
export function mayHaveArrived(error: unknown): boolean {
	const reason = reasonOf(error);
	return !NEVER_CONNECTED.test(reason) && !PERMANENT_CODES.test(reason);
}

/**
 * Node's or axios' error code, out of whatever n8n's request helper threw: newer versions keep the
 * first error as the cause, older ones (2.8) only its message.
 */
export function reasonOf(error: unknown): string {
	const { cause, messages, message } = fieldsOf(error);
	const code = [error, cause].map((source) => fieldsOf(source).code).find(isCode);
	if (code !== undefined) return code;
	const texts = [error, ...(Array.isArray(messages) ? messages : []), message];
	const text = texts.find(isText) ?? '';
	if (/^timeout of/.test(text)) return 'ETIMEDOUT';
	return /\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? (plainText(text) || 'no reason given');
}

function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

/** Only what looks like one: other text could have anything in it, a header say. */
function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(value);
}

/** The credential was saved without a token. */
export function noAccessToken(): Problem {
	return {
		message: MESSAGES.noAccessToken,
		description: CREATE_TOKEN,
		cause: 'credential-invalid',
	};
}

/** The credential's base URL is no address. */
export function noBaseUrl(): Problem {
	return {
		message: MESSAGES.noBaseUrl,
		description: SET_BASE_URL,
		cause: 'configuration-invalid',
	};
}

/** What the execution's user stopped. */
export function cancelled(): Problem {
	return {
		message: MESSAGES.cancelled,
		description: 'Requests that were under way were dropped.',
	};
}

const RETRY_AFTER_MAX = 60_000;

/** `Retry-After` in ms, from seconds or a date, at most a minute; `undefined` when there is none, or one in the past. */
function retryAfterOf(headers: Record<string, unknown>, now: Date): number | undefined {
	const value = String(headers['retry-after'] ?? '').trim();
	if (value === '') return undefined;
	const wait = /^\d+(\.\d+)?$/.test(value)
		? Number(value) * 1000
		: Date.parse(value) - now.getTime();
	return wait >= 0 ? Math.min(wait, RETRY_AFTER_MAX) : undefined;
}

/** The server's own words, made safe to show: one line of plain text of bounded length. */
function wordsOf(body: unknown, token = ''): string {
	if (!isJson(body)) return '';
	const { message, error, code } = body;
	const words = [message, error, code].find(isText) ?? '';
	return plainText(token === '' ? words : words.replaceAll(token, '…'));
}

/**
 * Makes a text from outside safe to show: n8n renders descriptions as HTML, and logs reach terminals.
 * A word of 40 characters and more is no word: a token or an image that the server echoes.
 */
export function plainText(text: string): string {
	return text
		.slice(0, 1000)
		.replace(/<[^>]*>/g, '')
		.replace(/[<>]/g, '')
		.replace(/\s+/g, ' ')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
		.replace(/\S{40,}/g, '…')
		.trim()
		.slice(0, 200);
}

function isJson(body: unknown): body is Record<string, unknown> {
	return typeof body === 'object' && body !== null;
}

function isWebPage(body: unknown): boolean {
	return typeof body === 'string' && body.trimStart().startsWith('<');
}
