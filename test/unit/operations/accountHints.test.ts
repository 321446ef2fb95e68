import { accountHints } from '../../../nodes/verifik/operations/accountHints';

const NOW = new Date('2025-10-28T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;

const inDays = (days: number) => new Date(NOW.getTime() + days * DAY_MS);

test('a quota that kept the run waiting is told, with the time, and the token behind it', () => {
	expect(accountHints({ heldUpMs: 170_000, tokenExpiry: inDays(1) }, NOW)).toEqual([
		'Verifik allows only so many requests a minute, which kept this run waiting for 3 min.',
		expect.stringMatching(/^The Verifik access token expires/),
	]);
	expect(accountHints({ heldUpMs: 1000, tokenExpiry: undefined }, NOW)).toHaveLength(1);
});

test('a shorter wait is not worth a hint', () => {
	expect(accountHints({ heldUpMs: 999, tokenExpiry: undefined }, NOW)).toEqual([]);
});

describe('the end of the token', () => {
	test.each<[name: string, expiry: Date, day: string]>([
		['in a day', inDays(1), '29 Oct 2025'],
		['in exactly seven days', inDays(7), '4 Nov 2025'],
		['now', NOW, '28 Oct 2025'],
	])('is told with its date when it is %s', (_name, tokenExpiry, day) => {
		expect(accountHints({ heldUpMs: 0, tokenExpiry }, NOW)).toEqual([
			`The Verifik access token expires on ${day}. Create a new one in Verifik's client panel before this workflow stops working.`,
		]);
	});

	test.each<[name: string, expiry: Date | undefined]>([
		['is further away', new Date(inDays(7).getTime() + 1)],
		['is not known', undefined],
	])('is not told when it %s', (_name, tokenExpiry) => {
		expect(accountHints({ heldUpMs: 0, tokenExpiry }, NOW)).toEqual([]);
	});
});
