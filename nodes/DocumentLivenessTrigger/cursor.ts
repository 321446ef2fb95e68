import { createHash } from 'crypto';

import { newestOf } from './times';
import {
	createdAtOf,
	identityOf,
	type DocumentLivenessRecord,
} from '../verifik/documentLiveness/record';

/**
 * How much older than the newest record one may be that becomes visible only now, in ms by the
 * records' own times: records are written at the end of a check that takes 5–35 s, by servers whose
 * clocks may differ.
 */
export const OVERLAP_MS = 5 * 60 * 1000;

/** How many records can be told apart within the overlap. Their marks take 50 kB of static data. */
export const MAX_KNOWN = 1500;

/**
 * How many there may be at the most, with those of a stretch that no poll could finish yet: so that
 * every poll can give some, whatever the overlap holds. 63 kB.
 */
export const MAX_MARKS = 1900;

/** So many stay free for the end of the list, where the floor can rise: two pages of a hundred. */
export const MARKS_FOR_END = 200;

/** Where the oldest of the new records are, when they are too many for one poll. */
export interface Behind {
	/** The page on which they were last, from 1. Records that arrive push them further down. */
	page: number;
	/** So many pages further down the search looks next; 0 when it is over. */
	step: number;
	/** Whether the search went too far once, so that its steps get no longer. */
	isNarrowing: boolean;
	/** Whether the server's count tells how far the page was pushed since. */
	isCounted: boolean;
	/** When the newest record of the list was created, when the backlog was found; ms since 1970. */
	newestAt: number;
	/** A stretch that could not be read to its end: it goes on at `page`. */
	stretch: Unfinished | null;
}

/** How far a stretch was read. */
export interface Unfinished {
	/** The cursor's floor once the stretch is read to its end, ms since 1970; `null` as it was. */
	floorAt: number | null;
	/** When the oldest record was created that was read of it; ms since 1970. */
	reachedAt: number;
	/** How many pages there are above it, from its first one on: 0 when it began at the first page. */
	above: number;
	/** A page that was empty, so that it need not be asked for twice again; 0 for none. */
	emptyPage: number;
}

/**
 * Which records have been dealt with: those created before `floorAt`, and from there on those in
 * `known`. All others are new. Every time in it is one that Verifik gave a record; no clock of this
 * machine comes in.
 */
export interface Cursor {
	version: 1;
	/** ms since 1970; `null` while the account has no record, so that all that come are new */
	floorAt: number | null;
	/** When each was created, in ms since 1970, by the record's mark; newest first. */
	known: Record<string, number>;
	/**
	 * How many of those that the server counts have been dealt with, if it counts all records when
	 * asked for those since `floorAt`: it may ignore that bound (B; certainty: docs/verifik-api.md).
	 */
	unfilteredTotal: number | null;
	/** `null` while no new record is known to be left. */
	behind: Behind | null;
}

/** The cursor of an account without records. */
export const NOTHING_SEEN: Cursor = {
	version: 1,
	floorAt: null,
	known: {},
	unfilteredTotal: null,
	behind: null,
};

/** What was read to find the new records. */
export interface Reading {
	/**
	 * From some record on, every one that the list had, down to the floor of the cursor or below.
	 * Repeats do no harm.
	 */
	records: DocumentLivenessRecord[];
	/** When the newest record of the whole list was created, in ms since 1970, as the read began. */
	newestAt: number;
	/** Up to when all was read, in ms since 1970, where that is not the newest of the records. */
	newestRead?: number;
	/** How many records there were from the first one read on, as the server counts. */
	total?: number | undefined;
	/** Whether it ended since as many came as the server counts, and not further down. */
	isCounted?: boolean;
	/** How many marks the cursor may have then; `MAX_KNOWN` unless given. */
	most?: number;
}

/** Where the cursor stands after a read, and the records that are to be emitted for it. */
export interface News {
	cursor: Cursor;
	records: DocumentLivenessRecord[];
}

/**
 * Takes a read into the cursor and tells which of its records are new, in the order read.
 *
 * The cursor then stands five minutes behind the newest record of the list, or, when the read began
 * further down, at the newest record read: what is newer than that is still to be read. It stands
 * higher than that when more than `MAX_KNOWN` records would have to be known: the overlap is what
 * fits. It never goes back.
 *
 * A record without a usable `createdAt` is never new: it cannot be placed in time. (Verifik's
 * database sets that field by itself.)
 */
export function advance(cursor: Cursor, reading: Reading): News {
	const { records, newestAt, total, isCounted = false, most = MAX_KNOWN } = reading;
	const { unfilteredTotal: before } = cursor;
	const { known, fresh } = withMarks(cursor, records);
	const { newestRead = newestOf(records) } = reading;
	const floorAt = Math.max(
		cursor.floorAt ?? -Infinity,
		Math.min(newestAt - OVERLAP_MS, newestRead),
	);
	const ignoresFloor =
		records.some((record) => isBelow(cursor, record)) || (before !== null && isCounted);
	const counted = ignoresFloor ? (total ?? null) : null;
	const added = before === null ? null : before + fresh.length;
	return {
		cursor: {
			version: 1,
			...remember(known, floorAt, most),
			unfilteredTotal: total === undefined ? added : counted,
			behind: null,
		},
		records: fresh,
	};
}

/**
 * Takes records that were read without reaching what has been dealt with: they are known from then
 * on, and the floor stays. When more came than can be known, the oldest are taken.
 *
 * @returns the records oldest first
 */
export function takePart(cursor: Cursor, records: DocumentLivenessRecord[]): News {
	const room = Math.max(0, MAX_MARKS - MARKS_FOR_END - Object.keys(cursor.known).length);
	const { fresh } = withMarks(cursor, records);
	// a sort that keeps the order of records of one moment, oldest first
	const oldestFirst = fresh.reverse().sort((a, b) => newestOf([a]) - newestOf([b]));
	const taken = oldestFirst.slice(0, room);
	const { known } = withMarks(cursor, taken);
	const { unfilteredTotal: before } = cursor;
	return {
		cursor: {
			...cursor,
			known: Object.fromEntries(newestFirst(known)),
			unfilteredTotal: before === null ? null : before + taken.length,
		},
		records: taken,
	};
}

/** The marks that the cursor has after these records, and which of them are new, each once. */
function withMarks(cursor: Cursor, records: DocumentLivenessRecord[]) {
	const known = new Map(Object.entries(cursor.known));
	const fresh: DocumentLivenessRecord[] = [];
	for (const record of records) {
		const createdAt = createdAtOf(record);
		const mark = markOf(record);
		if (createdAt === undefined || isBelow(cursor, record) || known.has(mark)) continue;
		known.set(mark, createdAt);
		fresh.push(record);
	}
	return { known, fresh };
}

/** Keeps what was created at `floorAt` or later; raises the floor until no more is left than fits. */
function remember(
	known: Map<string, number>,
	floorAt: number,
	most: number,
): Pick<Cursor, 'floorAt' | 'known'> {
	const sorted = newestFirst(known);
	const firstTooMany = sorted[most]?.[1] ?? -Infinity;
	const raised = Math.max(floorAt, firstTooMany + 1);
	return {
		floorAt: raised === -Infinity ? null : raised,
		known: Object.fromEntries(sorted.filter(([, createdAt]) => createdAt >= raised)),
	};
}

function newestFirst(known: Map<string, number>): Array<[string, number]> {
	return [...known].sort(([, a], [, b]) => b - a);
}

/**
 * Whether the first page shows that there is no new record on it nor behind it: nothing on it is
 * new, and the server counts no more records than are known.
 */
export function hasNothingNew(
	cursor: Cursor,
	firstPage: Pick<Reading, 'records' | 'total'>,
): boolean {
	return (
		firstPage.total === dealtWith(cursor) &&
		!firstPage.records.some((record) => isNew(cursor, record))
	);
}

/** How many of the records that the server counts have been dealt with, if it counts them right. */
export function dealtWith({ unfilteredTotal, known }: Cursor): number {
	return unfilteredTotal ?? Object.keys(known).length;
}

/** Whether the record is one that the cursor has not dealt with. */
export function isNew({ floorAt, known }: Cursor, record: DocumentLivenessRecord): boolean {
	const createdAt = createdAtOf(record);
	if (createdAt === undefined || createdAt < (floorAt ?? -Infinity)) return false;
	return !Object.hasOwn(known, markOf(record));
}

/** Whether the record is one of those that the cursor tells apart: it was dealt with. */
export function isKnown({ known }: Cursor, record: DocumentLivenessRecord): boolean {
	return createdAtOf(record) !== undefined && Object.hasOwn(known, markOf(record));
}

/** Whether the record was created before the floor, and all that the list has after it. */
export function isBelow({ floorAt }: Cursor, record: DocumentLivenessRecord): boolean {
	const createdAt = createdAtOf(record);
	return createdAt !== undefined && createdAt < (floorAt ?? -Infinity);
}

/** Each record's mark, once it was needed: it is asked for several times while a page is judged. */
const marks = new WeakMap<DocumentLivenessRecord, string>();

/** Stands for the record in the cursor, in 16 characters, whatever its ID looks like. */
function markOf(record: DocumentLivenessRecord): string {
	const known = marks.get(record);
	if (known !== undefined) return known;
	const mark = createHash('sha256').update(identityOf(record)).digest('base64url').slice(0, 16);
	marks.set(record, mark);
	return mark;
}
