import {
	MARKS_FOR_END,
	MAX_KNOWN,
	MAX_MARKS,
	type Cursor,
} from '../../nodes/DocumentLivenessTrigger/cursor';
import { settle, type Drain } from '../../nodes/DocumentLivenessTrigger/drain';
import type { VerifikError } from '../../nodes/verifik/api/errors/VerifikError';
import {
	at,
	crowdAt,
	cursorOf,
	lettersOf,
	lineOfCursor,
	readLetters,
	recordsOf,
	unfinished,
	type Reading,
} from './letters';

/*
 * What a poll does with a stretch that it read, and where it goes on: lists of letters (letters.ts),
 * three on a page.
 */

interface Settling extends Reading {
	/** where the poll was before */
	before?: Partial<Drain>;
}

/** Reads one stretch and settles it. */
async function settled({ before, ...reading }: Settling): Promise<Drain> {
	const { stretch, cursor, plan } = await readLetters(reading);
	const drain = { cursor, records: [], length: plan.length, pages: 0, isOver: false, ...before };
	return settle(drain, stretch, plan);
}

/** Where the poll is, in a line. */
function lineOf({ cursor, records, length, pages, isOver, failure, contradiction }: Drain): string {
	return [
		isOver ? 'over' : 'goes on',
		failure !== undefined && 'failed',
		contradiction,
		records.length > 0 && `gives ${lettersOf(records)}`,
		`length ${length}, ${pages} pages`,
		lineOfCursor(cursor),
	]
		.filter(Boolean)
		.join('; ');
}

/** So many marks of the moment of a letter. */
const marksAt = (letter: string, count: number): Cursor['known'] =>
	Object.fromEntries(Array.from({ length: count }, (_, index) => [`mark ${index}`, at(letter)]));

/** So many marks that there is room for one more record of a stretch. */
const ROOM_FOR_ONE = MAX_MARKS - MARKS_FOR_END - 1;

type Case = [name: string, settling: Settling, line: string];

const cases: Record<string, Case[]> = {
	'a stretch that was read to its end': [
		[
			'all, from the first page on',
			{ list: 'abc def ghi', known: 'def', floor: 'f' },
			'over; gives cba; length 1, 3 pages; floor f knows abcdef',
		],
		[
			'all, and none is new',
			{ list: 'abc def ghi', known: 'abcdef', floor: 'f' },
			'over; length 1, 3 pages; floor f knows abcdef',
		],
		[
			'all, when as many came as are counted',
			{
				list: 'abc def ghi',
				known: 'def',
				floor: 'f',
				told: { total: 16 },
				cursor: { unfilteredTotal: 13 },
			},
			'over; gives cba; length 1, 2 pages; floor f knows abcdef; counts 16',
		],
		[
			'all, with a count of all records',
			{ list: 'abc def ghi', known: 'def', floor: 'f', told: { total: 20 } },
			'over; gives cba; length 1, 3 pages; floor f knows abcdef; counts 20',
		],
		[
			'all, with a count that changed',
			{
				list: 'abc def ghi',
				known: 'def',
				floor: 'f',
				told: { total: 20 },
				later: { total: 21 },
				cursor: { unfilteredTotal: 13 },
			},
			'over; gives cba; length 1, 3 pages; floor f knows abcdef; counts 16',
		],
		[
			'all, with a count that came once',
			{
				list: 'abcdefghi',
				known: 'def',
				floor: 'f',
				told: { total: 20 },
				cursor: { unfilteredTotal: 13 },
			},
			'over; gives cba; length 1, 1 pages; floor f knows abcdef; counts 16',
		],
		[
			'all, on two pages with a count',
			{
				list: 'abc defghi',
				known: 'def',
				floor: 'f',
				told: { total: 20 },
				cursor: { unfilteredTotal: 13 },
			},
			'over; gives cba; length 1, 2 pages; floor f knows abcdef; counts 20',
		],
		[
			'all, without a count',
			{ list: 'abc def ghi', known: 'def', floor: 'f', cursor: { unfilteredTotal: 13 } },
			'over; gives cba; length 1, 3 pages; floor f knows abcdef; counts 16',
		],
		[
			'all, to the end of the list',
			{ list: 'abc def', known: 'def', floor: 'z', told: { total: 5 } },
			'over; gives cba; length 1, 2 pages; floor f knows abcdef',
		],
		[
			'all, to the end of the list, with a count that does not fit',
			{
				list: 'abc def',
				known: 'def',
				floor: 'z',
				told: { total: 20 },
				cursor: { unfilteredTotal: 13 },
			},
			'over; gives cba; length 1, 2 pages; floor f knows abcdef',
		],
	],
	'a stretch further down the list': [
		[
			'from the second page on',
			{ list: 'abc def ghi', known: 'i', floor: 'i', plan: { top: 2, newestAt: at('a') } },
			'goes on; gives hgfed; length 2, 2 pages; floor g knows defg; looks at 1+0 newest a',
		],
		[
			'from the second page on, counted',
			{
				list: 'abc def ghi jkl',
				known: 'i',
				floor: 'i',
				told: { total: 30 },
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; gives hgfed; length 2, 3 pages; floor g knows defg; counts 27; looks at 1+0 counted newest a',
		],
		[
			'from the second page on, to what is counted',
			{
				list: 'abc def ghi',
				known: 'i',
				floor: 'z',
				told: { total: 9 },
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; gives hgfed; length 2, 2 pages; floor g knows defg; looks at 1+0 counted newest a',
		],
		[
			'from the third page on, longer',
			{
				list: 'abc def ghi jkl mno',
				known: 'm',
				floor: 'm',
				plan: { top: 3, length: 3, newestAt: at('a') },
			},
			'goes on; gives lkjihg; length 6, 3 pages; floor j knows ghij; looks at 2+0 newest a',
		],
		[
			'no longer than ten pages',
			{
				list: 'abc def ghi jkl mno',
				known: 'm',
				floor: 'm',
				plan: { top: 3, length: 8, newestAt: at('a') },
			},
			'goes on; gives lkjihg; length 10, 3 pages; floor j knows ghij; looks at 2+0 newest a',
		],
		[
			'without anything new there',
			{ list: 'abc def ghi', known: 'defghi', floor: 'h', plan: { top: 2, newestAt: at('a') } },
			'goes on; length 1, 2 pages; floor h knows defghi; looks at 1+1 narrowing newest a',
		],
		[
			'without anything new far down',
			{ list: 'a b c d e f gh', known: 'fg', floor: 'g', plan: { top: 6, newestAt: at('a') } },
			'goes on; length 1, 2 pages; floor g knows fg; looks at 1+4 narrowing newest a',
		],
		[
			'without anything new, cramped',
			{
				list: 'abc def ghi',
				cursor: { known: { ...crowdAt('h'), ...cursorOf('defgh', 'h').known }, floorAt: at('h') },
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; length 2, 2 pages; floor g knows defg; looks at 1+0 newest a',
		],
		[
			'to the end of the list, not counted',
			{ list: 'abc def ghi', known: 'ghi', floor: 'z', plan: { top: 2, newestAt: at('a') } },
			'goes on; gives fed; length 2, 2 pages; floor g knows defg; looks at 1+0 newest a',
		],
	],
	'more of one moment than can be told apart': [
		[
			'all, of one moment',
			{ list: 'aAb cde fgh', cursor: { known: marksAt('a', MAX_KNOWN), floorAt: at('f') } },
			'over; gives fedcbAa; length 1, 3 pages; floor a+1 knows nothing',
		],
		[
			'more of one moment further down',
			{
				list: 'abc Def gh',
				cursor: { known: marksAt('d', MAX_MARKS), floorAt: at('f') },
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; length 4, 0 pages; floor f knows nothing',
		],
		[
			'more of one moment than a long stretch has',
			{
				list: 'abc Def gh',
				cursor: { known: marksAt('d', MAX_MARKS), floorAt: at('f') },
				plan: { top: 2, length: 200, newestAt: at('a') },
			},
			'fails: Verifik has more new records of one moment than one poll can read. The next poll tries again. To read them all at once, use Get Many in another workflow.',
		],
		[
			'met, without room',
			{
				list: 'abc def ghi',
				cursor: {
					known: { ...marksAt('f', ROOM_FOR_ONE), ...cursorOf('f', 'f').known },
					floorAt: at('f'),
				},
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; length 4, 0 pages; floor f knows f',
		],
		[
			'met, with room for one',
			{
				list: 'abc def ghi',
				cursor: {
					known: { ...marksAt('f', ROOM_FOR_ONE - 1), ...cursorOf('f', 'f').known },
					floorAt: at('f'),
				},
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; gives e; length 1, 1 pages; floor f knows ef; looks at 2+0 newest a',
		],
	],
	'what an earlier poll began': [
		[
			'the rest, with nothing above',
			{
				list: 'abc def ghi',
				known: 'fghi',
				floor: 'h',
				plan: { top: 2, newestAt: at('a'), unfinished: unfinished('f') },
			},
			'goes on; gives ed; length 1, 2 pages; floor h knows defgh',
		],
		[
			'the rest, from the first page on',
			{
				list: 'abc def ghi',
				known: 'cghi',
				floor: 'h',
				plan: { newestAt: at('a'), unfinished: unfinished('c') },
			},
			'goes on; gives fedba; length 1, 3 pages; floor h knows abcdefgh',
		],
		[
			'the rest, with pages above',
			{
				list: 'abc def ghi',
				known: 'fghi',
				floor: 'h',
				told: { total: 9 },
				plan: {
					top: 2,
					newestAt: at('a'),
					unfinished: { ...unfinished('f'), above: 2, floorAt: at('g') },
				},
			},
			'goes on; gives ed; length 2, 2 pages; floor g knows defg; looks at 2+0 newest a',
		],
		[
			'the rest, with nothing new in it',
			{
				list: 'abc def ghi',
				known: 'defghi',
				floor: 'h',
				plan: {
					top: 2,
					newestAt: at('a'),
					unfinished: { ...unfinished('f'), above: 2, floorAt: at('g') },
				},
			},
			'goes on; length 2, 2 pages; floor g knows defg; looks at 2+0 newest a',
		],
		[
			'that is not where it was',
			{
				list: 'abc def ghi',
				known: 'ghi',
				floor: 'z',
				plan: { top: 2, newestAt: at('a'), unfinished: unfinished('c') },
			},
			'goes on; length 1, 0 pages; floor z knows ghi; looks at 2+0 newest a',
		],
	],
	'a stretch that meets what is known': [
		[
			'met within the overlap',
			{
				list: 'abc def ghi',
				known: 'ef',
				floor: 'f',
				plan: { top: 2, length: 2, newestAt: at('a') },
			},
			'goes on; gives d; length 4, 1 pages; floor f knows def; looks at 1+0 newest a',
		],
		[
			'met, and all are counted',
			{
				list: 'abc def ghi',
				known: 'ef',
				floor: 'f',
				cursor: { unfilteredTotal: 13 },
				plan: { top: 2, newestAt: at('a') },
			},
			'goes on; gives d; length 2, 1 pages; floor f knows def; counts 14; looks at 1+0 counted newest a',
		],
		[
			'met, with nothing new',
			{ list: 'abc def ghi', known: 'def', floor: 'f', plan: { top: 2, newestAt: at('a') } },
			'goes on; length 1, 1 pages; floor f knows def; looks at 1+1 narrowing newest a',
		],
		[
			'met, no longer than ten pages',
			{
				list: 'abc def ghi',
				known: 'ef',
				floor: 'f',
				plan: { top: 2, length: 8, newestAt: at('a') },
			},
			'goes on; gives d; length 10, 1 pages; floor f knows def; looks at 1+0 newest a',
		],
	],
	'a stretch that is not sure, or wrong': [
		[
			'not sure of the end',
			{ list: 'abc def', floor: 'z', plan: { length: 3 } },
			'goes on; gives fedcba; length 3, 2 pages; floor z knows abcdef; looks at 2+0 newest a; read to f, 0 above, floor f, empty 0',
		],
		[
			'not sure of the end, further down',
			{ list: 'abc def ghi', floor: 'z', plan: { top: 2, length: 3, newestAt: at('a') } },
			'goes on; gives ihgfed; length 3, 2 pages; floor z knows defghi; looks at 3+0 newest a; read to i, 1 above, floor g, empty 0',
		],
		[
			'an end above what is known',
			{ list: 'abc def', known: 'xyz', floor: 'z' },
			'over; the list ends before the records that were there before; gives fedcba; length 1, 2 pages; floor z knows abcdefxyz',
		],
		[
			'more counted than came',
			{ list: 'abc def', floor: 'z', told: { total: 7 } },
			'over; failed; the list ends before the records that were there before; gives fedcba; length 1, 2 pages; floor z knows abcdef',
		],
		[
			'a hole',
			{ list: 'abc abc ghi', known: 'ghi', floor: 'h' },
			'over; page 1 and those after it do not fit together; gives cba; length 1, 2 pages; floor h knows abcghi',
		],
		[
			'a hole further down',
			{ list: 'abc def def ghi', known: 'i', floor: 'i', plan: { top: 2, newestAt: at('a') } },
			'over; page 2 and those after it do not fit together; gives hgfed; length 1, 2 pages; floor i knows defghi',
		],
		[
			'a hole, and the time was up',
			{ list: 'abc abc ghi jkl', floor: 'z', hasTime: (asked) => asked < 3 },
			'over; page 1 and those after it do not fit together; gives ihgcba; length 1, 2 pages; floor z knows abcghi',
		],
	],
	'a stretch that was not read to its end': [
		[
			'a short one without time for all',
			{ list: 'abc def ghi', floor: 'z', hasTime: () => false },
			'over; gives fedcba; length 1, 2 pages; floor z knows abcdef; looks at 2+0 newest a; read to f, 0 above, floor f, empty 0',
		],
		[
			'a short one further down without time for all',
			{
				list: 'abc def ghi jkl mno',
				floor: 'z',
				hasTime: () => false,
				plan: { top: 2, newestAt: at('a') },
			},
			'over; gives ihgfed; length 1, 2 pages; floor z knows defghi; looks at 3+0 newest a; read to i, 1 above, floor g, empty 0',
		],
		[
			'one that an earlier poll began, without time for all',
			{
				list: 'abc def ghi jkl mno',
				known: 'f',
				floor: 'z',
				hasTime: () => false,
				plan: {
					top: 2,
					length: 4,
					newestAt: at('a'),
					unfinished: { ...unfinished('e'), above: 2, floorAt: at('g') },
				},
			},
			'over; gives ihged; length 4, 2 pages; floor z knows defghi; looks at 3+0 newest a; read to i, 2 above, floor g, empty 0',
		],
		[
			'one without times, without time for all',
			{ list: '123 456 789', floor: 'z', hasTime: () => false },
			'over; length 1, 2 pages; floor z knows nothing; looks at 2+0 newest -',
		],
		[
			'a longer one without time for all',
			{ list: 'abc def ghi', floor: 'z', hasTime: () => false, plan: { length: 3 } },
			'over; length 3, 2 pages; floor z knows nothing; looks at 3+0 newest a',
		],
		[
			'a longer one further down without time for all',
			{
				list: 'abc def ghi jkl mno',
				known: 'gh',
				floor: 'z',
				hasTime: (asked) => asked < 3,
				plan: { top: 2, length: 2, newestAt: at('a') },
			},
			'over; length 2, 3 pages; floor z knows gh; looks at 4+0 newest a',
		],
		[
			'a longer one that went past its length',
			{
				list: 'abc def ghi jkl mno',
				floor: 'z',
				hasTime: (asked) => asked < 4,
				plan: { top: 2, length: 2, newestAt: at('a') },
			},
			'over; length 2, 4 pages; floor z knows nothing; looks at 5+0 newest a',
		],
		[
			'a request that failed at first',
			{ list: '! def', known: 'x', floor: 'z' },
			'over; failed; length 1, 0 pages; floor z knows x',
		],
		[
			'a request that failed later',
			{ list: 'abc ! ghi', known: 'x', floor: 'z' },
			'over; failed; gives cba; length 1, 1 pages; floor z knows abcx; looks at 1+0 newest a; read to c, 0 above, floor f, empty 0',
		],
		[
			'a request that failed later, further down',
			{ list: 'abc def ! ', known: 'x', floor: 'z', plan: { top: 2, newestAt: at('a') } },
			'over; failed; gives fed; length 1, 1 pages; floor z knows defx; looks at 2+0 newest a; read to f, 1 above, floor none, empty 0',
		],
		[
			'a request that failed behind an empty page',
			{ list: 'abc >! ghi', known: 'x', floor: 'z' },
			'over; failed; gives cba; length 1, 1 pages; floor z knows abcx; looks at 1+0 newest a; read to c, 0 above, floor f, empty 2',
		],
		[
			'a short one for which there is no room',
			{ list: 'abc def ghi', cursor: { known: marksAt('z', ROOM_FOR_ONE) }, hasTime: () => false },
			'over; length 1, 3 pages; floor none knows nothing; looks at 3+0 newest a',
		],
	],
	'what the poll read before': [
		[
			'what was read before stays',
			{
				list: 'abc def ghi',
				known: 'def',
				floor: 'f',
				before: {
					records: recordsOf('xy'),
					pages: 4,
					near: 3,
					peeked: { number: 1, page: { entries: [] } },
				},
			},
			'over; gives xycba; length 1, 7 pages; floor f knows abcdef',
		],
	],
};

describe.each(Object.entries(cases))('%s', (_, group) => {
	it.each(group)('%s', async (__, settling, line) => {
		const told = await settled(settling).then(lineOf, (error: VerifikError) => {
			return `fails: ${error.message}. ${error.description}`;
		});
		expect(told).toBe(line);
	});
});
