import {
	CHECK_FIELDS,
	codesOf,
	type Check,
	type DocumentLivenessRecord,
	type Severity,
} from './record';

/** One code that one check reported. */
export interface Finding {
	check: Check;
	severity: Severity;
	code: string;
}

/** One code with all the checks that reported it. */
export interface CodeFinding {
	checks: Check[];
	severity: Severity;
	code: string;
}

/**
 * What the checks of a record reported: check by check, warnings before errors, codes as they
 * came. Errors only when asked for.
 */
export function findingsPerCheck(
	record: DocumentLivenessRecord,
	includeErrors: boolean,
): Finding[] {
	const severities: Severity[] = includeErrors ? ['warning', 'error'] : ['warning'];
	const findings: Finding[] = [];
	for (const fields of CHECK_FIELDS) {
		for (const severity of severities) {
			for (const code of codesOf(record, fields[severity])) {
				findings.push({ check: fields.check, severity, code });
			}
		}
	}
	return findings;
}

/** The same findings, each code once, in the order in which the codes first appear. */
export function findingsPerCode(
	record: DocumentLivenessRecord,
	includeErrors: boolean,
): CodeFinding[] {
	const byCode = new Map<string, CodeFinding>();
	for (const { check, severity, code } of findingsPerCheck(record, includeErrors)) {
		const key = `${severity} ${code}`;
		const known = byCode.get(key);
		if (known === undefined) byCode.set(key, { checks: [check], severity, code });
		else if (!known.checks.includes(check)) known.checks.push(check);
	}
	return [...byCode.values()];
}
