import type { FilterResult } from './filters/rule';
import {
	CHECK_FIELDS,
	CHECKS,
	codesOf,
	hasInvalidNumbers,
	isLiveOf,
	probabilityOf,
	scoreOf,
	type Check,
	type CheckFields,
	type DocumentLivenessRecord,
} from './record';

/** Up to which number a record is suspicious. Both 0–1, inclusive: near 0 is suspicious. */
export interface SuspicionCriteria {
	/** of the aggregated score */
	suspiciousScoreMax: number;
	/** of the probability of a single check */
	suspiciousCheckMax: number;
}

/** Unless somebody chooses otherwise. */
export const DEFAULT_CRITERIA: SuspicionCriteria = {
	suspiciousScoreMax: 0.5,
	suspiciousCheckMax: 0.5,
};

/** What can make a record suspicious, in the order in which reasons are listed. */
export const REASONS = ['verdict', 'aggregatedScore', ...CHECKS] as const;

export type Reason = (typeof REASONS)[number];

export interface Classification {
	/** Those that hold, in the order of `REASONS`; a record with any is suspicious. */
	reasons: Reason[];
	/** Whether there is a verdict, a score, or any reason; else nobody can tell. */
	isJudged: boolean;
	/** Whether a score or probability is outside 0–1, and counts as none for that. */
	hasInvalidNumbers: boolean;
}

/** The package's one definition of what is suspicious, and why. */
export function classify(
	record: DocumentLivenessRecord,
	{ suspiciousScoreMax, suspiciousCheckMax }: SuspicionCriteria,
): Classification {
	const isLive = isLiveOf(record);
	const score = scoreOf(record);
	const reasons: Reason[] = failedChecks(record, suspiciousCheckMax);
	if (score !== undefined && score <= suspiciousScoreMax) reasons.unshift('aggregatedScore');
	if (isLive === false) reasons.unshift('verdict');
	return {
		reasons,
		isJudged: isLive !== undefined || score !== undefined || reasons.length > 0,
		hasInvalidNumbers: hasInvalidNumbers(record),
	};
}

/** The checks whose result is at or below a maximum. By a mean, one of them hides in a high score. */
export function failedChecks(record: DocumentLivenessRecord, max: number): Check[] {
	return CHECK_FIELDS.filter((fields) => (resultOf(record, fields) ?? Infinity) <= max).map(
		({ check }) => check,
	);
}

/** What a check found, 0–1; `undefined` when it was not run, or failed with an error: that says nothing. */
export function resultOf(record: DocumentLivenessRecord, fields: CheckFields): number | undefined {
	return codesOf(record, fields.error).length > 0 ? undefined : probabilityOf(record, fields);
}

/** Whether somebody has to look at a record: it is suspicious, or it cannot be judged and those are included. */
export function needsReview(
	{ reasons, isJudged }: Classification,
	includeUnjudged: boolean,
): FilterResult {
	if (reasons.length > 0) return 'match';
	if (isJudged) return 'mismatch';
	return includeUnjudged ? 'match' : 'scoreAndVerdict';
}
