import type { DocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';
import fc from '../../harness/fastCheck';
import { isJudged, reasonsOf, type Maximums } from './reasonsByWords';
import { history } from './summary/histories';
import { groupKey, groupsIn } from './summary/zones';

/*
 * The histories that summaries are tried on, for Get Suspicious, and a filter over them in the words
 * of the documentation.
 */

const HOUR = 3_600_000;

/** What a list request asks for; dates as ISO. */
export interface ListQuery {
	page?: unknown;
	perPage?: unknown;
	whereGTE_createdAt?: unknown;
	whereLTE_createdAt?: unknown;
}

/** One page of the list, by its dates or, as the API may, whatever they are. */
export function pageOf(
	records: DocumentLivenessRecord[],
	query: ListQuery,
	appliesDates: boolean,
): object {
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
}

export function timeOf({ createdAt }: DocumentLivenessRecord): number {
	return typeof createdAt === 'string' ? Date.parse(createdAt) : NaN;
}

export interface Case extends Maximums {
	/** What the form says, and the first and last moment that are meant by it; NaN for any. */
	period: { form: object; from: number; to: number };
	timezone: string;
	nowMs: number;
	includeUnjudged: boolean;
	pageSize: number;
	/** Whether the list is asked by date, or gives all of it. */
	appliesDates: boolean;
	records: DocumentLivenessRecord[];
}

/** What is asked for, when and where, and what there is. */
export const cases: fc.Arbitrary<Case> = history.chain(({ settings, records }) => {
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
		suspiciousCheckMax: fc.constant(settings.suspiciousCheckMax),
		includeUnjudged: fc.boolean(),
		pageSize: fc.integer({ min: 1, max: 12 }),
		appliesDates: fc.boolean(),
		// each another one: the walk gives none twice
		records: fc.constant(
			records.map((record, index): DocumentLivenessRecord => ({ ...record, _id: `id ${index}` })),
		),
	});
});

/** What the form has to give, filled in for a case. */
export function formOf(drawn: Case) {
	const { period, suspiciousScoreMax, suspiciousCheckMax, includeUnjudged, pageSize } = drawn;
	return {
		createdAfter: '',
		createdBefore: '',
		...period.form,
		suspiciousScoreMax,
		includeUnjudged,
		simplify: false,
		splitWarnings: 'none',
		options: { pageSize, suspiciousCheckMax },
	};
}

/** What has to come out: each as it came, with its reasons. */
export function expectedOf(drawn: Case): DocumentLivenessRecord[] {
	const { period, records, includeUnjudged } = drawn;
	const isAnyTime = Number.isNaN(period.from);
	const ofPeriod = records.filter((record) => {
		const time = timeOf(record);
		// a comparison with what is no date is never true
		return isAnyTime || (time >= period.from && time <= period.to);
	});
	return ofPeriod
		.map((record) => ({ ...record, reasons: reasonsOf(record, drawn) }))
		.filter((record) => record.reasons.length > 0 || (includeUnjudged && !isJudged(record, drawn)));
}
