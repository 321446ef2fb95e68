import type { IDataObject } from 'n8n-workflow';

import { getSuspicious } from '../../../nodes/DocumentLiveness/operations/getSuspicious.operation';
import type { VerifikClient } from '../../../nodes/verifik/api/client';
import { RecordNotes } from '../../../nodes/verifik/documentLiveness/hints';
import {
	CHECKS,
	type DocumentLivenessRecord,
} from '../../../nodes/verifik/documentLiveness/record';
import fc from '../../harness/fastCheck';
import { parametersWith } from '../parameters/source';
import { deepFreeze, freshExecution } from '../samples';
import { shareIn } from './reasonsByWords';
import { cases, expectedOf, formOf, pageOf, timeOf } from './suspiciousCases';

/** A list in the place of the client. */
function clientOf(records: DocumentLivenessRecord[], appliesDates: boolean): VerifikClient {
	const get = async ({ query = {} }: { query?: IDataObject }) =>
		pageOf(records, query, appliesDates);
	return { get } as unknown as VerifikClient;
}

/** Get Suspicious gives what a filter leaves of all records, in the same order, with the reasons. */
export async function expectAgreement(numRuns: number): Promise<void> {
	const given = { some: 0, unjudged: 0, atMaximum: 0, byCheck: 0, undated: 0, leftOut: 0 };
	await fc.assert(
		fc.asyncProperty(cases, async (drawn) => {
			const { records, suspiciousScoreMax } = drawn;
			const items = await getSuspicious.run({
				source: { ...parametersWith(formOf(drawn)), timezone: drawn.timezone, nowMs: drawn.nowMs },
				client: clientOf(deepFreeze(records), drawn.appliesDates),
				notes: new RecordNotes(freshExecution()),
				itemIndex: 3,
				item: { json: {} },
				helpers: {} as never,
				left: 0,
				signal: new AbortController().signal,
				logger: { debug: () => {}, info: () => {} } as never,
			});

			const expected = expectedOf(drawn);
			expect(items.map(({ json }) => json)).toEqual(expected);
			expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":3}')).toBe(
				true,
			);

			if (expected.length > 0) given.some++;
			const reasons = expected.map((record) => record.reasons as string[]);
			if (reasons.some(({ length }) => length === 0)) given.unjudged++;
			if (reasons.some(([first]) => CHECKS.some((check) => check === first))) given.byCheck++;
			if (expected.some((r) => shareIn(r.aggregatedScore) === suspiciousScoreMax)) {
				given.atMaximum++;
			}
			if (expected.some((r) => Number.isNaN(timeOf(r)))) given.undated++;
			if (expected.length < records.length) given.leftOut++;
		}),
		{ numRuns },
	);
	// what it is all about has come up, and often
	for (const times of Object.values(given)) expect(times).toBeGreaterThan(numRuns / 50);
}
