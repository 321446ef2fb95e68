import { createHash } from 'crypto';

import {
	createdAtOf,
	identityOf,
	type DocumentLivenessRecord,
} from '../verifik/documentLiveness/record';
import { fieldsOf, isObject } from '../verifik/json';

/**
 * ms. A record that becomes visible late is at most so much older than the newest one, by their own
 * dates: it is written at the end of a check that takes 5–35 s, by servers whose clocks may differ.
 */
export const OVERLAP_MS = 5 * 60_000;

/** How many records are told apart within the overlap. */
export const MAX_GIVEN = 1000;

/** How many marks a walk may have at once: 60 kB of static data. */
const MAX_MARKS = 2200;

/** How many marks of one moment are kept while a walk is in it: two pages of a hundred. */
const MAX_TIES = 200;

/** Characters. Of a million records, two have the same mark once in a million such accounts. */
const MARK_LENGTH = 10;

/**
 * Which records have been dealt with: those created before `floorAt`, those in `given`, and, while a
 * walk is under way, those above its ceiling. All others are new. Every time in it is one that
 * Verifik gave a record, in ms since 1970; no clock of this machine comes in.
 */
export interface Cursor {
	version: 2;
	/** `null` while the account has no record, so that all that come are new. */
	floorAt: number | null;
	/** When each record was created that was given and can come up again, by its mark. */
	given: Record<string, number>;
	/** A walk that no poll has finished yet. */
	walk: Walk | null;
}

/** How far a walk has come, from the newest record on its way down to the floor. */
export interface Walk {
	/** Where the floor stands once the walk has reached it. */
	nextFloorAt: number;
	/** The walk has read all that is newer, and some or all of what was created at this moment. */
	ceilingAt: number;
	/** The page to read next: of what was created at the ceiling or before, or, by page, of the whole list. */
	page: number;
	/** How many records a page was asked for: a page number means something only with that. */
	pageSize: number;
	/** Whether the server ignores the ceiling. Records only move down the list, so no page passes any over. */
	isByPage: boolean;
	/** Whether the page to read next was read once, and not believed. */
	isSecondLook: boolean;
	/**
	 * A page that was empty. It is the end if it still is after the page before it was read again, and
	 * was sure before: empty behind a page that came in the same poll.
	 */
	empty: { page: number; isSure: boolean } | null;
	/** How many answers in a row brought the walk no further. */
	inVain: number;
}

/** The cursor of an account without records. */
export const NOTHING_GIVEN: Cursor = { version: 2, floorAt: null, given: {}, walk: null };

/** Takes records into the cursor. `fresh`: those that are new, each once, in the order read. */
export function give(cursor: Cursor, records: DocumentLivenessRecord[]) {
	const given = { ...cursor.given };
	const floorAt = cursor.floorAt ?? -Infinity;
	const ceilingAt = cursor.walk?.ceilingAt ?? Infinity;
	const fresh = records.filter((record) => {
		// without a date it cannot be placed in time (Verifik's database sets that field by itself)
		const createdAt = createdAtOf(record) ?? NaN;
		const mark = markOf(record);
		const isInside = createdAt >= floorAt && createdAt <= ceilingAt;
		if (!isInside || Object.hasOwn(given, mark)) return false;
		given[mark] = createdAt;
		return true;
	});
	return { cursor: { ...cursor, given }, fresh };
}

/**
 * The cursor while a walk goes on. What the walk has passed cannot come up again, unless it is above
 * the next floor. When more marks are left than fit, the next floor rises.
 */
export function goOn(cursor: Cursor, walk: Walk): Cursor {
	const { ceilingAt } = walk;
	const marks = Object.entries(cursor.given);
	const below = marks.filter(([, at]) => at < ceilingAt);
	const ties = marks.filter(([, at]) => at === ceilingAt);
	const passed = marks.filter(([, at]) => at > ceilingAt && at >= walk.nextFloorAt);
	// those read first: only a few can be pushed onto the next page
	const kept = [...below, ...ties.slice(-MAX_TIES)];
	const tiesAt = ties.length > MAX_TIES ? ceilingAt + 1 : -Infinity;
	const roomAt = floorFor(passed, Math.max(0, MAX_MARKS - kept.length));
	const nextFloorAt = Math.max(walk.nextFloorAt, tiesAt, roomAt);
	for (const mark of passed) if (mark[1] >= nextFloorAt) kept.push(mark);
	return { ...cursor, given: Object.fromEntries(kept), walk: { ...walk, nextFloorAt } };
}

/** The cursor after a walk: what was created before `floorAt` has been dealt with. */
export function settle({ given }: Cursor, floorAt: number): Cursor {
	const marks = Object.entries(given);
	const raisedAt = Math.max(floorAt, floorFor(marks, MAX_GIVEN));
	const kept = marks.filter(([, at]) => at >= raisedAt);
	return { version: 2, floorAt: raisedAt, given: Object.fromEntries(kept), walk: null };
}

/** How high a floor has to be for no more marks than `most` to be above it, ms since 1970. */
function floorFor(marks: Array<[string, number]>, most: number): number {
	const newestFirst = marks.map(([, at]) => at).sort((a, b) => b - a);
	return (newestFirst[most] ?? -Infinity) + 1;
}

/** Stands for the record in the cursor, whatever its ID looks like. */
function markOf(record: DocumentLivenessRecord): string {
	const hash = createHash('sha256').update(identityOf(record));
	return hash.digest('base64url').slice(0, MARK_LENGTH);
}

/**
 * Reads a cursor that went through n8n's database. Version 1 had longer marks, in `known`, and no walk
 * that anything depends on.
 *
 * @returns `undefined` for what this trigger did not write: damaged, or from another node
 */
export function parseCursor(stored: unknown): Cursor | undefined {
	if (!isObject(stored)) return undefined;
	const { version, floorAt, walk } = stored;
	const marks = version === 1 ? stored.known : stored.given;
	const isCursor = (version === 1 || version === 2) && (floorAt === null || isTime(floorAt));
	if (!isCursor || !isObject(marks)) return undefined;
	const entries = Object.entries(marks).map(([mark, at]) => [mark.slice(0, MARK_LENGTH), at]);
	if (!entries.every(([, at]) => isTime(at))) return undefined;
	const given = Object.fromEntries(entries) as Record<string, number>;
	const cursor: Cursor = { version: 2, floorAt, given, walk: null };
	if (version === 1 || walk === null) return cursor;
	return isWalk(walk) ? { ...cursor, walk } : undefined;
}

function isWalk(stored: unknown): stored is Walk {
	const { nextFloorAt, ceilingAt, page } = fieldsOf(stored);
	return isTime(nextFloorAt) && isTime(ceilingAt) && Number.isSafeInteger(page);
}

/** Whether the value is ms since 1970 that a date can hold. */
function isTime(value: unknown): value is number {
	return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}
