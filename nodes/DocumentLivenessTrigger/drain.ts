import { verifikError, withWords } from '../verifik/api/errors/VerifikError';
import type { DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import {
	advance,
	MAX_KNOWN,
	MAX_MARKS,
	OVERLAP_MS,
	takePart,
	type Behind,
	type Cursor,
	type Unfinished,
} from './cursor';
import { PAGES_PER_STRETCH, searchAbove } from './locate';
import type { NumberedPage } from './recordList';
import { isCramped, overlapEnd } from './room';
import type { Stretch, StretchPlan } from './stretchTypes';

/** How many pages of one moment are read at once, before it is given up. */
const LONGEST_STRETCH = 200;

/** Where a poll is. A value: each step of `readNewRecords` makes the next one out of it. */
export interface Drain {
	cursor: Cursor;
	/** What is to be emitted. */
	records: DocumentLivenessRecord[];
	/** How many pages of new records the next stretch is to have. */
	length: number;
	/** How many pages this poll has read. */
	pages: number;
	/** Whether there is nothing more to do, now. */
	isOver: boolean;
	/** How many of the first pages are to be read down, when all new records are on them. */
	near?: number | undefined;
	/** A page that was read and may be the next one that is needed. */
	peeked?: NumberedPage | undefined;
	/** Why the poll ended before its time. */
	failure?: unknown;
	/** What contradicts itself, for n8n's log. */
	contradiction?: string;
}

/** Where the poll is after a stretch: what of it counts, and where the next one begins. */
export function settle(drain: Drain, stretch: Stretch, plan: StretchPlan): Drain {
	const read = { ...drain, near: undefined, peeked: undefined, pages: drain.pages + stretch.pages };
	switch (stretch.ending) {
		case 'older':
		case 'counted':
		case 'end':
			return complete(read, stretch, plan);
		case 'met':
			return met(read, stretch, plan);
		case 'unconfirmed':
			return { ...interrupted(read, stretch, { ...plan, length: 1 }), isOver: false };
		case 'contradicted':
			return contradicted(read, stretch, plan);
		case 'moved':
			return { ...read, ...at(drain, plan.top, plan.newestAt) };
		default:
			if (stretch.hasHole) return contradicted(read, stretch, plan);
			return interrupted(read, stretch, plan);
	}
}

/** The stretch was read to its end: all of it counts, and the cursor stands behind it. */
function complete(drain: Drain, stretch: Stretch, plan: StretchPlan): Drain {
	const { top, unfinished, length } = plan;
	const { newestAt } = stretch;
	const isAll = top === 1 && unfinished === null;
	const newestRead = unfinished ? (unfinished.floorAt ?? -Infinity) : stretch.surelyReadAt;
	// at the top of the list, as much stays known as can be; further down, there is more to come
	const endAt = isAll ? newestAt : overlapEnd(drain.cursor, newestAt);
	const { cursor, records } = advance(drain.cursor, {
		records: stretch.records,
		newestAt: unfinished ? Infinity : endAt,
		newestRead,
		total: unfinished ? undefined : countFrom(top, stretch),
		isCounted: stretch.ending === 'counted',
		most: isAll ? MAX_KNOWN : MAX_MARKS,
	});
	const given = { ...drain, records: [...drain.records, ...records.reverse()], isOver: isAll };
	if (isAll) return { ...given, cursor };

	// the stretch would have to pass over records of the same moment that are above it
	if ((cursor.floorAt ?? 0) > Math.max(newestRead, drain.cursor.floorAt ?? 0)) {
		return crowded(drain, plan);
	}
	const above = unfinished ? unfinished.above : top - 1;
	// nothing was left above it then: the first page tells what there is now
	if (above === 0) return { ...given, cursor };
	// with no room to know more, every page counts that the floor rises over
	if (records.length === 0 && !unfinished && !isCramped(drain.cursor)) return tooDeep(drain, plan);
	const next: Drain = { ...given, cursor, length: Math.min(length * 2, PAGES_PER_STRETCH) };
	// a server that shows what is older counts it, too
	const isCounted = cursor.unfilteredTotal !== null || stretch.ending !== 'older';
	return { ...next, ...at(next, above, newestAt, isCounted && stretch.total !== undefined) };
}

/**
 * How many records there are from a page on, as the server counts. A count of one answer is not
 * believed, only one that the first and the last of several agree on: too high once, it could later
 * equal by chance what has been dealt with, and end a read early.
 */
function countFrom(top: number, stretch: Stretch): number | undefined {
	const { firstTotal, total, size, pages } = stretch;
	if (firstTotal === undefined || firstTotal !== total || pages < 2) return undefined;
	return firstTotal - (top - 1) * size;
}

/** The stretch joins what is known: it is emitted, and the next one is above it. */
function met(drain: Drain, stretch: Stretch, plan: StretchPlan): Drain {
	const { cursor, records } = takePart(drain.cursor, stretch.records);
	if (stretch.found === 0) return tooDeep(drain, plan);
	if (records.length === 0) return crowded(drain, plan);
	const given: Drain = { ...drain, cursor, records: [...drain.records, ...records], length: 1 };
	// without room for more, the floor rises first: a cursor that is cramped is not met
	if (records.length < stretch.found) {
		return { ...given, ...at(given, stretch.lastWithNews, stretch.newestAt) };
	}
	const next = { ...given, length: Math.min(plan.length * 2, PAGES_PER_STRETCH) };
	return { ...next, ...at(next, plan.top - 1, stretch.newestAt, cursor.unfilteredTotal !== null) };
}

/** There is no news on the page where it should be, nor behind it. */
function tooDeep(drain: Drain, plan: StretchPlan): Drain {
	const { behind } = at(drain, plan.top, plan.newestAt).cursor;
	return { ...drain, cursor: { ...drain.cursor, behind: searchAbove(behind, plan.top) } };
}

/** One moment has more records than the cursor can tell apart: they have to be read at once. */
function crowded(drain: Drain, { length }: StretchPlan): Drain {
	if (length < LONGEST_STRETCH) return { ...drain, length: length * 4, pages: 0 };
	throw withWords(verifikError('unusable'), {
		message: 'Verifik has more new records of one moment than one poll can read',
		description:
			'The next poll tries again. To read them all at once, use Get Many in another workflow.',
	});
}

/**
 * What came is emitted and known, and nothing is passed over: with the cursor's floor where it was,
 * the next poll reads the same again.
 */
function contradicted(drain: Drain, stretch: Stretch, plan: StretchPlan): Drain {
	const { cursor, records } = takePart(drain.cursor, stretch.records);
	return {
		...drain,
		cursor: { ...cursor, behind: null },
		records: [...drain.records, ...records],
		isOver: true,
		failure: stretch.error,
		contradiction: stretch.hasHole
			? `page ${plan.top} and those after it do not fit together`
			: 'the list ends before the records that were there before',
	};
}

/**
 * The stretch was not read to its end. One that was meant to be short is gone on with by the next
 * poll, and what came of it is emitted; of a longer one, a shorter one will be tried.
 */
function interrupted(drain: Drain, stretch: Stretch, plan: StretchPlan): Drain {
	const { length } = plan;
	const { newestAt } = stretch;
	const over: Drain = { ...drain, isOver: true, failure: stretch.error };
	const isShort = length === 1 || plan.unfinished !== null;
	if (stretch.pages === 0) return over;
	const part = takePart(drain.cursor, stretch.records);
	const isFull = part.records.length < stretch.found;
	if (!isShort || isFull) {
		// the oldest that was seen is as near as one has come; with no room to remember more, the end is
		// gone down to, since there the floor rises
		const lastPage = isShort ? stretch.last : stretch.lastWithNews;
		return { ...over, ...at(drain, Math.max(plan.top + length - 1, lastPage), newestAt) };
	}
	const floorAt = overlapEnd(drain.cursor, newestAt) - OVERLAP_MS;
	const sure = Math.min(floorAt, stretch.surelyReadAt);
	const unfinished: Unfinished = {
		floorAt: plan.unfinished ? plan.unfinished.floorAt : sure > -Infinity ? sure : null,
		reachedAt: Math.min(plan.unfinished?.reachedAt ?? Infinity, stretch.oldestAt),
		above: plan.unfinished?.above ?? plan.top - 1,
		emptyPage: stretch.emptyPage,
	};
	const next = at({ ...over, cursor: part.cursor }, stretch.last, newestAt).cursor;
	const behind = { ...next.behind, stretch: unfinished.reachedAt < Infinity ? unfinished : null };
	return { ...over, cursor: { ...next, behind }, records: [...drain.records, ...part.records] };
}

/** The cursor that looks for the next records at a page. */
function at({ cursor }: Drain, page: number, newestAt: number, isCounted = false) {
	const behind: Behind = {
		page: Math.max(1, page),
		step: 0,
		isNarrowing: false,
		isCounted,
		newestAt,
		stretch: null,
	};
	return { cursor: { ...cursor, behind } };
}
