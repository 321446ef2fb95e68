import { fieldsOf } from '../../json';
import { toldQuota, type ToldQuota } from '../quota';
import type { Kind } from './kind';
import { CATALOG, type ErrorKind } from './catalog';
import { wordsIn, wordsOf } from './plainText';
import { verifikError, type VerifikError } from './VerifikError';

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
	tokenExpiry?: Date | undefined;
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
	kind: ErrorKind;
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
export function kindOfStatus(statusCode: number): ErrorKind | undefined {
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
export function errorFromAnswer(
	answer: Answer,
	info: RequestInfo,
	nowMs: number,
): VerifikError | undefined {
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
	return verifikError(row.kind, {
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
		return fieldsOf(body).success === false ? 'refusal' : 'object';
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
	kind: ErrorKind,
	headers: Record<string, unknown>,
	words: string,
	nowMs: number,
): ToldQuota | undefined {
	const { retry }: Kind = CATALOG[kind];
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
