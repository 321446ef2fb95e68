import { countOf, formatCount } from '../counts';
import type { Page } from './envelope';
import { verifikError, VerifikError, withWords } from './errors/VerifikError';
import { inOrder } from './inOrder';
import {
	applyPage,
	beginWalk,
	isCountedEnd,
	isStaleEnd,
	missingFrom,
	withLargerCounts,
	type Walk,
} from './walk';

/** Which page a request is for, for people and for "about how long". */
export interface Place {
	/** "page 3 of 100" */
	label: string;
	/** How many pages are to follow, as far as is known. */
	left: number;
}

/** Fetches one page of a list, numbered from 1. */
export type FetchPage<T> = (page: number, place: Place, signal: AbortSignal) => Promise<Page<T>>;

export interface WalkSettings<T> {
	/** What tells one entry from another. */
	identityOf: (entry: T) => string;
	/** How many entries a page is asked for. */
	pageSize: number;
	/** How many pages may be under way at the same time; 1 reads one by one. */
	concurrency: number;
	/** How many entries are wanted at the most; pages that cannot be needed are not asked for. */
	maxEntries?: number | undefined;
	/** Asked after each page was handed on: whether no more is wanted. */
	until?: (() => boolean) | undefined;
	/** The entries as people call them: "records". */
	noun: string;
	/** Ends the walk and what is under way. */
	signal: AbortSignal;
}

/** The entries of one page that no earlier page had. */
export interface WalkedPage<T> {
	entries: T[];
	/** How many entries there are, by the server's count. */
	total?: number | undefined;
}

type Pages<T, TReturn = void> = AsyncGenerator<WalkedPage<T>, TReturn, undefined>;

/** How often at the most the list is read once more, if that keeps bringing entries. */
const MAX_REREADS = 10;

/** A walk under way: the one value that changes while its pages come. */
interface Reading<T> extends WalkSettings<T> {
	fetch: (page: number, signal: AbortSignal) => Promise<Page<T>>;
	walk: Walk;
}

/**
 * Walks a list, newest entries first, and yields every entry once, until as many came as the server
 * counts. When fewer did, it is read again from the front, for as long as that brings some.
 *
 * @throws {VerifikError} of the page that failed, with its place; `incomplete` when fewer came than
 * are counted, and it stays so: all that came was yielded then
 */
export async function* walkPages<T>(fetchPage: FetchPage<T>, settings: WalkSettings<T>): Pages<T> {
	const reading: Reading<T> = {
		...settings,
		fetch: async (page, signal) => await fetchPage(page, placeOf(page, reading.walk), signal),
		walk: beginWalk(),
	};
	let hasAll = false;
	try {
		hasAll = yield* readOnce(reading);
		for (let left = MAX_REREADS, came = -1; !hasAll && left > 0; left--) {
			if (came === reading.walk.seen.size) break;
			came = reading.walk.seen.size;
			hasAll = yield* readAgain(reading);
		}
	} catch (error) {
		throw withPlace(error, reading);
	}
	if (!hasAll) throw incomplete(reading);
}

/**
 * Reads the list to its end, several pages at a time where they are counted. Once entries arrived,
 * what is under way is dropped: it may be older, and lack what they pushed there.
 *
 * @returns whether as many came as are counted, or are wanted
 */
async function* readOnce<T>(reading: Reading<T>): Pages<T, boolean> {
	const { concurrency, fetch, identityOf, pageSize, signal, until } = reading;
	for (;;) {
		const [next, last] = pagesToRead(reading);
		for await (const answer of inOrder<Page<T>>(next, last, concurrency, fetch, signal)) {
			const before = reading.walk;
			let { walk, fresh } = applyPage(before, answer, identityOf);
			if (fresh.length === 0 && !isCountedEnd(walk, pageSize)) {
				const again = applyPage(before, await fetch(walk.page, signal), identityOf);
				walk = withLargerCounts(again.walk, walk.counted);
				({ fresh } = again);
			}
			reading.walk = walk;
			if (fresh.length > 0) yield { entries: fresh, total: walk.counted.total };
			if (until?.()) return true;
			if (isCountedEnd(walk, pageSize) || isStaleEnd(walk)) return missingFrom(walk) === 0;
			if (walk.hasShifted) break;
		}
	}
}

/** Reads the list from its front, one page after another, until as many came as there were then. */
async function* readAgain<T>(reading: Reading<T>): Pages<T, boolean> {
	const { fetch, identityOf, signal, until } = reading;
	const reached = reading.walk.page;
	reading.walk = { ...reading.walk, page: 0 };
	for (let wanted = Infinity; ;) {
		const answer = await fetch(reading.walk.page + 1, signal);
		const { walk, fresh } = applyPage(reading.walk, answer, identityOf);
		reading.walk = walk;
		if (fresh.length > 0) yield { entries: fresh, total: walk.counted.total };
		// what arrives behind its back is on none of the pages that follow
		const isFront = fresh.length > 0 && fresh[0] === answer.entries[0];
		const total = walk.seen.size + missingFrom(walk);
		wanted = isFront ? total : Math.min(wanted, total);
		if (until?.() || walk.seen.size >= wanted) return true;
		if (walk.page >= reached && walk.page > walk.seen.size / walk.longest) return false;
	}
}

/** The next page, and the last to ask for with it: counted, and needed as far as one can tell. */
function pagesToRead<T>({ maxEntries = Infinity, walk }: Reading<T>): [next: number, last: number] {
	const { seen, counted, page, hasShifted } = walk;
	const next = page + 1;
	if (hasShifted || counted.total === undefined) return [next, next];
	const needed = page + Math.ceil((maxEntries - seen.size) / (seen.size / page));
	return [next, Math.max(next, Math.min(counted.pages ?? 0, needed))];
}

function placeOf(page: number, { counted: { pages } }: Walk): Place {
	const label = pages === undefined ? `page ${page}` : `page ${page} of ${pages}`;
	return { label, left: Math.max(0, (pages ?? page) - page) };
}

function withPlace<T>(error: unknown, { walk, noun }: Reading<T>): unknown {
	const read = walk.seen.size;
	if (!(error instanceof VerifikError) || error.kind === 'cancelled' || read === 0) return error;
	const where = `${placeOf(walk.page + 1, walk).label}, ${countOf(read, noun)} had been read`;
	return withWords(error, { message: `${error.message} (${where})` });
}

function incomplete<T>({ walk, noun }: Reading<T>): VerifikError {
	const { size } = walk.seen;
	const all = countOf(size + missingFrom(walk), noun);
	const message = `Verifik gave only ${formatCount(size)} of the ${all} that it counts`;
	return withWords(verifikError('incomplete'), { message });
}
