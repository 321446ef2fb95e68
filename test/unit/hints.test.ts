import { Tally } from '../../nodes/verifik/hints';
import type { FilteredField } from '../../nodes/verifik/records/filter';

const NOW = new Date('2025-10-28T12:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

test('a run in which nothing is remarkable has no hints', () => {
	const tally = new Tally();
	tally.addVerdict('match');
	tally.addVerdict('mismatch');
	tally.addWalk(2, 2);
	expect(tally.hints(null, NOW)).toEqual([]);
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
		expect(tally.hints(null, NOW)).toEqual([one]);
		tally.addVerdict(field);
		tally.addVerdict('mismatch');
		tally.addVerdict(field);
		expect(tally.hints(null, NOW)).toEqual([several]);
	});

	test('are counted for each field by itself', () => {
		const tally = new Tally();
		tally.addVerdict('isLive');
		tally.addVerdict('aggregatedScore');
		tally.addVerdict('isLive');
		expect(tally.hints(null, NOW)).toEqual([
			'2 records have no live or not live verdict, so the filter left them out.',
			'1 record has no score, so the filter left it out.',
		]);
	});
});

describe('a list that is shorter than Verifik said', () => {
	test('is told with both numbers', () => {
		const tally = new Tally();
		tally.addWalk(1000, 100);
		expect(tally.hints(null, NOW)).toEqual([
			"Records by Verifik's own count: 1000. Records that came: 100.",
		]);
	});

	test('is told once for many input items, and again for another shortfall', () => {
		const tally = new Tally();
		tally.addWalk(1000, 100);
		tally.addWalk(1000, 100);
		tally.addWalk(1, 0);
		expect(tally.hints(null, NOW)).toEqual([
			"Records by Verifik's own count: 1000. Records that came: 100.",
			"Records by Verifik's own count: 1. Records that came: 0.",
		]);
	});

	test.each<[total: number | undefined, read: number]>([
		[undefined, 5],
		[5, 5],
		[5, 6],
		[0, 0],
	])('is not what %p announced and %p read records are', (total, read) => {
		const tally = new Tally();
		tally.addWalk(total, read);
		expect(tally.hints(null, NOW)).toEqual([]);
	});
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

	test.each<[name: string, expiry: Date | null]>([
		['is further away', new Date(inDays(7).getTime() + 1)],
		['is not known', null],
	])('is not told when it %s', (_name, expiry) => {
		expect(new Tally().hints(expiry, NOW)).toEqual([]);
	});
});

test('all that there is to tell comes in one order: records, list, token', () => {
	const tally = new Tally();
	tally.addWalk(2, 1);
	tally.addVerdict('aggregatedScore');
	expect(tally.hints(inDays(1), NOW).map((hint) => hint.slice(0, 12))).toEqual([
		'1 record has',
		'Records by V',
		'The Verifik ',
	]);
});
