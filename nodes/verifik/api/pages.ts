import { identityOf, type DocumentLivenessRecord } from '../records/record';
import type { RecordPage } from './answers';
import { inOrder } from './inOrder';
import { VerifikProblem } from './problem';

/** Fetches one page of the list, numbered from 1. `label` names it for people. */
export type FetchPage = (page: number, label: string, signal?: AbortSignal) => Promise<RecordPage>;

export interface WalkSettings {
	/** How many pages may be under way at the same time. */
	concurrency: number;
	/** How many records are wanted at the most; pages that cannot be needed are not asked for. */
	maxRecords?: number;
	/** Where to begin, 1 unless given: what is newer than that page is left out. */
	firstPage?: number;
}

/**
 * How many pages in a row may have nothing new. A list that gives its records again and again, in
 * whatever order, ends there; while records arrive it takes that many pages of them to get there.
 */
const MAX_BARREN = 100;

/** The records of one page that no earlier page had. */
export interface WalkedPage {
	records: DocumentLivenessRecord[];
	/** How many records there are, by the server's count when the walk began. */
	total?: number;
}

/**
 * Walks the list, newest records first, and yields every record once.
 *
 * New records arrive at the front of the list and push the others towards its end. One page after
 * another, that only repeats records, and repeats are dropped by their `_id`. Pages that are under
 * way together could also miss one: when the later page is read before a record arrives and the
 * earlier one after. So pages are fetched in parallel only while `total` stays the same. Once it
 * changes, the walk goes back to the first page that was under way then, and goes on one page
 * after another. (A server may read `total` and the records of one answer at slightly different
 * moments; going back covers that too.)
 *
 * When it ends is decided by what comes back, never by the size that was asked for: an empty page,
 * the last page by the server's count, or the same page again although nothing arrived, which is
 * how a server answers that ignores `page`. One that gives the same records in ever other orders
 * is left after a hundred pages without a new one.
 *
 * @throws {VerifikProblem} of the page that failed; it names the page and says how many records
 * had been read
 */
export async function* walkPages(
	fetchPage: FetchPage,
	{ concurrency, maxRecords = Infinity, firstPage = 1 }: WalkSettings,
): AsyncGenerator<WalkedPage, void, undefined> {
	const seen = new Set<string>();
	let pages: number | undefined;
	let latest: RecordPage | undefined;
	let hasRepeats = false;

	const labelOf = (number: number) =>
		pages === undefined ? `page ${number}` : `page ${number} of ${pages}`;
	const fetch = (number: number, signal?: AbortSignal) =>
		fetchPage(number, labelOf(number), signal);
	/** Takes note of a page; `false` when it shows that there are no more. */
	const goesOn = (page: RecordPage) => {
		const isEnd = page.records.length === 0 || isRepeated(page, latest);
		pages = page.pages;
		latest = page;
		return !isEnd;
	};
	const unseen = ({ records }: RecordPage) => {
		const fresh = records.filter((record) => {
			const before = seen.size;
			return seen.add(identityOf(record)).size > before;
		});
		hasRepeats = fresh.length < records.length;
		return fresh;
	};

	const first = await fetch(firstPage);
	const { total } = first;
	if (!goesOn(first)) return;
	yield { records: unseen(first), total };

	let next = firstPage + 1;
	try {
		if (total !== undefined && pages !== undefined) {
			const wanted = Math.ceil(maxRecords / first.records.length);
			const lastWanted = Math.min(pages, firstPage - 1 + wanted);
			for await (const page of inOrder(next, lastWanted, concurrency, fetch)) {
				if (page.total === total && !goesOn(page)) return;
				const records = unseen(page);
				if (page.total !== total || hasRepeats) {
					// this page and the ones before it are read once more
					for (const record of records) seen.delete(identityOf(record));
					next = Math.max(firstPage + 1, next - concurrency + 1);
					latest = undefined;
					break;
				}
				yield { records, total };
				next++;
			}
		}

		// a page that repeats records has pushed others beyond the last page that it counts
		let barren = 0;
		while (barren < MAX_BARREN && (pages === undefined || next <= pages || hasRepeats)) {
			const page = await fetch(next);
			if (!goesOn(page)) return;
			const records = unseen(page);
			barren = records.length === 0 ? barren + 1 : 0;
			yield { records, total };
			next++;
		}
	} catch (error) {
		throw atPage(error, labelOf(next), seen.size);
	}
}

/** Whether a page is the one before it again, although no record arrived in between. */
function isRepeated(page: RecordPage, before: RecordPage | undefined): boolean {
	return (
		before !== undefined &&
		page.total === before.total &&
		identityOf(page.records[0]) === identityOf(before.records[0])
	);
}

function atPage(error: unknown, label: string, read: number): unknown {
	if (!(error instanceof VerifikProblem)) return error;
	const where = `${label}, ${read} ${read === 1 ? 'record' : 'records'} had been read`;
	return new VerifikProblem({ ...error.problem, message: `${error.message} (${where})` });
}
