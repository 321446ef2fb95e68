import { choiceParameter, numberParameter } from '../../parameters/parameter';
import { badParameter } from '../../parameters/values';
import { toNumber } from '../record';
import { isBetween, type FilterRule } from './rule';

/** 0–1, inclusive. The score is a liveness probability: near 0 is suspicious, near 1 is genuine. */
export interface ScoreBounds {
	aggregatedScoreMax?: number | undefined;
	aggregatedScoreMin?: number | undefined;
	/** Whether a record without a usable score passes the two bounds above; `exclude` unless given. */
	missingScore?: 'exclude' | 'include' | undefined;
}

const DIRECTION =
	'The score is the probability that the document is genuine: near 0 is suspicious, near 1 is genuine.';

const score = { min: 0, max: 1, precision: 6, default: 0.5 };

const aggregatedScoreMax = numberParameter({
	displayName: 'Aggregated Score Maximum',
	name: 'aggregatedScoreMax',
	...score,
	description: `Keep records with this score or a lower one. ${DIRECTION} Set this to find suspicious documents.`,
});

const aggregatedScoreMin = numberParameter({
	displayName: 'Aggregated Score Minimum',
	name: 'aggregatedScoreMin',
	...score,
	description: `Keep records with this score or a higher one. ${DIRECTION} Set this to find genuine documents.`,
});

const missingScore = choiceParameter({
	displayName: 'Missing Score',
	name: 'missingScore',
	default: 'exclude',
	description: 'What to do with a record that has no score, when a minimum or maximum is set',
	options: [
		{ name: 'Exclude', value: 'exclude', description: 'Leave out records without a score' },
		{ name: 'Include', value: 'include', description: 'Keep records without a score' },
	],
});

/** By the aggregated score. */
export const scoreRule: FilterRule<ScoreBounds> = {
	parameters: { aggregatedScoreMax, aggregatedScoreMin, missingScore },

	isSet: (bounds) =>
		bounds.aggregatedScoreMin !== undefined || bounds.aggregatedScoreMax !== undefined,

	apply(record, bounds) {
		const score = toNumber(record.aggregatedScore);
		if (score === undefined) return bounds.missingScore === 'include' ? 'match' : 'aggregatedScore';
		return isBetween(score, bounds.aggregatedScoreMin, bounds.aggregatedScoreMax);
	},

	refuse(source, { aggregatedScoreMin: min = -Infinity, aggregatedScoreMax: max = Infinity }) {
		if (min <= max) return;
		throw badParameter(
			source,
			aggregatedScoreMin.field.displayName,
			`(${min}) is above "${aggregatedScoreMax.field.displayName}" (${max}), so no record can match`,
			'Swap the two, or remove one of them.',
		);
	},
};
