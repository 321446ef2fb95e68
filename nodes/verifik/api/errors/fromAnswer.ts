import { fieldsOf, numberOf } from '../../json';
import { retryAfterMs, retryHintOf } from '../retryHint';
import type { ErrorKind } from './catalog';
import type { Answer, FailureFacts } from './failure';
import { wordsIn, wordsOf } from './plainText';
import { describeAnswer } from './received';
import { verifikError, type VerifikError } from './VerifikError';

/** What kind of body came, as far as it takes to judge it. */
type JsonShape = 'object' | 'refusal' | 'fault' | 'other';
type Shape = JsonShape | 'none' | 'web page' | 'half JSON' | 'odd JSON' | 'text';

/** What else an answer may be judged by. */
type Circumstance = 'token expired' | 'one record' | 'told when';

/** One line of the judgement: what it asks of an answer, and what the answer is then. */
interface Row {
	/** the status; "no" for a 2xx whose body says `success: false` */
	status: RegExp;
	shape?: readonly Shape[];
	/** in the message, the error, the code, or a plain text */
	says?: RegExp;
	only?: Circumstance;
	kind: ErrorKind;
}

/** Not "Invalid or expired token.", which leaves open what it is. */
const EXPIRED = /expired_token|(token|jwt)[\s_-]+(has[\s_-]+)?expired/i;
/** `insufficient_credits`, "You do not have enought credits" (sic), "Créditos insuficientes"… */
const NO_CREDITS =
	/insufficient[\s_-]+credit|enought?[\s_-]+credit|cr\S{1,4}ditos[\s_-]+insuficientes|payment[\s_-]+required/i;
const OUT_OF_SERVICE = /out[\s_-]of[\s_-]service/i;
/** "Rate limit exceeded for minute", "TooManyRequests", "You are being throttled", "Demasiadas solicitudes"… */
const THROTTLED =
	/rate[\s_-]*limit|too[\s_-]*many[\s_-]*(requests|calls)|throttl|bandwidth[\s_-]*limit|demasiadas[\s_-]+(solicitudes|peticiones)/i;

const SUCCESS = /^2/;
/** Verifik says no in JSON; what stands in front of it, in a page, in plain text or without words. */
const JSON_OBJECT: readonly Shape[] = ['object', 'refusal', 'fault'];

/**
 * What an answer means; the first row that fits counts. Statuses and texts are those of the
 * vendor's documentation and code: the text is in `message` or `error`, the casing of `code`
 * varies, parameter errors are 409, an expired token may be 403, throttling may be 509.
 *
 * Whatever its status, an answer that says "too many requests" is a throttle. It stands before all
 * else and refuses what it has not begun, so that a POST may be sent again after it, too.
 */
const ROWS: readonly Row[] = [
	{ status: SUCCESS, shape: ['text'], says: THROTTLED, kind: 'throttled' },
	{ status: SUCCESS, shape: ['fault'], kind: 'serverFault' },
	{ status: SUCCESS, shape: ['web page', 'text'], kind: 'notVerifik' },
	{ status: SUCCESS, shape: ['half JSON'], kind: 'cutOff' },
	{ status: SUCCESS, shape: ['odd JSON'], kind: 'notJson' },
	{ status: /^(429|509)$/, kind: 'throttled' },
	{ status: /^413$/, kind: 'tooLarge' },
	{ status: /^(408|425|504|522|524)$/, kind: 'notInTime' },
	{ status: /^[0-4]/, shape: ['web page'], kind: 'notVerifik' },
	{ status: /^(401|403)$/, only: 'token expired', kind: 'tokenExpired' },
	{ status: /^(401|403|no)$/, says: EXPIRED, kind: 'tokenExpired' },
	{ status: /^402$/, kind: 'noCredits' },
	{ status: /^(4|no)/, says: NO_CREDITS, kind: 'noCredits' },
	{ status: /^(4|no)/, says: THROTTLED, kind: 'throttled' },
	{ status: /^(400|403)$/, shape: JSON_OBJECT, only: 'told when', kind: 'throttled' },
	{ status: /^401$/, kind: 'tokenNotAccepted' },
	{ status: /^403$/, shape: JSON_OBJECT, kind: 'noAccess' },
	{ status: /^404$/, shape: JSON_OBJECT, only: 'one record', kind: 'noSuchRecord' },
	{ status: /^(403|404|407)$/, kind: 'notVerifik' },
	{ status: /^(409|no)$/, says: OUT_OF_SERVICE, kind: 'outOfService' },
	{ status: /^no$/, kind: 'saidNo' },
	{ status: /^4/, kind: 'refused' },
	// not implemented, not this HTTP, and a network that wants a login first
	{ status: /^(501|505|511)$/, kind: 'notVerifik' },
	{ status: /^[5-9]/, kind: 'serverFault' },
	{ status: /^[013]/, kind: 'notVerifik' },
];

/** Squid's words for a request that it has not forwarded; n8n hands on how a tunnel was refused. */
const NOT_FORWARDED =
	/^ERR_(ACCESS_DENIED|CACHE_ACCESS_DENIED|CANNOT_FORWARD|CONNECT_FAIL|DNS_FAIL)/;

/** What an answer is by its status alone: one without a body, say. */
export function kindOfStatus(statusCode: number): ErrorKind | undefined {
	return kindOf(String(statusCode), 'none', '', {});
}

/**
 * What an HTTP answer says went wrong.
 *
 * @param facts what is known of the request
 * @param nowMs ms since 1970
 * @returns `undefined` for a 2xx that can be used: JSON, or no body at all
 */
export function errorFromAnswer(
	answer: Answer,
	facts: FailureFacts,
	nowMs: number,
): VerifikError | undefined {
	const { headers, body } = answer;
	const { token, tokenExpiry, recordId } = facts;
	const statusCode = statusIn(body) ?? answer.statusCode;
	const isSuccess = statusCode >= 200 && statusCode < 300;
	const shape = shapeOf(answer);
	const words = wordsIn(body).join('\n');
	const waitMs = retryAfterMs(headers, nowMs);
	const isTokenExpired = tokenExpiry !== undefined && tokenExpiry.getTime() <= nowMs;
	const status = isSuccess && shape === 'refusal' ? 'no' : String(statusCode);
	const kind = kindOf(status, shape, words, {
		'token expired': isTokenExpired,
		'one record': recordId !== undefined,
		'told when': waitMs !== undefined,
	});
	if (kind === undefined) return undefined;

	const isOfOneId = recordId !== undefined && [400, 403, 404].includes(statusCode);
	return verifikError(kind, {
		...facts,
		statusCode: isSuccess ? undefined : statusCode,
		words: wordsOf(body, token),
		received: describeAnswer({ ...answer, statusCode }, token),
		tokenExpiry: isTokenExpired ? tokenExpiry : undefined,
		told: kind === 'throttled' ? retryHintOf(headers, words, nowMs) : { waitMs },
		// a firewall may refuse one odd ID, and let the others through
		concernsAccount: kind === 'notVerifik' && isOfOneId ? false : undefined,
		// whoever answers "OK" to a POST may have handed it on
		mayHaveArrived: isSuccess && shape === 'text' ? true : undefined,
		neverReached: statusCode === 407 || NOT_FORWARDED.test(String(headers['x-squid-error'])),
	});
}

function kindOf(
	status: string,
	shape: Shape,
	words: string,
	circumstances: Partial<Record<Circumstance, boolean>>,
): ErrorKind | undefined {
	return ROWS.find(
		(row) =>
			row.status.test(status) &&
			(row.shape?.includes(shape) ?? true) &&
			(row.says?.test(words) ?? true) &&
			(row.only === undefined || circumstances[row.only]),
	)?.kind;
}

/** The status that a gateway tells within a body of its own: `{"statusCode":503}` with status 200. */
function statusIn(body: unknown): number | undefined {
	const { data, statusCode } = fieldsOf(body);
	const status = data === undefined ? (numberOf(statusCode) ?? 0) : 0;
	return status >= 400 && status < 600 ? status : undefined;
}

function shapeOf({ body, statusCode }: Answer): Shape {
	if (body === undefined || statusCode === 204) return 'none';
	if (typeof body === 'object' && body !== null) {
		const { success, data, errorMessage } = fieldsOf(body);
		if (success === false) return 'refusal';
		return data === undefined && typeof errorMessage === 'string' ? 'fault' : 'object';
	}
	if (typeof body !== 'string') return 'other';
	if (/^\s{0,1000}</.test(body)) return 'web page';
	if (!/^\s{0,1000}([[{]|$)/.test(body)) return 'text';
	return endsEarly(body) ? 'half JSON' : 'odd JSON';
}

/** Whether a text is JSON that ends in the middle: all is well with it up to its end. */
function endsEarly(text: string): boolean {
	try {
		JSON.parse(text);
		return false;
	} catch (error) {
		const { message } = error as Error;
		const position = /at position (\d+)/.exec(message)?.[1];
		return position === undefined
			? message.includes('end of JSON')
			: Number(position) >= text.length;
	}
}
