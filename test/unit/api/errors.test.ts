import { CATALOG, type ErrorKind } from '../../../nodes/verifik/api/errors/catalog';
import type { Answer, FailureFacts } from '../../../nodes/verifik/api/errors/failure';
import { kindOfStatus, errorFromAnswer } from '../../../nodes/verifik/api/errors/fromAnswer';
import { errorFromConnection } from '../../../nodes/verifik/api/errors/fromConnection';
import {
	verifikError,
	VerifikError,
	withWords,
} from '../../../nodes/verifik/api/errors/VerifikError';
import documentedErrors from '../../../simulator/documented/errors.json';

const NOW = Date.parse('2025-10-28T12:00:00Z');

/** What a token looks like to a server that echoes it. */
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${'eyJjbGllbnRJZCI6'.repeat(6)}.${'c2lnbmF0dXJl'.repeat(4)}`;

const list: FailureFacts = {
	noun: 'document liveness',
	baseUrl: 'https://api.verifik.co',
	timeoutMs: 30_000,
};
const record: FailureFacts = { ...list, recordId: '68a8bf34d8207d5f3357b643' };

function judge(answer: Partial<Answer>, subject: FailureFacts = list): VerifikError | undefined {
	return errorFromAnswer({ statusCode: 400, headers: {}, body: '', ...answer }, subject, NOW);
}

/** The problem that an answer is expected to be. */
function problemOf(answer: Partial<Answer>, subject: FailureFacts = list): VerifikError {
	const found = judge(answer, subject);
	if (found === undefined) throw new Error(`${answer.statusCode} was taken for a success`);
	return found;
}

describe('what the documented errors are shown as', () => {
	const forGood = { mayHaveArrived: false, concernsAccount: false } as const;
	const ofAccount = { ...forGood, concernsAccount: true } as const;
	const fault = { mayHaveArrived: true, concernsAccount: false } as const;

	/** By the status and by what the documentation says that it means. */
	const shownAs: Record<
		string,
		[kind: ErrorKind, facts: object, failureCause?: string, message?: string, description?: unknown]
	> = {
		'401 no token, or a token that is not accepted': [
			'tokenNotAccepted',
			ofAccount,
			'credential-invalid',
			'Verifik did not accept the access token',
		],
		'401 token not accepted': ['tokenNotAccepted', ofAccount, 'credential-invalid'],
		'403 the token has expired': [
			'tokenExpired',
			ofAccount,
			'credential-invalid',
			'The Verifik access token has expired',
		],
		'403 the account has no credits left': [
			'noCredits',
			ofAccount,
			'quota-exhausted',
			'The Verifik account has no credits left',
			"Top up the account in Verifik's client panel.",
		],
		'403 the account may not use this service': [
			'noAccess',
			ofAccount,
			'configuration-invalid',
			'This Verifik account may not use document liveness',
			'Ask Verifik to enable document liveness for the account that the token belongs to. Verifik says: Access forbidden',
		],
		'404 no record with that id in this account': [
			'noSuchRecord',
			forGood,
			undefined,
			'Verifik has no record with the ID "68a8bf34d8207d5f3357b643"',
		],
		'404 plain text: the route does not exist (wrong base URL)': [
			'notVerifik',
			forGood,
			'configuration-invalid',
			"Something other than Verifik's API answered",
			expect.stringMatching(/^https:\/\/api.verifik.co answered with status 404 and text, "Not F/),
		],
		'409 parameter validation; Verifik answers 409, not 400': [
			'refused',
			forGood,
			'configuration-invalid',
			'Verifik refused the request',
			'It answered with status 409. Check the parameters of this node. Verifik says: missing countryCode . missing phone',
		],
		'409 temporary outage upstream; may be tried again': [
			'outOfService',
			{ ...fault, mayHaveArrived: false },
			'temporarily-unavailable',
			'Document liveness is out of service at Verifik',
			'Try again in a few minutes.',
		],
		'400 parameter validation': ['refused', forGood, 'configuration-invalid'],
		'429 throttled': [
			'throttled',
			{ ...forGood, told: { waitMs: undefined, windowMs: undefined } },
			'rate-limited',
			'Verifik is receiving too many requests',
			'Run the workflow again later, raise Max Wait for Quota in Options, or ask Verifik for a higher quota. To get a long list in parts, use Created Before.',
		],
		'509 throttled; no Retry-After header': [
			'throttled',
			{ ...forGood, told: { waitMs: undefined, windowMs: 60_000 } },
			'rate-limited',
		],
		"500 fault on Verifik's side": ['serverFault', fault, 'temporarily-unavailable'],
		'504 temporary': [
			'notInTime',
			fault,
			'temporarily-unavailable',
			'Verifik did not finish in time',
			'It answered with status 504. Try again in a few minutes. Verifik says: Endpoint timed out, try again later.',
		],
	};
	const table = documentedErrors.map(
		({ status, body, means }) =>
			[`${status} ${means}`, JSON.stringify(body), status, body] as const,
	);

	test.each(table)('%s: %s', (name, _text, statusCode, body) => {
		const found = problemOf({ statusCode, body }, record);
		const [kind, facts, failureCause, message = found.message, description = found.description] =
			shownAs[name];
		expect(found).toMatchObject({ kind, failureCause, message, description, ...facts });
		expect(found.httpCode).toBe(String(statusCode));
		expect(found.description).not.toBe('');
	});

	test('nothing is expected that is not documented', () => {
		expect(new Set(table.map(([name]) => name))).toEqual(new Set(Object.keys(shownAs)));
	});
});

describe('an answer that can be used', () => {
	test.each<[statusCode: number, body: unknown]>([
		[200, { data: [] }],
		[201, { data: {}, success: true }],
		[204, undefined],
		[204, ''],
		[200, undefined],
		[200, [1]],
		[299, { message: 'expired_token' }],
	])('is no problem: %d with %j', (statusCode, body) => {
		expect(judge({ statusCode, body })).toBeUndefined();
	});
});

describe('an answer that is not documented', () => {
	const page = '\n <!DOCTYPE html>';

	test.each<[name: string, answer: Partial<Answer>, subject: FailureFacts, kind: ErrorKind]>([
		['404 for the list', { statusCode: 404, body: {} }, list, 'notVerifik'],
		['404 without a body', { statusCode: 404, body: '' }, record, 'notVerifik'],
		['404 with null', { statusCode: 404, body: null }, record, 'notVerifik'],
		['404 as a refusal', { statusCode: 404, body: { success: false } }, record, 'noSuchRecord'],
		['a redirect', { statusCode: 302, body: '' }, record, 'notVerifik'],
		['304', { statusCode: 304, body: undefined }, list, 'notVerifik'],
		['100', { statusCode: 100, body: undefined }, list, 'notVerifik'],
		['a web page for 404', { statusCode: 404, body: page }, record, 'notVerifik'],
		['a web page for 401', { statusCode: 401, body: page }, list, 'notVerifik'],
		['a web page for 403', { statusCode: 403, body: page }, list, 'notVerifik'],
		['a web page for 408', { statusCode: 408, body: page }, list, 'notInTime'],
		['a web page for 413', { statusCode: 413, body: page }, list, 'tooLarge'],
		['a web page for 429', { statusCode: 429, body: page }, list, 'throttled'],
		['a web page for 502', { statusCode: 502, body: page }, list, 'serverFault'],
		['408 without a body', { statusCode: 408 }, list, 'notInTime'],
		['425', { statusCode: 425 }, list, 'notInTime'],
		['503 without a body', { statusCode: 503 }, list, 'serverFault'],
		['524 of a proxy', { statusCode: 524, body: page }, list, 'notInTime'],
		['501', { statusCode: 501 }, list, 'notVerifik'],
		['511', { statusCode: 511, body: page }, list, 'notVerifik'],
		['401 as plain text', { statusCode: 401, body: 'no' }, list, 'tokenNotAccepted'],
		['403 without a body', { statusCode: 403 }, list, 'notVerifik'],
		['403 as plain text', { statusCode: 403, body: 'no' }, list, 'notVerifik'],
		['403 as JSON', { statusCode: 403, body: {} }, list, 'noAccess'],
		['407', { statusCode: 407 }, list, 'notVerifik'],
		['402 without a body', { statusCode: 402, body: null }, list, 'noCredits'],
		['413', { statusCode: 413, body: { message: 'IMAGE_TOO_LARGE' } }, list, 'tooLarge'],
		['422 with a list', { statusCode: 422, body: ['no'] }, list, 'refused'],
		[
			'an outage told in other letters',
			{ statusCode: 409, body: { error: 'ENDPOINT_OUT_OF_SERVICE' } },
			list,
			'outOfService',
		],
		[
			'an expired token told in "error"',
			{ statusCode: 401, body: { error: 'EXPIRED_TOKEN' } },
			list,
			'tokenExpired',
		],
	])('%s', (_name, answer, subject, kind) => {
		expect(problemOf(answer, subject).kind).toBe(kind);
	});

	test('is what its status alone says, when it says nothing more', () => {
		for (let statusCode = 300; statusCode < 600; statusCode++) {
			expect(kindOfStatus(statusCode)).toBe(problemOf({ statusCode }).kind);
		}
		expect(kindOfStatus(200)).toBeUndefined();
	});
});

describe('no credits', () => {
	const spellings = [
		'insufficient_credits',
		'You do not have enought credits',
		'not enough credits',
		'Insufficient credits',
		'Créditos insuficientes',
		'creditos insuficientes'.normalize('NFD'),
		'PAYMENT_REQUIRED',
	];
	const bodies = spellings.flatMap((words) => [
		{ message: words, code: 'Forbidden' },
		{ error: words },
		{ code: words, message: 'Access forbidden' },
	]);

	test.each(bodies)('is understood as %j', (body) => {
		for (const statusCode of [402, 403, 409]) {
			expect(problemOf({ statusCode, body })).toMatchObject({
				kind: 'noCredits',
				failureCause: 'quota-exhausted',
				concernsAccount: true,
				mayHaveArrived: false,
			});
		}
	});

	test('is understood as plain text, and with a 2xx', () => {
		expect(problemOf({ statusCode: 403, body: 'Insufficient credits' }).kind).toBe('noCredits');
		const body = { success: false, error: 'insufficient_credits' };
		expect(problemOf({ statusCode: 200, body }).kind).toBe('noCredits');
	});
});

describe('a 2xx that is no success', () => {
	test.each<[body: unknown, expected: Partial<VerifikError>]>([
		['', { kind: 'cutOff', failureCause: 'temporarily-unavailable' }],
		[' \n', { kind: 'cutOff' }],
		['{"data":[{"_id":"a', { kind: 'cutOff' }],
		['{"data":[{"_id":"a"}', { kind: 'cutOff' }],
		['\n[', { kind: 'cutOff' }],
		['{"a":"}\\"]}', { kind: 'cutOff' }],
		['{"data":[{"aggregatedScore":NaN}]}', { kind: 'notJson' }],
		["{'data': []}", { kind: 'notJson' }],
		['OK', { kind: 'notVerifik', mayHaveArrived: true }],
		['{"a":1}}', { kind: 'notJson', failureCause: undefined }],
		// JSON in a JSON text
		['{"a":1}', { kind: 'notJson' }],
		['<html>', { kind: 'notVerifik', mayHaveArrived: false }],
		[
			{ success: false, error: 'Face is <b>too</b> small' },
			{
				kind: 'saidNo',
				message: 'Verifik turned the request down',
				description: 'Check the parameters of this node. Verifik says: Face is too small',
				mayHaveArrived: true,
				failureCause: undefined,
			},
		],
		[{ success: false, data: [] }, { kind: 'saidNo' }],
		[{ success: false, message: 'token_expired' }, { kind: 'tokenExpired' }],
		[{ success: false, message: 'Endpoint_out_of_service' }, { kind: 'outOfService' }],
	])('%j', (body, expected) => {
		const found = problemOf({ statusCode: 200, body }, record);
		expect(found).toMatchObject(expected);
		expect(found.httpCode).toBeUndefined();
	});
});

test('a 500 that is about the image is quoted', () => {
	const { description } = problemOf({ statusCode: 500, body: { message: 'Face is too small' } });
	expect(description).toBe(
		"It answered with status 500. If Verifik's words below name something you can fix, fix it. If not, try again in a few minutes. Verifik says: Face is too small",
	);
	expect(problemOf({ statusCode: 500 }).description).toBe(
		'It answered with status 500. Try again in a few minutes.',
	);
});

describe('an expired token', () => {
	const expired: FailureFacts = { ...list, tokenExpiry: new Date('2025-08-22T23:59:59Z') };

	test('is expired from the very moment that it names', () => {
		const body = { message: 'Access forbidden' };
		const at = (tokenExpiry: Date) =>
			problemOf({ statusCode: 403, body }, { ...list, tokenExpiry }).message;
		expect(at(new Date(NOW))).toBe('The Verifik access token expired on 28 Oct 2025');
		expect(at(new Date(NOW + 1))).toBe('This Verifik account may not use document liveness');
	});

	test('is not what a server fault is blamed on', () => {
		expect(problemOf({ statusCode: 500 }, expired).message).toBe(
			verifikError('serverFault').message,
		);
	});
});

describe('when to come back', () => {
	const headers = { 'retry-after': '3', 'x-ratelimit-limit': '30', 'x-ratelimit-reset': '60' };

	test('is what Verifik says of its quota', () => {
		const body = { message: 'Rate limit exceeded for minute' };
		for (const statusCode of [429, 509]) {
			expect(problemOf({ statusCode, headers, body }).told).toEqual({
				waitMs: 3_000,
				windowMs: 60_000,
			});
		}
	});

	test('is Retry-After alone when it is no throttle', () => {
		for (const statusCode of [500, 503, 504]) {
			expect(problemOf({ statusCode, headers }).told).toEqual({ waitMs: 3_000 });
			const quota = { 'x-ratelimit-reset': '60', 'x-ratelimit-limit': '30' };
			expect(problemOf({ statusCode, headers: quota }).told).toEqual({ waitMs: undefined });
		}
		const body = { message: 'Endpoint_out_of_service' };
		expect(problemOf({ statusCode: 409, headers, body }).told).toEqual({ waitMs: 3_000 });
	});
});

describe("the server's own words", () => {
	const quoteOf = (body: unknown) => problemOf({ body }).description.split('Verifik says: ')[1];

	test.each<[name: string, body: unknown, shown: string | undefined]>([
		['come from "message" first', { message: 'a', error: 'b', code: 'c' }, 'a'],
		['come from "error" next', { error: 'b', code: 'c' }, 'b'],
		['come from "code" last', { message: '', error: { a: 1 }, code: 'c' }, 'c'],
		['come from a list', { message: ['a', 'b'], error: 'c' }, 'a'],
		['come from an error in it', { error: { code: 'b' } }, 'b'],
		['may be missing', { status: 'failed' }, undefined],
		['are not read from plain text', 'some text', undefined],
		['become one line', { message: 'one\r\n\ttwo\u2028three' }, 'one two three'],
		['lose their tags', { message: 'a <b>bold</b> <img src=x onerror=alert(1)> c' }, 'a bold c'],
		['lose a tag that has no end', { message: 'see <script src=x' }, 'see script src=x'],
		['lose nested tags', { message: '<scr<b>ipt>alert(1)</script>' }, 'iptalert(1)'],
	])('%s', (_name, body, shown) => {
		expect(quoteOf(body)).toBe(shown);
	});

	test.each<[name: string, message: string]>([
		['alone', TOKEN],
		['in a sentence', `The token ${TOKEN} is not known`],
		['as a header', `Authorization: Bearer ${TOKEN}`],
		['in JSON', `{"token":"${TOKEN}"}`],
		['broken up by tags', `${TOKEN.slice(0, 60)}<wbr>${TOKEN.slice(60)}`],
		['at the end of a long text', `${'word '.repeat(190)}${TOKEN}`],
		['behind a tag that ends where the text is cut', `<${'a'.repeat(960)}>${TOKEN}`],
	])('never show a token that is echoed %s', (_name, message) => {
		for (const statusCode of [400, 401, 403, 409, 429, 500]) {
			const found = problemOf({ statusCode, body: { message } }, { ...list, token: 'secret' });
			const shown = found.message + JSON.stringify(found);
			for (let start = 0; start + 40 <= TOKEN.length; start++) {
				expect(shown).not.toContain(TOKEN.slice(start, start + 40));
			}
		}
	});

	test('are cut short, however long they are, without taking long', () => {
		const before = process.cpuUsage();
		for (const text of ['x', '<', 'a b ', '<a>', ' ']) {
			const message = text.repeat(10_000_000 / text.length);
			expect((quoteOf({ message }) ?? '').length).toBeLessThanOrEqual(200);
		}
		// of the processor: by the clock, a busy machine takes any time
		expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
	});
});

describe('no answer at all', () => {
	/** As n8n's request helper wraps what Node or axios throws. */
	const wrapped = (code: string, fields = {}) =>
		Object.assign(new Error('wrapped'), {
			cause: Object.assign(new Error(code), { code, ...fields }),
		});

	test.each([['ECONNABORTED'], ['ETIMEDOUT'], ['ESOCKETTIMEDOUT']])(
		'%s is told as a timeout, in seconds',
		(code) => {
			expect(errorFromConnection(wrapped(code), { ...list, timeoutMs: 1_500 })).toMatchObject({
				kind: 'timedOut',
				message: 'Verifik did not answer within 1.5 s',
				description: 'Raise Timeout in Options, or try again in a few minutes.',
				failureCause: 'temporarily-unavailable',
				mayHaveArrived: true,
			});
		},
	);

	test.each([
		['ECONNREFUSED', false],
		['EAI_AGAIN', false],
		['ENETUNREACH', false],
		['ECONNRESET', true],
		['EPIPE', true],
		['HPE_INVALID_CONSTANT', true],
	])('%s may pass, and may have arrived: %p', (code, mayHaveArrived) => {
		const found = errorFromConnection(wrapped(code), list);
		expect(found).toMatchObject({
			kind: 'unreachable',
			message: 'Verifik could not be reached',
			description: `No connection to https://api.verifik.co (${code}). Check Base URL in the Verifik API credential, and that this n8n may open connections to it.`,
			failureCause: 'temporarily-unavailable',
			mayHaveArrived,
		});
		expect(found.httpCode).toBeUndefined();
	});

	test.each([
		'Client network socket disconnected before secure TLS connection was established',
		'Proxy connection ended before receiving CONNECT response',
		'tunneling socket could not be established, statusCode=407',
		'connect ETIMEDOUT 192.0.2.1:443',
	])('nothing reached Verifik: %s', (text) => {
		expect(errorFromConnection(new Error(text), list)).toMatchObject({
			neverReached: true,
			mayHaveArrived: false,
		});
	});

	test.each<[error: unknown, kind: ErrorKind, advice: string]>([
		[
			wrapped('ENOTFOUND'),
			'unknownHost',
			'The name in https://api.verifik.co could not be looked up',
		],
		[new Error('getaddrinfo ENOTFOUND api.verifik.con'), 'unknownHost', '(ENOTFOUND)'],
		[wrapped('CERT_HAS_EXPIRED'), 'badCertificate', 'NODE_EXTRA_CA_CERTS'],
		[wrapped('ERR_TLS_CERT_ALTNAME_INVALID'), 'badCertificate', 'NODE_EXTRA_CA_CERTS'],
		[wrapped('DEPTH_ZERO_SELF_SIGNED_CERT'), 'badCertificate', 'NODE_EXTRA_CA_CERTS'],
		[wrapped('SELF_SIGNED_CERT_IN_CHAIN'), 'badCertificate', 'NODE_EXTRA_CA_CERTS'],
		[wrapped('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'badCertificate', 'NODE_EXTRA_CA_CERTS'],
		[new Error('unable to verify the first certificate'), 'badCertificate', 'NODE_EXTRA_CA_CERTS'],
		[wrapped('EPROTO'), 'notSecure', 'could not agree on a secure connection'],
		[
			wrapped('ERR_SSL_WRONG_VERSION_NUMBER'),
			'notSecure',
			'could not agree on a secure connection',
		],
		[wrapped('ERR_INVALID_URL'), 'impossibleAddress', 'set Base URL'],
		[new Error('Invalid URL'), 'impossibleAddress', 'set Base URL'],
		[
			Object.assign(new Error('Unsupported protocol ftp:'), { code: 'ERR_BAD_REQUEST' }),
			'impossibleAddress',
			'(Unsupported protocol ftp:)',
		],
		[
			new Error('The request was blocked because it resolves to a restricted IP address'),
			'blocked',
			'are blocked (The request was blocked because',
		],
		[wrapped('EACCES'), 'blocked', 'ask whoever runs this n8n'],
	])('%s does not pass by itself: %s', (error, kind, advice) => {
		const found = errorFromConnection(error, list);
		expect(found).toMatchObject({
			kind,
			failureCause: 'configuration-invalid',
			concernsAccount: true,
			mayHaveArrived: false,
		});
		expect(found.description).toContain(advice);
	});

	test.each<[name: string, error: unknown]>([
		['axios broke off', wrapped('ERR_BAD_RESPONSE')],
		['older n8n kept only the text', new Error('stream has been aborted')],
		['the body cannot be unpacked', wrapped('Z_DATA_ERROR')],
		['the connection was reset in it', wrapped('ECONNRESET', { request: { res: {} } })],
		['the connection ended in it', wrapped('ECONNRESET', { response: { status: 200 } })],
	])('an answer that had begun was cut off: %s', (_name, error) => {
		expect(errorFromConnection(error, list)).toMatchObject({
			kind: 'cutOff',
			failureCause: 'temporarily-unavailable',
			mayHaveArrived: true,
		});
	});

	test.each<[name: string, error: unknown, reason: string]>([
		['the code itself', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ECONNRESET'],
		['a message without a code', new Error('socket hang up'), 'socket hang up'],
		['a text alone', 'socket hang up', 'socket hang up'],
		[
			'the message, when the code is none',
			Object.assign(new Error('x'), { code: `header "Bearer ${TOKEN}"` }),
			'x',
		],
		['a cause that is no error', new Error('outer', { cause: 'inner' }), 'outer'],
		['nothing', undefined, 'no reason given'],
		['null', null, 'no reason given'],
		['an object without either', {}, 'no reason given'],
		['a message with a token', new Error(`header "Bearer ${TOKEN}"`), 'header "Bearer …'],
	])('the reason is told: %s', (_name, error, reason) => {
		const { description } = errorFromConnection(error, list);
		expect(description).toContain(`https://api.verifik.co (${reason}).`);
		expect(description).not.toContain(TOKEN.slice(-40));
	});
});

describe('a problem', () => {
	const kinds = Object.keys(CATALOG) as ErrorKind[];

	test.each(kinds)('says what happened and what to do, with nothing more known: %s', (kind) => {
		const { message, description, told } = verifikError(kind);
		expect(message).toMatch(/^[A-Z].*[^.]$/);
		expect(description).toMatch(/^[A-Z].*\.$/);
		expect(message + description).not.toMatch(/undefined|NaN|null|\[object|\(\)| {2}/);
		expect(told).toBeUndefined();
	});

	test('that the user stopped is one that n8n takes for that', () => {
		expect(verifikError('cancelled').message).toMatch(/cancel/);
	});

	test('in other words is still the same problem', () => {
		const told = { waitMs: 5 };
		const first = verifikError('serverFault', { statusCode: 503, told });
		const { message, description } = first;
		expect({ ...withWords(first, { message: 'No luck' }) }).toEqual({ ...first });
		expect(withWords(first, { message: 'No luck' })).toMatchObject({
			message: 'No luck',
			description,
			mayHaveArrived: true,
			httpCode: '503',
			told,
		});
		expect(withWords(first, { description: 'Wait.' })).toMatchObject({
			message,
			description: 'Wait.',
		});
		expect(withWords(first, { failureCause: undefined }).failureCause).toBeUndefined();
	});
});
