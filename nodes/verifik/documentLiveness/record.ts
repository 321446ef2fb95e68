import { isObject, numberOf } from '../json';

/** The four forgery checks, in the order in which this package always shows them. */
export const CHECKS = [
	'screenReplay',
	'printedCopy',
	'portraitSubstitution',
	'digitalManipulation',
] as const;

export type Check = (typeof CHECKS)[number];

/** `warning`: the image is poor. `error`: the check could not be done. Neither means forged. */
export type Severity = 'warning' | 'error';

/**
 * A document liveness record, as the API sends it. Some 38 fields are documented, newer records
 * have more, and one page of the vendor's shows a nested shape: so a field is unknown until read.
 */
export type DocumentLivenessRecord = Record<string, unknown>;

/** Where a check keeps what it found, and the flag that says whether it was run at all. */
export interface CheckFields {
	readonly check: Check;
	readonly wasRun: string;
	readonly probability: string;
	readonly warning: string;
	readonly error: string;
}

export function fieldsOfCheck(check: Check): CheckFields {
	return {
		check,
		wasRun: `validate${check.charAt(0).toUpperCase()}${check.slice(1)}`,
		probability: `${check}Probability`,
		warning: `${check}Warnings`,
		error: `${check}Errors`,
	};
}

/** Those of all checks, in their order. */
export const CHECK_FIELDS: readonly CheckFields[] = CHECKS.map(fieldsOfCheck);

/** Their names. */
export const CHECK_FIELD_NAMES: readonly string[] = CHECK_FIELDS.flatMap(
	({ wasRun, probability, warning, error }) => [wasRun, probability, warning, error],
);

/** What tells a record from any other object, of all the shapes that are known: one is enough. */
const KNOWN_FIELDS = [
	'_id',
	'createdAt',
	'aggregatedScore',
	'isLive',
	...CHECK_FIELD_NAMES,
	// of the nested shape
	'validationResults',
	'riskScore',
];

/** Whether a value from the API is a record of document liveness, by the fields that it has. */
export function isDocumentLivenessRecord(value: unknown): value is DocumentLivenessRecord {
	return isObject(value) && KNOWN_FIELDS.some((field) => Object.hasOwn(value, field));
}

/** A finite number, also when the API wrote it as text ("0.0004"); anything else is `undefined`. */
export function toNumber(value: unknown): number | undefined {
	const number = numberOf(value);
	return Number.isFinite(number) ? number : undefined;
}

/**
 * A score or a probability, 0–1. Anything else is `undefined`: the engine has been seen to give
 * −999999 where a check timed out (C; certainty: docs/verifik-api.md).
 */
export function toProbability(value: unknown): number | undefined {
	const number = toNumber(value);
	return number === undefined || isOutOfRange(number) ? undefined : number;
}

function isOutOfRange(number: number): boolean {
	return number < 0 || number > 1;
}

const BOOLEANS = new Map([
	['true', true],
	['1', true],
	['false', false],
	['0', false],
]);

/** A boolean, also when it came as text or as 0 or 1; anything else is `undefined`. */
export function toBoolean(value: unknown): boolean | undefined {
	return typeof value === 'object' ? undefined : BOOLEANS.get(String(value).trim().toLowerCase());
}

/** The aggregated score, 0–1, near 0 is suspicious; `undefined` when the record has none. */
export function scoreOf(record: DocumentLivenessRecord): number | undefined {
	return toProbability(record.aggregatedScore);
}

/** What Verifik itself says of the document, `true` for live; `undefined` when it does not say. */
export function isLiveOf(record: DocumentLivenessRecord): boolean | undefined {
	return toBoolean(record.isLive);
}

/** Whether a check was run. A record that does not say counts as one in which it was. */
export function wasRun(record: DocumentLivenessRecord, fields: CheckFields): boolean {
	return toBoolean(record[fields.wasRun]) !== false;
}

/**
 * The probability of a check that was run, 0–1, near 0 is suspicious; `undefined` when there is
 * none. For a check that was not run the API says 0, which is no finding (A).
 */
export function probabilityOf(
	record: DocumentLivenessRecord,
	fields: CheckFields,
): number | undefined {
	return wasRun(record, fields) ? toProbability(record[fields.probability]) : undefined;
}

/** Whether the score, or the probability of a check that was run, is a number outside 0–1. */
export function hasInvalidNumbers(record: DocumentLivenessRecord): boolean {
	const ofChecks = CHECK_FIELDS.filter((fields) => wasRun(record, fields));
	return [record.aggregatedScore, ...ofChecks.map(({ probability }) => record[probability])]
		.map(toNumber)
		.some((number) => number !== undefined && isOutOfRange(number));
}

/** When the record was stored, in ms since 1970, or `undefined` when it does not say. */
export function createdAtOf({ createdAt }: DocumentLivenessRecord): number | undefined {
	if (typeof createdAt !== 'string') return undefined;
	const time = Date.parse(hasZone(createdAt) ? createdAt : inUtc(createdAt));
	return Number.isNaN(time) ? undefined : time;
}

/** The API writes a Z. Without a zone, `Date.parse` would take the clock of the machine. */
function hasZone(date: string): boolean {
	return /(\dZ|[+-]\d\d:?\d\d|\b(UTC|GMT|[ECMP][SD]T)|\))$/i.test(date.trim());
}

/** Dates in ISO's order end in "Z", any others ("November 30, 2026 12:00 PM") in "UTC". */
function inUtc(date: string): string {
	return /^\s*\d{4}-\d\d-\d\d/.test(date) ? `${date.trim()}Z` : `${date.trim()} UTC`;
}

/** What tells one record from another: its `_id`, or its whole content when it has none. */
export function identityOf(record: DocumentLivenessRecord): string {
	return typeof record._id === 'string' && record._id !== '' ? record._id : textOf(record);
}

/**
 * The codes in one of a record's warning or error lists, as they came. The API documents lists of
 * text; a lone text or object counts as one code, and what is no text is kept as its JSON, so that
 * a finding is never lost to a change of shape.
 */
export function codesOf(record: DocumentLivenessRecord, field: string): string[] {
	const found = record[field];
	const isLone = typeof found === 'string' || (isObject(found) && Object.keys(found).length > 0);
	const values: unknown[] = Array.isArray(found) ? found : isLone ? [found] : [];
	return values
		.filter((value) => value !== null && value !== '')
		.map((value) => (typeof value === 'string' ? value : textOf(value)));
}

/** A value's JSON. Only what is nested some thousand levels deep, which no record is, has none. */
function textOf(value: unknown): string {
	try {
		return JSON.stringify(value);
	} catch {
		return 'NESTED_TOO_DEEPLY';
	}
}
