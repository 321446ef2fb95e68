import type { Page } from '../verifik/api/answers';
import { walkPages, type FetchPage } from '../verifik/api/pages';
import { problem, withWords } from '../verifik/api/problems';
import { identityOf, type DocumentLivenessRecord } from '../verifik/records/record';
import {
	advance,
	isBelow,
	isNew,
	isQuiet,
	MAX_KNOWN,
	newestOf,
	NOTHING_SEEN,
	OVERLAP,
	type Cursor,
	type News,
} from './cursor';

/**
 * The list of records, newest first, as far as it goes back to `createdAfter` (ms since 1970,
 * inclusive, `null` for all of it). The server may ignore that bound, nothing here relies on it.
 */
export type RecordList = (createdAfter: number | null) => FetchPage<DocumentLivenessRecord>;

type RecordPage = Page<DocumentLivenessRecord>;

/** How many pages of new records are read between two looks at the clock. */
export const PAGES_PER_STRETCH = 10;

/** Once that many pages are read, a poll begins no other stretch: the rest is for the next poll. */
export const PAGES_PER_POLL = 50;

/** A poll that would read more pages fails: such a list has no end, or is not read in this way. */
const MAX_PAGES = 1000;

/**
 * One page after another: pages that are under way together could miss a record when others
 * arrive meanwhile, and here no later walk would find it.
 */
export const walking = {
	concurrency: 1,
	identityOf,
	pageSize: 100,
	noun: 'records',
	signal: new AbortController().signal,
};

const place = (page: number) => ({ label: `page ${page}`, left: 0 });

/**
 * Marks where the list ends now: what is in it has been dealt with.
 *
 * @throws {VerifikProblem}
 */
export async function markNow(list: RecordList): Promise<Cursor> {
	const records: DocumentLivenessRecord[] = [];
	let newestAt = -Infinity;
	for await (const page of walkPages(list(null), walking)) {
		if (records.length === 0) newestAt = newestOf(page.entries);
		for (const record of page.entries) records.push(record);
		const overlap: Cursor = { ...NOTHING_SEEN, floor: newestAt - OVERLAP };
		const isPassed = page.entries.some((record) => isBelow(overlap, record));
		if (isPassed || records.length > MAX_KNOWN) break;
	}
	return advance(NOTHING_SEEN, { records, newestAt }).cursor;
}

/**
 * Reads the records that are new to the cursor, oldest first: all of them, or, when there are more
 * than ten pages, the oldest in stretches of about ten pages, until fifty pages are read or the time
 * is up. The cursor that comes back knows where to go on.
 *
 * A stretch is read from its newest page down to what is known already, never upwards: records that
 * arrive meanwhile push the others down the list, so on the way down none slips by. A read that
 * fails leaves nothing behind.
 *
 * @param hasTime asked after each stretch whether there is time for another
 * @throws {VerifikProblem}
 */
export async function readNews(
	endlessList: RecordList,
	start: Cursor,
	hasTime: () => boolean,
): Promise<News> {
	const list = bounded(endlessList);
	const front = await list(start.floor)(1, place(1), walking.signal);
	if (isQuiet(start, { records: front.entries, total: front.total }))
		return { cursor: start, records: [] };

	const records: DocumentLivenessRecord[] = [];
	let cursor = start;
	let firstPage = await findTop(list, cursor, front);
	let pagesRead = 0;
	for (;;) {
		const { news, pages } = await readDown(list, cursor, front, firstPage);
		pagesRead += pages;
		// the stretch ends within one moment that has more records than can be known: on to its end
		const isTooCrowded = firstPage > 1 && Object.keys(news.cursor.known).length === 0;
		if (!isTooCrowded) {
			cursor = news.cursor;
			for (const record of news.records.reverse()) records.push(record);
			if (firstPage === 1 || pagesRead >= PAGES_PER_POLL || !hasTime()) break;
		}
		firstPage = Math.max(1, firstPage - PAGES_PER_STRETCH);
	}
	return { cursor, records: records.sort(byCreation) };
}

/** The same list, of which no more than so many pages can be read. */
function bounded(list: RecordList): RecordList {
	let pagesRead = 0;
	return (createdAfter) => {
		const fetchPage = list(createdAfter);
		return async (...page) => {
			if (++pagesRead > MAX_PAGES) {
				throw withWords(problem('unusable'), {
					message: 'Verifik has more new records than one poll can read',
					description:
						'The next poll tries again. To read them all at once, use Get Many in another workflow.',
				});
			}
			return await fetchPage(...page);
		};
	};
}

/** Reads from a page on down to what the cursor has dealt with. `pages`: how many it took. */
async function readDown(
	list: RecordList,
	cursor: Cursor,
	front: RecordPage,
	firstPage: number,
): Promise<{ news: News; pages: number }> {
	const records: DocumentLivenessRecord[] = [];
	let pages = 0;
	/** Takes a page; `false` when there is nothing new after it. */
	const goesOn = (page: Pick<RecordPage, 'entries'>) => {
		pages++;
		for (const record of page.entries) records.push(record);
		return !page.entries.some((record) => isBelow(cursor, record));
	};

	// the first page was read before; all that it had then is on it or on the pages after it
	const isAll = firstPage === 1 && (!goesOn(front) || isLast(front));
	if (!isAll) {
		const walk = walkPages(list(cursor.floor), {
			...walking,
			firstPage: Math.max(2, firstPage),
		});
		for await (const page of walk) if (!goesOn(page)) break;
	}
	const reading = { records, newestAt: newestOf(front.entries), total: front.total };
	return { news: advance(cursor, reading), pages };
}

function isLast({ entries: records, pages, total }: RecordPage): boolean {
	return records.length === 0 || pages === 1 || total === records.length;
}

/**
 * Finds the page at which to begin reading down: the first one, unless there are more than ten
 * pages of new records; then about ten pages above the last of those. Only a backlog costs more
 * than one request here.
 */
async function findTop(list: RecordList, cursor: Cursor, front: RecordPage): Promise<number> {
	const { entries: records, pages = Infinity } = front;
	if (pages <= PAGES_PER_STRETCH || isLast(front)) return 1;
	if (records.some((record) => isBelow(cursor, record))) return 1;

	const fetchPage = list(cursor.floor);
	const hasNews = async (number: number) => {
		const page = await fetchPage(number, place(number), walking.signal);
		return page.entries.some((record) => isNew(cursor, record)) && !isSame(page, front);
	};
	let inside = 1;
	let outside = PAGES_PER_STRETCH + 1;
	while (await hasNews(outside)) {
		inside = outside;
		if (inside >= pages) break;
		outside = Math.min(outside * 2, pages);
	}
	while (outside - inside > PAGES_PER_STRETCH) {
		const middle = Math.floor((inside + outside) / 2);
		if (await hasNews(middle)) inside = middle;
		else outside = middle;
	}
	return Math.max(1, inside - PAGES_PER_STRETCH + 1);
}

/** Whether it is the same page again, as from a server that ignores `page`. */
function isSame(page: RecordPage, front: RecordPage): boolean {
	return identityOf(page.entries[0]) === identityOf(front.entries[0]);
}

function byCreation(a: DocumentLivenessRecord, b: DocumentLivenessRecord): number {
	return newestOf([a]) - newestOf([b]);
}
