import { MAX_KNOWN, OVERLAP_MS, type Cursor } from './cursor';

/*
 * A cursor that knows more than is kept has to make room, or it could take nothing more: when polls
 * read little and more arrives than that, what they read from above fills it up. Its floor rises at
 * the end of the list; so there it goes, and keeps the newest half of what can be known.
 */

/** Whether more is known than is kept, and the floor can rise. */
export function isCramped(cursor: Cursor): boolean {
	return roomyFloor(cursor) > -Infinity;
}

/**
 * Where the overlap that is to be known ends, in ms since 1970: at the newest record of the list, or,
 * when the cursor is cramped, so much later that its floor makes room.
 */
export function overlapEnd(cursor: Cursor, newestAt: number): number {
	return Math.max(newestAt, roomyFloor(cursor) + OVERLAP_MS);
}

/** Where the floor of a cramped cursor would make room, in ms since 1970; -Infinity when it is not. */
function roomyFloor({ floorAt, known }: Cursor): number {
	const times = Object.values(known);
	if (times.length <= MAX_KNOWN) return -Infinity;
	const roomyAt = times.sort((a, b) => b - a)[MAX_KNOWN / 2] ?? -Infinity;
	// the marks of one moment stay or go together
	return roomyAt > (floorAt ?? -Infinity) ? roomyAt : -Infinity;
}
