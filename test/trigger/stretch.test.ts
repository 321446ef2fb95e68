import { knownBetween } from '../../nodes/DocumentLivenessTrigger/stretch';
import type { Stretch } from '../../nodes/DocumentLivenessTrigger/stretchTypes';
import {
	at,
	crowdAt,
	cursorOf,
	letterAt,
	lettersOf,
	pageOf,
	readLetters,
	unfinished,
	type Reading,
} from './letters';

/*
 * What is read of one stretch of the list, and what it tells: lists of letters (letters.ts), three
 * on a page.
 */

/** All of a stretch in a line; what is as at its beginning is left out. */
function lineOf({ stretch, asked }: { stretch: Stretch; asked: number[] }): string {
	const { ending, error, records, pages, last, lastLength, size, hasHole, emptyPage } = stretch;
	const { found, lastWithNews, known, firstTotal, total } = stretch;
	const { surelyReadAt, ceilingAt, oldestAt, newestAt } = stretch;
	return [
		ending,
		error !== undefined && 'an error',
		hasHole && 'a hole',
		asked.length > 20 ? `asked ${asked.length} times` : `asked ${asked.join(' ')}`,
		pages > 0 && `${pages} pages to ${last} of ${lastLength}/${size}`,
		records.length > 0 && lettersOf(records),
		found > 0 && `${found} new to page ${lastWithNews}`,
		known > 0 && `${known} known`,
		surelyReadAt > -Infinity && `sure ${letterAt(surelyReadAt)}`,
		ceilingAt < Infinity && `below ${letterAt(ceilingAt)}`,
		newestAt > -Infinity && `newest ${letterAt(newestAt)}`,
		oldestAt < Infinity && `oldest ${letterAt(oldestAt)}`,
		firstTotal !== undefined && `total ${firstTotal}/${total}`,
		emptyPage > 0 && `empty ${emptyPage}`,
	]
		.filter(Boolean)
		.join('; ');
}

const EACH_ALONE = [...'abcdefghijklmnopqrstuvwxyz']
	.flatMap((letter) => [letter, letter.toUpperCase()])
	.join(' ');

/** A server that gives the first page for ever. */
const REPEATS = Array(200).fill('abc').join(' ');

type Case = [name: string, reading: Reading, line: string];

const cases: Record<string, Case[]> = {
	'the first page and those after it': [
		[
			'ends at a record below the floor',
			{ list: 'abc def ghi', known: 'def', floor: 'f' },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 3 new to page 1; 3 known; sure a; newest a; oldest i',
		],
		[
			'ends below the floor with nothing known',
			{ list: 'abc def ghi', floor: 'g' },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 7 new to page 3; sure a; newest a; oldest i',
		],
		[
			'goes on where arrivals pushed records onto the next page',
			{ list: 'abc cde efg', known: 'fg', floor: 'f' },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefg; 5 new to page 2; 2 known; sure a; newest a; oldest g',
		],
		[
			'takes each record once',
			{ list: 'abc bcd def', known: 'f', floor: 'e' },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdef; 5 new to page 3; 1 known; sure a; newest a; oldest f',
		],
	],
	'the count of the server': [
		[
			'ends when as many came as are counted',
			{ list: 'abc def ghi', known: 'def', floor: 'z', told: { total: 6 } },
			'counted; asked 1 2; 2 pages to 2 of 3/3; abcdef; 3 new to page 1; 3 known; sure a; newest a; oldest f; total 6/6',
		],
		[
			'reads on while more are counted',
			{ list: 'abc def ghi', known: 'def', floor: 'z', told: { total: 9 } },
			'counted; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 3; 3 known; sure a; newest a; oldest i; total 9/9',
		],
		[
			'reads on past the count when it is wrong',
			{ list: 'abc def ghi', known: 'def', floor: 'f', told: { total: 7 } },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 3 new to page 1; 3 known; sure a; newest a; oldest i; total 7/7',
		],
		[
			'counts those below the floor, if the server does',
			{
				list: 'abc def ghi',
				known: 'def',
				floor: 'z',
				told: { total: 13 },
				cursor: { unfilteredTotal: 10 },
			},
			'counted; asked 1 2; 2 pages to 2 of 3/3; abcdef; 3 new to page 1; 3 known; sure a; newest a; oldest f; total 13/13',
		],
		[
			'does not believe a count before anything known came',
			{ list: 'abc def', floor: 'z', told: { total: 3 } },
			'unconfirmed; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; total 3/3',
		],
		[
			'ends on the last page by number, when it is not full',
			{ list: 'abc d', known: 'd', floor: 'z', told: { pages: 2 } },
			'counted; asked 1 2; 2 pages to 2 of 1/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d',
		],
		[
			'asks what is behind the last page by number, when it is full',
			{ list: 'abc def', known: 'def', floor: 'z', told: { pages: 2 } },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 3 new to page 1; 3 known; sure a; newest a; oldest f',
		],
		[
			'asks what is behind a page that is not full, and not the last by number',
			{ list: 'abc d', known: 'd', floor: 'z', told: { pages: 3 } },
			'end; asked 1 2 3; 2 pages to 2 of 1/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d',
		],
		[
			'asks what is behind the last page by number, when more are counted',
			{ list: 'abc d', known: 'd', floor: 'z', told: { pages: 2, total: 5 } },
			'end; asked 1 2 3; 2 pages to 2 of 1/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d; total 5/5',
		],
	],
	'the end of the list': [
		[
			'is asked for twice behind a full page',
			{ list: 'abc def', known: 'def', floor: 'z' },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 3 new to page 1; 3 known; sure a; newest a; oldest f',
		],
		[
			'is asked for once behind a page that is not full',
			{ list: 'abc d', known: 'd', floor: 'z' },
			'end; asked 1 2 3; 2 pages to 2 of 1/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d',
		],
		[
			'is asked for once where an earlier poll found it',
			{ list: 'abc def', known: 'c', floor: 'z', plan: { unfinished: unfinished('b', 3) } },
			'end; asked 1 2 3; 2 pages to 2 of 3/3; abcdef; 5 new to page 2; 1 known; sure a; newest a; oldest f',
		],
		[
			'is asked for twice where an earlier poll found another',
			{ list: 'abc def', known: 'c', floor: 'z', plan: { unfinished: unfinished('b', 4) } },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 5 new to page 2; 1 known; sure a; newest a; oldest f',
		],
		[
			'is believed below what is known, when more are counted',
			{ list: 'abc def', known: 'f', floor: 'z', told: { total: 7 } },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 5 new to page 2; 1 known; sure a; newest a; oldest f; total 7/7',
		],
		[
			'contradicts what is known when it is above all of that',
			{ list: 'abc def', known: 'xyz', floor: 'z' },
			'contradicted; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f',
		],
		[
			'contradicts what is known when the list has nothing',
			{ list: '', known: 'xyz', floor: 'z' },
			'contradicted; asked 1 1',
		],
		[
			'contradicts itself when it is higher up than what came before',
			{ list: 'abc dab', known: 'd', floor: 'z' },
			'contradicted; asked 1 2 3 3; 2 pages to 2 of 3/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d',
		],
		[
			'is asked for twice further behind a page that is not full',
			{ list: 'abc d', known: 'd', floor: 'z', told: { pages: 4 } },
			'end; asked 1 2 3 4 4; 2 pages to 2 of 1/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d',
		],
		[
			'is asked for again where a page repeats one that is not full',
			{ list: 'abc d d>', known: 'd', floor: 'z' },
			'end; asked 1 2 3 3; 2 pages to 2 of 1/3; abcd; 3 new to page 1; 1 known; sure a; newest a; oldest d',
		],
		[
			'is asked for behind an empty page, within those counted',
			{
				list: 'abc def',
				known: 'c',
				floor: 'z',
				told: { pages: 4 },
				plan: { unfinished: unfinished('b', 4) },
			},
			'end; asked 1 2 3 3 4; 2 pages to 2 of 3/3; abcdef; 5 new to page 2; 1 known; sure a; newest a; oldest f',
		],
		[
			'is not sure behind a page that is a repeat first and then empty',
			{ list: 'abc abc>', known: 'c', floor: 'z' },
			'contradicted; asked 1 2 2; 1 pages to 1 of 3/3; abc; 2 new to page 1; 1 known; sure a; newest a; oldest c',
		],
		[
			'is not sure behind pages that are empty first and then repeats',
			{ list: 'abc >abc >abc >abc', known: 'c', floor: 'z' },
			'contradicted; asked 1 2 2 3 3 4 4; 1 pages to 1 of 3/3; abc; 2 new to page 1; 1 known; sure a; newest a; oldest c',
		],
	],
	'the end of a list of which nothing is known': [
		['is sure when it has nothing', { list: '' }, 'end; asked 1 1'],
		[
			'is not sure',
			{ list: 'abc def', floor: 'z' },
			'unconfirmed; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f',
		],
		[
			'is sure when as many came as are counted',
			{ list: 'abc def', floor: 'z', told: { total: 6 } },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; total 6/6',
		],
		[
			'is not sure when the count changed',
			{ list: 'abc def', floor: 'z', told: { total: 6 }, later: { total: 7 } },
			'unconfirmed; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; total 6/7',
		],
		[
			'is sure when an earlier poll read what is above',
			{ list: 'abc def', floor: 'z', told: { total: 9 }, plan: { unfinished: unfinished('b') } },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; total 9/9',
		],
		[
			'is not sure below the first page, when as many came as are counted',
			{ list: 'abc def', floor: 'z', told: { total: 3 }, plan: { top: 2 } },
			'unconfirmed; asked 2 3 3; 1 pages to 2 of 3/3; def; 3 new to page 2; below f; oldest f; total 3/3',
		],
		[
			'is not sure below the first page, when more are counted',
			{ list: 'abc def', floor: 'z', told: { total: 9 }, plan: { top: 2 } },
			'unconfirmed; asked 2 3 3; 1 pages to 2 of 3/3; def; 3 new to page 2; below f; oldest f; total 9/9',
		],
		[
			'is an error when more are counted than came',
			{ list: 'abc def', floor: 'z', told: { total: 7 } },
			'contradicted; an error; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; total 7/7',
		],
		[
			'is an error when some are counted and none came',
			{ list: '', told: { total: 3 } },
			'contradicted; an error; asked 1 1',
		],
		[
			'is asked for twice behind a page that is not full',
			{ list: 'abc d', floor: 'z' },
			'unconfirmed; asked 1 2 3 3; 2 pages to 2 of 1/3; abcd; 4 new to page 2; sure a; newest a; oldest d',
		],
		[
			'is not sure when the first count was another',
			{ list: 'abc def', floor: 'z', told: { total: 5 }, later: { total: 6 } },
			'unconfirmed; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; total 5/6',
		],
	],
	'pages that do not fit together': [
		[
			'are asked for again when one is empty',
			{ list: 'abc >def ghi', known: 'ghi', floor: 'z' },
			'end; asked 1 2 2 3 4 4; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 2; 3 known; sure a; newest a; oldest i',
		],
		[
			'end the list when one stays empty',
			{ list: 'abc  ghi', known: 'ghi', floor: 'z' },
			'contradicted; asked 1 2 2; 1 pages to 1 of 3/3; abc; 3 new to page 1; sure a; newest a; oldest c',
		],
		[
			'are asked for again when one repeats the one before',
			{ list: 'abc abc>def ghi', known: 'ghi', floor: 'h' },
			'older; asked 1 2 2 3; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 2; 3 known; sure a; newest a; oldest i',
		],
		[
			'have a hole where one stays a repeat',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'h' },
			'contradicted; a hole; asked 1 2 2 3; 2 pages to 3 of 3/3; abcghi; 3 new to page 1; 3 known; sure a; newest a; oldest i',
		],
		[
			'have a hole at the end of the list too',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'z', told: { total: 6 } },
			'contradicted; a hole; asked 1 2 2 3 4 4; 2 pages to 3 of 3/3; abcghi; 3 new to page 1; 3 known; sure a; newest a; oldest i; total 6/6',
		],
		[
			'have a hole when fewer arrived than a page has',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'h', told: { total: 6 }, later: { total: 8 } },
			'contradicted; a hole; asked 1 2 2 3; 2 pages to 3 of 3/3; abcghi; 3 new to page 1; 3 known; sure a; newest a; oldest i; total 6/8',
		],
		[
			'have none when as many arrived as a page has',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'h', told: { total: 6 }, later: { total: 9 } },
			'older; asked 1 2 2 3; 2 pages to 3 of 3/3; abcghi; 3 new to page 1; 3 known; sure a; newest a; oldest i; total 6/9',
		],
		[
			'have a hole when fewer arrived than the longer page has',
			{ list: 'a a ghi', known: 'ghi', floor: 'h', told: { total: 6 }, later: { total: 8 } },
			'contradicted; a hole; asked 1 2 2 3; 2 pages to 3 of 3/3; aghi; 1 new to page 1; 3 known; sure a; newest a; oldest i; total 6/8',
		],
		[
			'have none when as many arrived as the longer page has',
			{ list: 'a a ghi', known: 'ghi', floor: 'h', told: { total: 6 }, later: { total: 9 } },
			'older; asked 1 2 2 3; 2 pages to 3 of 3/3; aghi; 1 new to page 1; 3 known; sure a; newest a; oldest i; total 6/9',
		],
		[
			'have a hole where one begins with what is further up',
			{ list: 'abc def bcd ghi', known: 'ghi', floor: 'h' },
			'contradicted; a hole; asked 1 2 3 3 4; 3 pages to 4 of 3/3; abcdefghi; 6 new to page 2; 3 known; sure a; newest a; oldest i',
		],
		[
			'have a hole below one that ends higher up',
			{ list: 'abc dab efg', known: 'g', floor: 'f' },
			'contradicted; a hole; asked 1 2 3; 3 pages to 3 of 3/3; abcdefg; 6 new to page 3; 1 known; sure a; newest a; oldest g',
		],
		[
			'have none where such a one is followed by what it had',
			{ list: 'abc dab def g', known: 'g', floor: 'f' },
			'older; asked 1 2 3 4; 4 pages to 4 of 1/3; abcdefg; 6 new to page 3; 1 known; sure a; newest a; oldest g',
		],
		[
			'have a hole below one that ends with an arrival',
			{ list: 'bcd bca efg', known: 'g', floor: 'f' },
			'contradicted; a hole; asked 1 2 3; 3 pages to 3 of 3/3; bcdaefg; 6 new to page 3; 1 known; sure a; newest b; oldest g',
		],
		[
			'have none around records without a time',
			{ list: 'ab1 cd2 3fg', known: 'g', floor: 'f' },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; ab1cd23fg; 5 new to page 3; 1 known; sure a; newest a; oldest g',
		],
		[
			'have a hole where one begins with what is further up and goes on',
			{ list: 'abc def bgh', known: 'g', floor: 'g' },
			'contradicted; a hole; asked 1 2 3; 3 pages to 3 of 3/3; abcdefgh; 6 new to page 2; 1 known; sure a; newest a; oldest h',
		],
		[
			'have none where a repeat is asked for again and begins within it',
			{ list: 'abc ab>cde fgh', known: 'f', floor: 'g' },
			'older; asked 1 2 2 3; 3 pages to 3 of 3/3; abcdefgh; 6 new to page 3; 1 known; sure a; newest a; oldest h',
		],
		[
			'have none where a repeat is asked for again and goes on',
			{ list: 'abc ab>def ghi', known: 'g', floor: 'g' },
			'older; asked 1 2 2 3; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 2; 1 known; sure a; newest a; oldest i',
		],
		[
			'have a hole when the server begins to count',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'h', later: { total: 9 } },
			'contradicted; a hole; asked 1 2 2 3; 2 pages to 3 of 3/3; abcghi; 3 new to page 1; 3 known; sure a; newest a; oldest i',
		],
		[
			'have a hole when the server counts no more',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'h', told: { total: 9 }, later: {} },
			'contradicted; a hole; asked 1 2 2 3; 2 pages to 3 of 3/3; abcghi; 3 new to page 1; 3 known; sure a; newest a; oldest i; total 9/undefined',
		],
		[
			'have none where the count falls',
			{ list: 'abc def ghi', known: 'ghi', floor: 'h', told: { total: 9 }, later: { total: 8 } },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 2; 3 known; sure a; newest a; oldest i; total 9/8',
		],
	],
	'a stretch further down the list': [
		[
			'begins on a page further down, and is sure from the second on',
			{ list: 'abc def ghi', known: 'ghi', floor: 'h', plan: { top: 2, newestAt: at('a') } },
			'older; asked 2 3; 2 pages to 3 of 3/3; defghi; 3 new to page 2; 3 known; sure g; below f; newest a; oldest i',
		],
		[
			'is not sure of what arrived above its first page',
			{ list: 'abc def bgh ijk', known: 'i', floor: 'i', plan: { top: 2, newestAt: at('a') } },
			'older; asked 2 3 4; 3 pages to 4 of 3/3; defbghijk; 6 new to page 3; 1 known; sure f; below f; newest a; oldest k',
		],
		[
			'ends where it meets what is known, within the overlap',
			{ list: 'abc def ghi', known: 'ef', floor: 'f', plan: { top: 2, newestAt: at('a') } },
			'met; asked 2; 1 pages to 2 of 3/3; def; 1 new to page 2; 2 known; below f; newest a; oldest f',
		],
		[
			'does not meet above the overlap',
			{ list: 'abc def ghi', known: 'ef', floor: 'g', plan: { top: 2, newestAt: at('a') } },
			'older; asked 2 3; 2 pages to 3 of 3/3; defghi; 2 new to page 3; 2 known; sure g; below f; newest a; oldest i',
		],
		[
			'does not meet from the first page on',
			{ list: 'def ghi', known: 'ef', floor: 'f', plan: { newestAt: at('a') } },
			'older; asked 1 2; 2 pages to 2 of 3/3; defghi; 1 new to page 1; 2 known; sure d; newest d; oldest i',
		],
		[
			'does not meet when an earlier poll began it',
			{
				list: 'abc def ghi',
				known: 'ef',
				floor: 'f',
				plan: { top: 2, newestAt: at('a'), unfinished: unfinished('e') },
			},
			'older; asked 2 3; 2 pages to 3 of 3/3; defghi; 1 new to page 2; 2 known; sure g; below f; newest a; oldest i',
		],
		[
			'counts the pages above it as full',
			{
				list: 'abc def ghi',
				known: 'ghi',
				floor: 'z',
				told: { total: 9 },
				plan: { top: 2, newestAt: at('a') },
			},
			'counted; asked 2 3; 2 pages to 3 of 3/3; defghi; 3 new to page 2; 3 known; sure g; below f; newest a; oldest i; total 9/9',
		],
		[
			'does not count when something known was not met',
			{
				list: 'abc def ghi',
				known: 'ghiz',
				floor: 'z',
				told: { total: 9 },
				plan: { top: 2, newestAt: at('a') },
			},
			'end; asked 2 3 4 4; 2 pages to 3 of 3/3; defghi; 3 new to page 2; 3 known; sure g; below f; newest a; oldest i; total 9/9',
		],
		[
			'ends when the list does not reach down there',
			{ list: 'abc', known: 'xyz', floor: 'z', plan: { top: 2 } },
			'end; asked 2 2',
		],
		[
			'does not meet while the cursor has no floor',
			{ list: 'abc def ghi', known: 'ef', plan: { top: 2, newestAt: at('a') } },
			'end; asked 2 3 4 4; 2 pages to 3 of 3/3; defghi; 4 new to page 3; 2 known; sure g; below f; newest a; oldest i',
		],
		[
			'does not meet when the cursor is cramped',
			{
				list: 'abc def ghi',
				cursor: { known: { ...crowdAt('f'), ...cursorOf('ef', 'f').known }, floorAt: at('f') },
				plan: { top: 2, newestAt: at('a') },
			},
			'older; asked 2 3; 2 pages to 3 of 3/3; defghi; 1 new to page 2; 2 known; sure g; below f; newest a; oldest i',
		],
		[
			'does not count what an earlier poll began',
			{
				list: 'abc def ghi',
				known: 'ghi',
				floor: 'z',
				told: { total: 9 },
				plan: { top: 2, newestAt: at('a'), unfinished: unfinished('e') },
			},
			'end; asked 2 3 4 4; 2 pages to 3 of 3/3; defghi; 3 new to page 2; 3 known; sure g; below f; newest a; oldest i; total 9/9',
		],
	],
	'what an earlier poll began': [
		[
			'goes on where an earlier poll stopped',
			{
				list: 'abc def ghi jkl',
				known: 'jkl',
				floor: 'z',
				plan: { top: 2, unfinished: unfinished('e') },
			},
			'end; asked 2 3 4 5 5; 3 pages to 4 of 3/3; defghijkl; 6 new to page 3; 3 known; sure g; below f; oldest l',
		],
		[
			'has moved when its first page is further down',
			{
				list: 'abc def ghi',
				known: 'ghi',
				floor: 'z',
				plan: { top: 2, unfinished: unfinished('c') },
			},
			'moved; asked 2',
		],
		[
			'goes on with the very record it reached',
			{
				list: 'abc def ghi',
				known: 'dghi',
				floor: 'z',
				plan: { top: 2, unfinished: unfinished('d') },
			},
			'end; asked 2 3 4 4; 2 pages to 3 of 3/3; defghi; 2 new to page 2; 4 known; sure g; below f; oldest i',
		],
		[
			'has moved when the first is another of that moment',
			{
				list: 'abc Def ghi',
				known: 'dghi',
				floor: 'z',
				plan: { top: 2, unfinished: unfinished('d') },
			},
			'moved; asked 2',
		],
		[
			'has moved when the first has no time',
			{
				list: 'abc 1ef ghi',
				known: 'ghi',
				floor: 'z',
				plan: { top: 2, unfinished: unfinished('f') },
			},
			'moved; asked 2',
		],
		[
			'has moved when the list does not reach down there',
			{ list: 'abc', known: 'xyz', floor: 'z', plan: { top: 2, unfinished: unfinished('f') } },
			'moved; asked 2 2',
		],
		[
			'has moved when the first is known and further down',
			{
				list: 'abc def ghi',
				known: 'dghi',
				floor: 'z',
				plan: { top: 2, unfinished: unfinished('c') },
			},
			'moved; asked 2',
		],
		[
			'may move on its first page only',
			{ list: 'abc def', known: 'f', floor: 'z', plan: { unfinished: unfinished('c') } },
			'end; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 5 new to page 2; 1 known; sure a; newest a; oldest f',
		],
	],
	time: [
		[
			'reads two pages without any time',
			{ list: 'abc def ghi jkl', floor: 'z', hasTime: () => false },
			'stopped; asked 1 2; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f',
		],
		[
			'reads four for a cramped cursor',
			{ list: 'abc def ghi jkl mno', hasTime: () => false, cursor: { known: crowdAt('z') } },
			'stopped; asked 1 2 3 4; 4 pages to 4 of 3/3; abcdefghijkl; 12 new to page 4; sure a; newest a; oldest l',
		],
		[
			'reads while there is time',
			{ list: 'abc def ghi jkl mno', floor: 'z', hasTime: (asked) => asked < 3 },
			'stopped; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 9 new to page 3; sure a; newest a; oldest i',
		],
		[
			'ends before its time is asked for',
			{ list: 'abc def ghi', known: 'def', floor: 'f', hasTime: (asked) => asked < 3 },
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 3 new to page 1; 3 known; sure a; newest a; oldest i',
		],
		[
			'asks four times without any time, if nothing comes',
			{ list: REPEATS, floor: 'z', hasTime: () => false },
			'stopped; asked 1 2 2 3; 1 pages to 1 of 3/3; abc; 3 new to page 1; sure a; newest a; oldest c',
		],
		[
			'gives up a list that shows its first page for ever',
			{ list: REPEATS, floor: 'z' },
			'contradicted; asked 1 2 2 3 3 4 4; 1 pages to 1 of 3/3; abc; 3 new to page 1; sure a; newest a; oldest c',
		],
		[
			'asks forty times at the most, if nothing comes',
			{ list: REPEATS, floor: 'z', told: { pages: 200 } },
			'contradicted; asked 41 times; 1 pages to 1 of 3/3; abc; 3 new to page 1; sure a; newest a; oldest c',
		],
		[
			'reads fifty pages at the most',
			{ list: EACH_ALONE, hasTime: () => true },
			'stopped; asked 50 times; 50 pages to 50 of 1/1; aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyY; 50 new to page 50; sure a; newest a; oldest y',
		],
		[
			'reads more when it is meant to be longer',
			{ list: EACH_ALONE, plan: { length: 26 } },
			'stopped; asked 52 times; 52 pages to 52 of 1/1; aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ; 52 new to page 52; sure a; newest a; oldest z',
		],
	],
	'a request that fails': [
		[
			'keeps what came before a request failed',
			{ list: 'abc def ! jkl', floor: 'z' },
			'failed; an error; asked 1 2 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f',
		],
		[
			'keeps which page was empty',
			{ list: 'abc def >! jkl', floor: 'z' },
			'failed; an error; asked 1 2 3 3; 2 pages to 2 of 3/3; abcdef; 6 new to page 2; sure a; newest a; oldest f; empty 3',
		],
		[
			'keeps which page was empty for an earlier poll',
			{ list: 'abc !', floor: 'z', plan: { unfinished: unfinished('b', 5) } },
			'failed; an error; asked 1 2; 1 pages to 1 of 3/3; abc; 3 new to page 1; sure a; newest a; oldest c; empty 5',
		],
		[
			'has nothing when the first request failed',
			{ list: '! def', floor: 'z' },
			'failed; an error; asked 1',
		],
	],
	'a page that was read just before': [
		[
			'does not ask for the page at hand',
			{
				list: 'abc def ghi',
				known: 'ghi',
				floor: 'h',
				plan: { peeked: { number: 1, page: pageOf('abc') } },
			},
			'older; asked 2 3; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 2; 3 known; sure a; newest a; oldest i',
		],
		[
			'asks for the others, whatever is at hand',
			{
				list: 'abc def ghi',
				known: 'ghi',
				floor: 'h',
				plan: { peeked: { number: 2, page: pageOf('xyz') } },
			},
			'older; asked 1 2 3; 3 pages to 3 of 3/3; abcdefghi; 6 new to page 2; 3 known; sure a; newest a; oldest i',
		],
	],
};

describe.each(Object.entries(cases))('%s', (_, group) => {
	it.each(group)('%s', async (__, reading, line) => {
		expect(lineOf(await readLetters(reading))).toBe(line);
	});
});

describe('how far an unfinished stretch was pushed down', () => {
	it.each([
		['by all that is known below the page, down to it', 'abc', 'g', 4],
		['by nothing, when the page has a new record', 'aBc', 'f', 0],
		['by nothing, when it goes on on the page', 'efg', 'f', 0],
		['is not told by a page that is empty', '', 'f', 0],
	])('%s', (_, page, reached, count) => {
		const cursor = cursorOf('abcdefgh', 'z');
		expect(knownBetween(cursor, pageOf(page), unfinished(reached))).toBe(count);
	});
});
