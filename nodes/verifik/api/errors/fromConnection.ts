import { fieldsOf, isObject } from '../../json';
import { CATALOG, type ErrorKind } from './catalog';
import type { ErrorEntry, FailureFacts } from './failure';
import { isText, plainText } from './plainText';
import { verifikError, type VerifikError } from './VerifikError';

/**
 * How a connection fails, by Node's, axios' or n8n's word for it. The first row that fits counts; when
 * none does, Verifik is out of reach.
 */
const CONNECTION_ROWS: ReadonlyArray<readonly [reason: RegExp, kind: ErrorKind]> = [
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
];

/** Node's, or a proxy agent's, words for a connection that was not made. */
const NEVER_CONNECTED =
	/^(ECONNREFUSED|EAI_AGAIN|ENETUNREACH)$|^connect E|before secure TLS connection|CONNECT response|tunneling socket/i;

/** A request that got no answer, or a part of one, from whatever n8n's request helper threw. */
export function errorFromConnection(error: unknown, facts: FailureFacts): VerifikError {
	const reason = plainText(reasonOf(error), facts.token);
	const kind = CONNECTION_ROWS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'unreachable';
	if (kind === 'unreachable' && hadBegun(error)) return verifikError('cutOff', facts);
	const { concernsAccount }: ErrorEntry = CATALOG[kind];
	const isUnconnected = [reason, ...textsOf(error)].some((text) => NEVER_CONNECTED.test(text));
	const neverReached = concernsAccount || isUnconnected || isShakingHands(error);
	return verifikError(kind, { ...facts, reason, neverReached });
}

/** Whether the connection ended before it was secure, so that no request had left. */
function isShakingHands(error: unknown): boolean {
	const { socket } = fieldsOf(fieldsOf(fieldsOf(error).cause).request);
	return fieldsOf(socket).secureConnecting === true;
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
	const { cause } = fieldsOf(error);
	const text = textsOf(error)[0] ?? '';
	const code = [error, cause].map((source) => fieldsOf(source).code).find(isCode);
	// axios calls an address that it cannot use a bad request, as it does others
	if (code !== undefined && code !== 'ERR_BAD_REQUEST') return code;
	if (/^timeout of/.test(text)) return 'ETIMEDOUT';
	return /\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? (plainText(text) || (code ?? 'no reason given'));
}

/** The error itself, when it is a text, and its messages, n8n's first. */
function textsOf(error: unknown): string[] {
	const { messages, message } = fieldsOf(error);
	return [error, ...(Array.isArray(messages) ? (messages as unknown[]) : []), message].filter(
		isText,
	);
}

/** Only what looks like one: other text could have anything in it, a header say. */
function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(value);
}
