import type { IDataObject } from 'n8n-workflow';

import { getSuspicious } from '../../../nodes/DocumentLiveness/operations/getSuspicious.operation';
import type { VerifikClient } from '../../../nodes/verifik/api/client';
import { RecordNotes } from '../../../nodes/verifik/documentLiveness/hints';
import type { DocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';
import fc, { runs } from '../../harness/fastCheck';
import { parametersWith } from '../parameters/source';
import { deepFreeze } from '../samples';
import { history } from './summary/histories';
import { groupKey, groupsIn } from './summary/zones';

/*
 * Get Suspicious, all of it but the requests, over the histories that summaries are tried on: it
 * has to give what a filter in the words of the documentation leaves of them.
 */

const HOUR = 3_600_000;

/** A list in the place of the client: as it is, in pages of any size. */
function clientOf(records: DocumentLivenessRecord[], appliesDates: boolean): VerifikClient {
	const get = async ({ query = {} }: { query?: IDataObject }) => {
		const [page, limit] = [Number(query.page), Number(query.perPage)];
		const { whereGTE_createdAt: after, whereLTE_createdAt: before } = query;
		const isListed = (record: DocumentLivenessRecord) =>
			!appliesDates ||
			!(
				timeOf(record) < Date.parse(String(after ?? '')) ||
				timeOf(record) > Date.parse(String(before ?? ''))
			);
		const listed = records.filter(isListed);
		const data = listed.slice((page - 1) * limit, page * limit);
		const pages = Math.ceil(listed.length / limit);
		return { data, total: listed.length, limit, page, pages };
	};
	return { get } as unknown as VerifikClient;
}

function timeOf({ createdAt }: DocumentLivenessRecord): number {
	return typeof createdAt === 'string' ? Date.parse(createdAt) : NaN;
}

function scoreOf({ aggregatedScore: score }: DocumentLivenessRecord): number | null {
	if (typeof score === 'number') return score;
	return typeof score === 'string' && /\d/.test(score) ? Number(score) : null;
}

const cases = history.chain(({ settings, records }) => {
	const { timezone, fromMs, toMs } = settings.period;
	const iso = (ms: number) => new Date(ms).toISOString();
	/** What the form says, and the first and last moment that are meant by it. */
	const custom = [
		[{ createdAfter: iso(fromMs), createdBefore: iso(toMs) }, fromMs, toMs],
		[{ createdAfter: iso(fromMs), createdBefore: '' }, fromMs, Infinity],
		[{ createdAfter: '', createdBefore: iso(toMs) }, -Infinity, toMs],
	] as const;
	const now = toMs + 1;
	const days = groupsIn(timezone, 'day');
	const today = days.findIndex(({ key }) => key === groupKey(timezone, 'day', now));
	// the first of them began before what is known of the clock
	const [yesterdayMs, todayMs] = [today - 1, today].map((day) =>
		day > 0 ? days[day]?.fromMs : undefined,
	);
	const periods: Array<{ form: object; from: number; to: number }> = [
		...custom.map(([dates, from, to]) => ({ form: { period: 'custom', ...dates }, from, to })),
		{ form: { period: 'lastHour' }, from: now - HOUR, to: Infinity },
		{ form: { period: 'last24Hours' }, from: now - 24 * HOUR, to: Infinity },
		{ form: { period: 'all' }, from: NaN, to: NaN },
	];
	if (todayMs !== undefined && yesterdayMs !== undefined) {
		periods.push(
			{ form: { period: 'today' }, from: todayMs, to: Infinity },
			{ form: { period: 'yesterday' }, from: yesterdayMs, to: todayMs - 1 },
		);
	}
	return fc.record({
		period: fc.constantFrom(...periods),
		timezone: fc.constant(timezone),
		nowMs: fc.constant(now),
		suspiciousScoreMax: fc.constant(settings.suspiciousScoreMax),
		includeUnjudged: fc.boolean(),
		pageSize: fc.integer({ min: 1, max: 12 }),
		appliesDates: fc.boolean(),
		// each another one: the walk gives none twice
		records: fc.constant(
			records.map((record, index): DocumentLivenessRecord => ({ ...record, _id: `id ${index}` })),
		),
	});
});

test('Get Suspicious is what a filter leaves of all records, in the same order', async () => {
	const given = { some: 0, unjudged: 0, atMaximum: 0, undated: 0, leftOut: 0 };
	await fc.assert(
		fc.asyncProperty(cases, async ({ period, records, ...drawn }) => {
			const { suspiciousScoreMax, includeUnjudged, pageSize, timezone, nowMs } = drawn;
			const values = {
				createdAfter: '',
				createdBefore: '',
				...period.form,
				suspiciousScoreMax,
				includeUnjudged,
				simplify: false,
				splitWarnings: 'none',
				options: { pageSize },
			};
			const items = await getSuspicious.run({
				source: { ...parametersWith(values), timezone, nowMs },
				client: clientOf(deepFreeze(records), drawn.appliesDates),
				notes: new RecordNotes(),
				itemIndex: 3,
				item: { json: {} },
				helpers: {} as never,
				left: 0,
				signal: new AbortController().signal,
				logger: { debug: () => {} } as never,
			});

			const isAnyTime = Number.isNaN(period.from);
			const expected = records.filter((record) => {
				const time = timeOf(record);
				// a comparison with what is no date is never true
				if (!isAnyTime && !(time >= period.from && time <= period.to)) return false;
				const score = scoreOf(record);
				if (record.isLive === false) return true;
				if (score !== null) return score <= suspiciousScoreMax;
				return record.isLive !== true && includeUnjudged;
			});
			expect(items.map(({ json }) => json)).toEqual(expected);
			expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":3}')).toBe(
				true,
			);

			if (expected.length > 0) given.some++;
			if (expected.some((r) => scoreOf(r) === null && r.isLive !== false)) given.unjudged++;
			if (expected.some((r) => scoreOf(r) === suspiciousScoreMax)) given.atMaximum++;
			if (expected.some((r) => Number.isNaN(timeOf(r)))) given.undated++;
			if (expected.length < records.length) given.leftOut++;
		}),
		{ numRuns: runs(5_000) },
	);
	// what it is all about has come up, and often
	for (const times of Object.values(given)) expect(times).toBeGreaterThan(runs(5_000) / 50);
});
