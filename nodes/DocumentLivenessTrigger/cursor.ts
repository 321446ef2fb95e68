import { createHash } from 'crypto';

import {
	createdAtOf,
	identityOf,
	isRecord,
	type DocumentLivenessRecord,
} from '../verifik/records/record';

/**
 * How much older than the newest record one may be that becomes visible only now, in ms by the
 * records' own times: records are written at the end of a check that takes 5–35 s, by servers whose
 * clocks may differ.
 */
export const OVERLAP = 5 * 60 * 1000;

/** How many records can be told apart within the overlap. Their marks take 50 kB of static data. */
export const MAX_KNOWN = 1500;

/**
 * Which records have been dealt with: those created before `floor`, and from there on those in
 * `known`. All others are new. Every time in it is one that Verifik gave a record; no clock of this
 * machine comes in.
 */
export interface Cursor {
	version: 1;
	/** ms since 1970; `null` while the account has no record, so that all that come are new */
	floor: number | null;
	/** When each was created, in ms since 1970, by the record's mark; newest first. */
	known: Record<string, number>;
	/**
	 * What the server counts when asked for the records since `floor`, if it counts them all
	 * instead: it may ignore that bound (B).
	 */
	unfilteredTotal: number | null;
}

/** The cursor of an account without records. */
export const NOTHING_SEEN: Cursor = { version: 1, floor: null, known: {}, unfilteredTotal: null };

/** What was read to find the new records. */
export interface Reading {
	/**
	 * From some record on, every one that the list had, down to the floor of the cursor or below.
	 * Repeats do no harm.
	 */
	records: DocumentLivenessRecord[];
	/** When the newest record of the whole list was created, in ms since 1970, as the read began. */
	newestAt: number;
	/** How many records there were then, as the server counts. */
	total?: number;
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
export function advance(cursor: Cursor, { records, newestAt, total }: Reading): News {
	const floor = cursor.floor ?? -Infinity;
	const known = new Map(Object.entries(cursor.known));
	const news: DocumentLivenessRecord[] = [];
	let newestRead = -Infinity;
	let ignoresFloor = false;
	for (const record of records) {
		const createdAt = createdAtOf(record);
		if (createdAt === null) continue;
		newestRead = Math.max(newestRead, createdAt);
		if (createdAt < floor) {
			ignoresFloor = true;
			continue;
		}
		const mark = markOf(record);
		if (known.has(mark)) continue;
		known.set(mark, createdAt);
		news.push(record);
	}

	const overlapStart = Math.min(newestAt - OVERLAP, newestRead);
	const standing = remember(known, Math.max(floor, overlapStart));
	const unfilteredTotal = ignoresFloor && total !== undefined ? total : null;
	return { cursor: { version: 1, ...standing, unfilteredTotal }, records: news };
}

/** Keeps what was created at `floor` or later; raises the floor until no more is left than fits. */
function remember(known: Map<string, number>, floor: number): Pick<Cursor, 'floor' | 'known'> {
	const newestFirst = [...known].sort(([, a], [, b]) => b - a);
	const firstTooMany = newestFirst[MAX_KNOWN]?.[1] ?? -Infinity;
	const raised = Math.max(floor, firstTooMany + 1);
	return {
		floor: raised === -Infinity ? null : raised,
		known: Object.fromEntries(newestFirst.filter(([, createdAt]) => createdAt >= raised)),
	};
}

/**
 * Whether the first page shows that there is no new record on it nor behind it: nothing on it is
 * new, and the server counts no more records than are known.
 */
export function isQuiet(cursor: Cursor, front: Pick<Reading, 'records' | 'total'>): boolean {
	const expected = cursor.unfilteredTotal ?? Object.keys(cursor.known).length;
	return front.total === expected && !front.records.some((record) => isNew(cursor, record));
}

/** Whether the record is one that the cursor has not dealt with. */
export function isNew({ floor, known }: Cursor, record: DocumentLivenessRecord): boolean {
	const createdAt = createdAtOf(record);
	if (createdAt === null || createdAt < (floor ?? -Infinity)) return false;
	return !Object.hasOwn(known, markOf(record));
}

/** Whether the record was created before the floor, and all that the list has after it. */
export function isBelow({ floor }: Cursor, record: DocumentLivenessRecord): boolean {
	const createdAt = createdAtOf(record);
	return createdAt !== null && createdAt < (floor ?? -Infinity);
}

/** When the newest of the records was created, in ms since 1970; -Infinity when there is none. */
export function newestOf(records: DocumentLivenessRecord[]): number {
	return records.reduce(
		(newest, record) => Math.max(newest, createdAtOf(record) ?? -Infinity),
		-Infinity,
	);
}

/** Stands for the record in the cursor, in 16 characters, whatever its ID looks like. */
function markOf(record: DocumentLivenessRecord): string {
	return createHash('sha256').update(identityOf(record)).digest('base64url').slice(0, 16);
}

/**
 * Reads a cursor that went through n8n's database.
 *
 * @returns `null` when it is not one that this version wrote: damaged, or from another node
 */
export function parseCursor(stored: unknown): Cursor | null {
	if (!isRecord(stored) || stored.version !== 1) return null;
	const { floor, known, unfilteredTotal } = stored;
	if (floor !== null && !isTime(floor)) return null;
	if (!isRecord(known) || Object.keys(known).length > MAX_KNOWN) return null;
	if (!Object.values(known).every(isTime)) return null;
	if (unfilteredTotal !== null && typeof unfilteredTotal !== 'number') return null;
	return { version: 1, floor, known: known as Record<string, number>, unfilteredTotal };
}

/** Whether the value is ms since 1970 that a date can hold. */
function isTime(value: unknown): value is number {
	return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}
