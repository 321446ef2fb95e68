import { verifikError, VerifikError, withWords } from '../verifik/api/errors/VerifikError';
import type { DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import { isNew, hasNothingNew, type Behind, type Cursor } from './cursor';
import { newestOf } from './times';
import { settle, type Drain } from './drain';
import { countedPage, outlook, PAGES_PER_STRETCH, pageToProbe, probed } from './locate';
import { pageOf, type RecordList } from './recordList';
import { knownBetween, readStretch } from './stretch';
import { PAGES_PER_POLL, type StretchPlan } from './stretchTypes';

/** What one poll may use. */
export interface Limits {
	/** Whether there is time to begin something new. */
	hasTime: () => boolean;
	/** How many records a page is asked for. */
	pageSize: number;
}

/** What one poll found. */
export interface Found {
	/** Where the next poll goes on; the very same as before when nothing has changed. */
	cursor: Cursor;
	/** The new records, oldest first. */
	records: DocumentLivenessRecord[];
	/** Why it read no further, when a request failed: the records and the cursor count even so. */
	failure?: unknown;
	/** What contradicts itself in what Verifik says, for n8n's log. */
	contradiction?: string | undefined;
}

/** A page so far down is not asked for: such a list has no end, or is not read in this way. */
const LAST_PAGE = 1_000_000;

/** A poll may ask for so many pages whatever the time is, or none would get on. */
const FEWEST_PAGES = 2;

/**
 * Reads the records that are new to the cursor, oldest first: all of them, or, when there are more
 * than ten pages, the oldest in stretches of one page, two, four… up to ten, until fifty pages are
 * read or the time is up. The cursor that comes back knows where to go on.
 *
 * Every stretch that was read to its end counts, whatever happens to the next one. The cursor never
 * passes over a record that was not read.
 *
 * @throws {VerifikError} when a request failed and nothing was gained
 */
export async function readNewRecords(
	list: RecordList,
	start: Cursor,
	limits: Limits,
): Promise<Found> {
	let drain: Drain = { cursor: start, records: [], length: 1, pages: 0, isOver: false };
	while (!drain.isOver) {
		try {
			drain = await step(list, drain, limits);
		} catch (failure) {
			drain = { ...drain, isOver: true, failure };
		}
		const isEnough = drain.pages >= PAGES_PER_POLL;
		if (isEnough || (drain.pages >= FEWEST_PAGES && !limits.hasTime())) break;
	}
	const { cursor, records, failure, contradiction } = drain;
	const hasChanged = JSON.stringify(cursor) !== JSON.stringify(start);
	const isPassing = failure instanceof VerifikError && passes(failure);
	const isGain = records.length > 0 || (hasChanged && isPassing);
	if (failure !== undefined && !isGain) throw failure;
	return {
		cursor: hasChanged ? cursor : start,
		records: records.sort(byCreation),
		failure,
		contradiction,
	};
}

/** What comes next: a look at the first page, one at where the search is, or a stretch. */
async function step(list: RecordList, drain: Drain, limits: Limits): Promise<Drain> {
	const { behind } = drain.cursor;
	if (drain.near !== undefined) return await readNear(list, drain, drain.near, limits);
	if (behind === null) return await lookAtFront(list, drain);
	if (pageToProbe(behind) > LAST_PAGE) throw endless();
	if (behind.step > 0) return await search(list, drain, behind);
	if (drain.pages === 0) return await findAgain(list, drain, behind);
	return await readBehind(list, drain, behind, limits);
}

/** Looks at the first page: whether there is anything new, and where the oldest of it may be. */
async function lookAtFront(list: RecordList, drain: Drain): Promise<Drain> {
	const { cursor, pages } = drain;
	const page = await pageOf(list(cursor.floorAt), 1);
	if (hasNothingNew(cursor, { records: page.entries, total: page.total }))
		return { ...drain, isOver: true };
	const looked: Drain = { ...drain, pages: pages + 1, peeked: { number: 1, page } };
	const seen = outlook(cursor, page);
	if (seen.kind === 'near') return { ...looked, near: seen.pages };
	const behind: Behind = {
		page: seen.page,
		step: seen.step,
		isNarrowing: false,
		isCounted: seen.isSure,
		newestAt: newestOf(page.entries),
		stretch: null,
	};
	const far: Drain = { ...looked, cursor: { ...cursor, behind } };
	return seen.isSure ? far : await lookFurther(list, far);
}

/** Looks whether more than ten pages are new, before a count is believed that may be of all records. */
async function lookFurther(list: RecordList, far: Drain): Promise<Drain> {
	const { cursor, pages } = far;
	const page = await pageOf(list(cursor.floorAt), PAGES_PER_STRETCH + 1);
	const hasNews = page.entries.some((record) => isNew(cursor, record));
	if (hasNews) return { ...far, pages: pages + 1 };
	return { ...far, pages: pages + 1, near: PAGES_PER_STRETCH };
}

/** Looks at one page of a search. */
async function search(list: RecordList, drain: Drain, behind: Behind): Promise<Drain> {
	const { cursor, pages, peeked } = drain;
	const number = pageToProbe(behind);
	const page = await pageOf(list(cursor.floorAt), number);
	const next = probed(behind, cursor, page);
	return {
		...drain,
		pages: pages + 1,
		cursor: { ...cursor, behind: next },
		peeked: next.page === number ? { number, page } : peeked,
	};
}

/** Looks where the oldest new records are by now: what has arrived has pushed them down the list. */
async function findAgain(list: RecordList, drain: Drain, behind: Behind): Promise<Drain> {
	const { cursor } = drain;
	const { page: number, stretch } = behind;
	const page = await pageOf(list(cursor.floorAt), number);
	const looked: Drain = { ...drain, pages: 1, peeked: { number, page } };
	const size = Math.max(1, page.entries.length);
	if (stretch) {
		// one page less: the first page of a walk is not trusted
		const pushed = Math.floor(knownBetween(cursor, page, stretch) / size) - 1;
		if (pushed <= 0) return looked;
		const moved = { ...stretch, above: stretch.above && stretch.above + pushed };
		const next = { ...behind, page: number + pushed, stretch: moved };
		return { ...looked, cursor: { ...cursor, behind: next } };
	}
	const counted = behind.isCounted ? (countedPage(cursor, page) ?? number) : number;
	// on the way down from here it is met anyway
	if (counted <= number + 1) return looked;
	return { ...looked, cursor: { ...cursor, behind: { ...behind, page: counted } } };
}

async function readNear(
	list: RecordList,
	drain: Drain,
	length: number,
	{ hasTime, pageSize }: Limits,
): Promise<Drain> {
	const { peeked, cursor } = drain;
	const plan = { top: 1, unfinished: null, peeked, length, newestAt: -Infinity, pageSize };
	return settle(drain, await readStretch(list, cursor, plan, hasTime), plan);
}

async function readBehind(
	list: RecordList,
	drain: Drain,
	{ page, newestAt, stretch: unfinished }: Behind,
	{ hasTime, pageSize }: Limits,
): Promise<Drain> {
	const { peeked, cursor, length } = drain;
	const top = unfinished ? page : Math.max(1, page - length + 1);
	const plan: StretchPlan = { top, unfinished, peeked, length, newestAt, pageSize };
	return settle(drain, await readStretch(list, cursor, plan, hasTime), plan);
}

/** Whether a failure passes by itself: a quota that could not be waited for now will, later. */
function passes({ retry, failureCause }: VerifikError): boolean {
	return retry !== 'never' || failureCause === 'rate-limited';
}

function endless(): VerifikError {
	return withWords(verifikError('unusable'), {
		message: 'Verifik has more new records than one poll can read',
		description:
			'The next poll tries again. To read them all at once, use Get Many in another workflow.',
	});
}

function byCreation(a: DocumentLivenessRecord, b: DocumentLivenessRecord): number {
	return newestOf([a]) - newestOf([b]);
}
