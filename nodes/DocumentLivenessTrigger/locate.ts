import { dealtWith, isBelow, isKnown, isNew, type Behind, type Cursor } from './cursor';
import type { RecordPage } from './recordList';

/** How many pages of new records are read between two looks at the clock, at the most. */
export const PAGES_PER_STRETCH = 10;

/** What the first page shows of where the new records are. */
export type Outlook =
	/** They are on the first pages, that many as far as one can tell. */
	| { kind: 'near'; pages: number }
	/**
	 * There are more: the oldest of them are on that page, or have to be searched from there. Not sure
	 * while the server has not shown whether it counts all records.
	 */
	| { kind: 'far'; page: number; step: number; isSure: boolean };

/** Judges the first page of a list with new records. */
export function outlook(cursor: Cursor, firstPage: RecordPage): Outlook {
	const { entries, pages = Infinity } = firstPage;
	const hasEnd = entries.some((record) => isBelow(cursor, record));
	if (hasEnd || entries.length === 0) return { kind: 'near', pages: 1 };
	const counted = countedPage(cursor, firstPage);
	if (counted !== undefined) {
		if (counted <= PAGES_PER_STRETCH) return { kind: 'near', pages: counted };
		return { kind: 'far', page: counted, step: 0, isSure: cursor.unfilteredTotal !== null };
	}
	if (entries.some((record) => isKnown(cursor, record))) return { kind: 'near', pages: 1 };
	if (pages <= PAGES_PER_STRETCH) return { kind: 'near', pages };
	return { kind: 'far', page: 1, step: PAGES_PER_STRETCH, isSure: false };
}

/** The page on which the oldest new record is by the server's count, if it counts. */
export function countedPage(cursor: Cursor, { entries, total }: RecordPage): number | undefined {
	if (total === undefined || entries.length === 0) return undefined;
	return Math.max(1, Math.ceil((total - dealtWith(cursor)) / entries.length));
}

/** The page that a search looks at next. */
export function pageToProbe({ page, step }: Behind): number {
	return page + step;
}

/**
 * Where a search is after a look: with news on the page, it goes on below it, in steps twice as
 * long until one was too long, half as long after that. It is over when the next page has none.
 */
export function probed(behind: Behind, cursor: Cursor, page: RecordPage): Behind {
	const hasNews = page.entries.some((record) => isNew(cursor, record));
	const { step, isNarrowing } = behind;
	if (!hasNews) return { ...behind, step: Math.floor(step / 2), isNarrowing: true };
	return { ...behind, page: pageToProbe(behind), step: isNarrowing ? step : step * 2 };
}

/** A search that begins anew above a page that has no news, nor any behind it. */
export function searchAbove(behind: Behind, page: number): Behind {
	const step = 2 ** Math.floor(Math.log2(Math.max(1, page - 1)));
	return { ...behind, page: 1, step, isNarrowing: true, isCounted: false, stretch: null };
}
