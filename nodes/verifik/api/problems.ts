import { formatDate, formatDuration, formatTime } from '../dates';
import { toldQuota, type ToldQuota } from './quota';

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
	statusCode?: number;
	/** Verifik's own words, made safe to show */
	words?: string;
	/** what came instead: "a web page (status 200)" */
	received?: string;
	/** why there was no answer: "ECONNRESET" */
	reason?: string;
	timeoutMs?: number;
	/** when the token expired */
	expiry?: Date;
	told?: ToldQuota;
	/** unless given, as the kind has it */
	mayHaveArrived?: boolean;
}

type Words = string | ((details: Details) => string);

interface Kind {
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

const CREATE_TOKEN =
	"Create a new token in Verifik's client panel and paste it into the Verifik API credential. A token lasts 30 days unless it was issued for longer.";
const SET_BASE_URL =
	'Open the Verifik API credential and set Base URL to https://api.verifik.co, without a path.';
const TRY_LATER = 'Try again in a few minutes.';
const REPORT = 'If this stays so, report it to the maintainers of this node.';

const answeredWith = ({ statusCode }: Details) =>
	statusCode === undefined ? '' : `It answered with status ${statusCode}. `;
const nameOf = ({ noun = 'this service' }: Details) => noun;
const addressOf = ({ baseUrl = 'the Base URL' }: Details) => baseUrl;
const because = ({ reason }: Details) => (reason === undefined ? '' : ` (${reason})`);

/**
 * Everything that can go wrong between this n8n and Verifik, and all that follows from it. A cause
 * is true: what does not pass by itself is not called temporary.
 */
const KINDS = {
	// what Verifik answers
	throttled: {
		message: 'Verifik is receiving too many requests',
		advice:
			'Run the workflow less often, raise Max Wait for Quota in Options, or ask Verifik for a higher quota.',
		isQuoted: true,
		cause: 'rate-limited',
		retry: 'afterThrottle',
	},
	// the same, when it was waited for in vain
	stillThrottled: {
		message: 'Verifik is receiving too many requests',
		advice:
			'Run the workflow again later, raise Max Wait for Quota in Options, or ask Verifik for a higher quota.',
		cause: 'rate-limited',
	},
	outOfService: {
		message: (details) => `${capitalized(nameOf(details))} is out of service at Verifik`,
		advice: TRY_LATER,
		cause: 'temporarily-unavailable',
		retry: 'later',
	},
	serverFault: {
		message: 'Verifik has a problem on its side',
		// a 500 may be about the image: "Face is too small"
		advice: (details) =>
			details.statusCode === 500 && details.words
				? `${answeredWith(details)}If what it says names something that you can change, change it. If not, try again in a few minutes.`
				: `${answeredWith(details)}${TRY_LATER}`,
		isQuoted: true,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	notInTime: {
		message: 'Verifik did not finish in time',
		advice: (details) => `${answeredWith(details)}${TRY_LATER}`,
		isQuoted: true,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	tokenNotAccepted: {
		message: 'Verifik did not accept the access token',
		advice: CREATE_TOKEN,
		cause: 'credential-invalid',
		concernsAccount: true,
	},
	tokenExpired: {
		message: ({ expiry }) =>
			expiry === undefined
				? 'The Verifik access token has expired'
				: `The Verifik access token expired on ${formatDate(expiry)}`,
		advice: CREATE_TOKEN,
		cause: 'credential-invalid',
		concernsAccount: true,
	},
	noCredits: {
		message: 'The Verifik account has no credits left',
		advice: "Top up the account in Verifik's client panel.",
		cause: 'quota-exhausted',
		concernsAccount: true,
	},
	noAccess: {
		message: (details) => `This Verifik account may not use ${nameOf(details)}`,
		advice: (details) =>
			`Ask Verifik to enable ${nameOf(details)} for the account that the token belongs to.`,
		isQuoted: true,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	// Verifik answers 404 for an unknown id and for another account's record alike
	noSuchRecord: {
		message: ({ recordId }) =>
			recordId === undefined
				? 'Verifik has no such record'
				: `Verifik has no record with the ID "${recordId}"`,
		advice: 'Check the ID. Only records of the account that the token belongs to can be read.',
	},
	anotherRecord: {
		message: 'Verifik answered with another record than the one asked for',
		advice: ({ recordId }) =>
			`${recordId === undefined ? 'The' : `"${recordId}" was asked for, and the`} answer was not used. Check the ID. ${REPORT}`,
	},
	tooLarge: {
		message: 'What was sent is too large for Verifik',
		advice: 'Send a smaller file: an image of fewer pixels, or more compressed.',
		isQuoted: true,
	},
	refused: {
		message: 'Verifik refused the request',
		advice: (details) => `${answeredWith(details)}Check the parameters of this node.`,
		isQuoted: true,
		cause: 'configuration-invalid',
	},
	saidNo: {
		message: 'Verifik answered with an error',
		advice: ({ words }) =>
			words
				? 'Check the parameters of this node.'
				: `It gives no reason. Check the parameters of this node. ${REPORT}`,
		isQuoted: true,
		mayHaveArrived: true,
	},
	wrongBaseUrl: {
		message: "The Base URL does not lead to Verifik's API",
		advice: (details) =>
			`${capitalized(addressOf(details))} answered with ${details.received ?? 'something else'}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
	},
	cutOff: {
		message: "Verifik's answer was cut off",
		advice: `The connection ended in the middle of it. ${TRY_LATER}`,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	notJson: {
		message: "Verifik's answer is not valid JSON",
		advice: `Check that Base URL in the Verifik API credential is https://api.verifik.co. ${REPORT}`,
		mayHaveArrived: true,
	},
	notUnderstood: {
		message: "Verifik's answer could not be understood",
		advice: ({ noun, received = 'something else' }) =>
			`Expected ${noun === undefined ? 'records' : `${noun} records`}, but got ${received}. ${REPORT}`,
		mayHaveArrived: true,
	},
	incomplete: {
		message: 'Verifik gave fewer records than it counts',
		advice:
			'Run the node again. To go on with what came, set When Results Are Incomplete to Return What Came in Options.',
	},

	// no answer at all
	timedOut: {
		message: ({ timeoutMs }) =>
			timeoutMs === undefined
				? 'Verifik did not answer in time'
				: `Verifik did not answer within ${timeoutMs / 1000} s`,
		advice: 'Raise Timeout in Options, or try again in a few minutes.',
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	unreachable: {
		message: 'Verifik could not be reached',
		advice: (details) =>
			`No connection to ${addressOf(details)}${because(details)}. Check Base URL in the Verifik API credential, and that this n8n may open connections to it.`,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	unknownHost: {
		message: 'The Base URL leads to a host that does not exist',
		advice: (details) =>
			`No host is known for ${addressOf(details)}${because(details)}. ${SET_BASE_URL} If it is right, have the DNS of this n8n's network checked.`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	badCertificate: {
		message: "Verifik's certificate was not accepted",
		advice: (details) =>
			`The connection to ${addressOf(details)} is not trusted${because(details)}. If your network inspects TLS, ask whoever runs this n8n to set NODE_EXTRA_CA_CERTS to the file with the network's own certificate. If not, check Base URL in the Verifik API credential, and the clock of this n8n.`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	notSecure: {
		message: 'No secure connection to Verifik is possible',
		advice: (details) =>
			`What answers at ${addressOf(details)} does not speak TLS as this n8n does${because(details)}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	impossibleAddress: {
		message: 'The Base URL is not an address that can be connected to',
		advice: (details) => `It is ${addressOf(details)}${because(details)}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	blocked: {
		message: 'This n8n may not connect to Verifik',
		advice: (details) =>
			`Connections to ${addressOf(details)} are blocked${because(details)}. Check Base URL in the Verifik API credential. If it is right, ask whoever runs this n8n to allow them.`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},

	// nothing was sent
	// n8n takes an error with this word in it for a cancellation, not for a failure
	cancelled: {
		message: 'The execution was canceled',
		advice: 'Requests that were under way were dropped.',
	},
	noAccessToken: {
		message: 'The Verifik API credential has no access token',
		advice: CREATE_TOKEN,
		cause: 'credential-invalid',
		concernsAccount: true,
	},
	noBaseUrl: {
		message: 'The Base URL in the Verifik API credential is not an address',
		advice: SET_BASE_URL,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},

	// files, and whatever else has words of its own: see `withWords`
	addressNotAllowed: {
		message: 'The address of the file is not allowed',
		advice: 'Add its host to Allowed Image Hosts in Options, if you trust it.',
		cause: 'configuration-invalid',
	},
	downloadRefused: {
		message: 'The file could not be downloaded',
		advice: 'Check that it is still there.',
	},
	downloadFailed: {
		message: 'The file could not be downloaded',
		advice: TRY_LATER,
		cause: 'temporarily-unavailable',
		retry: 'later',
	},
	unusable: {
		message: 'What was found cannot be used',
		advice: 'Check the input of this node.',
	},
} satisfies Record<string, Kind>;

export type ProblemKind = keyof typeof KINDS;

/** A request that gave no usable answer. Carries no token, no header and no body. */
export class VerifikProblem extends Error {
	readonly kind: ProblemKind;

	/** What to do about it. */
	readonly description: string;

	readonly httpCode?: string;

	/** n8n's word for it; `cause` is what every error has. */
	readonly failureCause?: FailureCause;

	readonly retry: Retry;

	/** Whether it is about the token, the credits, the access or the base URL: about every request. */
	readonly concernsAccount: boolean;

	/** What the server said about when to come back, if it said anything. */
	readonly told?: ToldQuota;

	/** Whether Verifik may have done what was asked for all the same. */
	readonly mayHaveArrived: boolean;

	constructor(parts: Parts) {
		super(parts.message);
		this.name = 'VerifikProblem';
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
	VerifikProblem,
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
export function problem(kind: ProblemKind, details: Details = {}): VerifikProblem {
	const row: Kind = KINDS[kind];
	const quote = row.isQuoted && details.words ? ` Verifik says: ${details.words}` : '';
	return new VerifikProblem({
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
	source: VerifikProblem,
	words: { message?: string; description?: string; failureCause?: undefined },
): VerifikProblem {
	// an error's message is not among what a spread takes
	return new VerifikProblem({ ...source, message: source.message, ...words });
}

/** For a catch that is not about this error: n8n's own, or a fault of the code, as it is. */
export function passOn(error: unknown): unknown {
	return error;
}

/** What people see first, by kind, when nothing more is known. */
export const MESSAGES = Object.fromEntries(
	Object.entries(KINDS).map(([kind, { message }]) => [kind, wordsFor(message, {})]),
) as Record<ProblemKind, string>;

function wordsFor(words: Words, details: Details): string {
	return typeof words === 'string' ? words : words(details);
}

function capitalized(text: string): string {
	return /^https?:/i.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a request was for, and by whom. */
export interface RequestInfo {
	/** what is asked for, for people: "document liveness" */
	noun: string;
	/** Set when one record was asked for: a 404 tells of it then, and not of the base URL. */
	recordId?: string;
	baseUrl: string;
	/** So that it can be left out of what the server says; the length of a real one gives it away. */
	token?: string;
	/** When the token says that it expires. */
	tokenExpiry?: Date;
	timeoutMs: number;
}

/** The parts of an HTTP answer that tell what went wrong. */
export interface Answer {
	statusCode: number;
	headers: Record<string, unknown>;
	/** parsed, if it is JSON; else its text; `undefined` or empty when there is none */
	body: unknown;
}

/** What kind of body came, as far as it takes to judge it. */
type Shape = 'none' | 'web page' | 'half JSON' | 'text' | 'object' | 'refusal' | 'other';

type StatusRange = readonly [from: number, to: number];

/** One line of the judgement: what it asks of an answer, and what the answer is then. */
interface Row {
	/** both ends inclusive; one status stands for itself */
	status: ReadonlyArray<number | StatusRange>;
	shape?: readonly Shape[];
	/** in the message, the error, the code, or a plain text */
	says?: RegExp;
	/** the token's own word for it */
	isTokenExpired?: true;
	isForRecord?: true;
	kind: ProblemKind;
}

/** Not "Invalid or expired token.", which leaves open what it is. */
const EXPIRED = /expired_token|(token|jwt)[\s_-]+(has[\s_-]+)?expired/i;
/** `insufficient_credits`, "You do not have enought credits" (sic), "Créditos insuficientes"… */
const NO_CREDITS =
	/insufficient[\s_-]+credit|enought?[\s_-]+credit|cr\S{1,4}ditos[\s_-]+insuficientes|payment[\s_-]+required/i;
const OUT_OF_SERVICE = /out[\s_-]of[\s_-]service/i;

const SUCCESS: readonly StatusRange[] = [[200, 299]];
const REFUSAL: readonly Shape[] = ['refusal'];

/**
 * What an answer means; the first row that fits counts. Statuses and texts are those of the
 * vendor's documentation and code: the text is in `message` or `error`, the casing of `code`
 * varies, parameter errors are 409, an expired token may be 403, throttling may be 509.
 */
const ROWS: readonly Row[] = [
	{ status: SUCCESS, shape: REFUSAL, says: EXPIRED, kind: 'tokenExpired' },
	{ status: SUCCESS, shape: REFUSAL, says: NO_CREDITS, kind: 'noCredits' },
	{ status: SUCCESS, shape: REFUSAL, says: OUT_OF_SERVICE, kind: 'outOfService' },
	{ status: SUCCESS, shape: REFUSAL, kind: 'saidNo' },
	{ status: SUCCESS, shape: ['web page'], kind: 'wrongBaseUrl' },
	{ status: SUCCESS, shape: ['half JSON'], kind: 'cutOff' },
	{ status: SUCCESS, shape: ['text'], kind: 'notJson' },

	{ status: [429, 509], kind: 'throttled' },
	{ status: [413], kind: 'tooLarge' },
	{ status: [408, 425, 504, 522, 524], kind: 'notInTime' },
	{ status: [[0, 499]], shape: ['web page'], kind: 'wrongBaseUrl' },
	{ status: [401, 403], isTokenExpired: true, kind: 'tokenExpired' },
	{ status: [401, 403], says: EXPIRED, kind: 'tokenExpired' },
	{ status: [402], kind: 'noCredits' },
	{ status: [[400, 499]], says: NO_CREDITS, kind: 'noCredits' },
	{ status: [401], kind: 'tokenNotAccepted' },
	{ status: [403], kind: 'noAccess' },
	{ status: [404], shape: ['object', 'refusal'], isForRecord: true, kind: 'noSuchRecord' },
	{ status: [404], kind: 'wrongBaseUrl' },
	{ status: [409], says: OUT_OF_SERVICE, kind: 'outOfService' },
	{ status: [[400, 499]], kind: 'refused' },
	// not implemented, not this HTTP, and a network that wants a login first
	{ status: [501, 505, 511], kind: 'wrongBaseUrl' },
	{ status: [[500, Infinity]], kind: 'serverFault' },
	{
		status: [
			[0, 199],
			[300, 399],
		],
		kind: 'wrongBaseUrl',
	},
];

/** What an answer is by its status alone: one without a body, say. */
export function kindOfStatus(statusCode: number): ProblemKind | undefined {
	return ROWS.find(
		(row) =>
			hasStatus(row, statusCode) &&
			row.shape === undefined &&
			row.says === undefined &&
			row.isTokenExpired === undefined &&
			row.isForRecord === undefined,
	)?.kind;
}

/**
 * What an HTTP answer says went wrong.
 *
 * @param nowMs ms since 1970
 * @returns `undefined` for a 2xx that can be used: JSON, or no body at all
 */
export function problemOfAnswer(
	answer: Answer,
	info: RequestInfo,
	nowMs: number,
): VerifikProblem | undefined {
	const { statusCode, headers, body } = answer;
	const shape = shapeOf(answer);
	const words = wordsIn(body);
	const { tokenExpiry } = info;
	const isTokenExpired = tokenExpiry !== undefined && tokenExpiry.getTime() <= nowMs;

	const row = ROWS.find(
		(candidate) =>
			hasStatus(candidate, statusCode) &&
			(candidate.shape?.includes(shape) ?? true) &&
			(candidate.says?.test(words.join('\n')) ?? true) &&
			(!candidate.isTokenExpired || isTokenExpired) &&
			(!candidate.isForRecord || info.recordId !== undefined),
	);
	if (row === undefined) return undefined;

	const status = `status ${statusCode}`;
	return problem(row.kind, {
		...info,
		statusCode: statusCode >= 200 && statusCode < 300 ? undefined : statusCode,
		words: wordsOf(body, info.token),
		received: shape === 'web page' ? `a web page (${status})` : status,
		expiry: isTokenExpired ? tokenExpiry : undefined,
		told: toldBy(row.kind, headers, words.join('\n'), nowMs),
	});
}

function hasStatus(row: Row, statusCode: number): boolean {
	return row.status.some((range) =>
		typeof range === 'number'
			? range === statusCode
			: range[0] <= statusCode && statusCode <= range[1],
	);
}

function shapeOf({ body, statusCode }: Answer): Shape {
	if (body === undefined || statusCode === 204) return 'none';
	if (typeof body === 'object' && body !== null) {
		return (body as { success?: unknown }).success === false ? 'refusal' : 'object';
	}
	if (typeof body !== 'string') return 'other';
	if (/^\s{0,1000}</.test(body)) return 'web page';
	return isHalfJson(body) ? 'half JSON' : 'text';
}

/** Whether a text is JSON that ends in the middle: a bracket or a text in it is still open. */
function isHalfJson(text: string): boolean {
	if (!/^\s*([[{]|$)/.test(text)) return false;
	let depth = 0;
	let isInText = false;
	for (let index = 0; index < text.length; index++) {
		const character = text[index];
		if (isInText && character === '\\') index++;
		else if (character === '"') isInText = !isInText;
		else if (isInText) continue;
		else if (character === '{' || character === '[') depth++;
		else if (character === '}' || character === ']') depth--;
	}
	return isInText || depth > 0 || text.trim() === '';
}

/** Other answers have quota headers too, and ask nobody to wait by them: just by `Retry-After`. */
function toldBy(
	kind: ProblemKind,
	headers: Record<string, unknown>,
	words: string,
	nowMs: number,
): ToldQuota | undefined {
	const { retry }: Kind = KINDS[kind];
	if (retry === undefined || retry === 'never') return undefined;
	const counted =
		retry === 'afterThrottle'
			? headers
			: Object.fromEntries(
					Object.entries(headers).filter(([name]) => /^(date|retry-after)$/i.test(name)),
				);
	const told = toldQuota(counted, retry === 'afterThrottle' ? words : '', nowMs);
	return Object.values(told).some((value) => value !== undefined) ? told : undefined;
}

/** What a body says, as it came: only its start, since a web page may be large. */
function wordsIn(body: unknown): string[] {
	if (typeof body === 'string') return [body.slice(0, 1000)];
	const { message, error, code } = fieldsOf(body);
	return [message, error, code].filter(isText).map((text) => text.slice(0, 1000));
}

/** The server's own words, made safe to show: one line of plain text of bounded length. */
export function wordsOf(body: unknown, token = ''): string {
	const { message, error, code } = fieldsOf(body);
	const words = [message, error, code].find(isText) ?? '';
	return plainText(token === '' ? words : words.replaceAll(token, '…'));
}

/** How a connection fails, by Node's, axios' or n8n's word for it; the first row that fits counts. */
const CONNECTION_ROWS: ReadonlyArray<readonly [reason: RegExp, kind: ProblemKind]> = [
	[/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT)$/, 'timedOut'],
	[/^(ENOTFOUND|EAI_NONAME|EAI_NODATA)$/, 'unknownHost'],
	// n8n's own guard; a firewall
	[/^(The request was blocked .*|EACCES|EPERM)$/, 'blocked'],
	// older n8n keeps the text only, and not the code
	[/CERT|^UNABLE_TO_|^ERR_TLS_|^HOSTNAME_MISMATCH$|certificate/, 'badCertificate'],
	[/^(EPROTO|ERR_SSL_.*(VERSION|PROTOCOL|HANDSHAKE).*)$/, 'notSecure'],
	[
		/^(ERR_INVALID_URL|ERR_INVALID_PROTOCOL|ERR_UNESCAPED_CHARACTERS|ERR_SOCKET_BAD_PORT|Invalid URL|Unsupported protocol.*)$/,
		'impossibleAddress',
	],
	// axios' code for "stream has been aborted"; zlib's for a body that ends too early
	[/^(ERR_BAD_RESPONSE|Z_[A-Z]+_ERROR|aborted|stream has been aborted)$/, 'cutOff'],
	[/./, 'unreachable'],
];

/** How Node tells that no connection was made, so that nothing can have arrived. */
const NEVER_CONNECTED = /^(ECONNREFUSED|EAI_AGAIN|ENETUNREACH)$/;

/** A request that got no answer, or a part of one, from whatever n8n's request helper threw. */
export function problemOfConnection(error: unknown, info: RequestInfo): VerifikProblem {
	const { token = '' } = info;
	const told = reasonOf(error);
	const reason = token === '' ? told : told.replaceAll(token, '…');
	const kind = CONNECTION_ROWS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'unreachable';
	if (kind === 'unreachable' && hadBegun(error)) return problem('cutOff', { ...info, reason });
	const mayHaveArrived = NEVER_CONNECTED.test(reason) ? false : undefined;
	return problem(kind, { ...info, reason, mayHaveArrived });
}

/** Whether an answer had begun when the connection broke: axios keeps it, or Node's request does. */
function hadBegun(error: unknown): boolean {
	return [error, fieldsOf(error).cause].some((source) => {
		const { response, request } = fieldsOf(source);
		return isObject(response) || isObject(fieldsOf(request).res);
	});
}

/**
 * Node's or axios' error code, out of whatever n8n's request helper threw: newer versions keep the
 * first error as the cause, older ones (2.8) only its message.
 */
export function reasonOf(error: unknown): string {
	const { cause, messages, message } = fieldsOf(error);
	const texts = [error, ...(Array.isArray(messages) ? (messages as unknown[]) : []), message];
	const text = texts.find(isText) ?? '';
	const code = [error, cause].map((source) => fieldsOf(source).code).find(isCode);
	// axios calls an address that it cannot use a bad request, as it does others
	if (code !== undefined && code !== 'ERR_BAD_REQUEST') return code;
	if (/^timeout of/.test(text)) return 'ETIMEDOUT';
	return /\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? (plainText(text) || (code ?? 'no reason given'));
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function fieldsOf(value: unknown): Record<string, unknown> {
	return isObject(value) ? value : {};
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

/** Only what looks like one: other text could have anything in it, a header say. */
function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(value);
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
