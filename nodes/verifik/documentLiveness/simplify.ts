import {
	CHECK_FIELDS,
	codesOf,
	fieldsOfCheck,
	isLiveOf,
	probabilityOf,
	scoreOf,
	toNumber,
	wasRun,
	type Check,
	type DocumentLivenessRecord,
	type Severity,
} from './record';
import type { Reason } from './suspicious';

/** What a record comes down to, without the codes that its checks reported. */
export interface RecordSummary {
	_id: unknown;
	createdAt: unknown;
	/** 0–1, near 0 is suspicious; `null` when the record has no usable score */
	aggregatedScore: number | null;
	isLive: boolean | null;
	/** Where suspicious records are asked for: why this one is. */
	reasons?: Reason[];
	/** 0–1 each, near 0 is suspicious; `null` when the check was not run, or gave no usable number */
	screenReplayProbability: number | null;
	printedCopyProbability: number | null;
	portraitSubstitutionProbability: number | null;
	digitalManipulationProbability: number | null;
}

/** The ten fields that most workflows need, in the order in which n8n's table shows them. */
export interface SimplifiedRecord extends RecordSummary {
	warnings: string[];
	errors: string[];
}

/** Reduces a record to ten fields, and its reasons if given. Whatever the API sent, all are there. */
export function simplify(record: DocumentLivenessRecord, reasons?: Reason[]): SimplifiedRecord {
	return {
		...summarize(record, reasons),
		warnings: distinctCodes(record, 'warning'),
		errors: distinctCodes(record, 'error'),
	};
}

/** The first eight of the ten fields, with the reasons behind the verdict. */
export function summarize(record: DocumentLivenessRecord, reasons?: Reason[]): RecordSummary {
	return {
		_id: record._id ?? null,
		createdAt: record.createdAt ?? null,
		aggregatedScore: scoreOf(record) ?? null,
		isLive: isLiveOf(record) ?? null,
		...(reasons && { reasons }),
		screenReplayProbability: shownProbability(record, 'screenReplay'),
		printedCopyProbability: shownProbability(record, 'printedCopy'),
		portraitSubstitutionProbability: shownProbability(record, 'portraitSubstitution'),
		digitalManipulationProbability: shownProbability(record, 'digitalManipulation'),
	};
}

/** The distinct codes of the four checks, in the order in which they first appear. */
export function distinctCodes(record: DocumentLivenessRecord, severity: Severity): string[] {
	const codes = new Set<string>();
	for (const fields of CHECK_FIELDS) {
		for (const code of codesOf(record, fields[severity])) codes.add(code);
	}
	return [...codes];
}

function shownProbability(record: DocumentLivenessRecord, check: Check): number | null {
	return probabilityOf(record, fieldsOfCheck(check)) ?? null;
}

/** A record with no more in it than what Simplify and Split Warnings give out of it. */
export function reduceToOutput(record: DocumentLivenessRecord): DocumentLivenessRecord {
	const reduced: DocumentLivenessRecord = {
		_id: record._id,
		createdAt: record.createdAt,
		aggregatedScore: toNumber(record.aggregatedScore),
		isLive: isLiveOf(record),
	};
	for (const fields of CHECK_FIELDS) {
		reduced[fields.wasRun] = wasRun(record, fields);
		reduced[fields.probability] = toNumber(record[fields.probability]);
		reduced[fields.warning] = codesOf(record, fields.warning);
		reduced[fields.error] = codesOf(record, fields.error);
	}
	return reduced;
}
