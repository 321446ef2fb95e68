import {
	give,
	MAX_GIVEN,
	NOTHING_GIVEN,
	OVERLAP_MS,
	parseCursor,
	settle,
	type Cursor,
	type Walk,
} from '../../nodes/DocumentLivenessTrigger/cursor';
import type { DocumentLivenessRecord } from '../../nodes/verifik/documentLiveness/record';

const NOON = Date.parse('2026-01-01T12:00:00.000Z');

/** A record created so many ms after noon. */
function record(_id: string, afterNoon: number): DocumentLivenessRecord {
	return { _id, createdAt: new Date(NOON + afterNoon).toISOString() };
}

/** The cursor of an account that has these records, five minutes behind noon. */
function cursorAfter(...records: DocumentLivenessRecord[]): Cursor {
	return settle(give(NOTHING_GIVEN, records).cursor, NOON - OVERLAP_MS);
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
		['the newest record, changed since', { ...seen, updatedAt: 'later' }, false],
		['a record without a creation date', { _id: 'new' }, false],
		['one whose creation date is no date', { _id: 'new', createdAt: 'soon' }, false],
		['one whose creation date is a number', { _id: 'new', createdAt: NOON + 1 }, false],
	])('%s', (_, candidate, isNew) => {
		expect(give(cursor, [candidate, candidate]).fresh).toEqual(isNew ? [candidate] : []);
	});

	it('is every record, once the account was seen empty', () => {
		expect(give(NOTHING_GIVEN, [record('ancient', -1e12)]).fresh).toHaveLength(1);
	});

	it('is nothing above the ceiling of a walk: that was read, and what arrived since comes later', () => {
		const walk = { ceilingAt: NOON } as Walk;
		const records = [record('above', 1), record('at', 0)];
		expect(give({ ...cursor, walk }, records).fresh).toEqual([records[1]]);
	});

	it('is told apart by all that is in it where there is no ID', () => {
		const nameless = { createdAt: record('', 1).createdAt, aggregatedScore: 0.1 };
		const other = { ...nameless, aggregatedScore: 0.2 };
		expect(give(cursor, [nameless, other, nameless]).fresh).toEqual([nameless, other]);
	});
});

it('remembers a thousand records of five minutes, and those after the oldest of them', () => {
	const crowd = Array.from({ length: MAX_GIVEN + 10 }, (_, i) => record(`r${i}`, -10 * i));
	const cursor = cursorAfter(...crowd);
	expect(cursor.floorAt).toBe(NOON - 10 * MAX_GIVEN + 1);
	expect(Object.keys(cursor.given)).toHaveLength(MAX_GIVEN);
	expect(give(cursor, crowd).fresh).toEqual([]);
	expect(give(cursor, [record('late', -10 * (MAX_GIVEN - 1))]).fresh).toHaveLength(1);
});

describe('what was stored', () => {
	const cursor = cursorAfter(record('b', 1_000), record('a', 0));
	const walk: Walk = {
		nextFloorAt: NOON,
		ceilingAt: NOON + 1,
		page: 3,
		pageSize: 100,
		isByPage: true,
		isSecondLook: false,
		empty: { page: 4, isSure: true },
		inVain: 2,
	};
	const stored = (value: unknown) => parseCursor(JSON.parse(JSON.stringify(value)));

	it.each([
		['a cursor', cursor],
		['that of an empty account', NOTHING_GIVEN],
		['that of a walk', { ...cursor, walk }],
		['that of a walk without an empty page', { ...cursor, walk: { ...walk, empty: null } }],
	])('%s is read as it was', (_, value) => {
		expect(stored(value)).toEqual(value);
	});

	it('by the first version of this trigger is understood: it repeats and loses nothing', () => {
		const marks = { T1xSkL9cOaBcDeFg: NOON, ypeBEsobvcr6wjGz: NOON + 1 };
		const first = { version: 1, floorAt: NOON - OVERLAP_MS, known: marks, unfilteredTotal: 7 };
		const behind = { page: 3, step: 0, newestAt: NOON, stretch: { above: 1 } };
		expect(stored({ ...first, behind })).toEqual({
			version: 2,
			floorAt: NOON - OVERLAP_MS,
			given: { T1xSkL9cOa: NOON, ypeBEsobvc: NOON + 1 },
			walk: null,
		});
	});

	it.each([
		['null', null],
		['a date, as other triggers keep it', '2026-01-01T12:00:00.000Z'],
		['a list', [cursor]],
		['another version', { ...cursor, version: 3 }],
		['no floor', { ...cursor, floorAt: undefined }],
		['a floor that is text', { ...cursor, floorAt: String(NOON) }],
		['a floor that no date can hold', { ...cursor, floorAt: 1e300 }],
		['no marks', { ...cursor, given: undefined }],
		['marks in a list', { ...cursor, given: ['a', 'b'] }],
		['a mark without a time', { ...cursor, given: { a: null } }],
		['a walk that is text', { ...cursor, walk: 'far' }],
		...['nextFloorAt', 'ceilingAt', 'page'].map((field): [string, unknown] => [
			`a walk whose ${field} is text`,
			{ ...cursor, walk: { ...walk, [field]: 'text' } },
		]),
	])('%s is no cursor', (_, value) => {
		expect(stored(value)).toBeUndefined();
	});
});
