import fc from 'fast-check';

import {
	mayHaveArrived,
	problemOfAnswer,
	problemOfConnection,
	reasonOf,
	VerifikProblem,
	type Problem,
	type Subject,
} from '../../../nodes/verifik/api/problem';
import { anyJson, deepFreeze, deepJson } from '../samples';
import { anyThrown } from '../thrown';

const NOW = new Date('2025-10-28T12:00:00Z');
const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${'eyJjbGllbnRJZCI6'.repeat(6)}.${'c2lnbmF0dXJl'.repeat(4)}`;

const anySubject: fc.Arbitrary<Subject> = fc.record(
	{
		recordId: fc.constant('68a8bf34d8207d5f3357b643'),
		baseUrl: fc.constant('https://api.verifik.co'),
		tokenExpiry: fc.constantFrom(null, new Date(0), new Date('2100-01-01')),
		timeout: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
	},
	{ requiredKeys: ['baseUrl', 'tokenExpiry', 'timeout'] },
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
	fc.constantFrom('retry-after', 'x-other'),
	fc.oneof(
		fc.string(),
		fc.array(fc.string()),
		fc.constantFrom('7', '99999', '-1', '1e9', 'Tue, 28 Oct 2025 12:00:10 GMT', 'NaN'),
	),
);

function expectHelpful({ message, description, retryAfter, isThrottle, isTemporary }: Problem) {
	expect(message).toMatch(/^\S.{5,}$/);
	expect(description).toMatch(/^\S.{5,}$/);
	expect(message.length + description.length).toBeLessThan(800);
	expect(message + description).not.toContain(TOKEN.slice(0, 40));
	if (retryAfter !== undefined) {
		expect(retryAfter).toBeGreaterThanOrEqual(0);
		expect(retryAfter).toBeLessThanOrEqual(60_000);
	}
	if (isThrottle) expect(isTemporary).toBe(true);
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
				const problem = problemOfAnswer({ statusCode, headers, body }, subject, NOW);
				expect(problem === null).toBe(statusCode >= 200 && statusCode < 300);
				if (problem === null) return;

				expectHelpful(problem);
				expect(problem.httpCode).toBe(String(statusCode));
				expect(problem.isThrottle === true).toBe([429, 509].includes(statusCode));
				// what cannot get better by itself is not asked for again, what can is
				if (statusCode >= 500) expect(problem.isTemporary).toBe(true);
				if (statusCode < 500 && ![409, 429].includes(statusCode)) {
					expect(problem.isTemporary).toBeFalsy();
				}
			},
		),
		{ numRuns: 2000 },
	);
});

test('whatever is thrown instead of an answer is a problem that says so', () => {
	fc.assert(
		fc.property(anyThrown(TOKEN), anySubject, (thrown, subject) => {
			expect(reasonOf(thrown)).toMatch(/./);
			expect(typeof mayHaveArrived(thrown)).toBe('boolean');
			const problem = problemOfConnection(thrown, subject);
			expectHelpful(problem);
			expect(problem.httpCode).toBeUndefined();
			expect(new VerifikProblem(problem).message).toBe(problem.message);
		}),
		{ numRuns: 2000 },
	);
});

test('a POST counts as never sent only when no connection was made', () => {
	fc.assert(
		fc.property(anyThrown(TOKEN), (thrown) => {
			if (mayHaveArrived(thrown)) return;
			const NEVER = /REFUSED|AGAIN|UNREACH|NOTFOUND|INVALID_URL|TLS|CERT|UNABLE|EPROTO|blocked/;
			expect(reasonOf(thrown)).toMatch(NEVER);
		}),
		{ numRuns: 1000 },
	);
});
