import type { INodeParameters } from 'n8n-workflow';

import type { Simulator, SimulatorRecord } from '../../simulator';
import { runs } from '../harness/fastCheck';
import { leapOverWaits } from '../harness/leapOverWaits';
import { pause } from '../harness/ownTime';
import { withServer } from '../harness/server';
import { waitFor } from '../harness/waitFor';
import { execute, getAll, jsonOf, withSimulator } from './support';

leapOverWaits();

/** Get Many over everything, filtered and split: what most workflows begin with. */
const suspicious = {
	...getAll,
	filters: { aggregatedScoreMax: 0.5 },
	splitWarnings: 'perCode',
};

/** What should come out of `suspicious`: the IDs, newest first, each once. */
function suspiciousIds(simulator: Simulator): unknown[] {
	return simulator
		.records()
		.filter(({ aggregatedScore }) => Number(aggregatedScore) <= 0.5)
		.map(({ _id }) => _id);
}

function distinct<T>(values: T[]): T[] {
	return [...new Set(values)];
}

function pagesAskedFor(simulator: Simulator): Array<number | undefined> {
	return simulator.requests.map(({ page }) => page);
}

describe('Return All over 10 000 records', () => {
	it('costs 100 requests, keeps to the bound, and gives every record once and in order', async () => {
		await withSimulator({ count: 10_000, latency: 2 }, async (simulator) => {
			const { success, error } = await execute(suspicious, { account: simulator });
			expect(error).toBeUndefined();
			expect(simulator.requests).toHaveLength(100);
			expect(simulator.maxInFlight).toBeLessThanOrEqual(4);
			expect(distinct(jsonOf(success).map(({ _id }) => _id))).toEqual(suspiciousIds(simulator));
		});
	});

	it.each([1, 2, 10])('keeps to a bound of %i', async (concurrency) => {
		await withSimulator({ count: 2000, latency: 2 }, async (simulator) => {
			await execute({ ...getAll, options: { concurrency } }, { account: simulator });
			expect(simulator.requests).toHaveLength(20);
			expect(simulator.maxInFlight).toBeLessThanOrEqual(concurrency);
		});
	});

	it.each([1, 2, 10])('makes use of a bound of %i', async (concurrency) => {
		await withSimulator({ count: 2000 }, async (simulator) => {
			// what is sent behind the first page stays under way
			for (let page = 2; page <= 20; page++) simulator.fault({ kind: 'hang', page });
			const controller = new AbortController();
			const execution = execute(
				{ ...getAll, options: { concurrency } },
				{ account: simulator, signal: controller.signal },
			);
			await waitFor('as many requests', () => simulator.requests.length > concurrency);
			await pause(50);
			expect(simulator.maxInFlight).toBe(concurrency);
			controller.abort();
			await execution;
			simulator.reset();
		});
	});

	it('gives every record once while five and more arrive during the walk', async () => {
		const drift = { every: 18, records: 1 };
		await withSimulator({ count: 10_000, latency: [0, 6], drift }, async (simulator) => {
			const before = simulator.records().map(({ _id }) => _id);
			const { success } = await execute(getAll, { account: simulator });
			const ids = jsonOf(success).map(({ _id }) => String(_id));
			const arrived = simulator.records().length - before.length;
			expect(arrived).toBeGreaterThanOrEqual(5);
			expect(ids).toEqual(distinct(ids));
			expect(ids.filter((id) => before.includes(id))).toEqual(before);
			// the pages behind it that are under way at an arrival, the one that holds the records pushed
			// past page 100, and the first one again
			expect(simulator.requests.length).toBeLessThanOrEqual(100 + arrived * 3 + 2);
			expect(simulator.maxInFlight).toBeLessThanOrEqual(4);
		});
	});

	it('costs five more requests when five pages fail once, each in its own way', async () => {
		await withSimulator({ count: 10_000, latency: 1 }, async (simulator) => {
			simulator.fault({ page: 7, kind: 'status', status: 429, headers: { 'retry-after': '0' } });
			simulator.fault({ page: 23, kind: 'status', status: 509 });
			simulator.fault({ page: 42, kind: 'status', status: 503 });
			simulator.fault({ page: 64, kind: 'drop' });
			simulator.fault({ page: 91, kind: 'truncate' });
			const { success, error } = await execute(suspicious, { account: simulator });
			expect(error).toBeUndefined();
			expect(simulator.requests).toHaveLength(105);
			expect(distinct(jsonOf(success).map(({ _id }) => _id))).toEqual(suspiciousIds(simulator));
		});
	});

	it('sends one request at a time once it is throttled, and not by chance', async () => {
		await withSimulator({ count: 2000, latency: 3 }, async (simulator) => {
			// a single refusal may be one
			const headers = { 'retry-after': '0' };
			simulator.fault({ page: 2, kind: 'status', status: 429, headers, times: 2 });
			const execution = execute(getAll, { account: simulator });
			await waitFor('ten requests', () => simulator.requests.length >= 10);
			simulator.reset();
			expect((await execution).success).toHaveLength(2000);
			expect(simulator.maxInFlight).toBe(1);
		});
	});

	it.each<Record<string, string>>([{}, { 'retry-after': '1' }])(
		'is not slow because the quota was used up when it began (%j)',
		async (headers) => {
			await withSimulator({ count: 1000 }, async (simulator) => {
				simulator.fault({ page: 1, kind: 'status', status: 429, headers, times: 2 });
				const { success, error } = await execute(getAll, { account: simulator });
				expect(error).toBeUndefined();
				expect(success).toHaveLength(1000);
				expect(simulator.requests).toHaveLength(12);
				const times = simulator.requests.map(({ startedAt }) => startedAt);
				expect(Math.max(...times) - Math.min(...times)).toBeLessThan(20_000);
			});
		},
	);

	it('waits for as long as the server asks before it goes on', async () => {
		await withSimulator({ count: 500 }, async (simulator) => {
			simulator.fault({ page: 2, kind: 'status', status: 429, headers: { 'retry-after': '1' } });
			await execute({ ...getAll, options: { concurrency: 1 } }, { account: simulator });
			const [, throttled, again] = simulator.requests;
			expect([throttled.page, again.page]).toEqual([2, 2]);
			expect(again.startedAt - throttled.startedAt).toBeGreaterThanOrEqual(1000);
		});
	});
});

describe('a list whose oldest record goes with every request, or every third', () => {
	const all = { period: 'custom', createdAfter: '2020-01-01', createdBefore: '2030-01-01' };
	const operations: Array<[name: string, parameters: INodeParameters]> = [
		['Get Many', getAll],
		['Get Suspicious', { operation: 'getSuspicious', ...all }],
		['Get Summary', { operation: 'getSummary', ...all }],
	];

	it.each(operations)('is no error in %s: all that are left come', async (_name, parameters) => {
		for (const every of [1, 3]) {
			const retention = { every, records: 1 };
			await withSimulator({ count: 1000, latency: 1, retention }, async (simulator) => {
				const { success, error } = await execute(parameters, { account: simulator });
				expect(error).toBeUndefined();
				const left = simulator.records();
				expect(left.length).toBeLessThan(998);
				expect(simulator.requests.length).toBeLessThanOrEqual(14);
				const [first, ...others] = jsonOf(success);
				if (parameters.operation === 'getSummary') {
					expect(others).toEqual([]);
					expect(first.records).toBeGreaterThanOrEqual(left.length);
					return;
				}
				const isSuspicious = ({ aggregatedScore, isLive }: SimulatorRecord) =>
					isLive === false || (typeof aggregatedScore === 'number' && aggregatedScore <= 0.5);
				const wanted = parameters === getAll ? left : left.filter(isSuspicious);
				const ids = jsonOf(success).map(({ _id }) => _id);
				expect(wanted.length).toBeGreaterThan(50);
				expect(wanted.filter(({ _id }) => !ids.includes(_id))).toEqual([]);
			});
		}
	});
});

describe('a limit', () => {
	it('without a filter asks for that many records, in one request', async () => {
		await withSimulator({ count: 1000 }, async (simulator) => {
			const { success } = await execute(
				{ operation: 'getAll', returnAll: false, limit: 10 },
				{ account: simulator },
			);
			expect(success).toHaveLength(10);
			expect(simulator.requests).toHaveLength(1);
			expect(simulator.requests[0].query).toMatchObject({ page: '1', perPage: '10', limit: '10' });
		});
	});

	it('of 250 asks for three pages of 84', async () => {
		await withSimulator({ count: 1000 }, async (simulator) => {
			const { success } = await execute(
				{ operation: 'getAll', returnAll: false, limit: 250 },
				{ account: simulator },
			);
			expect(jsonOf(success).map(({ _id }) => _id)).toEqual(
				simulator
					.records()
					.slice(0, 250)
					.map(({ _id }) => _id),
			);
			expect(simulator.requests.map(({ query }) => query.perPage)).toEqual(['84', '84', '84']);
		});
	});

	it('with a filter that one record in fifty meets stops at the page of the tenth match', async () => {
		await withSimulator({ count: 10_000, latency: 2 }, async (simulator) => {
			const filters = { aggregatedScoreMax: 0.01 };
			const positions = simulator
				.records()
				.flatMap(({ aggregatedScore }, index) => (Number(aggregatedScore) <= 0.01 ? [index] : []));
			const lastNeeded = Math.ceil((positions[9] + 1) / 100);
			expect(lastNeeded).toBeGreaterThan(2);

			const { success } = await execute(
				{ operation: 'getAll', returnAll: false, limit: 10, filters },
				{ account: simulator },
			);
			expect(success).toHaveLength(10);
			const farthest = Math.max(...pagesAskedFor(simulator).map(Number));
			expect(farthest).toBeGreaterThanOrEqual(lastNeeded);
			expect(farthest).toBeLessThanOrEqual(lastNeeded + 3);
		});
	});

	it('counts records, not the items that they are split into', async () => {
		await withSimulator({ count: 500 }, async (simulator) => {
			const { success } = await execute(
				{ operation: 'getAll', returnAll: false, limit: 7, splitWarnings: 'perCheck' },
				{ account: simulator },
			);
			expect(distinct(jsonOf(success).map(({ _id }) => _id))).toHaveLength(7);
			expect(success.length).toBeGreaterThan(7);
		});
	});
});

describe('servers that behave in other ways', () => {
	it.each(['data', 'wrapped', 'docs', 'bare'] as const)(
		'reads the envelope "%s"',
		async (envelope) => {
			await withSimulator({ count: 250, envelope }, async (simulator) => {
				const { success } = await execute(getAll, { account: simulator });
				expect(jsonOf(success).map(({ _id }) => _id)).toEqual(
					simulator.records().map(({ _id }) => _id),
				);
			});
		},
	);

	it('ends when the server ignores the page, and does not take a part for the whole', async () => {
		const options = { incompleteResults: 'return' };
		for (const envelope of ['paged', 'data'] as const) {
			await withSimulator({ count: 250, ignorePage: true, envelope }, async (simulator) => {
				const { success } = await execute({ ...getAll, options }, { account: simulator });
				expect(success).toHaveLength(100);
				expect(simulator.requests.length).toBeLessThanOrEqual(12);
			});
		}
		await withSimulator({ count: 250, ignorePage: true }, async (simulator) => {
			const { error } = await execute(getAll, { account: simulator });
			expect(error?.message).toBe('Verifik gave only 100 of the 250 records that it counts');
		});
	});

	it('takes in any number of records that come in one answer', async () => {
		// more than a call has room for as arguments, in the second tier
		const count = runs(200_000);
		const data = Array.from({ length: count }, (_, index) => ({
			_id: `record-${index}`,
			screenReplayWarnings: ['GLARE_ON_IMAGE'],
		}));
		const body = JSON.stringify({ data });
		await withServer(
			(_request, response) => response.setHeader('content-type', 'application/json').end(body),
			async ({ url, requests }) => {
				const account = { url, token: 'token' };
				const { success, error } = await execute(
					{ ...getAll, splitWarnings: 'perCheck' },
					{ account },
				);
				expect(error).toBeUndefined();
				expect(success).toHaveLength(count);
				expect(success.at(-1)?.json).toMatchObject({
					_id: `record-${count - 1}`,
					code: 'GLARE_ON_IMAGE',
				});
				// the others show that there is nothing more
				expect(requests()).toBe(7);
			},
		);
	});
});
