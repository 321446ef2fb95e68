import { booleanParameter, numberParameter, read } from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import type { Concern } from '../suspicious';

/** Up to which score a record is suspicious, wherever that can be chosen. */
export const suspiciousScoreMax = numberParameter({
	displayName: 'Suspicious Score Maximum',
	name: 'suspiciousScoreMax',
	min: 0,
	max: 1,
	precision: 6,
	default: 0.5,
	description:
		'A record with this score or a lower one is suspicious, and so is one that Verifik itself calls not live. The score is the probability that the document is genuine: near 0 is suspicious, near 1 is genuine.',
});

const includeUnjudged = booleanParameter({
	displayName: 'Include Unjudged',
	name: 'includeUnjudged',
	default: true,
	description:
		'Whether records come too that have neither a score nor a verdict of Verifik: nobody can tell whether they are suspicious',
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
