import type { Page } from '../verifik/api/envelope';
import { verifikError, withWords } from '../verifik/api/errors/VerifikError';
import { createdAtOf, type DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import { give, goOn, NOTHING_GIVEN, OVERLAP_MS, settle, type Cursor, type Walk } from './cursor';

/*
 * The trigger reads the list as one walk, from the newest record down to where the walk before began.
 * A poll that cannot finish it leaves it to the next one. The place in it is a moment and not a page
 * number, so what arrives meanwhile moves nothing.
 */

export type RecordPage = Page<DocumentLivenessRecord>;

/** One page, from 1, of what was created between two moments, ms since 1970; `null` for no bound. */
export type Query = { from: number | null; to: number | null; page: number };

/** The account's list, newest first. The server may ignore either bound, and the size of a page. */
export type RecordList = (query: Query) => Promise<RecordPage>;

/** What one poll may use: whether there is time for another request, and how large a page is. */
export type Limits = { hasTime: () => boolean; pageSize: number };

/** What one poll found. */
export interface Found {
	/** Where the next poll goes on. */
	cursor: Cursor;
	/** The new records, oldest first. */
	records: DocumentLivenessRecord[];
	/** Why it stopped early, when a request failed: the records and the cursor count even so. */
	failure?: unknown;
	/** What the list says that cannot be, for n8n's log. */
	doubt?: string | undefined;
}

/** What a page came to; over when there is nothing more to read now. */
type Step = Found & { isOver: boolean };

/** How many pages one poll reads: more records than these hold are too many for one execution. */
const MAX_PAGES = 50;

/** So many answers in a row that bring a walk no further, and the list has no other pages. */
const MAX_IN_VAIN = 5000;

/**
 * Goes on with the walk, or begins one, until it has reached the floor, the time is up or a request
 * fails. The cursor is right after every page, so whatever was read counts.
 *
 * @throws what a request failed of, when nothing was gained
 */
export async function readNews(list: RecordList, start: Cursor, limits: Limits): Promise<Found> {
	const records: DocumentLivenessRecord[] = [];
	const begun = resumed(start, limits.pageSize);
	let cursor = begun;
	let doubt: string | undefined;
	let failure: unknown;
	try {
		for (let pages = 0; pages < MAX_PAGES; pages++) {
			const page = await list(queryOf(cursor));
			const step = applyPage(cursor, page, limits.pageSize, pages === 0);
			({ cursor, doubt } = step);
			for (const record of step.records) records.push(record);
			// without a second request, a slow server would let none get on
			if (step.isOver || (pages > 0 && !limits.hasTime())) break;
		}
	} catch (error) {
		failure = error;
	}
	const hasChanged = JSON.stringify(cursor) !== JSON.stringify(begun);
	if (failure !== undefined && !hasChanged) throw failure;
	// a sort that keeps the order of records of one moment, oldest first
	records.reverse().sort((a, b) => newestOf([a]) - newestOf([b]));
	return { cursor: hasChanged ? cursor : start, records, failure, doubt };
}

/**
 * Starts from now: what is in the list counts as given. When a request fails after the first, or the
 * time is up, a late record is found for as long as could be read.
 *
 * @throws what the first request failed of; `incomplete` when it shows nothing of what is counted
 */
export async function startFromNow(list: RecordList, limits: Limits): Promise<Found> {
	const front = { from: null, to: null, page: 1 };
	let page = await list(front);
	if (page.entries.length === 0) page = await list(front);
	const newestAt = newestOf(page.entries);
	if (newestAt === -Infinity) {
		// taken for an empty account, all that it has would be new
		if ((page.total ?? page.entries.length) > 0) throw withWords(verifikError('incomplete'), LATER);
		return { cursor: NOTHING_GIVEN, records: [] };
	}
	const empty: Cursor = { ...NOTHING_GIVEN, floorAt: newestAt - OVERLAP_MS };
	const step = applyPage(empty, page, limits.pageSize, true);
	let found: Found = step;
	if (!step.isOver) {
		found = await readNews(list, step.cursor, limits).catch((failure) => ({ ...step, failure }));
	}
	const { walk } = found.cursor;
	const cursor = walk === null ? found.cursor : settle(found.cursor, walk.ceilingAt + 1);
	return { ...found, cursor, records: [] };
}

const LATER = {
	description:
		'No record is lost: the next poll reads the same again. If it keeps happening, ask Verifik why the list has fewer records than it counts.',
};

function queryOf({ floorAt, walk }: Cursor): Query {
	if (walk === null) return { from: floorAt, to: null, page: 1 };
	return { from: floorAt, to: walk.isByPage ? null : walk.ceilingAt, page: walk.page };
}

/**
 * Where a poll goes on. With pages of another size, the number of one tells nothing. What was doubtful
 * in another poll is doubtful anew, and a page is empty only behind one that came in the same poll.
 */
function resumed(cursor: Cursor, pageSize: number): Cursor {
	const { walk } = cursor;
	if (walk === null) return cursor;
	if (walk.pageSize !== pageSize) return { ...cursor, walk: { ...walk, ...FIRST_PAGE, pageSize } };
	const page = walk.page === walk.empty?.page ? Math.max(1, walk.page - 1) : walk.page;
	return { ...cursor, walk: { ...walk, page, isSecondLook: false } };
}

const FIRST_PAGE = { page: 1, isSecondLook: false, empty: null };

/** What the page comes to that was asked for by `queryOf`; `isFirst`: in this poll. */
function applyPage(before: Cursor, page: RecordPage, pageSize: number, isFirst: boolean): Step {
	const { entries } = page;
	const newestAt = newestOf(entries);
	if (before.walk === null && newestAt === -Infinity) return nothingThere(before);
	const asked = before.walk ?? beginWalk(before, newestAt, pageSize);
	const { cursor, fresh: records } = give(before, entries);
	const goTo = (walk: Walk) => ({ cursor: goOn(cursor, walk), records, isOver: false });
	const end = { cursor: settle(cursor, asked.nextFloorAt), records, isOver: true };
	if (isAllCounted(cursor, page, pageSize)) return end;
	if (entries.length === 0) return applyEmpty(cursor, asked, page, isFirst);

	const oldestAt = oldestOf(entries);
	const isGain = records.length > 0 || oldestAt < asked.ceilingAt;
	const empty = asked.empty?.page === asked.page ? null : asked.empty;
	const walk = { ...asked, empty, inVain: isGain ? 0 : asked.inVain + 1 };
	const isBelowCeiling = before.walk !== null && !walk.isByPage && walk.page === 1;
	const isOffTrack = isBelowCeiling && newestAt !== walk.ceilingAt;
	const isDoubtful = isOffTrack || mayHideRecords(walk, entries, records);
	if (isDoubtful && !walk.isSecondLook) return goTo({ ...walk, isSecondLook: true });
	if (oldestAt < (cursor.floorAt ?? -Infinity)) return end;
	if (walk.inVain > MAX_IN_VAIN) return { ...end, doubt: 'it shows the same on every page' };
	const isFloorStaying = walk.nextFloorAt === cursor.floorAt;
	const isQuiet = before.walk === null && records.length === 0 && isFloorStaying;
	// off track twice: the server ignores the ceiling, and this was the first page of all
	const isByPage = walk.isByPage || isOffTrack || isQuiet;
	const place = isByPage === walk.isByPage ? walk : { ...walk, isByPage, empty: null };
	return goTo(nextPlace(place, oldestAt));
}

/** A walk from the newest record on. What was given before was there when it began. */
function beginWalk({ floorAt, given }: Cursor, newestAt: number, pageSize: number): Walk {
	const latestAt = Math.max(newestAt, ...Object.values(given));
	return {
		...FIRST_PAGE,
		nextFloorAt: Math.max(floorAt ?? -Infinity, latestAt - OVERLAP_MS),
		ceilingAt: Infinity,
		pageSize,
		isByPage: false,
		inVain: 0,
	};
}

/** Behind a page: at the oldest moment on it, or one page further down within the same moment. */
function nextPlace(walk: Walk, oldestAt: number): Walk {
	const ceilingAt = Math.min(walk.ceilingAt, oldestAt);
	if (!walk.isByPage && ceilingAt < walk.ceilingAt) return { ...walk, ...FIRST_PAGE, ceilingAt };
	return { ...walk, ceilingAt, page: walk.page + 1, isSecondLook: false };
}

/** A page without records: the end, if it is empty again after the page before it was not. */
function applyEmpty(cursor: Cursor, walk: Walk, { total }: RecordPage, isFirst: boolean): Step {
	const { page, isByPage, empty } = walk;
	const at = (place: Partial<Walk>, isOver = false): Step => {
		const next = { ...walk, empty: null, isSecondLook: false, ...place };
		return { cursor: { ...cursor, walk: next }, records: [], isOver };
	};
	if (isByPage && page === 1) return nothingThere(cursor);
	// the record at the ceiling has to be there
	if (page === 1)
		return at(empty === null ? { empty: { page, isSure: false } } : { isByPage: true });
	// with the floor where it was, the next walk reads the same again
	const isFloorStaying = walk.nextFloorAt === cursor.floorAt;
	if (!isFloorStaying && !(page === empty?.page && empty.isSure)) {
		// with the page before it empty as well, the list is away
		const isAway = empty?.page === page + 1;
		return at({ page: page - 1, empty: { page, isSure: !isFirst && !isAway } }, isAway);
	}
	// by page, the count is of all, and not all marks are kept
	const isFew = !isByPage && total !== undefined && total > countGiven(cursor);
	const doubt = isFew ? 'it ends before the records that it counts' : undefined;
	return { cursor: settle(cursor, walk.nextFloorAt), records: [], isOver: true, doubt };
}

/** The list is empty. If it had records, it is away, and not at its end. */
function nothingThere(cursor: Cursor): Step {
	const isAway = Object.keys(cursor.given).length > 0;
	const doubt = isAway ? 'it is empty, although it had records' : undefined;
	return { cursor, records: [], isOver: true, doubt };
}

/** Whether as many have been given as the server counts; it may count those of the page alone. */
function isAllCounted(cursor: Cursor, { entries, total }: RecordPage, pageSize: number): boolean {
	const isOfPage = total === entries.length && entries.length === pageSize;
	return total === countGiven(cursor) && !isOfPage;
}

/** How many of the records that were asked for have been given. */
function countGiven(cursor: Cursor): number {
	const toAt = queryOf(cursor).to ?? Infinity;
	return Object.values(cursor.given).filter((at) => at <= toAt).length;
}

/**
 * Whether a page may hide some that the next place would pass over: cut short where the next page is
 * counted from it, or another one's repeat. One read again to see that the list is there may not.
 */
function mayHideRecords(
	{ isByPage, page, pageSize, empty, ceilingAt }: Walk,
	entries: DocumentLivenessRecord[],
	fresh: DocumentLivenessRecord[],
): boolean {
	const isAhead = oldestOf(entries) < ceilingAt;
	const isShort = entries.length < pageSize && (isByPage || !isAhead);
	const mayBeRepeat = (isByPage || page > 1) && !isAhead && fresh.length < entries.length;
	return empty?.page !== page + 1 && (isShort || mayBeRepeat);
}

/** -Infinity when none of them has a date. A loop: a page may hold all records of an account. */
function newestOf(records: DocumentLivenessRecord[]): number {
	return records.reduce((at, record) => Math.max(at, createdAtOf(record) ?? at), -Infinity);
}

function oldestOf(records: DocumentLivenessRecord[]): number {
	return records.reduce((at, record) => Math.min(at, createdAtOf(record) ?? at), Infinity);
}
