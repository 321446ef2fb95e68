import { walkPages } from '../verifik/api/pages';
import { verifikError } from '../verifik/api/errors/VerifikError';
import type { DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import { advance, isBelow, MAX_KNOWN, NOTHING_SEEN, OVERLAP_MS, type Cursor } from './cursor';
import { newestOf, oldestOf } from './times';
import { walking, type RecordList, type RecordPage } from './recordList';

/** Where a trigger starts that was just published, and why it could not read all that it wanted. */
export interface Mark {
	cursor: Cursor;
	failure?: unknown;
}

/**
 * Marks where the list ends now: what is in it has been dealt with. When a request fails after the
 * first, the overlap is what was read.
 *
 * @throws {VerifikError} when the first page cannot be read, or is empty although the server counts
 * records: marked as an empty list, all of them would be new
 */
export async function markNow(list: RecordList): Promise<Mark> {
	const records: DocumentLivenessRecord[] = [];
	let firstPage: RecordPage = { entries: [] };
	const fetchPage = list(null);
	const listened: typeof fetchPage = async (number, place, signal) => {
		const page = await fetchPage(number, place, signal);
		if (number === 1 && records.length === 0) firstPage = page;
		// counts that are wrong must not end it: what is left out would count as new
		return { entries: page.entries, pages: page.pages };
	};
	try {
		for await (const { entries } of walkPages(listened, { ...walking, pageSize: 0 })) {
			if (firstPage.entries.length === 0) throw verifikError('incomplete');
			for (const record of entries) records.push(record);
			const overlap = { ...NOTHING_SEEN, floorAt: newestOf(firstPage.entries) - OVERLAP_MS };
			if (entries.some((record) => isBelow(overlap, record))) break;
			if (records.length > MAX_KNOWN) break;
		}
		if (records.length === 0 && (firstPage.total ?? 0) > 0) throw verifikError('incomplete');
	} catch (error) {
		const failure: unknown = error;
		if (records.length === 0) throw failure;
		return { cursor: markOf(records, oldestOf(records) + 1), failure };
	}
	return { cursor: markOf(records, -Infinity, newestOf(firstPage.entries)) };
}

/** The cursor after these records, of which those from `floorAt` on (ms since 1970) are complete. */
function markOf(
	records: DocumentLivenessRecord[],
	floorAt: number,
	newestAt = newestOf(records),
): Cursor {
	const { cursor } = advance(NOTHING_SEEN, { records, newestAt });
	if (cursor.floorAt === null || cursor.floorAt >= floorAt) return cursor;
	const known = Object.entries(cursor.known).filter(([, createdAt]) => createdAt >= floorAt);
	return { ...cursor, floorAt, known: Object.fromEntries(known) };
}
