import fc from '../../../harness/fastCheck';

import {
	addToSummary,
	beginSummary,
	finishSummary,
} from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import { deepFreeze } from '../../samples';
import { countAll } from './bruteForce';
import { history, type History } from './histories';

export function summarize({ settings, records }: History) {
	const state = beginSummary(deepFreeze(settings));
	for (const record of records) addToSummary(state, deepFreeze(record));
	return finishSummary(state);
}

/** A summary is what counting all records field by field gives, in the same order. */
export function expectAgreement(numRuns: number): void {
	fc.assert(
		fc.property(history, (drawn) => {
			const summary = summarize(drawn);
			const counted = countAll(drawn);
			// added up in another way, so only about the same
			expect(summary.scores.mean).toEqual(
				counted.scores.mean === null ? null : expect.closeTo(counted.scores.mean, 12),
			);
			counted.scores.mean = summary.scores.mean;
			expect(JSON.stringify(summary, null, 1)).toBe(JSON.stringify(counted, null, 1));
		}),
		{ numRuns },
	);
}
