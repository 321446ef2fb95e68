import {
	advance,
	isNew,
	hasNothingNew,
	MAX_KNOWN,
	MAX_MARKS,
	MARKS_FOR_END,
	NOTHING_SEEN,
	OVERLAP_MS,
	takePart,
	type Behind,
	type Cursor,
} from '../../nodes/DocumentLivenessTrigger/cursor';
import { newestOf } from '../../nodes/DocumentLivenessTrigger/times';
import { parseCursor } from '../../nodes/DocumentLivenessTrigger/parseCursor';
import { isCramped, overlapEnd } from '../../nodes/DocumentLivenessTrigger/room';
import type { DocumentLivenessRecord } from '../../nodes/verifik/documentLiveness/record';

const NOON = Date.parse('2026-01-01T12:00:00.000Z');

/** A record created so many ms after noon. */
function record(_id: string, afterNoon: number): DocumentLivenessRecord {
	return { _id, createdAt: new Date(NOON + afterNoon).toISOString() };
}

/** The cursor after all that an account has was read, newest first. */
function cursorAfter(...records: DocumentLivenessRecord[]): Cursor {
	return advance(NOTHING_SEEN, { records, newestAt: Date.parse(String(records[0].createdAt)) })
		.cursor;
}

describe('what is new', () => {
	const seen = record('seen', 0);
	const cursor = cursorAfter(seen, record('older', -60_000));

	it.each([
		['a later record', record('new', 1), true],
		['one of the very same moment', record('twin', 0), true],
		['one that becomes visible late', record('late', -60_000), true],
		['one that is exactly five minutes late', record('late', -OVERLAP_MS), true],
		['one that is later than that', record('too late', -OVERLAP_MS - 1), false],
		['the newest record itself', seen, false],
		['another one that was seen', record('older', -60_000), false],
		['the newest record, changed since', { ...seen, updatedAt: 'later' }, false],
		['a record without a creation date', { _id: 'new' }, false],
		['one whose creation date is no date', { _id: 'new', createdAt: 'soon' }, false],
		['one whose creation date is a number', { _id: 'new', createdAt: NOON + 1 }, false],
	])('%s', (_, candidate, expected) => {
		expect(isNew(cursor, candidate)).toBe(expected);
		const { records } = advance(cursor, { records: [candidate], newestAt: NOON });
		expect(records).toEqual(expected ? [candidate] : []);
	});

	it('is every record, once the account was seen empty', () => {
		expect(isNew(NOTHING_SEEN, record('ancient', -1e12))).toBe(true);
	});

	it('tells records without an ID apart by what is in them', () => {
		const nameless = { createdAt: record('', 1).createdAt, aggregatedScore: 0.1 };
		const other = { ...nameless, aggregatedScore: 0.2 };
		const { records, cursor: next } = advance(cursor, {
			records: [nameless, other, nameless],
			newestAt: NOON + 1,
		});
		expect(records).toEqual([nameless, other]);
		expect(isNew(next, nameless)).toBe(false);
	});
});

describe('a record without a creation date', () => {
	const damaged = { _id: 'damaged' };

	it('is not new, and moves nothing', () => {
		expect(isNew(NOTHING_SEEN, damaged)).toBe(false);
		const reading = { records: [damaged], newestAt: newestOf([damaged]), total: 1 };
		expect(advance(NOTHING_SEEN, reading)).toEqual({ cursor: NOTHING_SEEN, records: [] });
		expect(advance(cursorAfter(record('a', 0)), reading).cursor.unfilteredTotal).toBeNull();
	});

	it('does not count for which one is the newest', () => {
		expect(newestOf([damaged, record('a', 5), damaged])).toBe(NOON + 5);
	});
});

describe('where the cursor stands', () => {
	it('is five minutes behind the newest record', () => {
		const cursor = cursorAfter(
			record('b', 0),
			record('a', -OVERLAP_MS),
			record('z', -OVERLAP_MS - 1),
		);
		expect(cursor.floorAt).toBe(NOON - OVERLAP_MS);
		expect(Object.values(cursor.known)).toEqual([NOON, NOON - OVERLAP_MS]);
	});

	it('is at the newest record read when that is further back', () => {
		const { cursor } = advance(cursorAfter(record('a', 0)), {
			records: [record('c', 20_000), record('b', 10_000), record('a', 0)],
			newestAt: NOON + 10 * OVERLAP_MS,
		});
		expect(cursor.floorAt).toBe(NOON + 20_000);
		expect(isNew(cursor, record('c', 20_000))).toBe(false);
		expect(isNew(cursor, record('twin of c', 20_000))).toBe(true);
	});

	it('never goes back, even if the newest records are not shown for once', () => {
		const cursor = cursorAfter(record('b', OVERLAP_MS), record('a', 0));
		const shrunk = advance(cursor, { records: [record('a', 0)], newestAt: NOON }).cursor;
		expect(shrunk).toEqual(cursor);
		const empty = advance(cursor, { records: [], newestAt: -Infinity }).cursor;
		expect(empty).toEqual(cursor);
	});

	it('rises when more records than can be known are within the overlap', () => {
		const crowd = Array.from({ length: MAX_KNOWN + 10 }, (_, index) =>
			record(`r${index}`, -10 * index),
		);
		const cursor = cursorAfter(...crowd);
		expect(cursor.floorAt).toBe(NOON - 10 * MAX_KNOWN + 1);
		expect(Object.keys(cursor.known)).toHaveLength(MAX_KNOWN);
		expect(crowd.some((each) => isNew(cursor, each))).toBe(false);
		expect(isNew(cursor, record('late', -10 * (MAX_KNOWN - 1)))).toBe(true);
	});

	it('is after a moment that alone has more records than can be known', () => {
		const crowd = Array.from({ length: MAX_KNOWN + 1 }, (_, index) => record(`r${index}`, 0));
		const cursor = cursorAfter(...crowd);
		expect(cursor).toMatchObject({ floorAt: NOON + 1, known: {} });
		expect(isNew(cursor, record('next', 1))).toBe(true);
	});

	it('takes less than 64 kB at most, and holds nothing of the records but times', () => {
		const crowd = Array.from({ length: MAX_KNOWN }, (_, index) =>
			record(`${'document_liveness_'.repeat(10)}${index}`, -index),
		);
		const stored = JSON.stringify(cursorAfter(...crowd));
		expect(stored.length).toBeGreaterThan(40_000);
		expect(stored.length).toBeLessThan(64_000);
		expect(stored).not.toContain('document_liveness');
	});
});

describe('a poll without news', () => {
	const a = record('a', 0);
	const b = record('b', 1_000);
	const cursor = cursorAfter(b, a);

	it.each([
		['nothing new, and the server counts what is known', { records: [b, a], total: 2 }, true],
		['known records on the first page, more behind it', { records: [b], total: 2 }, true],
		['one more than is known, on another page', { records: [b], total: 3 }, false],
		['a new record', { records: [record('c', 2_000), b], total: 2 }, false],
		['a server that does not count', { records: [b, a] }, false],
	])('%s', (_, front, expected) => {
		expect(hasNothingNew(cursor, front)).toBe(expected);
	});

	it('is known by the total of all records when the server ignores the bound', () => {
		const ancient = record('ancient', -2 * OVERLAP_MS);
		const front = { records: [b, a, ancient], total: 1_000 };
		expect(hasNothingNew(cursor, front)).toBe(false);
		const next = advance(cursor, { ...front, newestAt: NOON + 1_000 }).cursor;
		expect(hasNothingNew(next, front)).toBe(true);
		expect(hasNothingNew(next, { ...front, total: 1_001 })).toBe(false);
	});
});

it('forgets the total of all records when a read without its end shows nothing below the floor', () => {
	const a = record('a', 0);
	const cursor = { ...cursorAfter(a), unfilteredTotal: 1_000 };
	const reading = { records: [record('b', 1), a], newestAt: NOON + 1, total: 1_001 };
	expect(advance(cursor, reading).cursor.unfilteredTotal).toBeNull();
	expect(advance(cursor, { ...reading, isCounted: true }).cursor.unfilteredTotal).toBe(1_001);
});

/** So many marks, one after another from noon on. */
function marks(count: number): Record<string, number> {
	return Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}`, NOON + i]));
}

describe('what was stored', () => {
	const cursor = cursorAfter(record('b', 1_000), record('a', 0));
	const behind: Behind = {
		page: 3,
		step: 20,
		isNarrowing: false,
		isCounted: true,
		newestAt: NOON,
		stretch: null,
	};
	const stretch = { floorAt: NOON, reachedAt: NOON - 1, above: 2, emptyPage: 4 };

	it.each([
		['a cursor', cursor],
		['that of an empty account', NOTHING_SEEN],
		['that of a server that counts all records', { ...cursor, unfilteredTotal: 7 }],
		['that with as many marks as there can be', { ...cursor, known: marks(MAX_MARKS) }],
		['that of a search', { ...cursor, behind }],
		[
			'that of a search that went too far',
			{ ...cursor, behind: { ...behind, isNarrowing: true, isCounted: false } },
		],
		['that of an unfinished stretch', { ...cursor, behind: { ...behind, step: 0, stretch } }],
	])('%s is read as it was', (_, stored) => {
		expect(parseCursor(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
	});

	it.each([
		['a page 0', { ...behind, page: 0 }],
		['a page that is text', { ...behind, page: '3' }],
		['a step backward', { ...behind, step: -1 }],
		['no time', { ...behind, newestAt: null }],
	])('%s to go on with is left out, and the rest counts', (_, damaged) => {
		expect(parseCursor({ ...cursor, behind: damaged })).toEqual(cursor);
	});

	it.each([
		['no time', { ...stretch, reachedAt: null }],
		['a floor that is text', { ...stretch, floorAt: String(NOON) }],
		['half a page', { ...stretch, above: 1.5 }],
		['no empty page', { ...stretch, emptyPage: undefined }],
	])('an unfinished stretch with %s is left out, and the rest counts', (_, damaged) => {
		const parsed = parseCursor({ ...cursor, behind: { ...behind, stretch: damaged } });
		expect(parsed).toEqual({ ...cursor, behind });
	});

	it.each([
		['nothing', undefined],
		['null', null],
		['a date, as other triggers keep it', '2026-01-01T12:00:00.000Z'],
		['a list', [cursor]],
		['another version', { ...cursor, version: 2 }],
		['no floorAt', { ...cursor, floorAt: undefined }],
		['a floor that is text', { ...cursor, floorAt: String(NOON) }],
		['a floor that no date can hold', { ...cursor, floorAt: 1e300 }],
		['no marks', { ...cursor, known: undefined }],
		['marks in a list', { ...cursor, known: ['a', 'b'] }],
		['a mark without a time', { ...cursor, known: { a: null } }],
		['more marks than it can have written', { ...cursor, known: marks(MAX_MARKS + 1) }],
		['a total that is text', { ...cursor, unfilteredTotal: '7' }],
	])('%s is no cursor', (_, stored) => {
		expect(parseCursor(stored)).toBeUndefined();
	});
});

it('reads back a cursor that knows as many records as it can', () => {
	const records = Array.from({ length: MAX_KNOWN }, (_, i) => record(`${i}`, -i));
	const cursor = cursorAfter(...records);
	expect(Object.keys(cursor.known)).toHaveLength(MAX_KNOWN);
	expect(parseCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
});

it('takes what an unfinished stretch has read as known, and leaves the floor', () => {
	const cursor = cursorAfter(record('a', 0));
	const part = [record('c', 20_000), record('b', 10_000), record('a', 0)];
	const { cursor: next, records } = takePart(cursor, part);
	expect(records.map(({ _id }) => _id)).toEqual(['b', 'c']);
	expect(next.floorAt).toBe(cursor.floorAt);
	expect(takePart(next, part).records).toEqual([]);
});

it('gives a part oldest first, in whatever order it is listed', () => {
	const part = [record('b', 10_000), record('c', 20_000), record('a', 0), record('a2', 0)];
	const { records } = takePart(NOTHING_SEEN, part);
	expect(records.map(({ _id }) => _id)).toEqual(['a2', 'a', 'b', 'c']);
});

it('takes the oldest of a part when not all of it can be known', () => {
	const most = MAX_MARKS - MARKS_FOR_END;
	const part = Array.from({ length: most + 5 }, (_, i) => record(`${i}`, -i));
	const { cursor, records } = takePart(NOTHING_SEEN, part);
	expect(records).toHaveLength(most);
	expect(records[0]._id).toBe(`${most + 4}`);
	expect(JSON.stringify(cursor).length).toBeLessThan(64_000);
	expect(parseCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor);
});

describe('a cursor that knows more than is kept', () => {
	const crowded = { ...NOTHING_SEEN, known: marks(MAX_KNOWN + 1), floorAt: NOON };
	/** The newest half of what is kept begins here. */
	const middle = NOON + MAX_KNOWN / 2;

	it('is cramped, and its overlap ends where the floor would leave room', () => {
		expect(isCramped(crowded)).toBe(true);
		expect(overlapEnd(crowded, NOON)).toBe(middle + OVERLAP_MS);
		expect(overlapEnd(crowded, middle + 2 * OVERLAP_MS)).toBe(middle + 2 * OVERLAP_MS);
		expect(overlapEnd({ ...crowded, floorAt: null }, NOON)).toBe(middle + OVERLAP_MS);
	});

	it.each([
		['knows no more than that', { ...crowded, known: marks(MAX_KNOWN) }],
		['could not raise its floor', { ...crowded, floorAt: middle }],
	])('is not cramped when it %s', (_, cursor) => {
		expect(isCramped(cursor)).toBe(false);
		expect(overlapEnd(cursor, NOON)).toBe(NOON);
	});
});
