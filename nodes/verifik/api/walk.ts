import type { Page } from './answers';

/**
 * Where a walk over a list is. A value in the open: `take` makes the next one out of it and a page.
 * Only `seen` is one set that grows, since a copy for each page would be as large as the list.
 */
export interface Walk {
	/** What tells the entries apart that were handed on. */
	readonly seen: Set<string>;
	/** The page to take next, from 1. */
	readonly next: number;
	/** Whether the walk leaves out the beginning of the list, so that its total tells nothing. */
	readonly isPart: boolean;
	/** How many entries the server counted when the walk began; `undefined` when it does not count. */
	readonly total: number | undefined;
	/** What the page before counted; a change tells that entries have arrived. */
	readonly latest: Partial<Counts>;
	/** The most entries that it ever counted: some may have arrived meanwhile. */
	readonly mostTotal: number | undefined;
	/** The most pages that it ever counted. */
	readonly mostPages: number | undefined;
	/** Whether the counts do not fit what came, so that they end nothing. */
	readonly countsAreWrong: boolean;
	/** Whether `next` is asked for a second time, because its page had nothing new. */
	readonly isSecondLook: boolean;
	/** How many pages in a row had nothing new, each of them asked for twice. */
	readonly stalePages: number;
	/** Whether one of those was empty. */
	readonly wasEmpty: boolean;
	/** Whether a page stayed empty that has others with entries behind it. */
	readonly hasHole: boolean;
}

/** What one answer counts. */
type Counts = Pick<Page<unknown>, 'total' | 'pages'>;

/** A walk from a page on that has seen nothing yet. */
export function beginWalk(firstPage: number): Walk {
	return {
		seen: new Set(),
		next: firstPage,
		isPart: firstPage > 1,
		total: undefined,
		latest: {},
		mostTotal: undefined,
		mostPages: undefined,
		countsAreWrong: false,
		isSecondLook: false,
		stalePages: 0,
		wasEmpty: false,
		hasHole: false,
	};
}

/** What a page comes to. */
export interface Step<T> {
	/** the entries of the page that none before had */
	fresh: T[];
	/** where the walk is then; `next` is the same page again when it has to be looked at twice */
	walk: Walk;
	/** whether this is the end of the list, as sure as that can be */
	isEnd: boolean;
}

/**
 * How many pages in a row may have nothing new before a list has ended that does not count its
 * entries: when as many entries as fill a page arrive between two requests, the next page is the
 * page before it again, and the list goes on behind it.
 */
const MAX_STALE = 3;

/** The same within the pages that the server counts: a bound for a list that lies without end. */
const MAX_STALE_COUNTED = 50;

/**
 * Takes the page that the walk asked for: what is new on it, and whether the list ends there. That
 * is decided here and nowhere else, and never by the size that was asked for alone:
 *
 * - Counts are believed when they agree with one another and with what came.
 * - A page without anything new (empty, or a repeated one) is asked for a second time.
 * - If the second answer is the same, it is the end when the server counts no more than came; else the walk passes
 *   over it, up to three times in a row behind the last page that is counted.
 *
 * @param page what came for page `walk.next`
 * @param pageSize how many entries were asked for
 */
export function take<T>(
	walk: Walk,
	page: Page<T>,
	pageSize: number,
	identityOf: (entry: T) => string,
): Step<T> {
	const fresh = page.entries.filter((entry) => isAdded(walk.seen, identityOf(entry)));
	const total = walk.isPart ? undefined : page.total;
	const counted: Walk = {
		...walk,
		total: walk.total ?? total,
		latest: { total: page.total, pages: page.pages },
		mostTotal: largest(walk.mostTotal, total),
		mostPages: largest(walk.mostPages, page.pages),
	};
	if (fresh.length > 0) {
		const isShort = page.entries.length < pageSize;
		return {
			fresh,
			isEnd: isCountedEnd(counted, isShort),
			walk: {
				...counted,
				next: walk.next + 1,
				countsAreWrong: walk.countsAreWrong || areCountsWrong(counted),
				isSecondLook: false,
				stalePages: 0,
				wasEmpty: false,
				hasHole: walk.hasHole || walk.wasEmpty,
			},
		};
	}
	return { fresh, ...takeStale(counted, page.entries.length === 0) };
}

/**
 * How many entries have not come, of all that the server ever counted: those that arrived meanwhile
 * too. 0 when none is missing, or it does not count.
 */
export function missingFrom({ mostTotal = 0, seen }: Walk): number {
	return Math.max(0, mostTotal - seen.size);
}

/** Whether as many came as there were when the walk began. */
function hasAll({ total = Infinity, seen }: Walk): boolean {
	return seen.size >= total;
}

/**
 * Whether a page that was read ahead shows that the list has changed since, or that the page is to
 * be doubted. Entries that arrive push others from page to page, so the first one tells.
 */
export function isSurprise<T>(
	walk: Walk,
	page: Page<T>,
	identityOf: (entry: T) => string,
): boolean {
	const { latest, seen } = walk;
	const hasChanged = page.total !== latest.total || page.pages !== latest.pages;
	const [first] = page.entries;
	return hasChanged || first === undefined || seen.has(identityOf(first));
}

/** A page without anything new. */
function takeStale(walk: Walk, isEmpty: boolean): { walk: Walk; isEnd: boolean } {
	const { next, total, mostPages = 0, isSecondLook } = walk;
	const isBehind = next >= mostPages;
	if (isEmpty && hasAll(walk) && isBehind && !walk.countsAreWrong) return { walk, isEnd: true };
	if (!isSecondLook) return { walk: { ...walk, isSecondLook: true }, isEnd: false };

	const stalePages = walk.stalePages + 1;
	const isCounted = hasAll(walk) && !walk.countsAreWrong;
	const isCertain = isEmpty && (isCounted || (total === undefined && isBehind));
	const isTooMuch = stalePages >= (isBehind ? MAX_STALE : MAX_STALE_COUNTED);
	return {
		walk: {
			...walk,
			next: next + 1,
			isSecondLook: false,
			stalePages,
			wasEmpty: walk.wasEmpty || isEmpty,
		},
		isEnd: isCertain || isTooMuch,
	};
}

/** Whether the counts say that a page with something new on it was the last one. */
function isCountedEnd(walk: Walk, isShort: boolean): boolean {
	const { next, total, mostPages } = walk;
	if (walk.countsAreWrong || areCountsWrong(walk)) return false;
	const isLastPage = mostPages === undefined ? isShort : next >= mostPages;
	// without a total, a full last page may be the first one of a server that counts wrong
	return isLastPage && (total === undefined ? mostPages !== undefined && isShort : hasAll(walk));
}

/** Whether more came than is counted, or the last page that is counted leaves entries missing. */
function areCountsWrong(walk: Walk): boolean {
	const { next, mostTotal, mostPages, seen } = walk;
	if (mostTotal !== undefined && seen.size > mostTotal) return true;
	if (mostPages === undefined) return false;
	return next > mostPages || (next === mostPages && walk.total !== undefined && !hasAll(walk));
}

function isAdded(seen: Set<string>, identity: string): boolean {
	const before = seen.size;
	return seen.add(identity).size > before;
}

function largest(a: number | undefined, b: number | undefined): number | undefined {
	if (a === undefined || b === undefined) return a ?? b;
	return Math.max(a, b);
}
