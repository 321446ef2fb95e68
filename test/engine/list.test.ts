import nock from 'nock';

import type { Simulator } from '../../simulator';
import { listSearch } from '../harness';
import { isSuspicious } from '../unit/documentLiveness/reasonsByWords';
import { keepOffTheInternet } from './outside';
import { API, packageFromSources, TOKEN, withSimulator } from './support';

async function search(
	simulator: Pick<Simulator, 'url' | 'token'>,
	filter?: string,
	paginationToken?: string,
) {
	return await listSearch(
		await packageFromSources,
		'n8n-nodes-verifik.documentLiveness',
		'searchRecords',
		{
			credentials: { verifikApi: { accessToken: simulator.token, baseUrl: simulator.url } },
			filter,
			paginationToken,
		},
	);
}

const DOCUMENTED = {
	name: '22 Aug 2025 19:04 · score 0.000001',
	value: '68a8bf34d8207d5f3357b643',
};

/** The list of an API that gives these records on the first of two pages. */
function apiWith(records: object[]) {
	const api = nock(API);
	api.get('/v2/document-liveness').query(true).reply(200, { data: records, page: 1, pages: 2 });
	return api;
}

const account = { url: API, token: TOKEN };

keepOffTheInternet();

describe('the list from which a record is picked', () => {
	it('shows the newest records first, with date and score', async () => {
		await withSimulator({ count: 30 }, async (simulator) => {
			const { results, paginationToken } = await search(simulator);
			expect(results.map(({ value }) => value)).toEqual(simulator.records().map(({ _id }) => _id));
			expect(results[29]).toEqual(DOCUMENTED);
			expect(paginationToken).toBeUndefined();
		});
	});

	it('loads page after page while one scrolls', async () => {
		await withSimulator({ count: 230 }, async (simulator) => {
			const seen: unknown[] = [];
			let token: string | undefined;
			do {
				const { results, paginationToken } = await search(simulator, undefined, token);
				seen.push(...results.map(({ value }) => value));
				token = paginationToken as string | undefined;
			} while (token !== undefined && seen.length < 1000);
			expect(seen).toEqual(simulator.records().map(({ _id }) => _id));
			expect(simulator.requests).toHaveLength(3);
		});
	});

	it('finds a record by its ID, on whatever page it is', async () => {
		await withSimulator({ count: 500 }, async (simulator) => {
			const { results } = await search(simulator, ` ${DOCUMENTED.value} `);
			expect(results).toEqual([DOCUMENTED]);
			expect(simulator.requests).toHaveLength(2);
		});
	});

	it('finds a record by its ID also when that is a part of other IDs', async () => {
		apiWith([{ _id: 'x-12' }])
			.get('/v2/document-liveness/12')
			.reply(200, { data: { _id: '12' } });
		const name = 'no date · no score';
		expect((await search(account, '12')).results).toEqual([
			{ name, value: '12' },
			{ name, value: 'x-12' },
		]);
	});

	it('asks for a record by its ID only where there can be one that it does not show', async () => {
		await withSimulator({ count: 230 }, async (simulator) => {
			const [shown] = simulator.records();
			expect((await search(simulator, shown._id)).results).toMatchObject([{ value: shown._id }]);
			expect((await search(simulator, 'a/b')).results).toEqual([]);
			expect((await search(simulator, 'none', '2')).results).toEqual([]);
			const paths = new Set(simulator.requests.map(({ path }) => path));
			expect([...paths]).toEqual(['/v2/document-liveness']);
		});
	});

	it('finds records by a day, by a warning code, and the suspicious ones', async () => {
		await withSimulator({ count: 100 }, async (simulator) => {
			const records = simulator.records();
			const idsFor = async (typed: string) =>
				(await search(simulator, typed)).results.map(({ value }) => value);
			const idsOf = (chosen: typeof records) => chosen.map(({ _id }) => _id);

			const day = records[50].createdAt.slice(0, 10);
			const onThatDay = records.filter(({ createdAt }) => createdAt.startsWith(day));
			expect(await idsFor(day)).toEqual(idsOf(onThatDay));

			const withGlare = records.filter((record) =>
				JSON.stringify(record).includes('GLARE_ON_IMAGE'),
			);
			expect(withGlare.length).toBeGreaterThan(0);
			expect(await idsFor('glare_on')).toEqual(idsOf(withGlare));

			const suspicious = records.filter(isSuspicious);
			expect(suspicious.length).toBeGreaterThan(0);
			expect(suspicious.length).toBeLessThan(100);
			expect(await idsFor('Suspicious')).toEqual(idsOf(suspicious));
		});
	});

	it('looks through five pages for what was typed, and then shows that it found nothing', async () => {
		await withSimulator({ count: 2000 }, async (simulator) => {
			const { results, paginationToken } = await search(simulator, 'no such thing');
			expect(results).toEqual([]);
			expect(paginationToken).toBe('6');
			expect(simulator.requests).toHaveLength(5);

			const [oldest] = simulator.records().slice(450);
			const found = await search(simulator, oldest.createdAt);
			expect(found.results.map(({ value }) => value)).toEqual([oldest._id]);
		});
	});

	it('shows nothing for an ID that Verifik does not know, or does not tell about', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			expect((await search(simulator, 'unknown')).results).toEqual([]);
			simulator.fault({ kind: 'status', status: 500, path: '/v2/document-liveness/' });
			expect((await search(simulator, 'unknown')).results).toEqual([]);
			expect(simulator.requests).toHaveLength(4);
		});
	});

	it('leaves out records without an ID to pick them by', async () => {
		const createdAt = '2025-08-22T19:04:25.503Z';
		apiWith([{ _id: '' }, { createdAt }, { _id: { $oid: 'a' } }, { _id: 7 }, { _id: 'b' }]);
		const { results } = await search(account);
		expect(results.map(({ value }) => value)).toEqual(['7', 'b']);
	});

	it('does not leave out what is no record: it says so', async () => {
		apiWith([{ _id: 'a' }, {}]);
		await expect(search(account)).rejects.toMatchObject({
			message: "Verifik's answer could not be understood",
			description: expect.stringContaining('a list with an empty object in it'),
		});
	});

	it('tries a second time when the server has a fault, and no third time', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			simulator.fault({ kind: 'status', status: 500, times: 1 });
			expect((await search(simulator)).results).toHaveLength(3);
			expect(simulator.requests).toHaveLength(2);
			simulator.reset();
			simulator.fault({ kind: 'status', status: 500, times: Infinity });
			await expect(search(simulator)).rejects.toThrow();
			expect(simulator.requests).toHaveLength(2);
		});
	});

	it('narrows a page down to what was typed: a date or a score', async () => {
		await withSimulator({ count: 50 }, async (simulator) => {
			expect((await search(simulator, '22 aug 2025')).results).toEqual([DOCUMENTED]);
			expect((await search(simulator, 'score 0.000001')).results).toEqual([DOCUMENTED]);
			expect((await search(simulator, 'no such thing')).results).toEqual([]);
		});
	});

	it('shows records that have neither date nor score', async () => {
		await withSimulator({ count: 3, withoutScore: 1 }, async (simulator) => {
			const { results } = await search(simulator);
			expect(results[0].name).toMatch(/ · no score$/);
		});
	});

	it('says in our words why it cannot be loaded', async () => {
		await withSimulator({ count: 3 }, async ({ url }) => {
			await expect(search({ url, token: 'wrong' })).rejects.toMatchObject({
				message: 'Verifik did not accept the access token',
			});
			await expect(search({ url, token: 'wrong' }, DOCUMENTED.value)).rejects.toMatchObject({
				message: 'Verifik did not accept the access token',
			});
		});
	});
});
