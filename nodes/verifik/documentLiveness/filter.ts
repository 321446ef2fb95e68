import { createdAtOf, toNumber, type DocumentLivenessRecord } from './record';

/** What a record has to meet. A bound that is absent is not looked at; all bounds are inclusive. */
export interface RecordFilter {
	/** 0–1. The score is a liveness probability: near 0 is suspicious, near 1 is genuine. */
	aggregatedScoreMin?: number;
	aggregatedScoreMax?: number;
	/** Whether a record without a usable score passes the two bounds above. */
	missingScore: 'include' | 'exclude';
	/** ms since 1970 */
	createdAfter?: number;
	createdBefore?: number;
	isLive?: boolean;
}

/** The fields that a filter can find missing, so that the user can be told. */
export type FilteredField = 'aggregatedScore' | 'createdAt' | 'isLive';

/** `match`, `mismatch`, or the field that the record lacks and without which it cannot match. */
export type Verdict = 'match' | 'mismatch' | FilteredField;

/** Whether the filter can reject anything at all. */
export function isSelective(filter: RecordFilter): boolean {
	return (
		boundsScore(filter) ||
		filter.createdAfter !== undefined ||
		filter.createdBefore !== undefined ||
		filter.isLive !== undefined
	);
}

/**
 * Judges one record. A field that is missing only counts once everything else matches: the caller
 * counts those records, and they must be the ones that the missing field alone kept out.
 */
export function judge(record: DocumentLivenessRecord, filter: RecordFilter): Verdict {
	let verdict: Verdict = 'match';
	for (const rule of RULES) {
		const given = rule(record, filter);
		if (given === 'mismatch') return given;
		if (verdict === 'match') verdict = given;
	}
	return verdict;
}

const RULES = [judgeScore, judgeDate, judgeLive];

function judgeScore(record: DocumentLivenessRecord, filter: RecordFilter): Verdict {
	if (!boundsScore(filter)) return 'match';
	const score = toNumber(record.aggregatedScore);
	if (score === null) return filter.missingScore === 'include' ? 'match' : 'aggregatedScore';
	return isBetween(score, filter.aggregatedScoreMin, filter.aggregatedScoreMax);
}

function judgeDate(record: DocumentLivenessRecord, filter: RecordFilter): Verdict {
	if (filter.createdAfter === undefined && filter.createdBefore === undefined) return 'match';
	const createdAt = createdAtOf(record);
	if (createdAt === null) return 'createdAt';
	return isBetween(createdAt, filter.createdAfter, filter.createdBefore);
}

function judgeLive(record: DocumentLivenessRecord, filter: RecordFilter): Verdict {
	if (filter.isLive === undefined) return 'match';
	if (typeof record.isLive !== 'boolean') return 'isLive';
	return record.isLive === filter.isLive ? 'match' : 'mismatch';
}

function boundsScore(filter: RecordFilter): boolean {
	return filter.aggregatedScoreMin !== undefined || filter.aggregatedScoreMax !== undefined;
}

function isBetween(value: number, min = -Infinity, max = Infinity): Verdict {
	return value >= min && value <= max ? 'match' : 'mismatch';
}
