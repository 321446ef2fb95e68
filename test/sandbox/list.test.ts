import { call, ids, json, list, LIST, sandboxWith, type Page } from './support';
import listSample from '../../sandbox/documented/list.200.json';
import notFound from '../../sandbox/documented/retrieve.404.json';
import retrieved from '../../sandbox/documented/retrieve.200.json';

const DOCUMENTED_ID = '68a8bf34d8207d5f3357b643';

describe('the list', () => {
	it('has the keys of the documented sample, with perPage as its limit', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		const { data, ...paging } = await list(sandbox, 'page=2&perPage=10');
		expect(Object.keys({ data, ...paging })).toEqual(Object.keys(listSample));
		expect(paging).toEqual({ total: 45, limit: 10, page: 2, pages: 5 });
		expect(data).toEqual(sandbox.records().slice(10, 20));
	});

	it('gives every record once over its pages, newest first', async () => {
		const sandbox = await sandboxWith({ count: 45 });
		const pages = await Promise.all(
			[1, 2, 3, 4, 5].map(async (page) => await list(sandbox, `page=${page}&perPage=10`)),
		);
		const records = pages.flatMap(({ data }) => data);
		expect(records).toEqual(sandbox.records());
		const times = records.map(({ createdAt }) => createdAt);
		expect(times).toEqual([...times].sort().reverse());
		expect(new Set(times).size).toBe(45);
	});

	it.each([
		['20 by default', 'page=1', 20],
		['20 when only limit is sent', 'page=1&limit=50', 20],
		['never above the maximum', 'page=1&perPage=500', 100],
		['20 when perPage is no number', 'page=1&perPage=many', 20],
	])('has a page size of %s', async (_title, query, size) => {
		const sandbox = await sandboxWith({ count: 150 });
		const { data, limit } = await list(sandbox, query);
		expect([data.length, limit]).toEqual([size, size]);
	});

	it('says that an empty account has 0 pages', async () => {
		const sandbox = await sandboxWith({ count: 0 });
		expect(await list(sandbox, 'page=1')).toEqual({
			data: [],
			total: 0,
			limit: 20,
			page: 1,
			pages: 0,
		});
	});

	it('has an empty page after the last one', async () => {
		const sandbox = await sandboxWith({ count: 5 });
		const { data, pages } = await list(sandbox, 'page=9');
		expect([data, pages]).toEqual([[], 1]);
	});

	it('gives every record, bare, without page', async () => {
		const sandbox = await sandboxWith({ count: 250 });
		const answer = await list(sandbox, 'perPage=10&limit=10');
		expect(answer).toEqual({ data: sandbox.records() });
	});

	it('is what an empty id leads to', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		const answer = await json<Page>(await call(sandbox, `${LIST}/`));
		expect(answer.data).toHaveLength(30);
	});

	it('filters by createdAt, both ends included', async () => {
		const sandbox = await sandboxWith({ count: 50 });
		const [newer, older] = [sandbox.records()[10].createdAt, sandbox.records()[30].createdAt];
		const range = `whereLTE_createdAt=${newer}&whereGTE_createdAt=${older}`;
		const { data, total } = await list(sandbox, `page=1&perPage=100&${range}`);
		expect(data).toEqual(sandbox.records().slice(10, 31));
		expect(total).toBe(21);
	});

	it('finds nothing in a range that ends before it begins', async () => {
		const sandbox = await sandboxWith({ count: 50 });
		const [newer, older] = [sandbox.records()[10].createdAt, sandbox.records()[30].createdAt];
		const range = `whereLTE_createdAt=${older}&whereGTE_createdAt=${newer}`;
		expect(await list(sandbox, `page=1&${range}`)).toMatchObject({ data: [], total: 0, pages: 0 });
	});

	it('sorts the oldest first when asked to', async () => {
		const sandbox = await sandboxWith({ count: 25 });
		const oldestFirst = [...sandbox.records()].reverse();
		const first = await list(sandbox, 'page=1&perPage=10&sort=createdAt');
		const last = await list(sandbox, 'page=3&perPage=10&sort=createdAt');
		const beyond = await list(sandbox, 'page=4&perPage=10&sort=createdAt');
		expect(first.data).toEqual(oldestFirst.slice(0, 10));
		expect(last.data).toEqual(oldestFirst.slice(20));
		expect(beyond.data).toEqual([]);
	});

	it('ignores parameters that it does not know', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		const { total } = await list(sandbox, 'page=1&createdAt=2020-01-01&isLive=true&x[]=1&x[]=2');
		expect(total).toBe(30);
	});

	it('can ignore page: every page is then the first', async () => {
		const sandbox = await sandboxWith({ count: 30, ignorePage: true });
		const [first, third] = [await list(sandbox, 'page=1'), await list(sandbox, 'page=3')];
		expect(third).toEqual(first);
		expect(third).toMatchObject({ page: 1, pages: 2 });
	});

	it('can ignore the createdAt filters', async () => {
		const sandbox = await sandboxWith({ count: 30, ignoreFilters: true });
		const { total } = await list(sandbox, 'page=1&whereLTE_createdAt=2001-01-01T00:00:00.000Z');
		expect(total).toBe(30);
	});
});

describe('the envelopes of a page', () => {
	const paging = { total: 7, limit: 2, page: 2, pages: 4 };

	it.each([
		['paged', (data: unknown) => ({ data, ...paging })],
		['data', (data: unknown) => ({ data })],
		['docs', (docs: unknown) => ({ data: { docs, ...paging } })],
		['bare', (data: unknown) => data],
		[
			'wrapped',
			(data: unknown) => ({
				success: true,
				data,
				pagination: paging,
				signature: { dateTime: expect.any(String), message: 'Certified by Verifik.co' },
			}),
		],
	] as const)('%s', async (envelope, wrapped) => {
		const sandbox = await sandboxWith({ count: 7, envelope });
		const answer = await json(await call(sandbox, `${LIST}?page=2&perPage=2`));
		expect(answer).toEqual(wrapped(sandbox.records().slice(2, 4)));
	});
});

describe('one record', () => {
	it("is the user's own document, as it came, under its id", async () => {
		const sandbox = await sandboxWith({ count: 10 });
		expect(await json(await call(sandbox, `${LIST}/${DOCUMENTED_ID}`))).toEqual(retrieved);
		expect(sandbox.records().at(-1)?._id).toBe(DOCUMENTED_ID);
	});

	it('is found for every id of the list', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		for (const record of sandbox.records()) {
			expect(await json(await call(sandbox, `${LIST}/${record._id}`))).toEqual({ data: record });
		}
	});

	it('is answered 404 for an id that does not exist', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const response = await call(sandbox, `${LIST}/nobody`);
		expect([response.status, await json(response)]).toEqual([404, notFound]);
	});
});

describe('any other route', () => {
	it.each([
		['GET', '/'],
		['GET', '/v1/document-liveness?page=1'],
		['DELETE', `${LIST}/${DOCUMENTED_ID}`],
	])('%s %s is 404 in plain text', async (method, path) => {
		const sandbox = await sandboxWith({ count: 1 });
		const response = await call(sandbox, path, { method });
		expect(response.status).toBe(404);
		expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
		expect(await response.text()).toBe('Not Found');
		expect(sandbox.requests).toMatchObject([{ method, path: path.split('?')[0], status: 404 }]);
	});
});

describe('records that arrive', () => {
	it('appear at the front, each later than the one before', async () => {
		const sandbox = await sandboxWith({ count: 5 });
		const before = ids(sandbox.records());
		const [first, second] = sandbox.arrive(2);
		const { data } = await list(sandbox, 'page=1');
		expect(ids(data)).toEqual([second._id, first._id, ...before]);
		expect(data[0].createdAt > data[1].createdAt).toBe(true);
		expect(data[1].createdAt > data[2].createdAt).toBe(true);
	});

	it('may share an instant', async () => {
		const sandbox = await sandboxWith({ count: 5 });
		const at = new Date('2026-02-01T00:00:00.000Z');
		const arrived = sandbox.arrive(3, at);
		const { data } = await list(sandbox, `page=1&whereGTE_createdAt=${at.toISOString()}`);
		expect(new Set(ids(data))).toEqual(new Set(ids(arrived)));
		expect(data.map(({ createdAt }) => createdAt)).toEqual(Array(3).fill(at.toISOString()));
	});

	it('may become visible late, at their place in the past', async () => {
		const sandbox = await sandboxWith({ count: 5 });
		const at = new Date(Date.parse(sandbox.records()[1].createdAt) + 1);
		const [late] = sandbox.arrive(1, at);
		const { data } = await list(sandbox, 'page=1');
		expect(data[1]._id).toBe(late._id);
		expect(data).toHaveLength(6);
	});

	it('can drift in while somebody pages, which repeats a record', async () => {
		const sandbox = await sandboxWith({ count: 40, drift: { every: 2, records: 1 } });
		const first = await list(sandbox, 'page=1&perPage=10');
		const second = await list(sandbox, 'page=2&perPage=10');
		const third = await list(sandbox, 'page=3&perPage=10');
		expect([first.total, second.total, third.total]).toEqual([40, 40, 41]);
		expect(third.data[0]).toEqual(second.data[9]);
	});

	it('can be deleted at the old end while somebody pages', async () => {
		const sandbox = await sandboxWith({ count: 20, retention: { every: 1, records: 2 } });
		const oldest = sandbox.records()[19];
		const [first, second] = [await list(sandbox, 'page=1'), await list(sandbox, 'page=1')];
		expect([first.total, second.total]).toEqual([20, 18]);
		expect(second.data).toEqual(first.data.slice(0, 18));
		expect(sandbox.records()).not.toContain(oldest);
	});
});
