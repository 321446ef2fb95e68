import fc, { runs } from '../../harness/fastCheck';
import type { FailureFacts } from '../../../nodes/verifik/api/errors/failure';
import { errorFromAnswer } from '../../../nodes/verifik/api/errors/fromAnswer';
import { errorFromConnection, reasonOf } from '../../../nodes/verifik/api/errors/fromConnection';
import type { VerifikError } from '../../../nodes/verifik/api/errors/VerifikError';
import { anyJson, deepFreeze, deepJson } from '../samples';
import { anyThrown } from '../thrown';

const NOW = Date.parse('2025-10-28T12:00:00Z');
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${'eyJjbGllbnRJZCI6'.repeat(6)}.${'c2lnbmF0dXJl'.repeat(4)}`;

const anySubject: fc.Arbitrary<FailureFacts> = fc.record(
	{
		noun: fc.constant('document liveness'),
		recordId: fc.constant('68a8bf34d8207d5f3357b643'),
		baseUrl: fc.constant('https://api.verifik.co'),
		tokenExpiry: fc.constantFrom(new Date(0), new Date('2100-01-01')),
		timeoutMs: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
	},
	{ requiredKeys: ['noun', 'baseUrl', 'timeoutMs'] },
);

/** What servers say, and what says nothing; the token among it, as some servers echo it. */
const words = fc.oneof(
	anyJson,
	fc.constantFrom(
		'expired_token',
		'insufficient_credits',
		'Endpoint_out_of_service',
		`Bearer ${TOKEN}`,
		`<b>${TOKEN}</b>`,
	),
);
const anyBody = fc.oneof(
	anyJson,
	fc.constantFrom<unknown>(undefined, '<html>', 'Not Found', `<p>${TOKEN}`, deepJson, { deepJson }),
	fc.record({ message: words, error: words, code: words }, { requiredKeys: [] }),
);
const anyStatus = fc.oneof(
	fc.constantFrom(200, 204, 301, 304, 400, 401, 403, 404, 409, 429, 500, 502, 503, 504, 509),
	fc.integer({ min: 100, max: 999 }),
);
/** Node gives a header as text, or as a list when it came several times. */
const anyHeaders = fc.dictionary(
	fc.constantFrom('retry-after', 'ratelimit', 'x-ratelimit-reset', 'x-other'),
	fc.oneof(
		fc.string(),
		fc.array(fc.string()),
		fc.constantFrom('7', '99999', '-1', '1e9', 'Tue, 28 Oct 2025 12:00:10 GMT', 'NaN'),
	),
);

function expectHelpful(problem: VerifikError) {
	const { message, description, told } = problem;
	expect(message).toMatch(/^\S.{5,}$/);
	expect(description).toMatch(/^\S.{5,}$/);
	expect(message.length + description.length).toBeLessThan(800);
	expect(message + JSON.stringify(problem)).not.toContain(TOKEN.slice(0, 40));
	if (told?.waitMs !== undefined) expect(told.waitMs).toBeGreaterThanOrEqual(0);
}

test('every answer but a 2xx is a problem that says what happened and what to do', () => {
	fc.assert(
		fc.property(
			anyStatus,
			anyHeaders,
			anyBody,
			anySubject,
			(statusCode, headers, body, subject) => {
				deepFreeze([headers, body, subject]);
				const problem = errorFromAnswer({ statusCode, headers, body }, subject, NOW);
				const isSuccess = statusCode >= 200 && statusCode < 300;
				if (!isSuccess) expect(problem).toBeDefined();
				if (problem === undefined) return;

				expectHelpful(problem);
				expect(problem.httpCode).toBe(isSuccess ? undefined : String(statusCode));
				const isThrottle = problem.failureCause === 'rate-limited';
				if (isThrottle) expect([400, 403, 429, 509]).toContain(statusCode);
				if ([429, 509].includes(statusCode)) expect(isThrottle).toBe(true);
				// what is refused unread is not done
				if (statusCode >= 400 && statusCode < 500 && ![408, 425].includes(statusCode)) {
					expect(problem.mayHaveArrived).toBe(false);
				}
			},
		),
		{ numRuns: runs(2000) },
	);
});

test('a 2xx is a problem only when it is no JSON, or says so', () => {
	const anySuccess = fc.integer({ min: 200, max: 299 });
	fc.assert(
		fc.property(anySuccess, anyBody, anySubject, (statusCode, body, subject) => {
			const problem = errorFromAnswer({ statusCode, headers: {}, body }, subject, NOW);
			const isRefusal = (body as { success?: unknown } | null | undefined)?.success === false;
			const isText = typeof body === 'string' && statusCode !== 204;
			expect(problem !== undefined).toBe(isText || isRefusal);
		}),
		{ numRuns: runs(1000) },
	);
});

test('whatever is thrown instead of an answer is a problem that says so', () => {
	fc.assert(
		fc.property(anyThrown(TOKEN), anySubject, (thrown, subject) => {
			expect(reasonOf(thrown)).toMatch(/./);
			const problem = errorFromConnection(thrown, subject);
			expectHelpful(problem);
			expect(problem.httpCode).toBeUndefined();
		}),
		{ numRuns: runs(2000) },
	);
});

test('a POST counts as never sent only when no connection was made', () => {
	const NEVER =
		/REFUSED|AGAIN|UNREACH|NOTFOUND|INVALID_URL|TLS|CERT|UNABLE|EPROTO|blocked|EACCES|EPERM/;
	fc.assert(
		fc.property(anyThrown(TOKEN), anySubject, (thrown, subject) => {
			if (errorFromConnection(thrown, subject).mayHaveArrived) return;
			const { messages, message } = (thrown ?? {}) as Record<string, unknown>;
			const told = [reasonOf(thrown), message, ...(Array.isArray(messages) ? messages : [])];
			expect(told.filter((text) => typeof text === 'string').join(' ')).toMatch(NEVER);
		}),
		{ numRuns: runs(1000) },
	);
});
