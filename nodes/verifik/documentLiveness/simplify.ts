import {
	CHECK_FIELDS,
	codesOf,
	fieldsOfCheck,
	isLiveOf,
	toNumber,
	type Check,
	type DocumentLivenessRecord,
	type Severity,
} from './record';

/** What a record comes down to, without the codes that its checks reported. */
export interface RecordSummary {
	_id: unknown;
	createdAt: unknown;
	/** 0–1, near 0 is suspicious; `null` when the record has no usable score */
	aggregatedScore: number | null;
	isLive: boolean | null;
	/** 0–1 each; `null` when the check was not run: the API then says 0, which is no finding */
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

/** Reduces a record to ten fields. Whatever the API sent, all ten are there. */
export function simplify(record: DocumentLivenessRecord): SimplifiedRecord {
	return {
		...summarize(record),
		warnings: distinctCodes(record, 'warning'),
		errors: distinctCodes(record, 'error'),
	};
}

/** The first eight of the ten fields. */
export function summarize(record: DocumentLivenessRecord): RecordSummary {
	return {
		_id: record._id ?? null,
		createdAt: record.createdAt ?? null,
		aggregatedScore: toNumber(record.aggregatedScore) ?? null,
		isLive: isLiveOf(record) ?? null,
		screenReplayProbability: probabilityOf(record, 'screenReplay'),
		printedCopyProbability: probabilityOf(record, 'printedCopy'),
		portraitSubstitutionProbability: probabilityOf(record, 'portraitSubstitution'),
		digitalManipulationProbability: probabilityOf(record, 'digitalManipulation'),
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

function probabilityOf(record: DocumentLivenessRecord, check: Check): number | null {
	const { wasRun, probability } = fieldsOfCheck(check);
	return record[wasRun] === false ? null : (toNumber(record[probability]) ?? null);
}
