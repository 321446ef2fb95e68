import type { Scheduler } from 'fast-check';

import fc, { runs } from '../../harness/fastCheck';
import type { Page } from '../../../nodes/verifik/api/envelope';
import type { FetchPage as FetchPageOf } from '../../../nodes/verifik/api/pages';
import {
	verifikError,
	VerifikError,
	withWords,
} from '../../../nodes/verifik/api/errors/VerifikError';
import type { DocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';
import { walkPages } from './walking';

type RecordPage = Page<DocumentLivenessRecord>;
type FetchPage = FetchPageOf<DocumentLivenessRecord>;

/** Records as the list has them, newest first: the highest ID is the newest. */
function records(count: number): DocumentLivenessRecord[] {
	return Array.from({ length: count }, (_, index) => ({ _id: `record ${count - index}` }));
}

async function readAll(pages: AsyncIterable<{ entries: DocumentLivenessRecord[] }>) {
	const all: DocumentLivenessRecord[] = [];
	for await (const page of pages) all.push(...page.entries);
	return all;
}

/** Fetches from a list that does not change, and keeps count of what was asked for. */
function serve(
	list: DocumentLivenessRecord[],
	pageOf: (page: number) => Partial<RecordPage>,
): FetchPage & { asked: number[]; labels: string[] } {
	const asked: number[] = [];
	const labels: string[] = [];
	const fetchPage: FetchPage = async (page, { label }) => {
		asked.push(page);
		labels.push(label);
		// a walk that does not end is to fail, not to hang
		if (asked.length > 1000) throw new Error('the walk goes round in circles');
		return { entries: list, ...pageOf(page) };
	};
	return Object.assign(fetchPage, { asked, labels });
}

/** A list that does not change, in pages. */
function serveInPages(list: DocumentLivenessRecord[], size: number) {
	return serve(list, (page) => ({
		entries: list.slice((page - 1) * size, page * size),
		total: list.length,
		pages: Math.ceil(list.length / size),
	}));
}

/** When the server looks at its records and at their count: a new one can arrive in between. */
type Reading = 'together' | 'total first' | 'records first';

/**
 * The list as it really is: each request takes a while to arrive, its answer takes a while to
 * come back, and meanwhile new records arrive at the front. The scheduler says what happens next.
 */
class ChangingList {
	readonly atStart: string[];
	asked = 0;
	furthest = 0;
	underWay = 0;
	mostUnderWay = 0;

	constructor(
		private readonly s: Scheduler,
		private readonly list: DocumentLivenessRecord[],
		private readonly size: number,
		private readonly reading: Reading,
	) {
		this.atStart = list.map(({ _id }) => String(_id));
	}

	arrive(): void {
		this.list.unshift({ _id: `record ${this.list.length + 1}` });
	}

	readonly fetchPage: FetchPage = async (page, _place, signal) => {
		this.asked++;
		this.furthest = Math.max(this.furthest, page);
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		// a request that nobody waits for any more is dropped at once
		const drop = () => this.underWay--;
		signal.addEventListener('abort', drop);
		try {
			await this.happens(`page ${page} is asked for`);
			return await this.answer(page);
		} finally {
			await this.happens(`page ${page} comes back`);
			signal.removeEventListener('abort', drop);
			if (!signal.aborted) this.underWay--;
		}
	};

	private async answer(page: number): Promise<RecordPage> {
		const recordsNow = () => this.list.slice((page - 1) * this.size, page * this.size);
		const countsNow = () => {
			const total = this.list.length;
			return { total, pages: Math.ceil(total / this.size) };
		};
		// one page that is the whole list: a record that arrives in between leaves no trace
		const reading = page === 1 && countsNow().pages === 1 ? 'together' : this.reading;
		if (reading === 'together') return { entries: recordsNow(), ...countsNow() };
		if (reading === 'records first') {
			const read = recordsNow();
			await this.happens(`the records are counted for page ${page}`);
			return { entries: read, ...countsNow() };
		}
		const counts = countsNow();
		await this.happens(`the records are read for page ${page}`);
		return { entries: recordsNow(), ...counts };
	}

	private happens(what: string): Promise<unknown> {
		return this.s.schedule(Promise.resolve(), what);
	}
}

/** Walks a changing list to its end, with a reader that takes its time. */
async function walk(
	s: Scheduler,
	list: ChangingList,
	{ concurrency, arrivals }: { concurrency: number; arrivals: number },
): Promise<string[]> {
	s.scheduleSequence(
		Array.from({ length: arrivals }, () => ({
			label: 'a record arrives',
			builder: async () => list.arrive(),
		})),
	);
	const read = async () => {
		const ids: string[] = [];
		let pages = 0;
		for await (const page of walkPages(list.fetchPage, { concurrency })) {
			pages++;
			ids.push(...page.entries.map(({ _id }) => String(_id)));
			await s.schedule(Promise.resolve(), 'the reader is done with a page');
			// new records can take the walk back, so only an unchanging list has this bound
			if (arrivals === 0) expect(list.furthest).toBeLessThanOrEqual(pages + concurrency - 1);
		}
		return ids;
	};
	return await s.waitFor(read());
}

const concurrency = fc.integer({ min: 1, max: 10 });
const size = fc.integer({ min: 1, max: 6 });
const count = fc.integer({ min: 0, max: 40 });
const arrivals = fc.integer({ min: 0, max: 12 });
const anyReading = fc.constantFrom<Reading>('together', 'total first', 'records first');

describe('a list that does not change', () => {
	test('is read once, in order, in as few requests as there are pages, within the bounds', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				concurrency,
				size,
				count,
				anyReading,
				async (s, concurrency, size, count, reading) => {
					const list = new ChangingList(s, records(count), size, reading);
					const ids = await walk(s, list, { concurrency, arrivals: 0 });
					expect(ids).toEqual(list.atStart);
					expect(list.asked).toBe(Math.max(1, Math.ceil(count / size)));
					expect(list.mostUnderWay).toBeLessThanOrEqual(concurrency);
				},
			),
			{ numRuns: runs(300) },
		);
	});

	test('is really read in parallel', async () => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), concurrency, async (s, concurrency) => {
				const list = new ChangingList(s, records(40), 2, 'together');
				await walk(s, list, { concurrency, arrivals: 0 });
				expect(list.mostUnderWay).toBe(concurrency);
			}),
		);
	});
});

describe('while new records arrive', () => {
	test('every record that was there is read once, in order, within the bounds', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				concurrency,
				size,
				count,
				arrivals,
				async (s, concurrency, size, count, arrivals) => {
					const list = new ChangingList(s, records(count), size, 'together');
					const ids = await walk(s, list, { concurrency, arrivals });
					expect(ids.filter((id) => list.atStart.includes(id))).toEqual(list.atStart);
					expect(new Set(ids).size).toBe(ids.length);
					expect(list.mostUnderWay).toBeLessThanOrEqual(concurrency);
				},
			),
			{ numRuns: runs(500) },
		);
	});

	// a page that is full of records of the page before it cannot be told from a server that
	// ignores `page`: so fewer arrive than a page holds
	test('even between the moments at which a server counts and reads its records', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				concurrency,
				size,
				count,
				arrivals,
				fc.constantFrom<Reading>('total first', 'records first'),
				async (s, concurrency, size, count, arrivals, reading) => {
					const list = new ChangingList(s, records(count), size, reading);
					const ids = await walk(s, list, {
						concurrency,
						arrivals: Math.min(arrivals, size - 1),
					});
					expect(list.atStart.filter((id) => !ids.includes(id))).toEqual([]);
					expect(new Set(ids).size).toBe(ids.length);
					expect(list.mostUnderWay).toBeLessThanOrEqual(concurrency);
				},
			),
			{ numRuns: runs(1000) },
		);
	});

	test('no record is missed when one arrives in the middle of the answer with the last page', async () => {
		const old = records(4);
		let requests = 0;
		const fetchPage: FetchPage = async (page) =>
			++requests === 1
				? { entries: old.slice(0, 2), total: 4, pages: 2 }
				: page === 1
					? { entries: [{ _id: 'new' }, old[0]], total: 5, pages: 3 }
					: page === 2
						? { entries: old.slice(1, 3), total: 4, pages: 2 }
						: { entries: old.slice(3), total: 5, pages: 3 };
		const read = await readAll(walkPages(fetchPage, { concurrency: 1 }));
		expect(read).toEqual([...old, { _id: 'new' }]);
	});

	test('pages are read one by one while entries arrive with every request, and ahead once that is over', async () => {
		const list = records(240);
		let arrivals = 0;
		let underWay = 0;
		const most: number[] = [];
		const fetchPage: FetchPage = async (page, _place, signal) => {
			const now = [
				...Array.from({ length: Math.min(60, arrivals++) }, (_, index) => ({
					_id: `new ${60 - index}`,
				})).reverse(),
				...list,
			];
			underWay++;
			const drop = () => underWay--;
			signal.addEventListener('abort', drop);
			most.push(underWay);
			await new Promise(setImmediate);
			signal.removeEventListener('abort', drop);
			if (!signal.aborted) underWay--;
			return { entries: now.slice((page - 1) * 4, page * 4), total: now.length, pages: 75 };
		};
		const ids = (await readAll(walkPages(fetchPage, { concurrency: 4 }))).map(({ _id }) => _id);
		expect(list.filter(({ _id }) => !ids.includes(_id))).toEqual([]);
		expect(new Set(ids).size).toBe(ids.length);
		expect(most.length).toBeLessThan(75 + 60);
		expect(most.slice(20, 60).filter((number) => number === 1).length).toBeGreaterThan(25);
		// what arrived is read one by one as well, at the end
		expect(Math.max(...most.slice(60, 90))).toBe(4);
	});

	test('it ends although one arrives with every request', async () => {
		const list = records(40);
		const atStart = list.map(({ _id }) => _id);
		const fetchPage = serve(list, (page) => {
			list.unshift({ _id: `record ${list.length + 1}` });
			const entries = list.slice((page - 1) * 4, page * 4);
			return { entries, total: list.length, pages: Math.ceil(list.length / 4) };
		});
		const ids = (await readAll(walkPages(fetchPage, { concurrency: 4 }))).map(({ _id }) => _id);
		expect(ids.filter((id) => atStart.includes(id))).toEqual(atStart);
		expect(fetchPage.asked.length).toBeLessThan(30);
	});
});

describe('a server that does not say how many records there are', () => {
	test('is asked page by page until one is empty, twice', async () => {
		const list = records(7);
		const fetchPage = serve(list, (page) => ({ entries: list.slice((page - 1) * 3, page * 3) }));
		expect(await readAll(walkPages(fetchPage, { concurrency: 5 }))).toEqual(list);
		expect(fetchPage.asked).toEqual([1, 2, 3, 4, 4]);
		expect(fetchPage.labels.slice(0, 4)).toEqual(['page 1', 'page 2', 'page 3', 'page 4']);
	});

	test('but how many pages is not asked for more of them when the last one is not full', async () => {
		const list = records(5);
		const fetchPage = serve(list, (page) => ({
			entries: list.slice((page - 1) * 3, page * 3),
			pages: 2,
		}));
		const read = await readAll(walkPages(fetchPage, { concurrency: 5, pageSize: 3 }));
		expect(read).toEqual(list);
		expect(fetchPage.asked).toEqual([1, 2]);
	});
});

describe('a server that ignores the page number', () => {
	test.each([[1], [2], [10]])(
		'does not make the walk go on for ever, %d at a time',
		async (concurrency) => {
			const list = records(20);
			const withoutCounts = serve(list, () => ({}));
			expect(await readAll(walkPages(withoutCounts, { concurrency }))).toEqual(list);
			expect(withoutCounts.asked).toEqual([1, 2, 2, 3, 3, 4, 4]);

			const withCounts = serve(list, () => ({ total: 1_000_000, pages: 50_000 }));
			await expect(readAll(walkPages(withCounts, { concurrency }))).rejects.toThrow(
				'Verifik gave only 20 of the 1,000,000 records that it counts',
			);
			expect(withCounts.asked.length).toBeLessThanOrEqual(120);
		},
	);
});

describe('an empty list', () => {
	test.each<[name: string, counts: Partial<RecordPage>, requests: number]>([
		['that has 0 pages', { total: 0, pages: 0 }, 1],
		['that has 1 page', { total: 0, pages: 1 }, 1],
		['without counts', {}, 2],
	])('%s has no page', async (_name, counts, requests) => {
		const fetchPage = serve([], () => counts);
		expect(await readAll(walkPages(fetchPage, { concurrency: 4 }))).toEqual([]);
		expect(fetchPage.asked).toHaveLength(requests);
	});
});

describe('a limited walk', () => {
	/** How many pages are asked for to read that many of 1000 records, in pages of 100. */
	async function pagesFor(maxEntries: number, concurrency: number): Promise<number> {
		const fetchPage = serveInPages(records(1000), 100);
		let read = 0;
		for await (const page of walkPages(fetchPage, { concurrency, maxEntries })) {
			read += page.entries.length;
			if (read >= maxEntries) break;
		}
		return fetchPage.asked.length;
	}

	test.each([
		[1, 1],
		[100, 1],
		[101, 2],
		[250, 3],
		[900, 9],
		[5000, 10],
	])('of %d records takes %d pages, however many may be under way', async (maxEntries, pages) => {
		for (const concurrency of [1, 3, 10]) {
			expect(await pagesFor(maxEntries, concurrency)).toBe(pages);
		}
	});

	test('still finds its records when new ones arrive', async () => {
		const now = [{ _id: 'new' }, ...records(10)];
		const fetchPage = serve(now, (page) => {
			const list = page === 1 ? now.slice(1) : now;
			return {
				entries: list.slice((page - 1) * 2, page * 2),
				total: list.length,
				pages: Math.ceil(list.length / 2),
			};
		});
		const read: DocumentLivenessRecord[] = [];
		for await (const page of walkPages(fetchPage, { concurrency: 3, maxEntries: 4 })) {
			read.push(...page.entries);
			if (read.length >= 4) break;
		}
		expect(read.slice(0, 4)).toEqual(records(10).slice(0, 4));
	});
});

test('pages that nobody waits for any more are told so', async () => {
	const signals: Array<AbortSignal | undefined> = [];
	const list = records(20);
	const pages = serveInPages(list, 2);
	const fetchPage: FetchPage = async (page, place, signal) => {
		if (page > 1) signals.push(signal);
		return await pages(page, place, signal);
	};
	let read = 0;
	for await (const page of walkPages(fetchPage, { concurrency: 3 })) {
		read += page.entries.length;
		if (read === 6) break;
	}
	expect(signals.length).toBeGreaterThan(2);
	expect(signals.every((signal) => signal?.aborted)).toBe(true);
});

describe('a page that fails', () => {
	const fault = withWords(verifikError('serverFault'), {
		description: 'Try again in a few minutes.',
	});

	/** A list of 1000 records, where some pages fail and some take longer than others. */
	function failing(broken: number, slow: number[] = []): FetchPage {
		const pages = serveInPages(records(1000), 100);
		return async (page, place, signal) => {
			if (slow.includes(page)) await new Promise(setImmediate);
			if (page === broken) throw fault;
			return await pages(page, place, signal);
		};
	}

	async function messageOf(fetchPage: FetchPage, concurrency: number): Promise<string> {
		const failure = await readAll(walkPages(fetchPage, { concurrency })).catch((error) => error);
		expect(failure).toBeInstanceOf(VerifikError);
		expect(failure.description).toBe(fault.description);
		return failure.message;
	}

	test('is told in its turn, after the pages before it were handed on', async () => {
		const read: number[] = [];
		const walking = (async () => {
			for await (const page of walkPages(failing(4, [2, 3]), { concurrency: 4 })) {
				read.push(page.entries.length);
			}
		})();
		await expect(walking).rejects.toThrow('page 4 of 10');
		expect(read).toEqual([100, 100, 100]);
	});

	test('needs no such words when it is the first', async () => {
		expect(await messageOf(failing(1), 4)).toBe('Verifik cannot answer right now');
	});

	test('with an error of another kind hands that error on as it is', async () => {
		const pages = serveInPages(records(10), 2);
		const fetchPage: FetchPage = async (page, place, signal) => {
			if (page === 2) throw new TypeError('a fault in the code');
			return await pages(page, place, signal);
		};
		await expect(readAll(walkPages(fetchPage, { concurrency: 2 }))).rejects.toThrow(
			new TypeError('a fault in the code'),
		);
	});
});
