import { call, ids, json, list, LIST, simulatorWith, type Page } from './support';
import listSample from '../../simulator/documented/list.200.json';
import notFound from '../../simulator/documented/retrieve.404.json';
import retrieved from '../../simulator/documented/retrieve.200.json';
import { INTERVAL } from '../../simulator';
import { pause } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';

const DOCUMENTED_ID = '68a8bf34d8207d5f3357b643';

describe('the list', () => {
	it('has the keys of the documented sample, and every record once, newest first', async () => {
		const simulator = await simulatorWith({ count: 45 });
		const pages = await Promise.all(
			[1, 2, 3, 4, 5].map(async (page) => await list(simulator, `page=${page}&perPage=10`)),
		);
		expect(Object.keys(pages[1])).toEqual(Object.keys(listSample));
		expect(pages[1]).toMatchObject({ total: 45, limit: 10, page: 2, pages: 5 });
		const records = pages.flatMap(({ data }) => data);
		expect(records).toEqual(simulator.records());
		const times = records.map(({ createdAt }) => createdAt);
		expect(times).toEqual([...new Set(times)].sort().reverse());
	});

	it.each([
		['20 by default', 'page=1', 20],
		['20 when only limit is sent', 'page=1&limit=50', 20],
		['never above the maximum', 'page=1&perPage=500', 100],
		['20 when perPage is no number', 'page=1&perPage=many', 20],
	])('has a page size of %s', async (_title, query, size) => {
		const simulator = await simulatorWith({ count: 150 });
		const { data, limit } = await list(simulator, query);
		expect([data.length, limit]).toEqual([size, size]);
	});

	it('has 0 pages without records, and an empty page behind the last one', async () => {
		const empty = { data: [], total: 0, limit: 20, page: 1, pages: 0 };
		expect(await list(await simulatorWith({ count: 0 }), 'page=1')).toEqual(empty);
		const simulator = await simulatorWith({ count: 5 });
		expect(await list(simulator, 'page=9')).toMatchObject({ data: [], pages: 1 });
	});

	it('gives every record, bare, without page, as does an empty id', async () => {
		const simulator = await simulatorWith({ count: 250 });
		const all = { data: simulator.records() };
		expect(await list(simulator, 'perPage=10&limit=10')).toEqual(all);
		expect(await json(await call(simulator, `${LIST}/`))).toEqual(all);
	});

	it('filters by createdAt, both ends included, and ignores what it does not know', async () => {
		const simulator = await simulatorWith({ count: 50 });
		const [newer, older] = [simulator.records()[10].createdAt, simulator.records()[30].createdAt];
		const between = async (from: string, to: string): Promise<Page> => {
			const range = `whereGTE_createdAt=${from}&whereLTE_createdAt=${to}`;
			return await list(simulator, `page=1&perPage=100&createdAt=2020-01-01&isLive=true&${range}`);
		};
		const found = await between(older, newer);
		expect(found).toMatchObject({ data: simulator.records().slice(10, 31), total: 21 });
		expect(await between(newer, older)).toMatchObject({ data: [], total: 0, pages: 0 });
	});

	it('sorts the oldest first when asked to', async () => {
		const simulator = await simulatorWith({ count: 25 });
		const pages = await Promise.all(
			[1, 2, 3, 4].map(async (page) => {
				return (await list(simulator, `page=${page}&perPage=10&sort=createdAt`)).data;
			}),
		);
		expect(pages.flat()).toEqual([...simulator.records()].reverse());
	});

	it('can ignore page, or the createdAt filters', async () => {
		const simulator = await simulatorWith({ count: 30, ignorePage: true, ignoreFilters: true });
		const first = await list(simulator, 'page=1');
		expect(await list(simulator, 'page=3')).toEqual(first);
		const filtered = await list(simulator, 'page=1&whereLTE_createdAt=2001-01-01T00:00:00.000Z');
		expect(filtered.total).toBe(30);
	});

	const paging = { total: 7, limit: 2, page: 2, pages: 4 };
	const signature = { dateTime: expect.any(String), message: 'Certified by Verifik.co' };

	it.each([
		['data', (data: unknown) => ({ data })],
		['docs', (docs: unknown) => ({ data: { docs, ...paging } })],
		['bare', (data: unknown) => data],
		['wrapped', (data: unknown) => ({ success: true, data, pagination: paging, signature })],
	] as const)('can come in the envelope "%s"', async (envelope, wrapped) => {
		const simulator = await simulatorWith({ count: 7, envelope });
		const answer = await json(await call(simulator, `${LIST}?page=2&perPage=2`));
		expect(answer).toEqual(wrapped(simulator.records().slice(2, 4)));
	});
});

it("one record is the user's own document, as it came; no other id is known", async () => {
	const simulator = await simulatorWith({ count: 10 });
	expect(await json(await call(simulator, `${LIST}/${DOCUMENTED_ID}`))).toEqual(retrieved);
	const [record] = simulator.records();
	expect(await json(await call(simulator, `${LIST}/${record._id}`))).toEqual({ data: record });
	const response = await call(simulator, `${LIST}/nobody`);
	expect([response.status, await json(response)]).toEqual([404, notFound]);
});

it.each([
	['GET', '/v1/document-liveness?page=1'],
	['DELETE', `${LIST}/${DOCUMENTED_ID}`],
])('any other route is 404 in plain text: %s %s', async (method, path) => {
	const simulator = await simulatorWith({ count: 1 });
	const response = await call(simulator, path, { method });
	expect([response.status, await response.text()]).toEqual([404, 'Not Found']);
	expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
});

describe('records that arrive', () => {
	it('appear at the front, each later than the one before', async () => {
		const simulator = await simulatorWith({ count: 5 });
		const before = ids(simulator.records());
		const [first, second] = simulator.arrive(2);
		const { data } = await list(simulator, 'page=1');
		expect(ids(data)).toEqual([second._id, first._id, ...before]);
		expect(data[0].createdAt > data[1].createdAt).toBe(true);
		expect(data[1].createdAt > data[2].createdAt).toBe(true);
	});

	it('may share an instant, or become visible late at their place in the past', async () => {
		const simulator = await simulatorWith({ count: 5 });
		const at = new Date(Date.parse(simulator.records()[1].createdAt) + 1);
		const arrived = ids(simulator.arrive(3, at));
		const { data } = await list(simulator, 'page=1');
		expect(new Set(ids(data.slice(1, 4)))).toEqual(new Set(arrived));
		expect(data.slice(1, 4).map(({ createdAt }) => createdAt)).toEqual(
			Array(3).fill(at.toISOString()),
		);
	});

	it('can drift in while somebody pages, which repeats a record', async () => {
		const simulator = await simulatorWith({ count: 40, drift: { every: 2, records: 1 } });
		const page = async (number: number) => await list(simulator, `page=${number}&perPage=10`);
		const [first, second, third] = [await page(1), await page(2), await page(3)];
		expect([first.total, second.total, third.total]).toEqual([40, 40, 41]);
		expect(third.data[0]).toEqual(second.data[9]);
	});

	it('can be deleted at the old end while somebody pages', async () => {
		const simulator = await simulatorWith({ count: 20, retention: { every: 1, records: 2 } });
		const [first, second] = [await list(simulator, 'page=1'), await list(simulator, 'page=1')];
		expect([first.total, second.total]).toEqual([20, 18]);
		expect(second.data).toEqual(first.data.slice(0, 18));
	});

	it('come in real time when that is asked for, until the simulator is closed', async () => {
		const startedAt = performance.now();
		const simulator = await simulatorWith({ count: 5, arrivalsPerSecond: 100 });
		await waitFor('ten records', () => simulator.records().length >= 15);
		const { total, data } = await list(simulator, 'page=1&perPage=100');
		// a busy machine may be late with them, but not too early
		expect(total - 5).toBeLessThanOrEqual((performance.now() - startedAt) / 10);
		expect(Date.parse(data[0].createdAt) - Date.parse(data[1].createdAt)).toBe(INTERVAL);
		await simulator.close();
		const count = simulator.records().length;
		await pause(50);
		expect(simulator.records()).toHaveLength(count);
	});
});
