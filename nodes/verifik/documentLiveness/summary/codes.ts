import {
	CHECK_FIELDS,
	CHECKS,
	codesOf,
	type Check,
	type DocumentLivenessRecord,
	type Severity,
} from '../record';
import { shorten } from './shorten';
import type { CodeCount } from './summary';

/** How many different codes are told apart. Thirteen are known, but the API may send any text. */
export const MAX_CODES = 200;

/** Under this name all further codes are counted, so that none is lost and memory stays bounded. */
export const OTHER_CODES = 'OTHER_CODES';

/** The codes so far. A map, since a code may be any text, "__proto__" too. */
export type CodeTally = Map<string, CodeCount>;

/** What one record was counted for already. */
type Counted = Map<CodeCount, Check[]>;

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
	let counted: Counted | undefined;
	for (const fields of CHECK_FIELDS) {
		const codes = codesOf(record, fields[severity]);
		if (codes.length === 0) continue;
		reporting.push(fields.check);
		counted ??= new Map();
		for (const code of codes) addCode(countFor(tally, code), fields.check, counted);
	}
	return reporting;
}

/** The codes, most frequent first, then by code. */
export function listCodes(tally: CodeTally): CodeCount[] {
	return [...tally.values()]
		.sort((a, b) => b.records - a.records || (a.code < b.code ? -1 : 1))
		.map(({ code, records, checks }) => ({ code, records, checks: { ...checks } }));
}

function addCode(count: CodeCount, check: Check, counted: Counted): void {
	const checks = counted.get(count);
	if (checks === undefined) {
		count.records++;
		counted.set(count, [check]);
	} else if (checks.includes(check)) {
		return;
	} else {
		checks.push(check);
	}
	count.checks[check]++;
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
