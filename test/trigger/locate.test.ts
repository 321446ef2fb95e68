import type { Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import {
	countedPage,
	outlook,
	probed,
	searchAbove,
} from '../../nodes/DocumentLivenessTrigger/locate';
import { at, cursorOf, lineOfBehind, pageOf, type Told } from './letters';

/* Where the oldest new records are: pages of letters (letters.ts). */

describe('what the first page shows', () => {
	const cases: Array<
		[name: string, page: string, told: Told, known: string, more: Partial<Cursor>, outlook: object]
	> = [
		['a record below the floor', 'abz', { total: 900 }, '', {}, { kind: 'near', pages: 1 }],
		['nothing', '', { total: 900 }, '', {}, { kind: 'near', pages: 1 }],
		['fewer than ten pages by the count', 'abc', { total: 9 }, 'c', {}, { kind: 'near', pages: 3 }],
		['ten pages by the count', 'abc', { total: 31 }, 'c', {}, { kind: 'near', pages: 10 }],
		['nothing new by the count', 'abc', { total: 1 }, 'abc', {}, { kind: 'near', pages: 1 }],
		[
			'eleven pages by a count that may be of all records',
			'abc',
			{ total: 32 },
			'c',
			{},
			{ kind: 'far', page: 11, step: 0, isSure: false },
		],
		[
			'eleven pages by a count of all records',
			'abc',
			{ total: 102 },
			'c',
			{ unfilteredTotal: 70 },
			{ kind: 'far', page: 11, step: 0, isSure: true },
		],
		['what is known, uncounted', 'abc', { pages: 50 }, 'c', {}, { kind: 'near', pages: 1 }],
		['ten pages by number', 'abc', { pages: 10 }, '', {}, { kind: 'near', pages: 10 }],
		[
			'eleven pages by number',
			'abc',
			{ pages: 11 },
			'',
			{},
			{ kind: 'far', page: 1, step: 10, isSure: false },
		],
		['no number of pages', 'abc', {}, '', {}, { kind: 'far', page: 1, step: 10, isSure: false }],
	];

	it.each(cases)('%s', (_, page, told, known, more, expected) => {
		expect(outlook(cursorOf(known, 'y', more), pageOf(page, told))).toEqual(expected);
	});
});

describe('the page that is counted', () => {
	it.each([
		['by what was dealt with and the size of a page', 'abc', { total: 9 }, 3],
		['is the first one when nothing is new', 'abc', { total: 1 }, 1],
		['is none without a count', 'abc', {}, undefined],
		['is none of a page that is empty', '', { total: 9 }, undefined],
	])('%s', (_, page, told, expected) => {
		expect(countedPage(cursorOf('c', 'y'), pageOf(page, told))).toBe(expected);
	});
});

describe('a search', () => {
	const behind = {
		page: 5,
		step: 8,
		isNarrowing: false,
		isCounted: true,
		newestAt: at('a'),
		stretch: null,
	};
	const cursor = cursorOf('def', 'f');

	it.each([
		['goes on in steps twice as long', behind, 'abc', 'looks at 13+16 counted newest a'],
		['turns when it went too far', behind, 'def', 'looks at 5+4 narrowing counted newest a'],
		['takes one new record for news', behind, 'xed', 'looks at 5+4 narrowing counted newest a'],
		[
			'goes on in steps of the same length then',
			{ ...behind, isNarrowing: true },
			'abc',
			'looks at 13+8 narrowing counted newest a',
		],
		[
			'is over when the next page has none',
			{ ...behind, step: 1 },
			'def',
			'looks at 5+0 narrowing counted newest a',
		],
	])('%s', (_, before, page, line) => {
		expect(lineOfBehind(probed(before, cursor, pageOf(page)))).toBe(line);
	});

	it.each([
		[1, 1],
		[2, 1],
		[3, 2],
		[9, 8],
		[17, 16],
		[20, 16],
	])('begins anew above page %i in the middle of it', (page, step) => {
		const stretch = { floorAt: null, reachedAt: at('c'), above: 0, emptyPage: 0 };
		expect(searchAbove({ ...behind, stretch }, page)).toEqual({
			...behind,
			page: 1,
			step,
			isNarrowing: true,
			isCounted: false,
		});
	});
});
