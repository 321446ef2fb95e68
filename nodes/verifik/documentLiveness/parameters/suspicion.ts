import { numberParameter } from '../../parameters/parameter';

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
