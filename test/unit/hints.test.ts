import { Tally } from '../../nodes/verifik/hints';
import type { FilteredField } from '../../nodes/verifik/records/filter';

const NOW = new Date('2025-10-28T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

test('a run in which nothing is remarkable has no hints', () => {
	const tally = new Tally();
	tally.addVerdict('match');
	tally.addVerdict('mismatch');
	tally.addHeldUp(999);
	expect(tally.hints(undefined, NOW)).toEqual([]);
});

describe('records that a filter left out for want of a field', () => {
	test.each<[field: FilteredField, one: string, several: string]>([
		[
			'aggregatedScore',
			'1 record has no score, so the filter left it out.',
			'3 records have no score, so the filter left them out.',
		],
		[
			'createdAt',
			'1 record has no creation date, so the filter left it out.',
			'3 records have no creation date, so the filter left them out.',
		],
		[
			'isLive',
			'1 record has no live or not live verdict, so the filter left it out.',
			'3 records have no live or not live verdict, so the filter left them out.',
		],
	])('are counted: %s', (field, one, several) => {
		const tally = new Tally();
		tally.addVerdict(field);
		expect(tally.hints(undefined, NOW)).toEqual([one]);
		tally.addVerdict(field);
		tally.addVerdict('mismatch');
		tally.addVerdict(field);
		expect(tally.hints(undefined, NOW)).toEqual([several]);
	});

	test('are counted for each field by itself', () => {
		const tally = new Tally();
		tally.addVerdict('isLive');
		tally.addVerdict('aggregatedScore');
		tally.addVerdict('isLive');
		expect(tally.hints(undefined, NOW)).toEqual([
			'2 records have no live or not live verdict, so the filter left them out.',
			'1 record has no score, so the filter left it out.',
		]);
	});
});

describe('a list of which not all came', () => {
	test('is told with the reason', () => {
		const tally = new Tally();
		tally.addUnfinished('Verifik gave only 100 of the 1,000 records that it counts');
		expect(tally.hints(undefined, NOW)).toEqual([
			'Some records are missing. Verifik gave only 100 of the 1,000 records that it counts.',
		]);
	});

	test('is told once for many input items, and again for another reason', () => {
		const tally = new Tally();
		for (const reason of ['one', 'one', 'another']) tally.addUnfinished(reason);
		expect(tally.hints(undefined, NOW)).toEqual([
			'Some records are missing. one.',
			'Some records are missing. another.',
		]);
	});
});

test('a limit that was reached is told once', () => {
	const tally = new Tally();
	for (const limit of [1500, 1500]) tally.addLimit(limit);
	expect(tally.hints(undefined, NOW)).toEqual([
		'Limit (1,500) was reached, and more records may match. Turn on Return All to get all of them.',
	]);
});

test('a quota that kept the run waiting is told, with the time', () => {
	const tally = new Tally();
	tally.addHeldUp(170_000);
	expect(tally.hints(undefined, NOW)).toEqual([
		'Verifik allows only so many requests a minute, which kept this run waiting for 3 min.',
	]);
});

describe('the end of the token', () => {
	test.each<[name: string, expiry: Date, day: string]>([
		['in a day', inDays(1), '29 Oct 2025'],
		['in exactly seven days', inDays(7), '4 Nov 2025'],
		['now', NOW, '28 Oct 2025'],
	])('is told with its date when it is %s', (_name, expiry, day) => {
		expect(new Tally().hints(expiry, NOW)).toEqual([
			`The Verifik access token expires on ${day}. Create a new one in Verifik's client panel before this workflow stops working.`,
		]);
	});

	test.each<[name: string, expiry: Date | undefined]>([
		['is further away', new Date(inDays(7).getTime() + 1)],
		['is not known', undefined],
	])('is not told when it %s', (_name, expiry) => {
		expect(new Tally().hints(expiry, NOW)).toEqual([]);
	});
});

test('all that there is to tell comes in one order: records, list, token', () => {
	const tally = new Tally();
	tally.addUnfinished('One is missing');
	tally.addVerdict('aggregatedScore');
	expect(tally.hints(inDays(1), NOW).map((hint) => hint.slice(0, 12))).toEqual([
		'1 record has',
		'Some records',
		'The Verifik ',
	]);
});
