import type { Sandbox } from '../../sandbox';
import { listSearch } from '../harness';
import { packageFromSources, withSandbox } from './support';

async function search(
	sandbox: Pick<Sandbox, 'url' | 'token'>,
	filter?: string,
	paginationToken?: string,
) {
	return await listSearch(
		await packageFromSources,
		'n8n-nodes-verifik.documentLiveness',
		'searchRecords',
		{
			credentials: { verifikApi: { accessToken: sandbox.token, baseUrl: sandbox.url } },
			filter,
			paginationToken,
		},
	);
}

const DOCUMENTED = {
	name: '22 Aug 2025 19:04 · score 0.000001',
	value: '68a8bf34d8207d5f3357b643',
};

describe('the list from which a record is picked', () => {
	it('shows the newest records first, with date and score', async () => {
		await withSandbox({ count: 30 }, async (sandbox) => {
			const { results, paginationToken } = await search(sandbox);
			expect(results.map(({ value }) => value)).toEqual(sandbox.records().map(({ _id }) => _id));
			expect(results[29]).toEqual(DOCUMENTED);
			expect(paginationToken).toBeUndefined();
		});
	});

	it('loads page after page while one scrolls', async () => {
		await withSandbox({ count: 230 }, async (sandbox) => {
			const seen: unknown[] = [];
			let token: string | undefined;
			do {
				const { results, paginationToken } = await search(sandbox, undefined, token);
				seen.push(...results.map(({ value }) => value));
				token = paginationToken as string | undefined;
			} while (token !== undefined);
			expect(seen).toEqual(sandbox.records().map(({ _id }) => _id));
			expect(sandbox.requests).toHaveLength(3);
		});
	});

	it('finds a record by its ID, on whatever page it is', async () => {
		await withSandbox({ count: 500 }, async (sandbox) => {
			const { results } = await search(sandbox, ` ${DOCUMENTED.value} `);
			expect(results).toEqual([DOCUMENTED]);
		});
	});

	it('narrows a page down to what was typed: a date or a score', async () => {
		await withSandbox({ count: 50 }, async (sandbox) => {
			expect((await search(sandbox, '22 aug 2025')).results).toEqual([DOCUMENTED]);
			expect((await search(sandbox, 'score 0.000001')).results).toEqual([DOCUMENTED]);
			expect((await search(sandbox, 'no such thing')).results).toEqual([]);
		});
	});

	it('shows records that have neither date nor score', async () => {
		await withSandbox({ count: 3, withoutScore: 1 }, async (sandbox) => {
			const { results } = await search(sandbox);
			expect(results[0].name).toMatch(/ · no score$/);
		});
	});

	it('says in our words why it cannot be loaded', async () => {
		await withSandbox({ count: 3 }, async ({ url }) => {
			await expect(search({ url, token: 'wrong' })).rejects.toMatchObject({
				message: 'Verifik did not accept the access token',
			});
			await expect(search({ url, token: 'wrong' }, DOCUMENTED.value)).rejects.toMatchObject({
				message: 'Verifik did not accept the access token',
			});
		});
	});
});
