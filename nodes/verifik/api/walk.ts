import type { Page } from './envelope';

type Counts = Pick<Page<unknown>, 'total' | 'pages'>;

/** What is known of a list while its pages come. */
export interface Walk {
	/** What tells the entries apart that came: one set that grows, or each page would copy the list. */
	readonly seen: Set<string>;
	/** What the first answer counted, and what the last one did. */
	readonly first?: Counts;
	readonly latest: Counts;
	/** The larger counts of the last two answers: one alone is not believed. */
	readonly counted: Counts;
	/** The page that came last, from 1, and how many entries it had. */
	readonly page: number;
	readonly length: number;
	/** How many entries the fullest page had. */
	readonly longest: number;
	/** Whether entries arrived before it came: more are counted, or it began with one that had come. */
	readonly hasShifted: boolean;
	/** How many pages in a row had nothing new. */
	readonly stalePages: number;
}

/** How many pages in a row may have nothing new: behind the last that is counted, and before. */
const MAX_STALE = 3;
const MAX_STALE_COUNTED = 20;

/** A walk that has seen nothing yet. */
export function beginWalk(): Walk {
	const pages = { page: 0, length: 0, longest: 1, hasShifted: false, stalePages: 0 };
	return { seen: new Set(), latest: {}, counted: {}, ...pages };
}

/** How many of the entries that are counted have not come; 0 when there is no count. */
export function missingFrom({ seen, counted: { total = 0 } }: Walk): number {
	return Math.max(0, total - seen.size);
}

/** Takes the next page into account, and tells its entries that are new. */
export function applyPage<T>(
	{ seen, first, latest, page, longest, stalePages }: Walk,
	{ entries, ...told }: Page<T>,
	identityOf: (entry: T) => string,
): { walk: Walk; fresh: T[] } {
	const fresh = entries.filter((entry) => seen.size < seen.add(identityOf(entry)).size);
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
		hasShifted: fresh[0] !== entries[0] || (told.total ?? 0) > (latest.total ?? Infinity),
		stalePages: fresh.length > 0 ? 0 : stalePages + 1,
	};
	return { walk, fresh };
}

/**
 * Whether the list ends here by its counts: as many entries came as there were at the start, and not
 * more than are counted. A full page may be the first of a server that gives no total and one page.
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
	const { seen, page, length, longest, stalePages } = walk;
	const { total, pages = 0 } = walk.counted;
	const isBehind = page >= Math.max(pages, Math.ceil((total ?? 0) / longest));
	if (length === 0 && (isBehind || seen.size >= (total ?? Infinity))) return stalePages > 0;
	return stalePages >= (isBehind ? MAX_STALE : MAX_STALE_COUNTED);
}

/** The walk with the larger of two counts: when a page is asked for twice, neither answer's is lost. */
export function withLargerCounts(walk: Walk, { total, pages }: Counts): Walk {
	const { counted } = walk;
	return {
		...walk,
		counted: { total: larger(counted.total, total), pages: larger(counted.pages, pages) },
	};
}

function larger(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}
