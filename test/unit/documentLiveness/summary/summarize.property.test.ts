import fc, { runs } from '../../../harness/fastCheck';
import { history } from './histories';
import { expectAgreement, summarize } from './summaryAgreement';

test('a summary is what counting all records field by field gives, in the same order', () => {
	expectAgreement(runs(300));
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
