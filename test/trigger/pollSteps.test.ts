import { NOTHING_SEEN, type Behind } from '../../nodes/DocumentLivenessTrigger/cursor';
import { markNow } from '../../nodes/DocumentLivenessTrigger/markNow';
import { readNewRecords } from '../../nodes/DocumentLivenessTrigger/readNewRecords';
import type { RecordList } from '../../nodes/DocumentLivenessTrigger/recordList';
import type { ErrorKind } from '../../nodes/verifik/api/errors/catalog';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import { at, cursorOf, lettersOf, lineOfCursor, listOf, unfinished, type Reading } from './letters';

/* Whole polls that go on where an earlier one stopped: lists of letters (letters.ts), three on a page. */

async function poll({ list: pages, told, later, known = '', floor, cursor, hasTime }: Reading) {
	const { list, asked } = listOf(pages, told, later);
	const limits = { hasTime: () => hasTime?.(asked.length) ?? true, pageSize: 3 };
	const start = { ...cursorOf(known, floor), ...cursor };
	const found = await readNewRecords(list, start, limits);
	return [
		`asked ${asked.join(' ')}`,
		`gives ${lettersOf(found.records) || 'nothing'}`,
		found.failure !== undefined && 'failed',
		found.contradiction,
		lineOfCursor(found.cursor),
	]
		.filter(Boolean)
		.join('; ');
}

const behind = (page: number, more: Partial<Behind> = {}): { behind: Behind } => ({
	behind: {
		page,
		step: 0,
		isNarrowing: false,
		isCounted: false,
		newestAt: at('a'),
		stretch: null,
		...more,
	},
});

const cases: Array<[name: string, reading: Reading, line: string]> = [
	[
		'goes on where a stretch was left',
		{
			list: 'abc def ghi jkl',
			known: 'def',
			floor: 'j',
			cursor: behind(2, { stretch: { ...unfinished('f'), above: 1, floorAt: at('f') } }),
		},
		'asked 2 3 4 1 2 3; gives jihgcba; floor f knows abcdef',
	],
	[
		'goes on further down when that was pushed there',
		{
			list: 'abc def ghi jkl mno pqr',
			known: 'defghijkl',
			floor: 'o',
			cursor: behind(2, { stretch: { ...unfinished('l'), above: 1, floorAt: at('f') } }),
		},
		'asked 2 3 4 5 6 1 2 3; gives onmcba; floor f knows abcdef',
	],
	[
		'leaves out the pages that were pushed in between',
		{
			list: 'a b c d e f g h i j k',
			known: 'bcdefgh',
			floor: 'j',
			cursor: behind(2, { stretch: { ...unfinished('h'), above: 1, floorAt: at('b') } }),
		},
		'asked 2 7 8 9 10 11 5 5 3 2 1 2 3; gives jia; floor b knows ab',
	],
	[
		'goes on further down with nothing above',
		{
			list: 'abc def ghi jkl mno pqr',
			known: 'defghijkl',
			floor: 'o',
			cursor: behind(2, { stretch: { ...unfinished('l'), above: 0, floorAt: at('f') } }),
		},
		'asked 2 3 4 5 6 1 11 2 3; gives onmcba; floor f knows abcdef',
	],
	[
		'goes on from the page where it was, when it is gone',
		{
			list: 'abc ',
			known: 'def',
			floor: 'j',
			cursor: behind(2, { stretch: { ...unfinished('f'), above: 1 } }),
		},
		'asked 2 2 2 2 2 1 2 2; gives cba; the list ends before the records that were there before; floor j knows abcdef',
	],
	[
		'goes on where the oldest new records are by the count',
		{
			list: 'abc def ghi jkl mno',
			known: 'mno',
			floor: 'o',
			told: { total: 15 },
			cursor: behind(1, { isCounted: true }),
		},
		'asked 1 4 5 2 3 4 5 1 2; gives lkjihgfedcba; floor f knows abcdef; counts 15',
	],
	[
		'looks where they were when the count does not tell',
		{
			list: 'abc def ghi jkl mno',
			known: 'mno',
			floor: 'o',
			told: { total: 15 },
			cursor: behind(1),
		},
		'asked 1 2 3 4 5; gives lkjihgfedcba; floor f knows abcdef',
	],
	[
		'looks where they were when that is one page further by the count',
		{
			list: 'abc def ghi',
			known: 'ghi',
			floor: 'i',
			told: { total: 9 },
			cursor: behind(1, { isCounted: true }),
		},
		'asked 1 2 3; gives fedcba; floor f knows abcdef',
	],
	[
		'searches',
		{ list: 'abc def ghi jkl mno', known: 'jklmno', floor: 'o', cursor: behind(1, { step: 2 }) },
		'asked 3 7 5 4 4 5 6 6 1 2 3 4; gives ihgfedcba; floor f knows abcdef',
	],
	[
		'searches, and stops for want of time',
		{
			list: 'abc def ghi jkl mno',
			known: 'jklmno',
			floor: 'o',
			cursor: behind(1, { step: 2 }),
			hasTime: () => false,
		},
		'asked 3 7; gives nothing; floor o knows jklmno; looks at 3+2 narrowing newest a',
	],
	[
		'asks for two pages without any time',
		{ list: 'abc def ghi jkl mno', known: 'mno', floor: 'o', hasTime: () => false },
		'asked 1 11; gives nothing; floor o knows mno; looks at 1+10 newest a',
	],
];

it.each(cases)('%s', async (_, reading, line) => {
	expect(await poll(reading)).toBe(line);
});

describe('a search that is refused', () => {
	const pages = listOf('abc def ghi jkl mno');
	const start = { ...cursorOf('jklmno', 'o'), ...behind(1, { step: 2 }) };

	/** A poll whose second request fails. */
	async function failing(kind: ErrorKind) {
		let requests = 0;
		const list: RecordList = (createdAfter) => async (page, place, signal) => {
			if (++requests === 2) throw verifikError(kind);
			return await pages.list(createdAfter)(page, place, signal);
		};
		return await readNewRecords(list, start, { hasTime: () => true, pageSize: 3 });
	}

	it.each<ErrorKind>(['unreachable', 'stillThrottled'])(
		'by "%s" keeps how far it came',
		async (kind) => {
			const { cursor, failure } = await failing(kind);
			expect(failure).toMatchObject({ kind });
			expect(lineOfCursor(cursor)).toContain('looks at 3+4');
		},
	);

	it('by what does not pass by itself fails', async () => {
		await expect(failing('tokenExpired')).rejects.toMatchObject({ kind: 'tokenExpired' });
	});
});

describe('a mark', () => {
	it.each([
		['stands five minutes behind the newest', 'abc def ghi', {}, 'floor f knows abcdef'],
		['is of all when there is less', 'abc', {}, 'floor f knows abc'],
		['of a list without records has no floor', '', {}, 'floor none knows nothing'],
		['reads on while more may be in the overlap', 'abc de fgh ijk', {}, 'floor f knows abcdef'],
		['does not end by a count', 'abc def ghi', { total: 3, pages: 3 }, 'floor f knows abcdef'],
	])('%s', async (_, pages, told, line) => {
		const { cursor, failure } = await markNow(listOf(pages, told).list);
		expect(failure).toBeUndefined();
		expect(lineOfCursor(cursor)).toBe(line);
	});

	it.each([
		['is refused when nothing came of what is counted', '', { total: 3 }],
		['is refused when the first page is empty and others are not', ' abc', { pages: 2 }],
	])('%s', async (_, pages, told) => {
		await expect(markNow(listOf(pages, told).list)).rejects.toMatchObject({ kind: 'incomplete' });
	});

	it('is of what was read when a request fails, and says so', async () => {
		const { cursor, failure } = await markNow(listOf('abc !').list);
		expect(failure).toMatchObject({ message: expect.stringContaining('The request failed') });
		expect(lineOfCursor(cursor)).toBe('floor c+1 knows ab');
		await expect(markNow(listOf('!').list)).rejects.toThrow('The request failed');
	});
});

it('gives the very cursor back when nothing has changed', async () => {
	const { list } = listOf('');
	const { cursor } = await readNewRecords(list, NOTHING_SEEN, { hasTime: () => true, pageSize: 3 });
	expect(cursor).toBe(NOTHING_SEEN);
});
