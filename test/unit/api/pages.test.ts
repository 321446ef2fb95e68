/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code, not shipped */
import fc, { type Scheduler } from 'fast-check';

import type { RecordPage } from '../../../nodes/verifik/api/answers';
import { walkPages, type FetchPage } from '../../../nodes/verifik/api/pages';
import { VerifikProblem, type Problem } from '../../../nodes/verifik/api/problem';
import type { DocumentLivenessRecord } from '../../../nodes/verifik/records/record';

/** Records as the list has them, newest first: the highest ID is the newest. */
function records(count: number): DocumentLivenessRecord[] {
	return Array.from({ length: count }, (_, index) => ({ _id: `record ${count - index}` }));
}

async function readAll(pages: AsyncIterable<{ records: DocumentLivenessRecord[] }>) {
	const all: DocumentLivenessRecord[] = [];
	for await (const page of pages) all.push(...page.records);
	return all;
}

/** Fetches from a list that does not change, and keeps count of what was asked for. */
function serve(
	list: DocumentLivenessRecord[],
	pageOf: (page: number) => Partial<RecordPage>,
): FetchPage & { asked: number[]; labels: string[] } {
	const asked: number[] = [];
	const labels: string[] = [];
	const fetchPage: FetchPage = async (page, label) => {
		asked.push(page);
		labels.push(label);
		// a walk that does not end is to fail, not to hang
		if (asked.length > 1000) throw new Error('the walk goes round in circles');
		return { records: list, ...pageOf(page) };
	};
	return Object.assign(fetchPage, { asked, labels });
}

/** A list that does not change, in pages. */
function serveInPages(list: DocumentLivenessRecord[], size: number) {
	return serve(list, (page) => ({
		records: list.slice((page - 1) * size, page * size),
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

	readonly fetchPage: FetchPage = async (page) => {
		this.asked++;
		this.furthest = Math.max(this.furthest, page);
		this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
		try {
			await this.happens(`page ${page} is asked for`);
			return await this.answer(page);
		} finally {
			await this.happens(`page ${page} comes back`);
			this.underWay--;
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
		if (reading === 'together') return { records: recordsNow(), ...countsNow() };
		if (reading === 'records first') {
			const read = recordsNow();
			await this.happens(`the records are counted for page ${page}`);
			return { records: read, ...countsNow() };
		}
		const counts = countsNow();
		await this.happens(`the records are read for page ${page}`);
		return { records: recordsNow(), ...counts };
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
			ids.push(...page.records.map(({ _id }) => String(_id)));
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
			{ numRuns: 300 },
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
			{ numRuns: 500 },
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
			{ numRuns: 1000 },
		);
	});

	test('no record is missed when one arrives in the middle of the answer with the last page', async () => {
		const old = records(4);
		const fetchPage: FetchPage = async (page) =>
			page === 1
				? { records: old.slice(0, 2), total: 4, pages: 2 }
				: page === 2
					? { records: old.slice(1, 3), total: 4, pages: 2 }
					: { records: old.slice(3), total: 5, pages: 3 };
		expect(await readAll(walkPages(fetchPage, { concurrency: 1 }))).toEqual(old);
	});

	test('no record is missed when one arrives in the middle of an answer, after a later page was read', async () => {
		const old = records(6);
		const now = [{ _id: 'new' }, ...old];
		const asked: number[] = [];
		const fetchPage: FetchPage = async (page) => {
			asked.push(page);
			const isLater = page > 3 || asked.indexOf(page) < asked.length - 1;
			const list = isLater || page === 2 ? now : old;
			const total = isLater ? 7 : 6;
			return {
				records: list.slice((page - 1) * 2, page * 2),
				total,
				pages: Math.ceil(total / 2),
			};
		};
		const ids = (await readAll(walkPages(fetchPage, { concurrency: 2 }))).map(({ _id }) => _id);
		expect(ids.sort()).toEqual(old.map(({ _id }) => _id).sort());
	});

	test('pages that were under way when the count changed are read again, one after another', async () => {
		const old = records(12);
		const now = [{ _id: 'new' }, ...old];
		const asked: number[] = [];
		const answered: number[] = [];
		const fetchPage: FetchPage = async (page) => {
			asked.push(page);
			const list = asked.includes(4) && page > 2 ? now : old;
			await new Promise(setImmediate);
			answered.push(page);
			return {
				records: list.slice((page - 1) * 2, page * 2),
				total: list.length,
				pages: Math.ceil(list.length / 2),
			};
		};
		expect(await readAll(walkPages(fetchPage, { concurrency: 2 }))).toEqual(old);
		expect(asked).toEqual([1, 2, 3, 4, 5, 3, 4, 5, 6, 7]);
		expect(answered.slice(-5)).toEqual([3, 4, 5, 6, 7]);
	});
});

describe('a server that does not say how many records there are', () => {
	test('is asked page by page until one is empty', async () => {
		const list = records(7);
		const fetchPage = serve(list, (page) => ({ records: list.slice((page - 1) * 3, page * 3) }));
		expect(await readAll(walkPages(fetchPage, { concurrency: 5 }))).toEqual(list);
		expect(fetchPage.asked).toEqual([1, 2, 3, 4]);
		expect(fetchPage.labels).toEqual(['page 1', 'page 2', 'page 3', 'page 4']);
	});

	test('but how many pages is not asked for more of them', async () => {
		const list = records(6);
		const fetchPage = serve(list, (page) => ({
			records: list.slice((page - 1) * 3, page * 3),
			pages: 2,
		}));
		expect(await readAll(walkPages(fetchPage, { concurrency: 5 }))).toEqual(list);
		expect(fetchPage.asked).toEqual([1, 2]);
	});

	test('has no total to tell', async () => {
		const fetchPage = serve(records(1), (page) => (page === 1 ? {} : { records: [] }));
		for await (const page of walkPages(fetchPage, { concurrency: 1 })) {
			expect(page.total).toBeUndefined();
		}
	});
});

describe('a server that ignores the page number', () => {
	test.each([[1], [2], [10]])(
		'does not make the walk go on for ever, %d at a time',
		async (concurrency) => {
			const list = records(20);
			const withoutCounts = serve(list, () => ({}));
			expect(await readAll(walkPages(withoutCounts, { concurrency }))).toEqual(list);
			expect(withoutCounts.asked).toEqual([1, 2]);

			const withCounts = serve(list, () => ({ total: 1_000_000, pages: 50_000 }));
			expect(await readAll(walkPages(withCounts, { concurrency }))).toEqual(list);
			expect(withCounts.asked.length).toBeLessThanOrEqual(2 + concurrency);
		},
	);

	test('does not either while new records arrive', async () => {
		const list = records(5);
		const withoutCounts = serve(list, (page) => ({
			records: page === 1 ? list : [{ _id: 'new' }, ...list],
		}));
		const ids = await readAll(walkPages(withoutCounts, { concurrency: 1 }));
		expect(ids).toEqual([...list, { _id: 'new' }]);
		expect(withoutCounts.asked).toEqual([1, 2, 3]);

		const withCounts = serve(list, (page) => ({
			records: page === 1 ? list : [{ _id: 'new' }, ...list],
			total: page === 1 ? 1_000 : 1_001,
			pages: 200,
		}));
		await readAll(walkPages(withCounts, { concurrency: 4 }));
		expect(withCounts.asked.length).toBeLessThanOrEqual(8);
	});

	test('and gives records without an ID does not make them be read again', async () => {
		const list = [{ createdAt: '2025-08-22' }, { createdAt: '2025-08-21' }];
		const fetchPage = serve(list, () => ({}));
		expect(await readAll(walkPages(fetchPage, { concurrency: 3 }))).toEqual(list);
	});
});

describe('an empty list', () => {
	test.each<[name: string, counts: Partial<RecordPage>]>([
		['that has 0 pages', { total: 0, pages: 0 }],
		['that has 1 page', { total: 0, pages: 1 }],
		['without counts', {}],
		['whose counts are wrong', { total: 500, pages: 5 }],
	])('%s is one request and no page', async (_name, counts) => {
		const fetchPage = serve([], () => counts);
		const pages = [];
		for await (const page of walkPages(fetchPage, { concurrency: 4 })) pages.push(page);
		expect(pages).toEqual([]);
		expect(fetchPage.asked).toEqual([1]);
	});
});

test('a list that ends before its count does is read to that end', async () => {
	const list = records(5);
	const fetchPage = serve(list, (page) => ({
		records: list.slice((page - 1) * 2, page * 2),
		total: 400,
		pages: 200,
	}));
	const totals = [];
	for await (const { total } of walkPages(fetchPage, { concurrency: 2 })) totals.push(total);
	expect(totals).toEqual([400, 400, 400]);
	expect(fetchPage.asked.length).toBeLessThanOrEqual(6);
});

test('a page that is larger or smaller than was asked for does no harm', async () => {
	const list = records(10);
	const sizes = [4, 1, 5];
	const fetchPage = serve(list, (page) => {
		const start = sizes.slice(0, page - 1).reduce((sum, size) => sum + size, 0);
		return { records: list.slice(start, start + sizes[page - 1]), total: 10, pages: 3 };
	});
	expect(await readAll(walkPages(fetchPage, { concurrency: 2 }))).toEqual(list);
});

describe('a limited walk', () => {
	/** How many pages are asked for to read that many of 1000 records, in pages of 100. */
	async function pagesFor(maxRecords: number, concurrency: number): Promise<number> {
		const fetchPage = serveInPages(records(1000), 100);
		let read = 0;
		for await (const page of walkPages(fetchPage, { concurrency, maxRecords })) {
			read += page.records.length;
			if (read >= maxRecords) break;
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
	])('of %d records takes %d pages, however many may be under way', async (maxRecords, pages) => {
		for (const concurrency of [1, 3, 10]) {
			expect(await pagesFor(maxRecords, concurrency)).toBe(pages);
		}
	});

	test('still finds its records when new ones arrive', async () => {
		const now = [{ _id: 'new' }, ...records(10)];
		const fetchPage = serve(now, (page) => {
			const list = page === 1 ? now.slice(1) : now;
			return {
				records: list.slice((page - 1) * 2, page * 2),
				total: list.length,
				pages: Math.ceil(list.length / 2),
			};
		});
		const read: DocumentLivenessRecord[] = [];
		for await (const page of walkPages(fetchPage, { concurrency: 3, maxRecords: 4 })) {
			read.push(...page.records);
			if (read.length >= 4) break;
		}
		expect(read.slice(0, 4)).toEqual(records(10).slice(0, 4));
	});
});

describe('a walk that begins at a later page', () => {
	test.each([[1], [4]])('leaves out what is newer, %d at a time', async (concurrency) => {
		const list = records(11);
		const fetchPage = serveInPages(list, 2);
		const read = await readAll(walkPages(fetchPage, { concurrency, firstPage: 3 }));
		expect(read).toEqual(list.slice(4));
		expect(fetchPage.asked).toEqual([3, 4, 5, 6]);
	});

	test('counts its limit from there, and reads no page that it cannot need', async () => {
		const fetchPage = serveInPages(records(40), 2);
		const askedWhenRead: number[][] = [];
		const limits = { concurrency: 10, firstPage: 3, maxRecords: 8 };
		for await (const page of walkPages(fetchPage, limits)) {
			expect(page.records).toHaveLength(2);
			if (askedWhenRead.push([...fetchPage.asked]) === 4) break;
		}
		expect(askedWhenRead).toEqual([[3], [3, 4, 5, 6], [3, 4, 5, 6], [3, 4, 5, 6]]);
	});

	test('does not go back before it when new records arrive', async () => {
		const list = records(11);
		const fetchPage = serve(list, (page) => {
			const now = page === 3 ? list.slice(1) : list;
			return { records: now.slice((page - 1) * 2, page * 2), total: now.length, pages: 6 };
		});
		const read = await readAll(walkPages(fetchPage, { concurrency: 3, firstPage: 3 }));
		expect(read).toEqual(list.slice(5));
		expect(Math.min(...fetchPage.asked)).toBe(3);
	});

	test('finds nothing beyond the end of the list', async () => {
		const fetchPage = serveInPages(records(4), 2);
		expect(await readAll(walkPages(fetchPage, { concurrency: 3, firstPage: 5 }))).toEqual([]);
		expect(fetchPage.asked).toEqual([5]);
	});
});

test('pages that nobody waits for any more are told so', async () => {
	const signals: Array<AbortSignal | undefined> = [];
	const list = records(20);
	const pages = serveInPages(list, 2);
	const fetchPage: FetchPage = async (page, label, signal) => {
		if (page > 1) signals.push(signal);
		return await pages(page, label, signal);
	};
	let read = 0;
	for await (const page of walkPages(fetchPage, { concurrency: 3 })) {
		read += page.records.length;
		if (read === 6) break;
	}
	expect(signals.length).toBeGreaterThan(2);
	expect(signals.every((signal) => signal?.aborted)).toBe(true);
});

describe('a page that fails', () => {
	const problem: Problem = {
		message: 'Verifik has a problem on its side',
		description: 'Try again in a few minutes.',
	};

	/** A list of 1000 records, where some pages fail and some take longer than others. */
	function failing(broken: number, slow: number[] = []): FetchPage {
		const pages = serveInPages(records(1000), 100);
		return async (page, label, signal) => {
			if (slow.includes(page)) await new Promise(setImmediate);
			if (page === broken) throw new VerifikProblem(problem);
			return await pages(page, label, signal);
		};
	}

	async function messageOf(fetchPage: FetchPage, concurrency: number): Promise<string> {
		const failure = await readAll(walkPages(fetchPage, { concurrency })).catch((error) => error);
		expect(failure).toBeInstanceOf(VerifikProblem);
		expect(failure.problem.message).toBe(failure.message);
		expect(failure.problem.description).toBe(problem.description);
		return failure.message;
	}

	test.each([[1], [4], [10]])(
		'says which one of how many, and how many records had been read, %d at a time',
		async (concurrency) => {
			expect(await messageOf(failing(3), concurrency)).toBe(
				'Verifik has a problem on its side (page 3 of 10, 200 records had been read)',
			);
		},
	);

	test('counts the records of pages before it that came back later', async () => {
		expect(await messageOf(failing(3, [2]), 4)).toBe(
			'Verifik has a problem on its side (page 3 of 10, 200 records had been read)',
		);
	});

	test('is told in its turn, after the pages before it were handed on', async () => {
		const read: number[] = [];
		const walking = (async () => {
			for await (const page of walkPages(failing(4, [2, 3]), { concurrency: 4 })) {
				read.push(page.records.length);
			}
		})();
		await expect(walking).rejects.toThrow('page 4 of 10');
		expect(read).toEqual([100, 100, 100]);
	});

	test('needs no such words when it is the first', async () => {
		expect(await messageOf(failing(1), 4)).toBe('Verifik has a problem on its side');
	});

	test('does so too when the number of pages is not known', async () => {
		const fetchPage: FetchPage = async (page) => {
			if (page === 2) throw new VerifikProblem(problem);
			return { records: records(1) };
		};
		expect(await messageOf(fetchPage, 4)).toBe(
			'Verifik has a problem on its side (page 2, 1 record had been read)',
		);
	});

	test('with an error of another kind hands that error on as it is', async () => {
		const pages = serveInPages(records(10), 2);
		const fetchPage: FetchPage = async (page, label) => {
			if (page === 2) throw new TypeError('a fault in the code');
			return await pages(page, label);
		};
		await expect(readAll(walkPages(fetchPage, { concurrency: 2 }))).rejects.toThrow(
			new TypeError('a fault in the code'),
		);
	});
});
