import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulator } from '../../simulator';
import type { Summary } from '../../nodes/verifik/documentLiveness/summary/summary';
import { withServer } from '../harness/server';
import { isSuspicious } from '../unit/documentLiveness/reasonsByWords';
import { setClock } from './clock';
import { execute, jsonOf, withSimulator, type Execution } from './support';

const HOUR = 3_600_000;

/** Three days after New York, n8n's zone unless a workflow has another, has put its clocks forward. */
const NOW = '2026-03-11T15:00:00.000Z';

/** What n8n fills in when the operation is chosen. */
const getSummary: INodeParameters = {
	operation: 'getSummary',
	period: 'last7Days',
	createdAfter: '',
	createdBefore: '',
	suspiciousScoreMax: 0.5,
	groupBy: 'day',
	compare: true,
	lowestCount: 5,
	report: [],
};

const summaries = ({ success, error }: Execution) => {
	expect(error).toBeUndefined();
	return jsonOf(success) as unknown as Summary[];
};

const messages = (execution: Execution) => execution.hints('Node').map(({ message }) => message);

/** A record every five hours of three weeks, and two at each bound of the last seven days. */
function fill(simulator: Simulator): void {
	const newest = Date.parse(NOW);
	for (let age = 0; age < 21 * 24; age += 5) simulator.arrive(1, new Date(newest - age * HOUR));
	for (const bound of ['2026-02-25T05:00Z', '2026-03-04T05:00Z', '2026-03-11T04:00Z']) {
		simulator.arrive(1, new Date(Date.parse(bound) - 1));
		simulator.arrive(1, new Date(bound));
	}
}

const between = (simulator: Simulator, from: string, before: string) =>
	simulator
		.records()
		.filter(({ createdAt }) => Date.parse(createdAt) >= Date.parse(from))
		.filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(before));

it.each([false, true])(
	'summarizes seven whole days and the seven before, each record once (server ignores dates: %s)',
	async (ignoreFilters) => {
		setClock(NOW);
		await withSimulator({ count: 0, ignoreFilters }, async (simulator) => {
			fill(simulator);
			const options = { pageSize: 7 };
			const [summary] = summaries(
				await execute({ ...getSummary, options }, { account: simulator }),
			);
			const now = between(simulator, '2026-03-04T05:00Z', '2026-03-11T04:00Z');
			const before = between(simulator, '2026-02-25T05:00Z', '2026-03-04T05:00Z');
			const suspicious = now.filter(isSuspicious).length;
			expect(suspicious).toBeGreaterThan(0);
			expect(summary).toMatchObject({
				period: {
					name: 'last7Days',
					from: '2026-03-04T00:00:00.000-05:00',
					to: '2026-03-10T23:59:59.999-04:00',
					timezone: 'America/New_York',
				},
				records: now.length,
				suspicious: { count: suspicious, share: suspicious / now.length, scoreMaximum: 0.5 },
				previous: {
					from: '2026-02-25T00:00:00.000-05:00',
					to: '2026-03-03T23:59:59.999-05:00',
					records: before.length,
					suspicious: { count: before.filter(isSuspicious).length },
				},
			});
			expect(summary?.trend).toHaveLength(7);
			expect(summary?.lowestScores).toHaveLength(5);
			expect(simulator.requests[0].query).toMatchObject({
				whereGTE_createdAt: '2026-02-25T05:00:00.000Z',
				whereLTE_createdAt: '2026-03-11T03:59:59.999Z',
			});
		});
	},
);

it('asks for the period alone, when it is compared with nothing', async () => {
	setClock(NOW);
	await withSimulator({ count: 0 }, async (simulator) => {
		fill(simulator);
		const [summary] = summaries(
			await execute({ ...getSummary, compare: false, period: 'yesterday' }, { account: simulator }),
		);
		expect(summary).toMatchObject({ previous: null, change: null });
		expect(simulator.requests[0].query.whereGTE_createdAt).toBe('2026-03-10T04:00:00.000Z');
	});
});

it('gives the fields in their order, and a report only when it is asked for', async () => {
	setClock(NOW);
	await withSimulator({ count: 0 }, async (simulator) => {
		fill(simulator);
		const fields = async (report: string[]) => {
			const [summary = {}] = jsonOf(
				(await execute({ ...getSummary, report }, { account: simulator })).success,
			);
			return summary;
		};
		const without = await fields([]);
		expect(Object.keys(without)).toEqual([
			'period',
			'records',
			'suspicious',
			'verdicts',
			'scores',
			'checks',
			'warnings',
			'errors',
			'trend',
			'previous',
			'change',
			'lowestScores',
			'checksCharged',
		]);
		const { html, text, ...rest } = await fields(['text', 'html']);
		expect(rest).toEqual(without);
		expect(html).toMatch(/^<table .*Last 7 days/s);
		expect(text).toMatch(/^\*Last 7 days/);
		expect(Object.keys(await fields(['text']))).toEqual([...Object.keys(without), 'text']);
	});
});

it('reads every parameter per input item, and pairs each summary with its item', async () => {
	setClock(NOW);
	await withSimulator({ count: 0 }, async (simulator) => {
		fill(simulator);
		const items: IDataObject[] = [
			{ period: 'yesterday', max: 0.5, lowest: 0 },
			{ period: 'previousWeek', max: 0, lowest: 1 },
		];
		const execution = await execute(
			{
				...getSummary,
				period: '={{ $json.period }}',
				suspiciousScoreMax: '={{ $json.max }}',
				lowestCount: '={{ $json.lowest }}',
			},
			{ account: simulator, items },
		);
		const [first, second] = summaries(execution);
		expect(first).toMatchObject({
			period: { from: '2026-03-10T00:00:00.000-04:00' },
			suspicious: { scoreMaximum: 0.5 },
			lowestScores: [],
		});
		expect(second).toMatchObject({
			period: { from: '2026-03-02T00:00:00.000-05:00', to: '2026-03-08T23:59:59.999-04:00' },
			suspicious: { scoreMaximum: 0 },
			lowestScores: [expect.anything()],
		});
		expect(execution.success.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
	});
});

it('means the same period for all items, even when the day ends in the middle of the run', async () => {
	await withSimulator({ count: 1 }, async (simulator) => {
		const [evening, night] = ['2026-03-12T03:59:59Z', '2026-03-12T04:00:01Z'].map(Date.parse);
		jest.spyOn(Date, 'now').mockImplementation(() => {
			return (simulator.requests.length === 0 ? evening : night) ?? NaN;
		});
		const run = await execute(getSummary, { account: simulator, items: [{}, {}] });
		const [first, second] = summaries(run);
		expect(first?.period.to).toBe('2026-03-10T23:59:59.999-04:00');
		expect(second).toEqual(first);
	});
});

it('summarizes only what the filters keep, and says what had no score to filter by', async () => {
	setClock(NOW);
	await withSimulator({ count: 0, withoutScore: 0.2, ignoreFilters: true }, async (simulator) => {
		fill(simulator);
		const execution = await execute(
			{ ...getSummary, filters: { aggregatedScoreMax: 0.3 } },
			{ account: simulator },
		);
		const both = between(simulator, '2026-02-25T05:00Z', '2026-03-11T04:00Z');
		const now = between(simulator, '2026-03-04T05:00Z', '2026-03-11T04:00Z');
		const kept = now.filter(({ aggregatedScore }) => (aggregatedScore ?? NaN) <= 0.3);
		const without = both.filter(({ aggregatedScore }) => typeof aggregatedScore !== 'number');
		expect(summaries(execution)).toEqual([
			expect.objectContaining({
				records: kept.length,
				scores: expect.objectContaining({ missing: 0 }),
			}),
		]);
		expect(messages(execution)).toEqual([
			`${without.length} records have no score, so the filter left them out.`,
		]);
	});
});

it('summarizes an empty period as zeros', async () => {
	setClock(NOW);
	await withSimulator({ count: 1 }, async (simulator) => {
		const [summary] = summaries(await execute(getSummary, { account: simulator }));
		expect(summary).toMatchObject({
			records: 0,
			suspicious: { count: 0, share: null },
			change: { records: null, suspiciousShare: null },
			checksCharged: null,
		});
		expect(summary?.trend.map(({ records, suspicious }) => records + suspicious)).toEqual(
			Array(7).fill(0),
		);
	});
});

it('takes what came for the whole only when told to, and then says that some is missing', async () => {
	setClock(NOW);
	const records = [{ _id: '1', createdAt: '2026-03-09T12:00:00Z', isLive: false }, { _id: '2' }];
	const body = JSON.stringify({ data: records, total: 3, limit: 100, page: 1, pages: 1 });
	await withServer(
		(_request, response) => response.setHeader('content-type', 'application/json').end(body),
		async ({ url }) => {
			const account = { url, token: 'token' };
			const failed = await execute(getSummary, { account });
			expect(failed.error?.message).toBe('Verifik gave only 2 of the 3 records that it counts');
			expect(failed.success).toEqual([]);
			const options = { incompleteResults: 'return' };
			const returned = await execute({ ...getSummary, options }, { account });
			// the one without a date is counted, and in no group
			const [summary] = summaries(returned);
			expect(summary).toMatchObject({ records: 2, suspicious: { count: 1, share: 1 } });
			expect(summary?.trend.reduce((sum, group) => sum + group.records, 0)).toBe(1);
			expect(messages(returned)).toEqual([
				'Some records are missing. Verifik gave only 2 of the 3 records that it counts.',
			]);
		},
	);
});

it('summarizes a custom period from one moment up to another, both of them included', async () => {
	await withSimulator({ count: 200 }, async (simulator) => {
		const records = simulator.records();
		const [createdAfter, createdBefore] = [records[120].createdAt, records[40].createdAt];
		const dates = { period: 'custom', createdAfter, createdBefore, groupBy: 'hour' };
		const [summary] = summaries(await execute({ ...getSummary, ...dates }, { account: simulator }));
		expect(summary).toMatchObject({ period: { name: 'custom' }, records: 81 });
		expect(Date.parse(summary?.period.from ?? '')).toBe(Date.parse(createdAfter));
	});
});
