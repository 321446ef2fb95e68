import { choiceParameter, numberParameter } from '../../parameters/parameter';
import { badParameter } from '../../parameters/values';
import { scoreOf } from '../record';
import { ABOUT_SCORE, SCORE_HINT } from '../scoreText';
import { isBetween, type FilterRule } from './rule';

/** 0–1, inclusive: near 0 is suspicious. */
export interface ScoreBounds {
	aggregatedScoreMax?: number | undefined;
	aggregatedScoreMin?: number | undefined;
	/** Whether a record without a usable score passes the two bounds above; `exclude` unless given. */
	missingScore?: 'exclude' | 'include' | undefined;
}

const score = { min: 0, max: 1, mayBeFraction: true, hint: SCORE_HINT } as const;

const aggregatedScoreMax = numberParameter({
	displayName: 'Aggregated Score Maximum',
	name: 'aggregatedScoreMax',
	...score,
	default: 0.5,
	description: `Keep records with this score or a lower one: the suspicious ones. ${ABOUT_SCORE}`,
});

const aggregatedScoreMin = numberParameter({
	displayName: 'Aggregated Score Minimum',
	name: 'aggregatedScoreMin',
	...score,
	default: 0,
	description: `Keep records with this score or a higher one. ${ABOUT_SCORE}`,
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
		const score = scoreOf(record);
		if (score === undefined) return bounds.missingScore === 'include' ? 'match' : 'aggregatedScore';
		return isBetween(score, bounds.aggregatedScoreMin, bounds.aggregatedScoreMax);
	},

	refuse(source, { aggregatedScoreMin: min = -Infinity, aggregatedScoreMax: max = Infinity }) {
		if (min <= max) return;
		throw badParameter(
			source,
			aggregatedScoreMin.field.displayName,
			`(${min}) is above '${aggregatedScoreMax.field.displayName}' (${max}), so no record can match`,
			'Swap the two, or remove one of them.',
		);
	},
};
