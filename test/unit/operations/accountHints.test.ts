import { accountHints, type AccountNotes } from '../../../nodes/verifik/operations/accountHints';

const NOW = new Date('2025-10-28T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

const hintsOf = (account: Omit<AccountNotes, 'environment'>) =>
	accountHints({ ...account, environment: 'production' }, NOW);

const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

test('a quota that kept the run waiting is told, with the time, and the token behind it', () => {
	expect(hintsOf({ throttledMs: 170_000, tokenExpiry: inDays(1) })).toEqual([
		'Verifik allows only so many requests a minute, which kept this run waiting for 3 min.',
		expect.stringMatching(/^The Verifik access token expires/),
	]);
	expect(hintsOf({ throttledMs: 1000, tokenExpiry: undefined })).toHaveLength(1);
});

test('results that are simulated are said to be that, first', () => {
	const of = (environment: AccountNotes['environment']) =>
		accountHints({ throttledMs: 5000, tokenExpiry: undefined, environment }, NOW);
	expect(of('sandbox')).toEqual([
		"These results are simulated: the access token belongs to an account in Verifik's Sandbox mode, in which no real check is made. Verifik ends it once the company is verified.",
		expect.stringMatching(/^Verifik allows only/),
	]);
	expect(of(undefined)).toHaveLength(1);
});

test('a shorter wait is not worth a hint', () => {
	expect(hintsOf({ throttledMs: 999, tokenExpiry: undefined })).toEqual([]);
});

describe('the end of the token', () => {
	test.each<[name: string, expiry: Date, day: string]>([
		['in a day', inDays(1), '29 Oct 2025'],
		['in exactly seven days', inDays(7), '4 Nov 2025'],
		['now', NOW, '28 Oct 2025'],
	])('is told with its date when it is %s', (_name, tokenExpiry, day) => {
		expect(hintsOf({ throttledMs: 0, tokenExpiry })).toEqual([
			`The Verifik access token expires on ${day}. Create a new one in Verifik's client panel before this workflow stops working.`,
		]);
	});

	test.each<[name: string, expiry: Date | undefined]>([
		['is further away', new Date(inDays(7).getTime() + 1)],
		['is not known', undefined],
	])('is not told when it %s', (_name, tokenExpiry) => {
		expect(hintsOf({ throttledMs: 0, tokenExpiry })).toEqual([]);
	});
});
