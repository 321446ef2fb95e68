import { isObject } from '../verifik/json';
import { MAX_MARKS, type Behind, type Cursor, type Unfinished } from './cursor';

/**
 * Reads a cursor that went through n8n's database.
 *
 * @returns `undefined` when it is not one that this version wrote: damaged, or from another node
 */
export function parseCursor(stored: unknown): Cursor | undefined {
	if (!isObject(stored) || stored.version !== 1) return undefined;
	const { floorAt, known, unfilteredTotal } = stored;
	if (floorAt !== null && !isTime(floorAt)) return undefined;
	if (!isObject(known) || Object.keys(known).length > MAX_MARKS) return undefined;
	if (!Object.values(known).every(isTime)) return undefined;
	if (unfilteredTotal !== null && typeof unfilteredTotal !== 'number') return undefined;
	const behind = parseBehind(stored.behind);
	return { version: 1, floorAt, known: known as Record<string, number>, unfilteredTotal, behind };
}

/** Where to look next: what cannot be read costs some requests and no record. */
function parseBehind(stored: unknown): Behind | null {
	if (!isObject(stored)) return null;
	const { page, step, isNarrowing, isCounted, newestAt, stretch } = stored;
	if (!isCount(page) || page === 0 || !isCount(step) || !isTime(newestAt)) return null;
	return {
		page,
		step,
		isNarrowing: isNarrowing === true,
		isCounted: isCounted === true,
		newestAt,
		stretch: parseUnfinished(stretch),
	};
}

function parseUnfinished(stored: unknown): Unfinished | null {
	if (!isObject(stored)) return null;
	const { floorAt, reachedAt, above, emptyPage } = stored;
	if ((floorAt !== null && !isTime(floorAt)) || !isTime(reachedAt)) return null;
	if (!isCount(above) || !isCount(emptyPage)) return null;
	return { floorAt, reachedAt, above, emptyPage };
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether the value is ms since 1970 that a date can hold. */
function isTime(value: unknown): value is number {
	return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}
