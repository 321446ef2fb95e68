import { booleanParameter, numberParameter, read, readOption } from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import { ABOUT_CHECKS, ABOUT_SCORE, SCORE_HINT } from '../scoreText';
import { DEFAULT_CRITERIA, type SuspicionCriteria } from '../suspicious';

const range = { min: 0, max: 1, mayBeFraction: true, hint: SCORE_HINT } as const;

/** Up to which score a record is suspicious, wherever that can be chosen. */
export const suspiciousScoreMax = numberParameter({
	displayName: 'Suspicious Score Maximum',
	name: 'suspiciousScoreMax',
	...range,
	default: DEFAULT_CRITERIA.suspiciousScoreMax,
	description: `A record is suspicious when its score is this or lower, when Verifik's verdict is not live, or when a check failed (Suspicious Check Maximum in Options). ${ABOUT_SCORE}`,
});

/** Up to which probability a check makes a record suspicious. In "Options", beside the former. */
export const suspiciousCheckMax = numberParameter({
	displayName: 'Suspicious Check Maximum',
	name: 'suspiciousCheckMax',
	...range,
	default: DEFAULT_CRITERIA.suspiciousCheckMax,
	description: `A record is suspicious, whatever its score, when the probability of a check that was run is this or lower. ${ABOUT_CHECKS}`,
});

export const includeUnjudged = booleanParameter({
	displayName: 'Include Unjudged',
	name: 'includeUnjudged',
	default: true,
	description:
		'Whether to include records that have neither a score nor a verdict, since nobody can tell whether they are suspicious',
});

/** Which records somebody has to look at, but for what is in "Options". */
export const suspicionFields = [suspiciousScoreMax.field, includeUnjudged.field];

/** @throws {NodeOperationError} */
export function readSuspicionCriteria(source: ParameterSource): SuspicionCriteria {
	return {
		suspiciousScoreMax: read(source, suspiciousScoreMax),
		suspiciousCheckMax: readOption(source, suspiciousCheckMax),
	};
}
