import { walkPages } from '../verifik/api/pages';
import { verifikError } from '../verifik/api/errors/VerifikError';
import { createdAtOf, type DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import {
	dealtWith,
	isBelow,
	isKnown,
	isNew,
	OVERLAP_MS,
	type Cursor,
	type Unfinished,
} from './cursor';
import { newestOf, oldestOf } from './times';
import { Answers, TimeIsUp } from './answers';
import { PAGES_PER_POLL, type Ending, type Stretch, type StretchPlan } from './stretchTypes';
import { walking, type NumberedPage, type RecordList, type RecordPage } from './recordList';
import { isCramped } from './room';

/**
 * So many pages are read of a stretch whatever the time is, or no poll would get on; twice as many by
 * a cramped cursor, which has to pass over what it knows.
 */
const FEWEST_PAGES = 2;

/**
 * Reads from a page on down to what the cursor has dealt with, never upwards: records that arrive
 * meanwhile push the others down the list, so on the way down none slips by.
 *
 * `contradicted` is what must not happen: a page without records, or with those of the page before
 * it, between two others, also when asked for again; an end of the list above what is known; fewer
 * records than are counted. What came is in it, and the cursor must not pass over the rest.
 *
 * @param hasTime asked after each page whether there is time for another
 */
export async function readStretch(
	list: RecordList,
	cursor: Cursor,
	plan: StretchPlan,
	hasTime: () => boolean,
): Promise<Stretch> {
	let stretch: Stretch = {
		records: [],
		pages: 0,
		last: plan.top - 1,
		lastLength: 0,
		size: 0,
		firstTotal: undefined,
		total: undefined,
		found: 0,
		lastWithNews: 0,
		known: 0,
		emptyPage: 0,
		hasHole: false,
		surelyReadAt: -Infinity,
		ceilingAt: Infinity,
		oldestAt: Infinity,
		newestAt: plan.newestAt,
		ending: undefined,
	};
	const answers = new Answers(list(cursor.floorAt), plan, hasTime, () => stretch);
	const fewest = isCramped(cursor) ? 2 * FEWEST_PAGES : FEWEST_PAGES;
	// a short page must not be taken for the end of the list: so no size is expected
	const settings = { ...walking, firstPage: plan.top, pageSize: 0 };
	try {
		for await (const { entries } of walkPages(answers.fetchPage, settings)) {
			stretch = takePage(stretch, entries, answers, cursor, plan);
			const isLong = stretch.pages >= Math.max(PAGES_PER_POLL, 2 * plan.length);
			const mayGoOn = stretch.pages < fewest || (!isLong && hasTime());
			if (stretch.ending === undefined && !mayGoOn) stretch = { ...stretch, ending: 'stopped' };
			if (stretch.ending !== undefined) return stretch;
		}
	} catch (error) {
		stretch = { ...stretch, emptyPage: answers.emptyPage };
		if (error instanceof TimeIsUp) return { ...stretch, ending: 'stopped' };
		return { ...stretch, error, ending: 'failed' };
	}
	return atEnd(stretch, cursor, plan, answers);
}

/** Takes a page, of which `entries` are those that no page of the stretch had before. */
function takePage(
	before: Stretch,
	entries: DocumentLivenessRecord[],
	{ latest: { number, page }, hasGap }: Answers,
	cursor: Cursor,
	plan: StretchPlan,
): Stretch {
	const isFirst = before.pages === 0;
	const isBelowTop = isFirst && plan.top > 1;
	const newestAt = newestOf(page.entries);
	if (isFirst && plan.unfinished && !joins(page, plan.unfinished, cursor)) {
		return { ...before, ending: 'moved' };
	}
	const found = entries.filter((record) => isNew(cursor, record)).length;
	const stretch: Stretch = {
		...before,
		records: [...before.records, ...entries],
		pages: before.pages + 1,
		last: number,
		lastLength: page.entries.length,
		size: Math.max(before.size, page.entries.length),
		firstTotal: isFirst ? page.total : before.firstTotal,
		total: page.total,
		found: before.found + found,
		lastWithNews: found > 0 ? number : before.lastWithNews,
		known: before.known + entries.filter((record) => isKnown(cursor, record)).length,
		hasHole: before.hasHole || hasGap || isHole(before, { number, page }),
		surelyReadAt: isBelowTop
			? -Infinity
			: Math.max(before.surelyReadAt, Math.min(newestAt, before.ceilingAt)),
		ceilingAt: isBelowTop ? oldestOf(page.entries) : before.ceilingAt,
		oldestAt: Math.min(before.oldestAt, oldestOf(page.entries)),
		newestAt: isFirst && number === 1 ? newestAt : before.newestAt,
	};
	return { ...stretch, ending: endingAt(stretch, { number, page }, cursor, plan) };
}

/** Whether what an earlier poll read of the stretch goes on on this page. */
function joins(page: RecordPage, { reachedAt }: Unfinished, cursor: Cursor): boolean {
	const [first = {}] = page.entries;
	const createdAt = createdAtOf(first) ?? -Infinity;
	return createdAt > reachedAt || (createdAt === reachedAt && isKnown(cursor, first));
}

/**
 * Whether pages were passed over that had nothing of their own. They may, when as many records
 * arrived as they have.
 */
function isHole({ last, total, size }: Stretch, { number, page }: NumberedPage): boolean {
	const passed = number - last - 1;
	const isCounted = page.total !== undefined && total !== undefined;
	const arrived = isCounted ? Number(page.total) - total : 0;
	return passed > 0 && arrived < passed * Math.max(size, page.entries.length);
}

function endingAt(
	stretch: Stretch,
	{ number, page }: NumberedPage,
	cursor: Cursor,
	plan: StretchPlan,
): Ending | undefined {
	const isEnd = page.entries.some((record) => isBelow(cursor, record));
	if (isEnd) return stretch.hasHole ? 'contradicted' : 'older';
	if (stretch.known === 0 || stretch.hasHole) return undefined;
	const isInOverlap = (cursor.floorAt ?? -Infinity) >= plan.newestAt - OVERLAP_MS;
	const mayMeet = plan.top > 1 && plan.unfinished === null && isInOverlap;
	if (mayMeet && !isCramped(cursor)) return 'met';
	const { total, pages, entries } = page;
	const isLast = total === undefined && pages === number && entries.length < plan.pageSize;
	return isLast || (total !== undefined && total === countedBy(stretch, cursor, plan))
		? 'counted'
		: undefined;
}

/**
 * How many records there are if none is left. Those on the pages above the stretch are new, when all
 * that are known were met on the way down.
 */
function countedBy(stretch: Stretch, cursor: Cursor, plan: StretchPlan): number | undefined {
	const { found, known, size } = stretch;
	if (plan.top === 1) return dealtWith(cursor) + found;
	const areAllMet = known === Object.keys(cursor.known).length && plan.unfinished === null;
	return areAllMet ? known + found + (plan.top - 1) * size : undefined;
}

/** The list ends after the stretch: whether that can be. */
function atEnd(
	stretch: Stretch,
	cursor: Cursor,
	{ top, unfinished }: StretchPlan,
	{ latest, firstTotal: total, isEndSure }: Answers,
): Stretch {
	const { pages, hasHole, known, found } = stretch;
	// the list does not reach down to the page any more
	if (pages === 0 && top > 1) return { ...stretch, ending: unfinished ? 'moved' : 'end' };
	const knows = Object.keys(cursor.known).length > 0;
	const isFew = top === 1 && unfinished === null && (total ?? 0) > dealtWith(cursor) + found;
	if (isFew && known === 0) {
		return { ...stretch, ending: 'contradicted', error: verifikError('incomplete') };
	}
	const isDoubtful = hasHole || !isEndSure || (knows && known === 0);
	if (isDoubtful) return { ...stretch, ending: 'contradicted' };
	const isCounted = top === 1 && total === found && latest.page.total === found;
	const isConfirmed = knows || unfinished !== null || pages === 0 || isCounted;
	return { ...stretch, ending: isConfirmed ? 'end' : 'unconfirmed' };
}

/**
 * How many of the records between a page without news and where an unfinished stretch goes on are
 * known: so far down it has been pushed at least. A page without records tells nothing of it.
 */
export function knownBetween(cursor: Cursor, page: RecordPage, { reachedAt }: Unfinished): number {
	if (page.entries.length === 0) return 0;
	const lastAt = oldestOf(page.entries);
	if (page.entries.some((record) => isNew(cursor, record))) return 0;
	return Object.values(cursor.known).filter((at) => at < lastAt && at >= reachedAt).length;
}
