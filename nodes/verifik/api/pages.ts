import type { Page } from './answers';
import { inOrder } from './inOrder';
import { countOf, formatCount } from '../counts';
import { problem, VerifikProblem, withWords } from './problems';
import { beginWalk, isSurprise, missingFrom, take, type Walk } from './walk';

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
	maxEntries?: number;
	/** Where to begin, 1 unless given: what is newer than that page is left out. */
	firstPage?: number;
	/** The entries as people call them: "records". */
	noun: string;
	/** Ends the walk and what is under way. */
	signal: AbortSignal;
}

/** The entries of one page that no earlier page had. */
export interface WalkedPage<T> {
	entries: T[];
	/** How many entries there are, by the server's count when the walk began. */
	total?: number;
}

/** How often the front of the list is looked at for what arrived meanwhile, if more and more does. */
const MAX_LOOKS = 10;

/** How many pages at the most are read one by one before reading ahead is tried once more. */
const MAX_ALONE = 64;

/**
 * Walks a list, newest entries first, and yields every entry once.
 *
 * New entries arrive at the front of the list and push the others towards its end. One page after
 * another, that only repeats entries, and repeats are dropped. Pages that are under way together
 * could also miss one: when the later page is read before an entry arrives and the earlier one
 * after. The earlier one then begins with an entry that came before, or its counts have changed. So
 * pages are read ahead while neither happens. Once one does, the pages behind it that are under way
 * are dropped, and the walk reads ahead again from there: nothing that it asks for then can be older.
 * When that is interrupted at once, entries arrive too fast for it, and it reads one by one for a while.
 *
 * Where the list ends is decided in `take`.
 *
 * @throws {VerifikProblem} of the page that failed; it names the page and says how many entries
 * had been read. Of the kind `incomplete` when fewer came than the server counts, and it stays so:
 * all that came was yielded then.
 */
export async function* walkPages<T>(
	fetchPage: FetchPage<T>,
	settings: WalkSettings<T>,
): AsyncGenerator<WalkedPage<T>, void, undefined> {
	const { concurrency, firstPage = 1, pageSize, identityOf, signal } = settings;
	let walk = beginWalk(firstPage);
	let isEnd = false;
	const fetch = async (page: number, signal: AbortSignal) =>
		await fetchPage(page, placeOf(page, walk), signal);
	const taken = (page: Page<T>): WalkedPage<T> => {
		const step = take(walk, page, pageSize, identityOf);
		({ walk, isEnd } = step);
		return { entries: step.fresh, total: walk.total };
	};

	/** How many pages to read one by one before reading ahead. */
	let alone = 1;
	let restraint = 0;
	try {
		while (!isEnd) {
			const start = walk.next;
			const last = lastToReadAhead(walk, settings);
			if (alone > 0 || start >= last) {
				const page = taken(await fetch(start, signal));
				if (page.entries.length > 0) yield page;
				alone = Math.max(0, alone - 1);
				continue;
			}
			for await (const page of inOrder(start, last, concurrency, fetch, signal)) {
				const isInterrupted = isSurprise(walk, page, identityOf);
				const isEarly = walk.next - start < concurrency;
				yield taken(page);
				if (isEnd) break;
				if (!isInterrupted) continue;
				restraint = isEarly ? Math.min(Math.max(concurrency, restraint) * 2, MAX_ALONE) : 0;
				alone = restraint;
				break;
			}
		}

		// what arrived meanwhile is at the front: with it, as many have to be there as are counted
		let fruitless = 0;
		for (let looks = 0; missingFrom(walk) > 0 && looks < MAX_LOOKS && fruitless < 3; looks++) {
			const arrived = new Set<string>();
			let page = 1;
			for (let isFront = true; isFront && page <= MAX_LOOKS + arrived.size; page++) {
				const { entries, ...counts } = await fetch(page, signal);
				const step = take({ ...walk, next: page }, { entries, ...counts }, pageSize, identityOf);
				walk = { ...step.walk, next: walk.next };
				for (const entry of step.fresh) arrived.add(identityOf(entry));
				isFront = entries.length > 0 && entries.every((entry) => arrived.has(identityOf(entry)));
				if (step.fresh.length > 0) yield { entries: step.fresh, total: walk.total };
			}
			fruitless = arrived.size === 0 ? fruitless + 1 : 0;
		}
	} catch (error) {
		throw atPage(error, walk, settings.noun);
	}
	if (isIncomplete(walk)) throw incomplete(walk, settings.noun);
}

/** The last page that may be read ahead: counted by the server, and needed as far as one can tell. */
function lastToReadAhead<T>(walk: Walk, settings: WalkSettings<T>): number {
	const { concurrency, firstPage = 1, maxEntries = Infinity } = settings;
	const { total, mostPages, next, seen, isSecondLook, stalePages } = walk;
	const isDoubtful = isSecondLook || stalePages > 0;
	if (concurrency === 1 || total === undefined || mostPages === undefined || isDoubtful) return 0;
	const perPage = seen.size / (next - firstPage);
	return Math.min(mostPages, next - 1 + Math.ceil((maxEntries - seen.size) / perPage));
}

function placeOf(page: number, { mostPages }: Walk): Place {
	const label = mostPages === undefined ? `page ${page}` : `page ${page} of ${mostPages}`;
	return { label, left: Math.max(0, (mostPages ?? page) - page) };
}

function atPage(error: unknown, walk: Walk, noun: string): unknown {
	const read = walk.seen.size;
	if (!(error instanceof VerifikProblem) || error.kind === 'cancelled' || read === 0) return error;
	const { label } = placeOf(walk.next, walk);
	const where = `${label}, ${countOf(read, noun)} had been read`;
	return withWords(error, { message: `${error.message} (${where})` });
}

function isIncomplete(walk: Walk): boolean {
	return missingFrom(walk) > 0 || (walk.hasHole && walk.seen.size !== walk.mostTotal);
}

function incomplete(walk: Walk, noun: string): VerifikProblem {
	const { seen, mostTotal = 0 } = walk;
	if (missingFrom(walk) === 0) return withWords(problem('incomplete'), { message: LEFT_OUT });
	return withWords(problem('incomplete'), {
		message: `Verifik gave only ${formatCount(seen.size)} of the ${countOf(mostTotal, noun)} that it counts`,
	});
}

const LEFT_OUT = 'Verifik left out a page in the middle of the list';
