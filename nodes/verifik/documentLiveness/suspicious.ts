import type { FilterResult } from './filters/rule';
import { isLiveOf, toNumber, type DocumentLivenessRecord } from './record';

/** Up to which score a record is suspicious, unless somebody chooses otherwise. */
export const SUSPICIOUS_SCORE_MAX = 0.5;

/** What makes a record suspicious. */
export interface Suspicion {
	/** 0–1, inclusive: near 0 is suspicious. */
	suspiciousScoreMax: number;
}

/**
 * The package's one definition: Verifik says not live, or the score is at or below the maximum. A
 * record with neither score nor verdict is not suspicious: it cannot be judged.
 */
export function isSuspicious(
	record: DocumentLivenessRecord,
	{ suspiciousScoreMax }: Suspicion,
): boolean {
	if (isLiveOf(record) === false) return true;
	const score = toNumber(record.aggregatedScore);
	return score !== undefined && score <= suspiciousScoreMax;
}

/** Whether there is anything to judge the record by: a score, or Verifik's own verdict. */
export function isJudged(record: DocumentLivenessRecord): boolean {
	return toNumber(record.aggregatedScore) !== undefined || isLiveOf(record) !== undefined;
}

/** Which records somebody has to look at. */
export interface Concern extends Suspicion {
	/** Whether those too that cannot be judged. */
	includeUnjudged: boolean;
}

/** Whether somebody has to look at the record: it is suspicious, or it cannot be judged and those are included. */
export function judgeConcern(record: DocumentLivenessRecord, concern: Concern): FilterResult {
	if (isSuspicious(record, concern)) return 'match';
	if (isJudged(record)) return 'mismatch';
	return concern.includeUnjudged ? 'match' : 'scoreAndVerdict';
}
