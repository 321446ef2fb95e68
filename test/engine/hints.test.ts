import { sleep } from 'n8n-workflow';

import { simulatorToken, type Fault } from '../../simulator';
import { waitFor } from '../harness/waitFor';
import { byId, execute, getAll, withSimulator, type Execution } from './support';

const messages = (execution: Execution) => execution.hints('Node').map(({ message }) => message);
const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);

describe('hints below the output', () => {
	it.each([0, 150])('are absent when there is nothing to say: %i records', async (count) => {
		await withSimulator({ count }, async (simulator) => {
			const execution = await execute(getAll, { account: simulator });
			expect(execution.error).toBeUndefined();
			expect([execution.success.length, messages(execution)]).toEqual([count, []]);
		});
	});

	it('count the records that were left out because they have no score', async () => {
		await withSimulator({ count: 300, withoutScore: 0.1 }, async (simulator) => {
			const without = simulator
				.records()
				.filter(({ aggregatedScore }) => typeof aggregatedScore !== 'number').length;
			expect(without).toBeGreaterThan(1);
			const filters = { aggregatedScoreMax: 0.5 };
			const excluded = await execute({ ...getAll, filters }, { account: simulator });
			expect(messages(excluded)).toEqual([
				`${without} records have no score, so the filter left them out.`,
			]);
			const included = await execute(
				{ ...getAll, filters: { ...filters, missingScore: 'include' } },
				{ account: simulator },
			);
			expect(messages(included)).toEqual([]);
			expect(included.success.length).toBe(excluded.success.length + without);
		});
	});

	it('count the records that do not say whether they are live', async () => {
		await withSimulator({ count: 100 }, async (simulator) => {
			const silent = simulator.records().filter((record) => !('isLive' in record)).length;
			const execution = await execute(
				{ ...getAll, filters: { verdict: 'live' } },
				{ account: simulator },
			);
			expect(messages(execution)).toEqual([
				`${silent} records have no verdict, so the filter left them out.`,
			]);
		});
	});

	describe('when nothing matched, tell among how many, and how old the newest is', () => {
		const noFraud = { aggregatedScoreMax: 0, aggregatedScoreMin: 0 };
		const old = { createdAfter: '2030-01-01' };

		it.each([
			[
				'of those that were read',
				{},
				noFraud,
				'None of 250 records matched; the newest is from 31 Dec 2025.',
				3,
			],
			[
				'of all, when the API gave none of the period',
				{},
				old,
				'None of 250 records matched; the newest is from 31 Dec 2025.',
				2,
			],
			[
				'of all, when the API gives them all',
				{ ignoreFilters: true },
				old,
				'None of 250 records matched; the newest is from 31 Dec 2025.',
				3,
			],
		])('%s', async (_name, options, filters, message, requests) => {
			await withSimulator({ count: 0, ...options }, async (simulator) => {
				simulator.arrive(250, new Date('2025-12-31T12:00:00Z'));
				const execution = await execute({ ...getAll, filters }, { account: simulator });
				expect(execution.success).toEqual([]);
				expect(messages(execution)).toEqual([message]);
				expect(simulator.requests).toHaveLength(requests);
			});
		});

		it('once for all items of which it is true, and never of an empty account', async () => {
			await withSimulator({ count: 0 }, async (simulator) => {
				const run = async () =>
					messages(
						await execute({ ...getAll, filters: old }, { account: simulator, items: [{}, {}] }),
					);
				expect(await run()).toEqual([]);
				simulator.arrive(1, new Date('2025-12-31T12:00:00Z'));
				expect(await run()).toEqual([
					'The one record that came does not match; it is from 31 Dec 2025.',
				]);
			});
		});

		it.each<[name: string, fault: Fault]>([
			['by a failure', { kind: 'status', status: 500, skip: 1 }],
			[
				'by a quota, which is not waited for',
				{ kind: 'status', status: 429, headers: { 'retry-after': '30' }, skip: 1 },
			],
			['by a refused token', { kind: 'status', status: 403, skip: 1 }],
			['by a page of HTML', { kind: 'html', skip: 1 }],
			['by a dropped connection', { kind: 'drop', skip: 1 }],
		])('but fail nobody when that is answered %s', async (_name, fault) => {
			await withSimulator({ count: 5 }, async (simulator) => {
				simulator.fault(fault);
				const start = Date.now();
				const execution = await execute({ ...getAll, filters: old }, { account: simulator });
				expect(execution.error).toBeUndefined();
				// nor is there one on what held the run up
				expect(messages(execution)).toEqual([]);
				expect(simulator.requests).toHaveLength(2);
				expect(Date.now() - start).toBeLessThan(25_000);
			});
		});

		it('and end with the run that is cancelled while that is asked', async () => {
			await withSimulator({ count: 5 }, async (simulator) => {
				simulator.fault({ kind: 'hang', skip: 1 });
				const cancel = new AbortController();
				const { signal } = cancel;
				const items = [{}, {}];
				const start = Date.now();
				const run = execute({ ...getAll, filters: old }, { account: simulator, items, signal });
				await waitFor('the request for the hint', () => simulator.requests.length === 2);
				cancel.abort();
				const { status, success } = await run;
				expect(status).toBe('canceled');
				expect(success).toEqual([]);
				expect(Date.now() - start).toBeLessThan(25_000);
				await sleep(200);
				expect(simulator.requests).toHaveLength(2);
			});
		});
	});

	it('tell that a limit was reached, and not when fewer records match', async () => {
		await withSimulator({ count: 40 }, async (simulator) => {
			const limited = async (limit: number) =>
				messages(
					await execute({ operation: 'getAll', returnAll: false, limit }, { account: simulator }),
				);
			expect(await limited(39)).toEqual([
				'Limit (39) was reached, and more records may match. Turn on Return All to get all of them.',
			]);
			expect(await limited(41)).toEqual([]);
		});
	});

	it("say that results are simulated, below each run with a token of Verifik's Sandbox mode", async () => {
		await withSimulator({ count: 3, mode: 'sandbox' }, async (simulator) => {
			const { _id } = simulator.records()[0];
			const summary = { operation: 'getSummary', period: 'last7Days', groupBy: 'day' };
			const more = { suspiciousScoreMax: 0.5, compare: false, lowestCount: 5 };
			const suspicious = { operation: 'getSuspicious', period: 'all', includeUnjudged: true };
			for (const parameters of [
				getAll,
				byId(_id),
				{ ...suspicious, suspiciousScoreMax: 0.5 },
				{ ...summary, ...more, report: ['html', 'text'] },
			]) {
				const execution = await execute(parameters, { account: simulator });
				expect(messages(execution)).toContainEqual(
					expect.stringMatching(/^These results are simulated: .*Sandbox mode/),
				);
				const { html, text } = execution.success[0].json;
				expect(String(html ?? 'Simulated results')).toContain('Simulated results');
				expect(String(text ?? '*Simulated results')).toMatch(/^\*Simulated results/);
			}
		});
		await withSimulator({ count: 3, mode: 'production' }, async (simulator) => {
			expect(messages(await execute(getAll, { account: simulator }))).toEqual([]);
		});
	});

	it('warn a week before the token expires, with the date', async () => {
		await withSimulator({ count: 1 }, async ({ url }) => {
			const withToken = async (days: number) =>
				messages(
					await execute(getAll, {
						account: { url, token: simulatorToken({ expiresAt: inDays(days) }) },
					}),
				);
			expect(await withToken(8)).toEqual([]);
			expect(await withToken(6)).toEqual([
				expect.stringMatching(
					/^The Verifik access token expires on \d+ \w+ \d{4}\. Create a new one/,
				),
			]);
		});
	});
});
