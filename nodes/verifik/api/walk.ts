import type { Page } from './envelope';

type Counts = Pick<Page<unknown>, 'total' | 'pages'>;

/** What is known of a list while its pages come. */
export interface Walk {
	/** What tells the entries apart that came: one set that grows, or each page would copy the list. */
	readonly seen: Set<string>;
	/** What the first answer counted, and what the last one did. */
	readonly first: Counts | undefined;
	readonly latest: Counts;
	/** The larger counts of the last two answers: one alone is not believed. */
	readonly counted: Counts;
	/** The page that came last, from 1, and how many entries it had. */
	readonly page: number;
	readonly length: number;
	/** How many entries the fullest page had. */
	readonly longest: number;
	/** How many pages in a row had nothing new. */
	readonly stalePages: number;
}

/** How many pages in a row may have nothing new: behind the last that is counted, and before. */
const MAX_STALE = 3;
const MAX_STALE_COUNTED = 20;

/** A walk that has seen nothing yet. */
export function beginWalk(page: number): Walk {
	const counts = { first: undefined, latest: {}, counted: {} };
	return { seen: new Set(), ...counts, page, length: 0, longest: 1, stalePages: 0 };
}

/** What a page comes to. */
export interface Step<T> {
	walk: Walk;
	/** The entries of the page that are new. */
	fresh: T[];
	/** Whether entries have arrived: more are counted, or the page begins with one that came before. */
	hasShifted: boolean;
}

/** Takes the next page into account. */
export function applyPage<T>(
	{ seen, first, latest, page, longest, stalePages }: Walk,
	{ entries, ...told }: Page<T>,
	identityOf: (entry: T) => string,
): Step<T> {
	const fresh = entries.filter((entry) => {
		const before = seen.size;
		return seen.add(identityOf(entry)).size > before;
	});
	const counts = { total: told.total ?? latest.total, pages: told.pages ?? latest.pages };
	const counted = {
		total: larger(latest.total, counts.total),
		pages: larger(latest.pages, counts.pages),
	};
	const walk: Walk = {
		seen,
		first: first ?? counts,
		latest: counts,
		counted,
		page: page + 1,
		length: entries.length,
		longest: Math.max(longest, entries.length),
		stalePages: fresh.length > 0 ? 0 : stalePages + 1,
	};
	const hasGrown = (told.total ?? 0) > (latest.total ?? Infinity);
	return { walk, fresh, hasShifted: hasGrown || fresh[0] !== entries[0] };
}

/**
 * Whether the list ends here by what is counted: as many entries came as there were at the start, and
 * not more than are counted. Without a total it ends on a page that is not full: a full one may be the
 * first of a server that counts its pages wrong.
 */
export function isCountedEnd(walk: Walk, pageSize: number): boolean {
	const { seen, first, counted, page, length } = walk;
	const { total, pages } = counted;
	const isShort = length < pageSize;
	if (total === undefined) return length > 0 && isShort && page === pages;
	const isLast = pages === undefined ? isShort : page >= Math.min(pages, first?.pages ?? pages);
	return isLast && seen.size >= (first?.total ?? total) && seen.size <= total;
}

/** Whether the list ends before a page that has nothing new, also when it is asked for twice. */
export function isStaleEnd(walk: Walk): boolean {
	const { seen, counted, page, length, longest, stalePages } = walk;
	const { total, pages = 0 } = counted;
	const isBehind = page >= Math.max(pages, Math.ceil((total ?? 0) / longest));
	if (length === 0 && (isBehind || seen.size >= (total ?? Infinity))) return stalePages > 0;
	return stalePages >= (isBehind ? MAX_STALE : MAX_STALE_COUNTED);
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
