import {
	cancelled,
	cutOff,
	MESSAGES,
	noAccessToken,
	noBaseUrl,
	noSuchRecord,
	notUnderstood,
	problemOfAnswer,
	problemOfConnection,
	VerifikProblem,
	wrongBaseUrl,
	type Answer,
	type Problem,
	type Subject,
} from '../../../nodes/verifik/api/problem';
import documentedErrors from '../../fixtures/errors.json';

const NOW = new Date('2025-10-28T12:00:00Z');

/** What a token looks like to a server that echoes it. */
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${'eyJjbGllbnRJZCI6'.repeat(6)}.${'c2lnbmF0dXJl'.repeat(4)}`;

const list: Subject = { baseUrl: 'https://api.verifik.co', tokenExpiry: null, timeout: 30_000 };
const record: Subject = { ...list, recordId: '68a8bf34d8207d5f3357b643' };

function judge(answer: Partial<Answer>, subject: Subject = list): Problem | null {
	return problemOfAnswer({ statusCode: 400, headers: {}, body: '', ...answer }, subject, NOW);
}

/** The problem that an answer is expected to be. */
function problemOf(answer: Partial<Answer>, subject: Subject = list): Problem {
	const problem = judge(answer, subject);
	if (problem === null) throw new Error(`${answer.statusCode} was taken for a success`);
	return problem;
}

describe('what the documented errors are shown as', () => {
	const permanent = { isTemporary: undefined, isThrottle: undefined };
	const temporary = { isTemporary: true, isThrottle: undefined };
	const throttle = { isTemporary: true, isThrottle: true };

	/** By the status and by what the documentation says that it means. */
	const shownAs: Record<string, Partial<Problem>> = {
		'401 no token, or a token that is not accepted': {
			message: 'Verifik did not accept the access token',
			cause: 'credential-invalid',
			...permanent,
		},
		'401 token not accepted': {
			message: 'Verifik did not accept the access token',
			cause: 'credential-invalid',
			...permanent,
		},
		'403 the token has expired': {
			message: 'The Verifik access token has expired',
			cause: 'credential-invalid',
			...permanent,
		},
		'403 the account has no credits left': {
			message: 'The Verifik account has no credits left',
			cause: 'quota-exhausted',
			...permanent,
		},
		'403 the account may not use this service': {
			message: 'This Verifik account may not use document liveness',
			cause: 'configuration-invalid',
			...permanent,
		},
		'404 no record with that id in this account': {
			message: 'Verifik has no record with the ID "68a8bf34d8207d5f3357b643"',
			...permanent,
		},
		'404 plain text: the route does not exist (wrong base URL)': {
			message: "The Base URL does not lead to Verifik's API",
			description:
				'https://api.verifik.co answered with status 404. Open the Verifik API credential and set Base URL to https://api.verifik.co, without a path.',
			cause: 'configuration-invalid',
			...permanent,
		},
		'409 parameter validation; Verifik answers 409, not 400': {
			message: 'Verifik refused the request',
			description:
				'It answered with status 409. Check the parameters of this node. Verifik says: missing countryCode . missing phone',
			cause: 'configuration-invalid',
			...permanent,
		},
		'409 temporary outage upstream; may be tried again': {
			message: 'Document liveness is out of service at Verifik',
			description: 'Try again in a few minutes.',
			cause: 'temporarily-unavailable',
			...temporary,
		},
		'400 parameter validation': {
			message: 'Verifik refused the request',
			description:
				'It answered with status 400. Check the parameters of this node. Verifik says: Invalid query parameters',
			cause: 'configuration-invalid',
			...permanent,
		},
		'429 throttled': {
			message: 'Verifik is receiving too many requests',
			description:
				'Lower Concurrent Requests in Options, or run the workflow less often. Verifik says: Too many requests. Please try again later.',
			cause: 'rate-limited',
			...throttle,
		},
		'509 throttled; no Retry-After header': {
			message: 'Verifik is receiving too many requests',
			description:
				'Lower Concurrent Requests in Options, or run the workflow less often. Verifik says: Rate limit exceeded for minute',
			cause: 'rate-limited',
			...throttle,
		},
		"500 fault on Verifik's side": {
			message: 'Verifik has a problem on its side',
			cause: 'temporarily-unavailable',
			...temporary,
		},
		'504 temporary': {
			message: 'Verifik has a problem on its side',
			description:
				'It answered with status 504. Try again in a few minutes. Verifik says: Endpoint timed out, try again later.',
			cause: 'temporarily-unavailable',
			...temporary,
		},
	};
	const table = documentedErrors.map(
		({ status, body, means }) =>
			[`${status} ${means}`, JSON.stringify(body), status, body] as const,
	);

	test.each(table)('%s: %s', (name, _text, statusCode, body) => {
		const problem = problemOf({ statusCode, body }, record);
		expect({ isTemporary: undefined, isThrottle: undefined, ...problem }).toMatchObject(
			shownAs[name],
		);
		expect(problem.httpCode).toBe(String(statusCode));
		expect(problem.description).not.toBe('');
	});

	test('nothing is expected that is not documented', () => {
		expect(new Set(table.map(([name]) => name))).toEqual(new Set(Object.keys(shownAs)));
	});
});

test.each([[200], [201], [204], [299]])('status %d is no problem', (statusCode) => {
	expect(judge({ statusCode, body: { message: 'expired_token' } })).toBeNull();
});

describe('an answer that is not documented', () => {
	test.each<[name: string, answer: Partial<Answer>, subject: Subject, message: string]>([
		['404 for the list', { statusCode: 404, body: {} }, list, MESSAGES.wrongBaseUrl],
		['404 without a body', { statusCode: 404, body: '' }, record, MESSAGES.wrongBaseUrl],
		['a redirect', { statusCode: 302, body: '' }, record, MESSAGES.wrongBaseUrl],
		['304', { statusCode: 304, body: undefined }, list, MESSAGES.wrongBaseUrl],
		[
			'a web page for 404',
			{ statusCode: 404, body: '\n <!DOCTYPE html>' },
			record,
			MESSAGES.wrongBaseUrl,
		],
		['a web page for 401', { statusCode: 401, body: '<html>' }, list, MESSAGES.wrongBaseUrl],
		['a web page for 403', { statusCode: 403, body: '<html>' }, list, MESSAGES.wrongBaseUrl],
		['a web page for 429', { statusCode: 429, body: '<html>' }, list, MESSAGES.throttled],
		['a web page for 502', { statusCode: 502, body: '<html>' }, list, MESSAGES.serverFault],
		['503 without a body', { statusCode: 503 }, list, MESSAGES.serverFault],
		['401 as plain text', { statusCode: 401, body: 'no' }, list, MESSAGES.tokenNotAccepted],
		['403 without a body', { statusCode: 403 }, list, MESSAGES.noAccess],
		['402', { statusCode: 402, body: null }, list, MESSAGES.refused],
		['422 with a list', { statusCode: 422, body: ['no'] }, list, MESSAGES.refused],
		[
			'an outage told in other letters',
			{ statusCode: 409, body: { error: 'ENDPOINT_OUT_OF_SERVICE' } },
			list,
			MESSAGES.outOfService,
		],
		[
			'an expired token told in "error"',
			{ statusCode: 401, body: { error: 'EXPIRED_TOKEN' } },
			list,
			MESSAGES.tokenExpired,
		],
	])('%s', (_name, answer, subject, message) => {
		expect(problemOf(answer, subject).message).toBe(message);
	});
});

describe('an expired token', () => {
	const expired: Subject = { ...list, tokenExpiry: new Date('2025-08-22T23:59:59Z') };

	test.each([[401], [403]])('is told with its date for status %d', (statusCode) => {
		const problem = problemOf({ statusCode, body: { message: 'Access forbidden' } }, expired);
		expect(problem.message).toBe('The Verifik access token expired on 22 Aug 2025');
		expect(problem.description).toMatch(/^Create a new token in Verifik's client panel/);
		expect(problem.cause).toBe('credential-invalid');
	});

	test('is expired from the very moment that it names', () => {
		const body = { message: 'Access forbidden' };
		const at = (tokenExpiry: Date) =>
			problemOf({ statusCode: 403, body }, { ...list, tokenExpiry }).message;
		expect(at(NOW)).toBe('The Verifik access token expired on 28 Oct 2025');
		expect(at(new Date(NOW.getTime() + 1))).toBe(MESSAGES.noAccess);
	});

	test('is not what a server fault is blamed on', () => {
		expect(problemOf({ statusCode: 500 }, expired).message).toBe(MESSAGES.serverFault);
	});
});

describe('how long to wait when Verifik says', () => {
	const inTenSeconds = 'Tue, 28 Oct 2025 12:00:10 GMT';
	const tomorrow = 'Wed, 29 Oct 2025 12:00:00 GMT';
	const yesterday = 'Mon, 27 Oct 2025 12:00:00 GMT';

	test.each<[retryAfter: unknown, wait: number | undefined]>([
		['7', 7_000],
		[7, 7_000],
		[' 7 ', 7_000],
		['0.5', 500],
		['0', 0],
		['60', 60_000],
		['61', 60_000],
		['99999999999999999999', 60_000],
		[inTenSeconds, 10_000],
		[tomorrow, 60_000],
		[yesterday, undefined],
		[undefined, undefined],
		['', undefined],
		['soon', undefined],
		['7 seconds', undefined],
		['-5', undefined],
		['-1e309', undefined],
		['1e309', undefined],
		['9'.repeat(400), 60_000],
		['Fri, 31 Dec 9999 23:59:59 GMT', 60_000],
		['+275760-09-13T00:00:00Z', 60_000],
		['+275760-09-14T00:00:00Z', undefined],
		['Infinity', undefined],
		[{}, undefined],
	])('Retry-After: %p is %p ms', (retryAfter, wait) => {
		for (const statusCode of [429, 509, 500, 503]) {
			expect(problemOf({ statusCode, headers: { 'retry-after': retryAfter } }).retryAfter).toBe(
				wait,
			);
		}
	});

	test('holds for an outage too', () => {
		const body = { message: 'Endpoint_out_of_service' };
		const headers = { 'retry-after': '3' };
		expect(problemOf({ statusCode: 409, headers, body }).retryAfter).toBe(3_000);
	});

	test('does not matter for what cannot succeed later', () => {
		const headers = { 'retry-after': '3' };
		expect(problemOf({ statusCode: 400, headers }).retryAfter).toBeUndefined();
	});
});

describe("the server's own words", () => {
	const quoteOf = (body: unknown) => problemOf({ body }).description.split('Verifik says: ')[1];

	test.each<[name: string, body: unknown, shown: string | undefined]>([
		['come from "message" first', { message: 'a', error: 'b', code: 'c' }, 'a'],
		['come from "error" next', { error: 'b', code: 'c' }, 'b'],
		['come from "code" last', { message: '', error: { a: 1 }, code: 'c' }, 'c'],
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
			const shown = JSON.stringify(problemOf({ statusCode, body: { message } }));
			for (let start = 0; start + 40 <= TOKEN.length; start++) {
				expect(shown).not.toContain(TOKEN.slice(start, start + 40));
			}
		}
	});

	test('are cut short, however long they are, without taking long', () => {
		const start = performance.now();
		for (const text of ['x', '<', 'a b ', '<a>', ' ']) {
			const message = text.repeat(10_000_000 / text.length);
			expect((quoteOf({ message }) ?? '').length).toBeLessThanOrEqual(200);
		}
		expect(performance.now() - start).toBeLessThan(5_000);
	});
});

describe('no answer at all', () => {
	/** As n8n's request helper wraps what Node or axios throws. */
	const wrapped = (code: string) =>
		Object.assign(new Error('wrapped'), { cause: Object.assign(new Error(code), { code }) });

	test.each([['ECONNABORTED'], ['ETIMEDOUT']])('%s is told as a timeout, in seconds', (code) => {
		expect(problemOfConnection(wrapped(code), { ...list, timeout: 1_500 })).toEqual({
			message: 'Verifik did not answer within 1.5 s',
			description: 'Raise Timeout in Options, or try again in a few minutes.',
			cause: 'temporarily-unavailable',
			isTemporary: true,
		});
	});

	test.each([['ECONNREFUSED'], ['ECONNRESET'], ['EAI_AGAIN'], ['EPIPE'], ['ENETUNREACH']])(
		'%s may pass',
		(code) => {
			expect(problemOfConnection(wrapped(code), list)).toEqual({
				message: 'Verifik could not be reached',
				description: `No connection to https://api.verifik.co (${code}). Check Base URL in the Verifik API credential, and that this n8n may open connections to it.`,
				cause: 'temporarily-unavailable',
				isTemporary: true,
			});
		},
	);

	test.each([
		['ENOTFOUND'],
		['ERR_INVALID_URL'],
		['ERR_TLS_CERT_ALTNAME_INVALID'],
		['CERT_HAS_EXPIRED'],
		['DEPTH_ZERO_SELF_SIGNED_CERT'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['EPROTO'],
	])('%s does not pass by itself', (code) => {
		expect(problemOfConnection(wrapped(code), list)).toMatchObject({
			message: 'Verifik could not be reached',
			isTemporary: false,
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
		const { description } = problemOfConnection(error, list);
		expect(description).toContain(`https://api.verifik.co (${reason}).`);
		expect(description).not.toContain(TOKEN.slice(-40));
	});
});

test('every problem says what happened and what to do', () => {
	const problems: Problem[] = [
		cancelled(),
		cutOff(),
		noAccessToken(),
		noBaseUrl(),
		noSuchRecord('1'),
		notUnderstood('a number'),
		wrongBaseUrl(list, 'plain text'),
	];
	for (const { message, description } of problems) {
		expect(message).toMatch(/^[A-Z].*[^.]$/);
		expect(description).toMatch(/^[A-Zh].*\.$/);
	}
	expect(problems.filter(({ isTemporary }) => isTemporary)).toEqual([cutOff()]);
});

test('a problem that is thrown shows its message', () => {
	const error = new VerifikProblem(noSuchRecord('abc'));
	expect(String(error)).toBe('VerifikProblem: Verifik has no record with the ID "abc"');
	expect(error.problem.httpCode).toBe('404');
});
