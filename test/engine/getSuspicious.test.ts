import type { INodeParameters } from 'n8n-workflow';

import type { Simulator, SimulatorRecord } from '../../simulator';
import { withServer } from '../harness/server';
import { isJudged, isSuspicious, reasonsOf } from '../unit/documentLiveness/reasonsByWords';
import { setClock } from './clock';
import { execute, getAll, jsonOf, withSimulator, type Execution } from './support';

const HOUR = 3_600_000;

/** A morning in New York, n8n's zone unless a workflow has another, three days after its clocks were put forward. */
const NOW = '2026-03-11T15:00:00.000Z';

/** What n8n fills in when the operation is chosen. */
const getSuspicious: INodeParameters = {
	operation: 'getSuspicious',
	period: 'last24Hours',
	createdAfter: '',
	createdBefore: '',
	suspiciousScoreMax: 0.5,
	includeUnjudged: true,
};

const idsOf = ({ success, error }: Execution) => {
	expect(error).toBeUndefined();
	return jsonOf(success).map(({ _id }) => _id);
};

const messages = (execution: Execution) => execution.hints('Node').map(({ message }) => message);

/** A record every hour of five weeks, always at half past: none on a bound, whose clock goes on. */
function fill(simulator: Simulator): void {
	for (let age = 0.5; age < 35 * 24; age++) {
		simulator.arrive(1, new Date(Date.parse(NOW) - age * HOUR));
	}
}

const isUnjudged = (record: SimulatorRecord) => !isJudged(record);

const since = (simulator: Simulator, from: string, before = '2100-01-01') =>
	simulator
		.records()
		.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(from))
		.filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(before));

describe('Get Suspicious', () => {
	it.each([false, true])(
		'gives what is suspicious or cannot be judged of the last day, newest first (server ignores dates: %s)',
		async (ignoreFilters) => {
			setClock(NOW);
			await withSimulator({ count: 0, withoutScore: 0.4, ignoreFilters }, async (simulator) => {
				fill(simulator);
				for (let age = 0.5; age < 23.9; age += 0.1) {
					simulator.arrive(1, new Date(Date.parse(NOW) - age * HOUR));
				}
				const day = since(simulator, '2026-03-10T15:00Z');
				expect(day.some(isUnjudged)).toBe(true);
				expect(day.some(isSuspicious)).toBe(true);
				const ids = idsOf(await execute(getSuspicious, { account: simulator, mode: 'webhook' }));
				const expected = day.filter((record) => isSuspicious(record) || isUnjudged(record));
				expect(ids).toEqual(expected.map(({ _id }) => _id));
				expect(ids.length).toBeLessThan(day.length);
				const [{ query }] = simulator.requests;
				// some milliseconds have passed since
				expect(query.whereGTE_createdAt).toMatch(/^2026-03-10T15:00:0/);
				// what is stored while the list is read is not lost
				expect(query).not.toHaveProperty('whereLTE_createdAt');
			});
		},
	);

	it('has each record in one run, on a schedule that starts some seconds late', async () => {
		const runs = ['2026-03-07T14:00:20Z', '2026-03-08T13:00:01Z', '2026-03-09T13:00:30Z'];
		await withSimulator({ count: 0, ignoreFilters: true }, async (simulator) => {
			// New York, n8n's default zone, puts its clocks forward on the 8th
			const start = Date.parse('2026-03-06T14:00:00Z');
			for (let ms = start; ms < Date.parse('2026-03-09T13:00:20Z'); ms += HOUR / 4 + 1_000) {
				simulator.arrive(1, new Date(ms));
			}
			simulator.arrive(1, new Date('2026-03-07T14:00:30Z'));
			const given: unknown[] = [];
			for (const run of runs) {
				setClock(run);
				given.push(...idsOf(await execute(getSuspicious, { account: simulator, mode: 'trigger' })));
				jest.restoreAllMocks();
			}
			const expected = since(simulator, '2026-03-06T14:00Z', '2026-03-09T13:00Z');
			const ids = expected.filter(isSuspicious).map(({ _id }) => _id);
			expect([...given].sort()).toEqual(ids.sort());
			expect(ids.length).toBeGreaterThan(20);
		});
	});

	it('says in the log which range it read', async () => {
		setClock(NOW);
		await withSimulator({ count: 1 }, async (simulator) => {
			const options = { account: simulator, mode: 'trigger' } as const;
			const { logs } = await execute({ ...getSuspicious, period: 'yesterday' }, options);
			expect(JSON.stringify(logs)).toContain(
				'Verifik: reads records from 2026-03-10T00:00:00.000-04:00 to 2026-03-10T23:59:59.999-04:00',
			);
			const since = { ...getSuspicious, period: 'custom', createdAfter: '2026-03-01' };
			expect(JSON.stringify((await execute(since, options)).logs)).toContain(
				'Verifik: reads records from 2026-03-01T00:00:00.000-05:00 to now',
			);
		});
	});

	it('leaves out what cannot be judged when told to, and says how many', async () => {
		setClock(NOW);
		await withSimulator({ count: 0, withoutScore: 0.4, ignoreFilters: true }, async (simulator) => {
			fill(simulator);
			const execution = await execute(
				{ ...getSuspicious, period: 'last7Days', includeUnjudged: false },
				{ account: simulator },
			);
			// the same time of day, when clocks showed an hour more
			const week = since(simulator, '2026-03-04T16:00Z');
			expect(idsOf(execution)).toEqual(week.filter(isSuspicious).map(({ _id }) => _id));
			const unjudged = week.filter(isUnjudged).length;
			expect(messages(execution)).toEqual([
				`${unjudged} records have no score and no verdict, so the filter left them out.`,
			]);
		});
	});

	it('takes a maximum, the output and the options from the form', async () => {
		setClock(NOW);
		await withSimulator({ count: 0 }, async (simulator) => {
			fill(simulator);
			const maximums = { suspiciousScoreMax: 0.01, suspiciousCheckMax: 0.001 };
			const { success } = await execute(
				{
					...getSuspicious,
					period: 'all',
					suspiciousScoreMax: 0.01,
					simplify: false,
					splitWarnings: 'perCode',
					options: {
						suspiciousCheckMax: 0.001,
						recordsWithoutWarnings: 'drop',
						pageSize: 30,
						incompleteResults: 'fail',
					},
				},
				{ account: simulator },
			);
			const expected = simulator
				.records()
				.filter((record) => reasonsOf(record, maximums).length > 0)
				.filter((record) =>
					[
						record.screenReplayWarnings,
						record.printedCopyWarnings,
						record.portraitSubstitutionWarnings,
						record.digitalManipulationWarnings,
					].some((codes) => codes.length > 0),
				);
			const ids = new Set(jsonOf(success).map(({ _id }) => _id));
			expect([...ids]).toEqual(expected.map(({ _id }) => _id));
			expect(success[0]).toMatchObject({
				json: { code: expect.any(String), validateScreenReplay: expect.any(Boolean) },
				pairedItem: { item: 0 },
			});
			expect(simulator.requests[0].query).toMatchObject({ perPage: '30' });
			expect(simulator.requests[0].query).not.toHaveProperty('whereGTE_createdAt');
		});
	});

	it('says with each record why it is there', async () => {
		setClock(NOW);
		await withSimulator({ count: 0, withoutScore: 0.4 }, async (simulator) => {
			fill(simulator);
			for (const simplify of [true, false]) {
				const parameters = { ...getSuspicious, period: 'all', simplify };
				const items = jsonOf((await execute(parameters, { account: simulator })).success);
				const given = Object.fromEntries(items.map(({ _id, reasons }) => [_id, reasons]));
				const listed = simulator.records().filter(({ _id }) => _id in given);
				expect(given).toEqual(Object.fromEntries(listed.map((r) => [r._id, reasonsOf(r)])));
				expect(new Set(Object.values(given).flat()).size).toBe(6);
			}
		});
	});

	it('finds the one check that hides in a good score, and takes no invalid number for a score', async () => {
		const checks = { validatePrintedCopy: true, printedCopyProbability: 0.95 };
		const records = [
			{ _id: 'hidden', aggregatedScore: 0.71, ...checks, printedCopyProbability: 0.001 },
			{ _id: 'timed out', aggregatedScore: -999999, ...checks },
			{ _id: 'genuine', aggregatedScore: 0.9, ...checks, isLive: 'true' },
		];
		const body = JSON.stringify({ data: records, total: 3, limit: 100, page: 1, pages: 1 });
		await withServer(
			(_request, response) => response.setHeader('content-type', 'application/json').end(body),
			async ({ url }) => {
				const account = { url, token: 'token' };
				const execution = await execute({ ...getSuspicious, period: 'all' }, { account });
				expect(jsonOf(execution.success)).toEqual([
					expect.objectContaining({ _id: 'hidden', reasons: ['printedCopy'] }),
					expect.objectContaining({ _id: 'timed out', aggregatedScore: null, reasons: [] }),
				]);
				expect(messages(execution)).toEqual([
					'1 record has a score or probability outside 0–1, such as −999999 after a timeout. Such a number counts as none.',
				]);
			},
		);
	});

	it('gives what has no date when records of any age will do, else says that it is left out', async () => {
		const record = { _id: '1', aggregatedScore: 0.1 };
		const body = JSON.stringify({ data: [record], total: 1, limit: 100, page: 1, pages: 1 });
		await withServer(
			(_request, response) => response.setHeader('content-type', 'application/json').end(body),
			async ({ url }) => {
				const account = { url, token: 'token' };
				expect(idsOf(await execute({ ...getSuspicious, period: 'all' }, { account }))).toEqual([
					'1',
				]);
				const today = await execute({ ...getSuspicious, period: 'today' }, { account });
				expect(idsOf(today)).toEqual([]);
				expect(messages(today)).toContain(
					'1 record has no creation date, so the filter left it out.',
				);
			},
		);
	});

	it('takes a custom period with one date or two', async () => {
		setClock(NOW);
		await withSimulator({ count: 0, ignoreFilters: true }, async (simulator) => {
			fill(simulator);
			const custom = async (dates: INodeParameters) =>
				idsOf(
					await execute({ ...getSuspicious, period: 'custom', ...dates }, { account: simulator }),
				);
			const suspicious = (from: string, before?: string) =>
				since(simulator, from, before)
					.filter(isSuspicious)
					.map(({ _id }) => _id);
			expect(await custom({ createdAfter: '2026-03-01' })).toEqual(suspicious('2026-03-01T05:00Z'));
			expect(await custom({ createdBefore: '2026-02-15' })).toEqual(
				suspicious('2000-01-01', '2026-02-16T05:00Z'),
			);
			expect(await custom({ createdAfter: '2026-02-15', createdBefore: '2026-03-01' })).toEqual(
				suspicious('2026-02-15T05:00Z', '2026-03-02T05:00Z'),
			);
		});
	});
});

describe('Period of Get Many', () => {
	it.each([
		['lastHour', '2026-03-11T14:00Z', undefined],
		['last24Hours', '2026-03-10T15:00Z', undefined],
		['today', '2026-03-11T04:00Z', undefined],
		['yesterday', '2026-03-10T04:00Z', '2026-03-11T04:00Z'],
		['last7Days', '2026-03-04T16:00Z', undefined],
		['last30Days', '2026-02-09T16:00Z', undefined],
	])('keeps %s', async (period, from, before) => {
		for (const ignoreFilters of [false, true]) {
			setClock(NOW);
			await withSimulator({ count: 0, ignoreFilters }, async (simulator) => {
				fill(simulator);
				const ids = idsOf(
					await execute({ ...getAll, filters: { period } }, { account: simulator }),
				);
				expect(ids).toEqual(since(simulator, from, before).map(({ _id }) => _id));
				expect(ids.length).toBeGreaterThan(0);
			});
			jest.restoreAllMocks();
		}
	});
});
