import {
	addToSummary,
	beginSummary,
	finishSummary,
	type SummarySettings,
} from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import type { Summary } from '../../../../nodes/verifik/documentLiveness/summary/summary';
import type { DocumentLivenessRecord } from '../../../../nodes/verifik/documentLiveness/record';

const DAY = 24 * 60 * 60 * 1000;

function iso(time: number): string {
	return new Date(time - 5 * 60 * 60 * 1000).toISOString().replace('Z', '-05:00');
}

function span(from: string, days: number) {
	const fromMs = Date.parse(from);
	const toMs = fromMs + days * DAY - 1;
	return { from, to: iso(toMs), fromMs, toMs };
}

/** The week of the design's example, in Bogota, where the clock is never changed. */
export const WEEK: SummarySettings = {
	period: {
		name: 'last7Days',
		timezone: 'America/Bogota',
		...span('2026-11-16T00:00:00.000-05:00', 7),
	},
	previous: span('2026-11-09T00:00:00.000-05:00', 7),
	groups: Array.from({ length: 7 }, (_, day) => {
		const fromMs = Date.parse('2026-11-16T00:00:00.000-05:00') + day * DAY;
		return { from: iso(fromMs), fromMs };
	}),
	suspiciousScoreMax: 0.5,
	suspiciousCheckMax: 0.5,
	lowestCount: 5,
};

/** A genuine document of the last day of that week, but for some fields. */
export function recordOf(fields: DocumentLivenessRecord = {}): DocumentLivenessRecord {
	return {
		_id: '68a8bf34d8207d5f3357b643',
		createdAt: '2026-11-22T19:04:25.503Z',
		aggregatedScore: 0.9,
		...fields,
	};
}

/** A document of the week before. */
export function earlierOf(fields: DocumentLivenessRecord = {}): DocumentLivenessRecord {
	return recordOf({ createdAt: '2026-11-11T12:00:00.000Z', ...fields });
}

/** So many of something, each made from its number. */
export function several<T>(count: number, make: (index: number) => T): T[] {
	return Array.from({ length: count }, (_, index) => make(index));
}

export function summaryOf(
	records: DocumentLivenessRecord[],
	settings: Partial<SummarySettings> = {},
): Summary {
	const state = beginSummary({ ...WEEK, ...settings });
	for (const record of records) addToSummary(state, record);
	return finishSummary(state);
}
