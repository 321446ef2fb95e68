import { booleanParameter, numberParameter, read } from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import { ABOUT_SCORE, SCORE_HINT } from '../scoreWords';
import { SUSPICIOUS_SCORE_MAX, type Concern } from '../suspicious';

/** Up to which score a record is suspicious, wherever that can be chosen. */
export const suspiciousScoreMax = numberParameter({
	displayName: 'Suspicious Score Maximum',
	name: 'suspiciousScoreMax',
	min: 0,
	max: 1,
	mayBeFraction: true,
	default: SUSPICIOUS_SCORE_MAX,
	hint: SCORE_HINT,
	description: `A record is suspicious when its score is this or lower, or when Verifik's verdict is not live. ${ABOUT_SCORE}`,
});

const includeUnjudged = booleanParameter({
	displayName: 'Include Unjudged',
	name: 'includeUnjudged',
	default: true,
	description:
		'Whether to include records that have neither a score nor a verdict, since nobody can tell whether they are suspicious',
});

/** Which records are of concern. */
export const suspicionFields = [suspiciousScoreMax.field, includeUnjudged.field];

/** @throws {NodeOperationError} */
export function readConcern(source: ParameterSource): Concern {
	return {
		suspiciousScoreMax: read(source, suspiciousScoreMax),
		includeUnjudged: read(source, includeUnjudged),
	};
}
