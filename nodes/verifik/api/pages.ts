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
}

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
 * how a server answers that ignores `page`.
 *
 * @throws {VerifikProblem} of the page that failed; it names the page and says how many records
 * had been read
 */
export async function* walkPages(
	fetchPage: FetchPage,
	{ concurrency, maxRecords = Infinity }: WalkSettings,
): AsyncGenerator<WalkedPage, void, undefined> {
	const seen = new Set<string>();
	let pages: number | undefined;
	let latest: RecordPage | undefined;

	const fetch = async (number: number, signal?: AbortSignal) => {
		const label = pages === undefined ? `page ${number}` : `page ${number} of ${pages}`;
		try {
			return await fetchPage(number, label, signal);
		} catch (error) {
			throw number === 1 ? error : atPage(error, label, seen.size);
		}
	};
	/** Takes note of a page; `false` when it shows that there are no more. */
	const goesOn = (page: RecordPage) => {
		const isEnd = page.records.length === 0 || isRepeated(page, latest);
		pages = page.pages;
		latest = page;
		return !isEnd;
	};
	const unseen = ({ records }: RecordPage) =>
		records.filter((record) => {
			const before = seen.size;
			return seen.add(identityOf(record)).size > before;
		});

	const first = await fetch(1);
	const { total } = first;
	if (!goesOn(first)) return;
	yield { records: unseen(first), total };

	let next = 2;
	if (total !== undefined && pages !== undefined) {
		const lastWanted = Math.min(pages, Math.ceil(maxRecords / first.records.length));
		for await (const page of inOrder(next, lastWanted, concurrency, fetch)) {
			if (page.total !== total) {
				next = Math.max(2, next - concurrency + 1);
				latest = undefined;
				break;
			}
			if (!goesOn(page)) return;
			yield { records: unseen(page), total };
			next++;
		}
	}

	while (pages === undefined || next <= pages) {
		const page = await fetch(next++);
		if (!goesOn(page)) return;
		yield { records: unseen(page), total };
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
