import fc, { runs } from '../../../harness/fastCheck';

import {
	addToSummary,
	beginSummary,
	finishSummary,
} from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import { deepFreeze } from '../../samples';
import { countAll } from './bruteForce';
import { history, type History } from './histories';

const numRuns = runs(5_000);

function summarize({ settings, records }: History) {
	const state = beginSummary(deepFreeze(settings));
	for (const record of records) addToSummary(state, deepFreeze(record));
	return finishSummary(state);
}

test('a summary is what counting all records field by field gives, in the same order', () => {
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
});

test('the order in which records come makes no difference', () => {
	fc.assert(
		fc.property(history, (drawn) => {
			const { scores, lowestScores, ...summary } = summarize(drawn);
			const turned = summarize({ ...drawn, records: [...drawn.records].reverse() });
			expect(turned).toMatchObject(summary);
			expect(turned.scores.bins).toEqual(scores.bins);
			const order = (lowest: typeof lowestScores) =>
				lowest.map(({ aggregatedScore, createdAt, _id }) => [aggregatedScore, createdAt, _id]);
			expect(order(turned.lowestScores)).toEqual(order(lowestScores));
		}),
		{ numRuns: runs(500) },
	);
});
