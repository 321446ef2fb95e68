import { parseLie } from '../../simulator/lies';
import type { Fault, ListLies } from '../../simulator';
import { call, ids, json, list, LIST, simulatorWith, type Page } from './support';

/** The pages 1 to `count`, asked for one after the other by ten. */
async function pagesOf(lies: ListLies, count: number): Promise<Page[]> {
	const simulator = await simulatorWith({ count: 45, lies });
	const pages = [];
	for (let page = 1; page <= count; page += 1) {
		pages.push(await list(simulator, `page=${page}&perPage=10`));
	}
	return pages;
}

type Claim = [total: number | undefined, pages: number | undefined];

it.each<[lies: ListLies, claims: Claim[]]>([
	[{ total: 7 }, [[7, 5]]],
	[{ total: 0 }, [[0, 5]]],
	[{ total: 'missing' }, [[undefined, 5]]],
	[{ total: 'flaps' }, Array.from({ length: 3 }, (_, page) => [page % 2 ? 22 : 45, 5])],
	[{ total: 'pageLength' }, Array.from({ length: 5 }, (_, page) => [page === 4 ? 5 : 10, 5])],
	[{ pages: 1 }, [[45, 1]]],
	[{ pages: 'missing' }, [[45, undefined]]],
	[{ pages: 'flaps' }, Array.from({ length: 3 }, (_, page) => [45, page % 2 ? 2 : 5])],
])('a list that contradicts itself, %j, gives its records all the same', async (lies, claims) => {
	const pages = await pagesOf(lies, claims.length);
	expect(pages.map(({ total, pages: count }) => [total, count])).toEqual(claims);
	expect(pages.map(({ limit, page }) => [limit, page])).toEqual(
		claims.map((_claim, index) => [10, index + 1]),
	);
});

it.each<[lies: ListLies, lengths: number[]]>([
	[{ pageSizes: [10, 3, 12] }, [10, 3, 12, 10, 3, 7, 0]],
	[{ pageSizes: [10, 0] }, [10, 0, 10, 0, 10, 0, 10, 0, 5]],
	[{ smallerPages: 6 }, [6, 6, 6, 6, 6, 6, 6, 3, 0]],
])('pages of other sizes, %j, miss no record and give none twice', async (lies, lengths) => {
	const pages = await pagesOf(lies, lengths.length);
	expect(pages.map(({ data }) => data.length)).toEqual(lengths);
	const simulator = await simulatorWith({ count: 45 });
	expect(pages.flatMap(({ data }) => ids(data))).toEqual(ids(simulator.records()));
	expect(pages[0]).toMatchObject({ total: 45, limit: 10, pages: 5 });
});

it.each<[kind: 'empty' | 'repeat' | 'first', from: number, to: number]>([
	['empty', 0, 0],
	['repeat', 10, 20],
	['first', 0, 10],
])('one page can be wrong, once: %s', async (kind, from, to) => {
	const simulator = await simulatorWith({ count: 45 });
	simulator.fault({ kind, page: 3 });
	const counts = { total: 45, limit: 10, page: 3, pages: 5 };
	expect((await list(simulator, 'page=2&perPage=10')).data).toHaveLength(10);
	const page = async () => await list(simulator, 'page=3&perPage=10');
	expect(await page()).toEqual({ ...counts, data: simulator.records().slice(from, to) });
	expect(await page()).toEqual({ ...counts, data: simulator.records().slice(20, 30) });
});

it.each([{ success: false, error: 'No luck', data: [] }, { data: null }, [], 'words', null])(
	'an answer can have the body %j',
	async (body) => {
		const simulator = await simulatorWith({ count: 45 });
		simulator.fault({ kind: 'body', body, page: 3 });
		expect((await list(simulator, 'page=1')).total).toBe(45);
		const response = await call(simulator, `${LIST}?page=3`);
		expect(response.headers.get('content-type')).toMatch(/^application\/json/);
		expect([response.status, await json(response)]).toEqual([200, body]);
	},
);

it('another record than the one asked for comes once, and only for an id', async () => {
	const simulator = await simulatorWith({ count: 3 });
	const [newest, second] = simulator.records();
	const another: Fault = { kind: 'another' };
	simulator.fault(another);
	expect((await list(simulator, 'page=1')).data).toEqual(simulator.records());
	const get = async () => await json(await call(simulator, `${LIST}/${newest._id}`));
	expect([await get(), await get()]).toEqual([{ data: second }, { data: newest }]);
});

it.each<[string, ListLies | undefined]>([
	['total=flaps', { total: 'flaps' }],
	['total=0', { total: 0 }],
	['pages=missing', { pages: 'missing' }],
	['pageSizes=100,50', { pageSizes: [100, 50] }],
	['smallerPages=50', { smallerPages: 50 }],
	...['', 'total', 'total=many', 'pages=pageLength', 'pageSizes=a,b', 'limit=3'].map(
		(text): [string, undefined] => [text, undefined],
	),
])('a lie in short: "%s"', (text, lie) => {
	expect(parseLie(text)).toEqual(lie);
});
