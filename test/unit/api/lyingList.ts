import type { Scheduler } from 'fast-check';

import fc from '../../harness/fastCheck';
import type { Page } from '../../../nodes/verifik/api/envelope';
import { walkPages, type FetchPage } from '../../../nodes/verifik/api/pages';
import { VerifikError } from '../../../nodes/verifik/api/errors/VerifikError';

/*
 * Whatever the list is and however the server lies about it: either every entry that the server
 * would give comes once, or the outcome says that some are missing. What no reader could notice is
 * left out: counts that agree with one another and with what came, and are wrong all the same.
 */

/** What a server says of the number of entries, instead of the truth. */
interface Counts {
	total: 'right' | 'missing' | 'flaps' | number;
	pages: 'right' | 'missing' | 'flaps' | number;
}

/** What happens to one request, once. */
type Fault = 'empty' | 'the page before' | 'the first page';

interface Lies extends Counts {
	/** How many entries the pages have, over and over; the size that was asked for unless given. */
	sizes: readonly number[];
	/** By the number of the request, from 0. */
	faults: Map<number, Fault>;
	/** How many entries arrive before a request, by its number. */
	arrivals: Map<number, number>;
	ignoresPage: boolean;
}

const PAGE_SIZE = 4;

class LyingList {
	asked = 0;
	readonly log: string[] = [];

	constructor(
		private readonly s: Scheduler,
		/** newest first: the highest number is the newest */
		readonly list: number[],
		private readonly lies: Lies,
	) {}

	readonly fetchPage: FetchPage<number> = async (page) => {
		const request = this.asked++;
		// a walk that does not end is to fail, not to hang
		if (request > 2000) throw new Error('the walk goes round in circles');
		await this.s.schedule(Promise.resolve(), `page ${page} is asked for`);
		for (let left = this.lies.arrivals.get(request) ?? 0; left > 0; left--) {
			this.list.unshift(this.list.length);
		}
		const answer = this.answer(page, request);
		this.log.push(`${page}: [${answer.entries}] total ${answer.total} pages ${answer.pages}`);
		await this.s.schedule(Promise.resolve(), `page ${page} comes back`);
		return answer;
	};

	private answer(page: number, request: number): Page<number> {
		const { faults, ignoresPage } = this.lies;
		const fault = faults.get(request);
		const shown = ignoresPage || fault === 'the first page' ? 1 : page;
		const entries =
			fault === 'empty'
				? []
				: this.page(fault === 'the page before' ? Math.max(1, shown - 1) : shown);
		const total = this.list.length;
		const pages = Math.ceil(total / PAGE_SIZE);
		return {
			entries,
			total: told(this.lies.total, total, request),
			pages: told(this.lies.pages, pages, request),
		};
	}

	private page(page: number): number[] {
		const { sizes } = this.lies;
		const sizeOf = (index: number) => sizes[index % sizes.length] ?? PAGE_SIZE;
		let start = 0;
		for (let index = 0; index < page - 1; index++) start += sizeOf(index);
		return this.list.slice(start, start + sizeOf(page - 1));
	}
}

function told(lie: Counts['total'], truth: number, request: number): number | undefined {
	if (lie === 'missing') return undefined;
	if (lie === 'right') return truth;
	if (lie === 'flaps') return request % 3 === 1 ? Math.floor(truth / 2) : truth;
	return lie;
}

const aCount = fc.oneof(
	{ arbitrary: fc.constant('right' as const), weight: 4 },
	fc.constantFrom('missing' as const, 'flaps' as const),
	fc.integer({ min: 1, max: 80 }),
);

const someLies: fc.Arbitrary<Lies> = fc.record({
	total: aCount,
	pages: aCount,
	sizes: fc.oneof(
		{ arbitrary: fc.constant([]), weight: 3 },
		fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 }),
	),
	faults: fc
		.array(
			fc.tuple(fc.nat(20), fc.constantFrom<Fault>('empty', 'the page before', 'the first page')),
			{ maxLength: 3 },
		)
		.map((entries) => new Map(entries)),
	arrivals: fc
		.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: PAGE_SIZE })), {
			maxLength: 3,
		})
		.map((entries) => new Map(entries)),
	ignoresPage: fc.oneof({ arbitrary: fc.constant(false), weight: 9 }, fc.constant(true)),
});

/** Whether nothing that comes contradicts itself. */
function isBeyondNotice(lies: Lies, count: number): boolean {
	const { total, pages, sizes, faults, arrivals, ignoresPage } = lies;
	// entries that arrive, and pages in the place of others or of other sizes, and a wrong total
	const isMixed = arrivals.size > 0 && (faults.size > 0 || sizes.length > 0);
	if (isMixed && total !== 'right') return true;
	// the same lie when it is asked again, and no count that tells otherwise
	const isTwofold = [...faults.keys()].some((request) => faults.has(request + 1));
	if (isTwofold && total !== 'right') return true;
	// new entries in the place of old ones, and no count that tells otherwise
	const isFirst = [...faults.values()].includes('the first page');
	if (isFirst && arrivals.size > 0 && total !== 'right') return true;
	const isLow = (lie: Counts['total'], truth: number) => typeof lie === 'number' && lie < truth;
	// a page that is shorter than was asked for looks like the last one when the only count agrees
	const hasShortPages = sizes.some((size) => size < PAGE_SIZE);
	if (hasShortPages && (total === 'missing' || pages === 'missing')) return true;
	if (ignoresPage && typeof total !== 'number' && total !== 'right') return true;
	if (ignoresPage && isLow(total, count)) return true;
	if (arrivals.size > 0 && typeof total === 'number' && total < count + 20) return true;
	// a total that is too low, and an empty page where it says that the list ends
	if (isLow(total, count) && (faults.size > 1 || (faults.size > 0 && pages !== 'right')))
		return true;
	const counted = Math.ceil(count / PAGE_SIZE);
	return isLow(total, count) && (isLow(pages, counted + 1) || sizes.length > 0);
}

/**
 * Checks that every entry comes once, or the outcome says that some are missing.
 *
 * @param parameters how many lists, and from which seed
 */
export async function expectAllOrSaid(parameters: {
	numRuns: number;
	seed?: number;
}): Promise<void> {
	let told = 0;
	let complete = 0;
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 0, max: 40 }),
			someLies,
			fc.integer({ min: 1, max: 6 }),
			async (s, count, lies, concurrency) => {
				fc.pre(!isBeyondNotice(lies, count));
				const list = Array.from({ length: count }, (_, index) => count - 1 - index);
				const atStart = [...list];
				const server = new LyingList(s, list, lies);
				const came: number[] = [];
				const read = async () => {
					const settings = {
						identityOf: String,
						pageSize: PAGE_SIZE,
						concurrency,
						noun: 'records',
						signal: new AbortController().signal,
					};
					for await (const { entries } of walkPages(server.fetchPage, settings)) {
						came.push(...entries);
					}
				};
				const failure = await s.waitFor(
					read().then(
						() => undefined,
						(error: unknown) => error,
					),
				);
				expect(new Set(came).size).toBe(came.length);
				if (failure === undefined) {
					const missing = atStart.filter((entry) => !came.includes(entry));
					const told = JSON.stringify({
						...lies,
						faults: [...lies.faults],
						arrivals: [...lies.arrivals],
					});
					if (missing.length > 0)
						throw new Error(`${missing} of ${count} missing: ${told} ${server.log}`);
					complete++;
				} else {
					expect(failure).toBeInstanceOf(VerifikError);
					expect(failure).toMatchObject({ kind: 'incomplete' });
					told++;
				}
			},
		),
		parameters,
	);
	// it is not by giving up that it keeps its word
	expect(complete).toBeGreaterThan(2 * told);
}
