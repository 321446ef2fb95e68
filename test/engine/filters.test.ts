import type { SimulatorOptions } from '../../simulator';
import { reasonsOf } from '../unit/documentLiveness/reasonsByWords';
import { execute, getAll, jsonOf, withSimulator } from './support';

const idsWith = async (options: SimulatorOptions, filters: object) =>
	await withSimulator({ count: 200, ...options }, async (simulator) => {
		const { success, error } = await execute(
			{ ...getAll, filters: filters as { [key: string]: string } },
			{ account: simulator },
		);
		expect(error).toBeUndefined();
		return { ids: jsonOf(success).map(({ _id }) => _id), simulator, records: simulator.records() };
	});

describe('filters of Get Many', () => {
	it.each([true, false])(
		'keep a period, both ends included (server ignores it: %s)',
		async (ignoreFilters) => {
			const all = await idsWith({}, {});
			const [from, to] = [all.records[120].createdAt, all.records[40].createdAt];
			const { ids, simulator } = await idsWith(
				{ ignoreFilters },
				{ createdAfter: from, createdBefore: to },
			);
			expect(ids).toEqual(all.ids.slice(40, 121));
			expect(simulator.requests[0].query).toMatchObject({
				whereGTE_createdAt: from,
				whereLTE_createdAt: to,
			});
		},
	);

	it("read a date without a time zone in the workflow's", async () => {
		const { simulator } = await idsWith({}, { createdAfter: '2025-12-31T12:00:00' });
		// n8n's default zone is New York
		expect(simulator.requests[0].query.whereGTE_createdAt).toBe('2025-12-31T17:00:00.000Z');
	});

	it.each([
		['an ISO date', '2025-12-31'],
		[
			'a Luxon date',
			'={{ DateTime.fromISO("2025-12-31T00:00:00", { zone: "America/New_York" }) }}',
		],
		['a JavaScript date', '={{ new Date(Date.UTC(2025, 11, 31, 5)) }}'],
	])('take %s', async (_name, createdAfter) => {
		const { simulator } = await idsWith({}, { createdAfter });
		expect(simulator.requests[0].query.whereGTE_createdAt).toBe('2025-12-31T05:00:00.000Z');
	});

	it.each([true, false])('keep what Verifik itself calls live: %s', async (isLive) => {
		const { ids, records } = await idsWith({}, { verdict: isLive ? 'live' : 'notLive' });
		const expected = records.filter((record) => record.isLive === isLive).map(({ _id }) => _id);
		expect(expected.length).toBeGreaterThan(0);
		expect(ids).toEqual(expected);
	});

	it('keep what failed one of the chosen checks, by its own maximum', async () => {
		const filters = { failedCheck: ['printedCopy', 'screenReplay'], failedCheckMax: 0.4 };
		const { ids, records } = await idsWith({}, filters);
		const maximums = { suspiciousScoreMax: 0, suspiciousCheckMax: 0.4 };
		const expected = records.filter((record) =>
			reasonsOf(record, maximums).some((reason) => filters.failedCheck.includes(reason)),
		);
		expect(expected.length).toBeGreaterThan(0);
		expect(ids).toEqual(expected.map(({ _id }) => _id));
	});

	it('keep a range of scores, both ends included, also when an expression gives text', async () => {
		const { ids, records } = await idsWith(
			{},
			{ aggregatedScoreMin: '={{ "0.01" }}', aggregatedScoreMax: '={{ "0.8" }}' },
		);
		const expected = records.filter(
			({ aggregatedScore }) => Number(aggregatedScore) >= 0.01 && Number(aggregatedScore) <= 0.8,
		);
		expect(ids).toEqual(expected.map(({ _id }) => _id));
	});
});

describe('a split', () => {
	const warningsOf = (record: Record<string, unknown>, kind: string) =>
		['screenReplay', 'printedCopy', 'portraitSubstitution', 'digitalManipulation'].flatMap(
			(check) => record[check + kind] as string[],
		);

	it.each([
		['perCheck', 'keep', false],
		['perCheck', 'drop', true],
		['perCode', 'keep', true],
		['perCode', 'drop', false],
	])(
		'%s (%s records without, errors %s) loses and invents nothing',
		async (splitWarnings, recordsWithoutWarnings, includeErrors) => {
			await withSimulator({ count: 300 }, async (simulator) => {
				const { success } = await execute(
					{ ...getAll, splitWarnings, options: { recordsWithoutWarnings, includeErrors } },
					{ account: simulator },
				);
				const expected = simulator.records().flatMap((record) => {
					const codes = (kind: string, severity: string) => {
						const all = warningsOf(record, kind).map((code) => `${severity} ${code}`);
						return splitWarnings === 'perCode' ? [...new Set(all)] : all;
					};
					const found = [
						...codes('Warnings', 'warning'),
						...(includeErrors ? codes('Errors', 'error') : []),
					];
					if (found.length === 0)
						return recordsWithoutWarnings === 'keep' ? [`${record._id} null null`] : [];
					return found.map((code) => `${record._id} ${code}`);
				});
				const got = jsonOf(success).map(({ _id, severity, code }) => `${_id} ${severity} ${code}`);
				expect([...got].sort()).toEqual([...expected].sort());
			});
		},
	);
});
