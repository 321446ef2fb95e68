import type { Page } from './answers';
import { inOrder } from './inOrder';
import { countOf, formatCount } from '../counts';
import { verifikError, VerifikError, withWords } from './errors/VerifikError';
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
	maxEntries?: number | undefined;
	/** Asked after each page was handed on: whether no more is wanted. */
	until?: (() => boolean) | undefined;
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
	total?: number | undefined;
}

/** How often the front of the list is looked at for what arrived meanwhile, if more and more does. */
const MAX_LOOKS = 10;

/** How many pages at the most are read one by one before reading ahead is tried once more. */
const MAX_ALONE = 64;

/** A walk under way: the one value that changes while its pages come. */
interface Reading<T> extends WalkSettings<T> {
	fetch: (page: number, signal: AbortSignal) => Promise<Page<T>>;
	walk: Walk;
	isEnd: boolean;
	/** How many pages to read one by one before reading ahead. */
	alone: number;
	/** How many that were last: more each time that reading ahead is interrupted at once. */
	restraint: number;
}

/**
 * Walks a list, newest entries first, and yields every entry once.
 *
 * New entries arrive at the front of the list and push the others towards its end. One page after
 * another, that only repeats entries, and repeats are dropped. Pages that are under way together
 * could also miss one: see `readAhead`. Where the list ends is decided in `take`. What arrived
 * meanwhile comes last.
 *
 * @throws {VerifikError} of the page that failed; it names the page and says how many entries
 * had been read. Of the kind `incomplete` when fewer came than the server counts, and it stays so:
 * all that came was yielded then.
 */
export async function* walkPages<T>(
	fetchPage: FetchPage<T>,
	settings: WalkSettings<T>,
): AsyncGenerator<WalkedPage<T>, void, undefined> {
	const { firstPage = 1, noun } = settings;
	const reading: Reading<T> = {
		...settings,
		fetch: async (page, signal) => await fetchPage(page, placeOf(page, reading.walk), signal),
		walk: beginWalk(firstPage),
		isEnd: false,
		alone: 1,
		restraint: 0,
	};
	try {
		for (let rounds = 0; !reading.isEnd && rounds < MAX_LOOKS; rounds++) {
			while (!reading.isEnd) {
				const last = lastToReadAhead(reading);
				const mayReadAhead = reading.alone === 0 && reading.walk.next < last;
				yield* mayReadAhead ? readAhead(reading, last) : readNext(reading);
				if (settings.until?.()) return;
			}
			const hasArrived = yield* readFront(reading);
			reading.isEnd = !(hasArrived && mayGoOn(reading.walk));
		}
	} catch (error) {
		throw withPlace(error, reading.walk, noun);
	}
	if (isIncomplete(reading.walk)) throw incomplete(reading.walk, noun);
}

/** Reads the next page by itself. */
async function* readNext<T>(reading: Reading<T>): AsyncGenerator<WalkedPage<T>, void, undefined> {
	const page = takeInto(reading, await reading.fetch(reading.walk.next, reading.signal));
	reading.alone = Math.max(0, reading.alone - 1);
	if (page.entries.length > 0) yield page;
}

/**
 * Reads pages several at a time, in order. When the later of two is read before an entry arrives
 * and the earlier one after, an entry slips by between them; but then the earlier one begins with an
 * entry that came before, or its counts have changed. Once that happens, the pages behind it that
 * are under way are dropped: what is asked for then cannot be older. When it happens at once,
 * entries arrive too fast for this, and a few pages are to be read one by one.
 *
 * @param last the last page that may be needed
 */
async function* readAhead<T>(
	reading: Reading<T>,
	last: number,
): AsyncGenerator<WalkedPage<T>, void, undefined> {
	const { concurrency, fetch, identityOf, signal, until } = reading;
	const start = reading.walk.next;
	for await (const page of inOrder(start, last, concurrency, fetch, signal)) {
		const isInterrupted = isSurprise(reading.walk, page, identityOf);
		const read = reading.walk.next - start;
		yield takeInto(reading, page);
		if (reading.isEnd || until?.()) return;
		if (!isInterrupted) continue;
		const isAtOnce = read < concurrency;
		reading.restraint = isAtOnce
			? Math.min(Math.max(concurrency, reading.restraint) * 2, MAX_ALONE)
			: 0;
		reading.alone = reading.restraint;
		return;
	}
}

/**
 * Reads the front of the list again, when fewer entries came than are counted: what arrived
 * meanwhile is there, and with it, as many have to have come as are counted.
 *
 * @returns whether anything had arrived
 */
async function* readFront<T>(
	reading: Reading<T>,
): AsyncGenerator<WalkedPage<T>, boolean, undefined> {
	const { fetch, identityOf, signal } = reading;
	const { next, seen } = reading.walk;
	const seenBefore = seen.size;
	let fruitless = 0;
	for (let looks = 0; looks < MAX_LOOKS && fruitless < 3; looks++) {
		const arrived = new Set<string>();
		const isArrival = (entry: T) => arrived.has(identityOf(entry));
		let isFront = missingFrom(reading.walk) > 0;
		for (let page = 1; isFront && page <= MAX_LOOKS + arrived.size; page++) {
			reading.walk = { ...reading.walk, next: page };
			const answer = await fetch(page, signal);
			const walked = takeInto(reading, answer);
			for (const entry of walked.entries) arrived.add(identityOf(entry));
			isFront = answer.entries.length > 0 && answer.entries.every(isArrival);
			if (walked.entries.length > 0) yield walked;
		}
		fruitless = arrived.size === 0 ? fruitless + 1 : 0;
	}
	reading.walk = { ...reading.walk, next };
	return seen.size > seenBefore;
}

/**
 * Whether entries are missing that can be behind the last page that was read: what arrived while
 * that page came has pushed them there.
 */
function mayGoOn(walk: Walk): boolean {
	return missingFrom(walk) > 0 && walk.next <= (walk.mostPages ?? Infinity);
}

/** Takes the page that came for the next one, and notes what it means. */
function takeInto<T>(reading: Reading<T>, page: Page<T>): WalkedPage<T> {
	const { walk, isEnd, fresh } = take(reading.walk, page, reading.pageSize, reading.identityOf);
	reading.walk = walk;
	reading.isEnd = isEnd;
	return { entries: fresh, total: walk.total };
}

/** The last page that may be read ahead: counted by the server, and needed as far as one can tell. */
function lastToReadAhead<T>({ walk, ...settings }: Reading<T>): number {
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

function withPlace(error: unknown, walk: Walk, noun: string): unknown {
	const read = walk.seen.size;
	if (!(error instanceof VerifikError) || error.kind === 'cancelled' || read === 0) return error;
	const { label } = placeOf(walk.next, walk);
	const where = `${label}, ${countOf(read, noun)} had been read`;
	return withWords(error, { message: `${error.message} (${where})` });
}

function isIncomplete(walk: Walk): boolean {
	return missingFrom(walk) > 0 || (walk.hasHole && walk.seen.size !== walk.mostTotal);
}

function incomplete(walk: Walk, noun: string): VerifikError {
	const { seen, mostTotal = 0 } = walk;
	if (missingFrom(walk) === 0) return withWords(verifikError('incomplete'), { message: LEFT_OUT });
	return withWords(verifikError('incomplete'), {
		message: `Verifik gave only ${formatCount(seen.size)} of the ${countOf(mostTotal, noun)} that it counts`,
	});
}

const LEFT_OUT = 'Verifik left out a page in the middle of the list';
