import { parseLie } from '../../sandbox/lies';
import { DOCUMENTED_RECORD, type ListLies } from '../../sandbox';
import { call, ids, json, list, LIST, sandboxWith, type Page } from './support';

/** The pages 1 to `count`, asked for one after the other by ten. */
async function pagesOf(lies: ListLies, count: number): Promise<Page[]> {
	const sandbox = await sandboxWith({ count: 45, lies });
	const pages = [];
	for (let page = 1; page <= count; page += 1) {
		pages.push(await list(sandbox, `page=${page}&perPage=10`));
	}
	return pages;
}

describe('a list that contradicts itself', () => {
	it.each<[string, ListLies, Array<[total: number | undefined, pages: number | undefined]>]>([
		[
			'claims another total',
			{ total: 7 },
			[
				[7, 5],
				[7, 5],
			],
		],
		['claims no records', { total: 0 }, [[0, 5]]],
		['says no total', { total: 'missing' }, [[undefined, 5]]],
		[
			'says half the total every second time',
			{ total: 'flaps' },
			[
				[45, 5],
				[22, 5],
				[45, 5],
			],
		],
		[
			'says the length of the page as total',
			{ total: 'pageLength' },
			[
				[10, 5],
				[10, 5],
			],
		],
		[
			'claims other pages',
			{ pages: 1 },
			[
				[45, 1],
				[45, 1],
			],
		],
		['says no pages', { pages: 'missing' }, [[45, undefined]]],
		[
			'says half the pages every second time',
			{ pages: 'flaps' },
			[
				[45, 5],
				[45, 2],
				[45, 5],
			],
		],
		['says neither', { total: 'missing', pages: 'missing' }, [[undefined, undefined]]],
	])('%s', async (_title, lies, claims) => {
		const pages = await pagesOf(lies, claims.length);
		expect(pages.map(({ total, pages: count }) => [total, count])).toEqual(claims);
		expect(pages.map(({ data, limit, page }) => [data.length, limit, page])).toEqual(
			claims.map((_claim, index) => [10, 10, index + 1]),
		);
	});

	it('can leave numbers out of every envelope', async () => {
		const sandbox = await sandboxWith({
			count: 3,
			envelope: 'docs',
			lies: { total: 'missing', pages: 'missing' },
		});
		const answer = await json(await call(sandbox, `${LIST}?page=1&perPage=10`));
		expect(answer).toEqual({ data: { docs: sandbox.records(), limit: 10, page: 1 } });
	});

	it('says the length of the last page as total, too', async () => {
		const pages = await pagesOf({ total: 'pageLength' }, 5);
		expect(pages.at(-1)).toMatchObject({ total: 5, pages: 5 });
	});

	it('has pages of other sizes than asked for, none missing and none twice', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		const pages = await pagesOf({ pageSizes: [10, 3, 12] }, 7);
		expect(pages.map(({ data }) => data.length)).toEqual([10, 3, 12, 10, 3, 7, 0]);
		expect(pages.flatMap(({ data }) => ids(data))).toEqual(ids(sandbox.records()));
		expect(pages.map(({ limit, pages: count }) => [limit, count])).toEqual(Array(7).fill([10, 5]));
	});

	it('can have a page of nothing in the middle', async () => {
		const pages = await pagesOf({ pageSizes: [10, 0] }, 3);
		expect(pages.map(({ data }) => data.length)).toEqual([10, 0, 10]);
	});

	it('has smaller pages, and more of them than it counts', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		const pages = await pagesOf({ smallerPages: 6 }, 9);
		expect(pages.map(({ data }) => data.length)).toEqual([6, 6, 6, 6, 6, 6, 6, 3, 0]);
		expect(pages.flatMap(({ data }) => ids(data))).toEqual(ids(sandbox.records()));
		expect(pages[0]).toMatchObject({ total: 45, limit: 10, pages: 5 });
	});

	it('never has more than was asked for when its pages are smaller', async () => {
		const sandbox = await sandboxWith({ count: 45, lies: { smallerPages: 6 } });
		expect((await list(sandbox, 'page=2&perPage=4')).data).toEqual(sandbox.records().slice(4, 8));
	});
});

describe('one page that is not what it should be', () => {
	const PAGE_3 = 'page=3&perPage=10';
	const counts = { total: 45, limit: 10, page: 3, pages: 5 };

	it.each([
		['empty', 0, 0],
		['repeat', 10, 20],
		['first', 0, 10],
	] as const)('%s', async (kind, from, to) => {
		const sandbox = await sandboxWith({ count: 45 });
		sandbox.fault({ kind, page: 3 });
		expect((await list(sandbox, 'page=2&perPage=10')).data).toHaveLength(10);
		const struck = await list(sandbox, PAGE_3);
		expect(struck).toEqual({ ...counts, data: sandbox.records().slice(from, to) });
		const again = await list(sandbox, PAGE_3);
		expect(again).toEqual({ ...counts, data: sandbox.records().slice(20, 30) });
	});

	it('strikes as often as it should', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		sandbox.fault({ kind: 'empty', page: 3, times: 2 });
		const lengths = [];
		for (let round = 0; round < 3; round += 1) {
			lengths.push((await list(sandbox, PAGE_3)).data.length);
		}
		expect(lengths).toEqual([0, 0, 10]);
	});

	it('waits for a page: other requests use it up not', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		sandbox.fault({ kind: 'empty' });
		await call(sandbox, `${LIST}/${DOCUMENTED_RECORD._id}`);
		await call(sandbox, LIST);
		expect(sandbox.pendingFaults).toHaveLength(1);
		expect((await list(sandbox, PAGE_3)).data).toEqual([]);
	});

	it('is what repeats of page 1: itself', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		sandbox.fault({ kind: 'repeat' });
		expect((await list(sandbox, 'page=1&perPage=10')).data).toEqual(sandbox.records().slice(0, 10));
	});

	it('repeats the page before it where pages have sizes of their own', async () => {
		const sandbox = await sandboxWith({ count: 45, lies: { pageSizes: [10, 3] } });
		sandbox.fault({ kind: 'repeat', page: 3 });
		expect((await list(sandbox, PAGE_3)).data).toEqual(sandbox.records().slice(10, 13));
	});

	it.each([
		{ success: false, error: 'Something went wrong', data: [] },
		{ data: {} },
		{ data: null },
		[],
		'words',
		null,
	])('has the body %j', async (body) => {
		const sandbox = await sandboxWith({ count: 45 });
		sandbox.fault({ kind: 'body', body, page: 3 });
		expect((await list(sandbox, 'page=1')).total).toBe(45);
		const response = await call(sandbox, `${LIST}?${PAGE_3}`);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toMatch(/^application\/json/);
		expect(await json(response)).toEqual(body);
		expect((await list(sandbox, PAGE_3)).data).toHaveLength(10);
	});
});

describe('another record than the one asked for', () => {
	it('comes once, and only for an id', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const [newest, second] = sandbox.records();
		sandbox.fault({ kind: 'another' });
		expect((await list(sandbox, 'page=1')).data).toEqual(sandbox.records());
		expect(sandbox.pendingFaults).toHaveLength(1);
		const get = async (id: string): Promise<unknown> =>
			await json(await call(sandbox, `${LIST}/${id}`));
		expect(await get(newest._id)).toEqual({ data: second });
		expect(await get(newest._id)).toEqual({ data: newest });
	});

	it('can be meant for one id', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const [newest, , oldest] = sandbox.records();
		sandbox.fault({ kind: 'another', path: `${LIST}/${oldest._id}` });
		const get = async (id: string): Promise<unknown> =>
			await json(await call(sandbox, `${LIST}/${id}`));
		expect(await get(newest._id)).toEqual({ data: newest });
		expect(await get(oldest._id)).toEqual({ data: newest });
	});

	it('is not there when there is no other', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'another' });
		expect((await call(sandbox, `${LIST}/${DOCUMENTED_RECORD._id}`)).status).toBe(404);
	});
});

describe('a lie in short', () => {
	it.each<[string, ListLies]>([
		['total=flaps', { total: 'flaps' }],
		['total=pageLength', { total: 'pageLength' }],
		['total=0', { total: 0 }],
		['pages=missing', { pages: 'missing' }],
		['pages=3', { pages: 3 }],
		['pageSizes=100,50', { pageSizes: [100, 50] }],
		['smallerPages=50', { smallerPages: 50 }],
	])('%s', (text, lie) => {
		expect(parseLie(text)).toEqual(lie);
	});

	it.each(['', 'total', 'total=', 'total=many', 'pages=pageLength', 'pageSizes=a,b', 'limit=3'])(
		'"%s" is none',
		(text) => {
			expect(parseLie(text)).toBeUndefined();
		},
	);
});
