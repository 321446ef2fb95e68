import {
	CHECK_FIELDS,
	CHECKS,
	codesOf,
	createdAtOf,
	fieldsOfCheck,
	isLiveOf,
	probabilityOf,
	type Check,
	type DocumentLivenessRecord,
	type Severity,
} from '../record';
import type { Reason } from '../suspicious';
import { shorten } from './format';
import type { CodeCount, LowestScore, ScoreBin, Summary } from './summary';

/** Where the bins begin. Tenths as they are written: adding or multiplying would miss some. */
const LOWER_BOUNDS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The scores so far. */
export interface ScoreTally {
	count: number;
	missing: number;
	minimum: number;
	mean: number;
	maximum: number;
	bins: ScoreBin[];
}

export function noScores(): ScoreTally {
	const bins = LOWER_BOUNDS.map((from, i) => ({ from, to: LOWER_BOUNDS[i + 1] ?? 1, count: 0 }));
	return { count: 0, missing: 0, minimum: Infinity, mean: 0, maximum: -Infinity, bins };
}

/** @param score 0–1 */
export function addScore(tally: ScoreTally, score: number | undefined): void {
	if (score === undefined) {
		tally.missing++;
		return;
	}
	tally.count++;
	tally.mean += (score - tally.mean) / tally.count;
	tally.minimum = Math.min(tally.minimum, score);
	tally.maximum = Math.max(tally.maximum, score);
	const bin = tally.bins.find(({ to }) => score < to) ?? tally.bins.at(-1);
	if (bin !== undefined) bin.count++;
}

export function listScores(tally: ScoreTally): Summary['scores'] {
	const { count, missing, minimum, mean, maximum } = tally;
	const isEmpty = count === 0;
	return {
		count,
		missing,
		minimum: isEmpty ? null : minimum,
		mean: isEmpty ? null : mean,
		maximum: isEmpty ? null : maximum,
		bins: tally.bins.map((bin) => ({ ...bin })),
	};
}

/** How many different codes are told apart. Thirteen are known, but the API may send any text. */
export const MAX_CODES = 200;

/** Under this name all further codes are counted, so that none is lost and memory stays bounded. */
export const OTHER_CODES = 'OTHER_CODES';

/** The codes so far. A map, since a code may be any text, "__proto__" too. */
export type CodeTally = Map<string, CodeCount>;

/**
 * Counts a record's codes: each once, and once for each check that reported it.
 *
 * @returns the checks that reported any
 */
export function addCodes(
	tally: CodeTally,
	record: DocumentLivenessRecord,
	severity: Severity,
): Check[] {
	const reporting: Check[] = [];
	const counted = new Set<CodeCount>();
	for (const fields of CHECK_FIELDS) {
		const counts = new Set(codesOf(record, fields[severity]).map((code) => countFor(tally, code)));
		if (counts.size > 0) reporting.push(fields.check);
		for (const count of counts) {
			count.checks[fields.check]++;
			if (!counted.has(count)) count.records++;
			counted.add(count);
		}
	}
	return reporting;
}

/** The codes, most frequent first, then by code. */
export function listCodes(tally: CodeTally): CodeCount[] {
	return [...tally.values()]
		.sort((a, b) => b.records - a.records || (a.code < b.code ? -1 : 1))
		.map(({ code, records, checks }) => ({ code, records, checks: { ...checks } }));
}

function countFor(tally: CodeTally, code: string): CodeCount {
	const name = shorten(code);
	const known = tally.get(name);
	if (known !== undefined) return known;
	if (tally.size >= MAX_CODES && name !== OTHER_CODES) return countFor(tally, OTHER_CODES);
	const checks = Object.fromEntries(CHECKS.map((check) => [check, 0])) as Record<Check, number>;
	const count = { code: name, records: 0, checks };
	tally.set(name, count);
	return count;
}

/** A record that is among the lowest so far. */
interface Low {
	/** ms since 1970; without a date it is listed last */
	createdAt: number;
	listed: LowestScore;
}

/** The lowest so far, in the order in which the summary lists them. */
export type LowestTally = Low[];

/**
 * Keeps the record when it is among the `count` lowest.
 *
 * @param reasons why it is suspicious, if it is
 */
export function addLowest(
	tally: LowestTally,
	record: DocumentLivenessRecord,
	{ score, reasons, count }: { score: number; reasons: Reason[]; count: number },
): void {
	// nearly every record of a long period ends here
	const highest = tally[count - 1]?.listed.aggregatedScore ?? -Infinity;
	if (tally.length >= count && score > highest) return;
	const createdAt = createdAtOf(record);
	const low: Low = {
		createdAt: createdAt ?? -Infinity,
		listed: {
			_id: idOf(record),
			createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
			aggregatedScore: score,
			isLive: isLiveOf(record) ?? null,
			reasons,
			failedChecks: probabilitiesOf(record, reasons),
		},
	};
	const place = tally.findIndex((other) => compare(low, other) < 0);
	tally.splice(place === -1 ? tally.length : place, 0, low);
	if (tally.length > count) tally.pop();
}

/** Lowest first, then newest first; then by ID, so that it is settled. */
function compare(a: Low, b: Low): number {
	const [scoreA, scoreB] = [a.listed.aggregatedScore, b.listed.aggregatedScore];
	if (scoreA !== scoreB) return scoreA - scoreB;
	if (a.createdAt !== b.createdAt) return b.createdAt - a.createdAt;
	const [idA, idB] = [String(a.listed._id), String(b.listed._id)];
	return idA === idB ? 0 : idA < idB ? -1 : 1;
}

/** Of the checks that are among the reasons. */
function probabilitiesOf(
	record: DocumentLivenessRecord,
	reasons: Reason[],
): LowestScore['failedChecks'] {
	const failed = CHECKS.filter((check) => reasons.includes(check));
	return Object.fromEntries(
		failed.map((check) => [check, probabilityOf(record, fieldsOfCheck(check))]),
	);
}

function idOf({ _id }: DocumentLivenessRecord): string | number | null {
	if (typeof _id === 'string') return shorten(_id);
	return typeof _id === 'number' ? _id : null;
}
