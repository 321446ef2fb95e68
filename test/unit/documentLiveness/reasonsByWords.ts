import type { DocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';

/*
 * What makes a record suspicious, and why, in the words of docs/summary.md: written without the code
 * that ships, so that a mistake there does not agree with itself.
 */

export interface Maximums {
	suspiciousScoreMax: number;
	suspiciousCheckMax: number;
}

/** What the form shows at first. */
const HALF: Maximums = { suspiciousScoreMax: 0.5, suspiciousCheckMax: 0.5 };

const CHECKS = ['screenReplay', 'printedCopy', 'portraitSubstitution', 'digitalManipulation'];

const upperFirst = (text: string) => text[0].toUpperCase() + text.slice(1);

/** A number from 0 to 1, as number or text; anything else is none. */
export function shareIn(value: unknown): number | null {
	const isText = typeof value === 'string' && value.trim() !== '';
	const number = typeof value === 'number' ? value : isText ? Number(value) : NaN;
	return number >= 0 && number <= 1 ? number : null;
}

/** true, false or neither, as boolean, text or 0 and 1. */
export function saidOf(value: unknown): boolean | null {
	const text = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
	if (text === 'true' || text === '1') return true;
	return text === 'false' || text === '0' ? false : null;
}

export function codesIn(record: DocumentLivenessRecord, list: string): string[] {
	const found = record[list];
	const values: unknown[] = Array.isArray(found) ? found : typeof found === 'number' ? [] : [found];
	return values
		.filter((value) => value !== undefined && value !== null && value !== '')
		.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
		.filter((code) => code !== '{}');
}

export function wasRun(record: DocumentLivenessRecord, check: string): boolean {
	return saidOf(record[`validate${upperFirst(check)}`]) !== false;
}

export function reasonsOf(record: DocumentLivenessRecord, maximums = HALF): string[] {
	const score = shareIn(record.aggregatedScore);
	const failed = CHECKS.filter((check) => {
		const probability = shareIn(record[`${check}Probability`]);
		if (!wasRun(record, check) || codesIn(record, `${check}Errors`).length > 0) return false;
		return probability !== null && probability <= maximums.suspiciousCheckMax;
	});
	return [
		...(saidOf(record.isLive) === false ? ['verdict'] : []),
		...(score !== null && score <= maximums.suspiciousScoreMax ? ['aggregatedScore'] : []),
		...failed,
	];
}

export const isSuspicious = (record: DocumentLivenessRecord) => reasonsOf(record).length > 0;

export function isJudged(record: DocumentLivenessRecord, maximums = HALF): boolean {
	return (
		shareIn(record.aggregatedScore) !== null ||
		saidOf(record.isLive) !== null ||
		reasonsOf(record, maximums).length > 0
	);
}
