import type { INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../../simulator';
import { leapOverWaits } from '../harness/leapOverWaits';
import { ownTimeOf } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';
import { create, executeWith, photos } from './createSupport';
import { byId, execute, failure, getAll, jsonOf, withSimulator } from './support';

leapOverWaits();

const closed = async (simulator: Simulator): Promise<void> =>
	await waitFor('the end of every connection', () => simulator.openSockets === 0);

const download = (id: INodeParameters[string], options: INodeParameters = {}): INodeParameters => ({
	operation: 'downloadImage',
	documentLiveness: { __rl: true, mode: 'id', value: id } as INodeParameters,
	options,
});

/** A simulator that keeps so many images, and the IDs of their records, newest first. */
async function withImages(
	count: number,
	run: (simulator: Simulator, ids: string[]) => Promise<void>,
): Promise<void> {
	await withSimulator({ count: 1, latency: 30 }, async (simulator) => {
		const items = photos(count);
		const parameters = { ...create, saveImage: true, options: { concurrency: 10 } };
		await executeWith(parameters, { account: simulator, items });
		const ids = simulator.records().map(({ _id }) => _id);
		simulator.reset();
		await run(simulator, ids.slice(0, count));
	});
}

/** An expression that gives each input item the next of these. */
const each = (ids: string[]) => `={{ ${JSON.stringify(ids)}[$itemIndex] }}`;

describe('input items of Get', () => {
	it('are asked for as often as Max Attempts per Request says', async () => {
		await withSimulator({ count: 1 }, async (simulator) => {
			const [{ _id }] = simulator.records();
			simulator.fault({ kind: 'status', status: 500, times: 2 });
			const parameters = { ...byId(_id), options: { maxAttempts: 2 } };
			const { error } = await execute(parameters, { account: simulator });
			expect(error?.message).toBe('Verifik cannot answer right now');
			expect(simulator.requests).toHaveLength(2);
		});
	});

	it('of an account that is refused are asked for no more than a few times, and fail alike', async () => {
		await withSimulator({ count: 40, latency: 5 }, async (simulator) => {
			const ids = simulator.records().map(({ _id }) => _id);
			simulator.fault({ kind: 'status', status: 401, times: 4 });
			const { failed, success } = await execute(byId(each(ids)), {
				account: simulator,
				items: ids.map(() => ({})),
				onError: 'continueErrorOutput',
			});
			expect(success).toEqual([]);
			expect(failed.map(({ json }) => json.error)).toEqual(
				ids.map(() => 'Verifik did not accept the access token'),
			);
			expect(simulator.requests.length).toBeLessThanOrEqual(4);
		});
	});
});

it('an answer that comes a few bytes at a time is given up when Timeout is over', async () => {
	await withSimulator({ count: 100 }, async (simulator) => {
		simulator.fault({ kind: 'dribble', intervalMs: 20, bytes: 10 });
		const options = { timeout: 300, maxAttempts: 1 };
		const { error } = await execute({ ...getAll, options }, { account: simulator });
		expect(error).toMatchObject({
			message: 'Verifik did not answer within 0.3 s',
			...failure('temporarily-unavailable'),
		});
		await closed(simulator);
	});
});

describe('a list that contradicts itself once', () => {
	it.each([
		['an empty page', { kind: 'empty', page: 5 }],
		['the page before again', { kind: 'repeat', page: 5 }],
		['the first page again', { kind: 'first', page: 5 }],
		['an empty first page', { kind: 'empty', page: 1 }],
	] as const)('is asked again: %s', async (_name, fault) => {
		await withSimulator({ count: 1234 }, async (simulator) => {
			simulator.fault(fault);
			const { success, error, hints } = await execute(getAll, { account: simulator });
			expect(error).toBeUndefined();
			expect(jsonOf(success).map(({ _id }) => _id)).toEqual(
				simulator.records().map(({ _id }) => _id),
			);
			expect(hints('Node')).toEqual([]);
			expect(simulator.requests.length).toBeLessThanOrEqual(13 + 3);
			expect(simulator.pendingFaults).toEqual([]);
		});
	});
});

describe('a list that contradicts itself for good', () => {
	it.each([
		['pages of 50 that are counted by 100', { smallerPages: 50 }],
		['one page beside many records', { pages: 1 }],
		['pages of many sizes', { pageSizes: [100, 10, 70] }],
		['more pages than there are', { pages: 20 }],
		['no count at all', { total: 'missing', pages: 'missing' }],
		['only the number of pages', { total: 'missing' }],
		['only the number of records', { pages: 'missing' }],
		['a number of pages that flaps', { pages: 'flaps' }],
	] as const)('is read to its end: %s', async (_name, lies) => {
		await withSimulator({ count: 1234, lies }, async (simulator) => {
			const { success, error } = await execute(getAll, { account: simulator });
			expect(error).toBeUndefined();
			expect(jsonOf(success).map(({ _id }) => _id)).toEqual(
				simulator.records().map(({ _id }) => _id),
			);
		});
	});

	it('fails when it counts more than it gives, and says how many', async () => {
		await withSimulator({ count: 1000, lies: { total: 1234 } }, async (simulator) => {
			const suspicious = { operation: 'getSuspicious', period: 'all', includeUnjudged: true };
			for (const parameters of [getAll, { ...suspicious, suspiciousScoreMax: 0.5 }]) {
				expect((await execute(parameters, { account: simulator })).error).toMatchObject({
					message: 'Verifik gave only 1,000 of the 1,234 records that it counts',
					description: expect.stringContaining('Return What Came'),
				});
			}
			const options = { incompleteResults: 'return' };
			const { success, hints } = await execute({ ...getAll, options }, { account: simulator });
			expect(success).toHaveLength(1000);
			expect(hints('Node').map(({ message }) => message)).toEqual([
				'Some records are missing. Verifik gave only 1,000 of the 1,234 records that it counts.',
			]);
		});
	});
});

describe('Download Image for several items', () => {
	it('works on several at a time, and pairs each file with its item', async () => {
		await withImages(6, async (simulator, ids) => {
			// where as many items come out as went in, n8n pairs them by itself
			const asked = ['gone', ...ids];
			const { success, failed } = await execute(download(each(asked)), {
				account: simulator,
				items: asked.map((id) => ({ id })),
				onError: 'continueErrorOutput',
			});
			expect(failed).toHaveLength(1);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual(
				ids.map((_, index) => ({ item: index + 1 })),
			);
			expect(success.map(({ json }) => json.id)).toEqual(ids);
			expect(simulator.maxInFlight).toBeGreaterThan(1);
		});
	});

	it.each([
		['a refused answer', { kind: 'endless', status: 403 }],
		['a redirect', { kind: 'endless', status: 302, headers: { location: 'https://example.com/' } }],
		['an image', { kind: 'endless' }],
	] as const)('leaves no connection open behind %s that does not end', async (_name, fault) => {
		await withImages(1, async (simulator, [id]) => {
			simulator.fault({ ...fault, path: '/images/' });
			// long enough that it is not Timeout that ends the two that have failed at once
			const timeout = 'status' in fault ? 30_000 : 500;
			// the end of an execution closes everything: under "Continue" it goes on
			const { failed } = await execute(download(id, { timeout, maxAttempts: 1 }), {
				account: simulator,
				onError: 'continueErrorOutput',
			});
			expect(failed).toHaveLength(1);
			await closed(simulator);
		});
	});

	it('ends at once when the execution is cancelled', async () => {
		await withImages(1, async (simulator, [id]) => {
			simulator.fault({ kind: 'hang', path: '/images/' });
			const controller = new AbortController();
			const execution = execute(download(id), { account: simulator, signal: controller.signal });
			await waitFor('the fault to strike', () => simulator.pendingFaults.length === 0);
			controller.abort();
			// Timeout is half a minute: a download that ignores the cancellation ends only then
			expect(await ownTimeOf(execution)).toBeLessThan(10_000);
			expect((await execution).status).toBe('canceled');
			await closed(simulator);
			expect(simulator.requests).toHaveLength(2);
		});
	});

	it('waits for as long as the host of the image asks', async () => {
		await withImages(1, async (simulator, [id]) => {
			const headers = { 'retry-after': '1' };
			simulator.fault({ kind: 'status', status: 429, headers, path: '/images/' });
			const { success } = await execute(download(id), { account: simulator });
			expect(success).toHaveLength(1);
			const [first, second] = simulator.requests.filter(({ path }) => path.startsWith('/images/'));
			expect(second.startedAt - first.startedAt).toBeGreaterThanOrEqual(995);
		});
	});
});

describe('Create under a quota', () => {
	it('slows down when one image is refused, and charges each once', async () => {
		await withSimulator({ count: 1, createLatency: 20 }, async (simulator) => {
			simulator.fault({ kind: 'status', status: 429, headers: { 'retry-after': '1' } });
			const items = photos(6);
			const parameters = { ...create, options: { concurrency: 3 } };
			const { success, error } = await executeWith(parameters, { account: simulator, items });
			expect(error).toBeUndefined();
			expect(success).toHaveLength(6);
			expect(simulator.charges).toBe(6 * 4);
			expect(simulator.requests).toHaveLength(7);
			const [refused] = simulator.requests.filter(({ status }) => status === 429);
			// those that were under way with it, and nobody before the second is over
			const soon = simulator.requests.filter(
				({ startedAt }) => startedAt < refused.startedAt + 995,
			);
			expect(soon).toHaveLength(3);
		});
	});

	it('says when to look for a record whose answer was lost, with room for two clocks', async () => {
		// Verifik's clock is half a minute behind
		const now = new Date(Date.now() - 30_000);
		await withSimulator({ count: 0, now }, async (simulator) => {
			simulator.fault({ kind: 'drop', afterCharge: true });
			const { error } = await executeWith(create, { account: simulator });
			const words = (error as { description?: string }).description ?? '';
			const createdAfter = /Created After (\S+Z)\. /.exec(words)?.[1] ?? '';
			const parameters = { ...getAll, filters: { createdAfter } };
			const { success } = await execute(parameters, { account: simulator });
			expect(success).toHaveLength(1);
		});
	});
});
