import fc, { runs } from '../../harness/fastCheck';
import type { Page } from '../../../nodes/verifik/api/envelope';
import type { FetchPage as FetchPageOf } from '../../../nodes/verifik/api/pages';
import {
	verifikError,
	VerifikError,
	withWords,
} from '../../../nodes/verifik/api/errors/VerifikError';
import {
	identityOf,
	type DocumentLivenessRecord,
} from '../../../nodes/verifik/documentLiveness/record';
import { anyRecord, deepFreeze, deepJson } from '../samples';
import { walkPages } from './walking';

type FetchPage = FetchPageOf<DocumentLivenessRecord>;

/*
 * What holds of a walk whatever the records look like and whatever the server says of their
 * number. How it deals with a list that changes meanwhile is in pages.test.ts.
 */

const aCount = fc.option(
	fc.oneof(fc.nat(60), fc.constantFrom(-1, 0, 0.5, 2.5, 1e308, Number.MIN_VALUE)),
	{ nil: undefined },
);

/** Records with IDs and without, some of them more than once. */
const records = fc
	.array(fc.oneof(anyRecord, fc.integer({ min: 1, max: 9 }).map(String).map(withId)), {
		minLength: 1,
		maxLength: 30,
	})
	.map(deepFreeze);

function withId(_id: string): DocumentLivenessRecord {
	return { _id };
}

function inPages(list: DocumentLivenessRecord[], size: number): DocumentLivenessRecord[][] {
	const pages: DocumentLivenessRecord[][] = [];
	for (let start = 0; start < list.length; start += size) {
		pages.push(list.slice(start, start + size));
	}
	return pages;
}

/** The records of which no earlier one is the same. */
function distinct(list: DocumentLivenessRecord[]): DocumentLivenessRecord[] {
	const identities = list.map(identityOf);
	return list.filter((_record, index) => identities.indexOf(identities[index]) === index);
}

async function walk(fetchPage: FetchPage, concurrency: number) {
	const walked: DocumentLivenessRecord[] = [];
	let asked = 0;
	const bounded: FetchPage = async (page, place, signal) => {
		// a walk that does not end is to fail, not to hang
		if (++asked > 1000) throw new Error('the walk goes round in circles');
		return await fetchPage(page, place, signal);
	};
	try {
		for await (const page of walkPages(bounded, { concurrency })) walked.push(...page.entries);
	} catch (error) {
		// what came was handed on; pages.test.ts has when it is not all
		expect(error).toMatchObject({ kind: 'incomplete' });
	}
	return walked;
}

const concurrency = fc.integer({ min: 1, max: 10 });
const size = fc.integer({ min: 1, max: 6 });

test('every record comes once, in order and as it was, when the counts are right or missing', async () => {
	await fc.assert(
		fc.asyncProperty(records, size, concurrency, fc.boolean(), async (list, size, n, counts) => {
			// a page of records that all came before looks like the end, or like the page before
			const unique = distinct(list);
			const pages = inPages(unique, size);
			const said = counts ? { total: unique.length, pages: pages.length } : {};
			let asked = 0;
			const walked = await walk(async (page) => {
				asked++;
				return { entries: pages[page - 1] ?? [], ...said };
			}, n);
			expect(walked).toHaveLength(unique.length);
			walked.forEach((record, index) => expect(record).toBe(unique[index]));
			// where nothing is counted, an empty page is asked for twice
			expect(asked).toBe(pages.length + (counts ? 0 : 2));
		}),
		{ numRuns: runs(300) },
	);
});

test('records that are repeated anywhere come once, and all the others with them', async () => {
	await fc.assert(
		fc.asyncProperty(records, size, concurrency, async (list, size, n) => {
			const pages = inPages(list, size);
			// the same first record twice in a row is how a server answers that ignores `page`
			fc.pre(
				pages.every(
					([first], index) => index === 0 || identityOf(first) !== identityOf(pages[index - 1][0]),
				),
			);
			// a record that the list has twice is one less than it counts
			const total = distinct(list).length;
			const walked = await walk(
				async (page) => ({ entries: pages[page - 1] ?? [], total, pages: pages.length }),
				n,
			);
			expect(new Set(walked)).toEqual(new Set(distinct(list)));
			expect(walked).toHaveLength(distinct(list).length);
		}),
		{ numRuns: runs(300) },
	);
});

test('it ends, repeats nothing and makes nothing up, whatever counts the server gives', async () => {
	const counts = fc.array(fc.record({ total: aCount, pages: aCount }), { minLength: 1 });
	await fc.assert(
		fc.asyncProperty(records, counts, size, concurrency, async (list, counts, size, n) => {
			const pages = inPages(list, size);
			let asked = 0;
			const walked = await walk(async (page): Promise<Page<DocumentLivenessRecord>> => {
				return { entries: pages[page - 1] ?? [], ...counts[asked++ % counts.length] };
			}, n);
			expect(distinct(walked)).toHaveLength(walked.length);
			for (const record of walked) expect(list).toContain(record);
			for (const record of distinct(pages[0])) expect(walked).toContain(record);
		}),
		{ numRuns: runs(500) },
	);
});

test('a page that fails is named, with the number of records that were handed on before', async () => {
	const failing = fc.record({ broken: fc.integer({ min: 2, max: 12 }), counts: fc.boolean() });
	await fc.assert(
		fc.asyncProperty(failing, size, concurrency, async ({ broken, counts }, size, n) => {
			const list = Array.from({ length: 12 * size }, (_, index) => withId(String(index)));
			const pages = inPages(list, size);
			const said = counts ? { total: list.length, pages: pages.length } : {};
			const fetchPage: FetchPage = async (page) => {
				if (page >= broken) {
					throw withWords(verifikError('refused'), { message: `no page ${page}` });
				}
				return { entries: pages[page - 1], ...said };
			};

			let read = 0;
			const reading = (async () => {
				for await (const page of walkPages(fetchPage, { concurrency: n })) {
					read += page.entries.length;
				}
			})();
			const { message } = (await reading.catch((error: VerifikError) => error)) ?? {};
			const where = counts ? `page ${broken} of 12` : `page ${broken}`;
			expect(read).toBe((broken - 1) * size);
			const words = read === 1 ? '1 record had' : `${read} records had`;
			expect(message).toBe(`no page ${broken} (${where}, ${words} been read)`);
		}),
	);
});

test('records without an ID that are nested without end do not keep the walk from ending', async () => {
	const list = deepFreeze([
		{ deepJson },
		{ _id: '1', deepJson },
		{ _id: '', deepJson: [deepJson] },
	]);
	for (const said of [{}, { total: 3, pages: 1 }, { total: 300, pages: 100 }]) {
		const walked = await walk(async () => ({ entries: list, ...said }), 3);
		expect(walked).toContain(list[0]);
		expect(walked).toContain(list[1]);
	}
});
