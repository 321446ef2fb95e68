import { CHECK_FIELDS, type DocumentLivenessRecord } from './record';
import { distinctCodes, simplify, summarize } from './simplify';
import { findingsPerCheck, findingsPerCode } from './split';
import type { Reason } from './suspicious';

/** How records leave the node. */
export interface OutputShape {
	simplify: boolean;
	splitWarnings: 'none' | 'perCheck' | 'perCode';
	/** Whether a split takes the error codes too. */
	includeErrors: boolean;
	/** What a split does with a record that has nothing to split. */
	recordsWithoutWarnings: 'keep' | 'drop';
}

/** Stands in for the finding of a record that has none. */
const NO_FINDING = {
	perCheck: () => ({ check: null, severity: null, code: null }),
	perCode: () => ({ checks: [], severity: null, code: null }),
};

/**
 * The JSON of the items that one record becomes: one without a split, else one per finding. The
 * record itself is not changed. Items of one record share its nested values.
 *
 * @param reasons why it is suspicious, where that is asked for: behind the verdict of a simplified
 * record, at the end of a raw one
 */
export function shapeRecord(
	record: DocumentLivenessRecord,
	shape: OutputShape,
	reasons?: Reason[],
): object[] {
	const { splitWarnings, includeErrors } = shape;
	if (splitWarnings === 'none') {
		return [shape.simplify ? simplify(record, reasons) : withReasons(record, reasons)];
	}

	const findings =
		splitWarnings === 'perCheck'
			? findingsPerCheck(record, includeErrors)
			: findingsPerCode(record, includeErrors);
	if (findings.length === 0 && shape.recordsWithoutWarnings === 'drop') return [];

	const none = NO_FINDING[splitWarnings]();
	const base = withoutSplitFields(record, shape, reasons);
	const [before, behind] = aroundScore(base, Object.keys(none));
	const shown = findings.length === 0 ? [none] : findings;
	return shown.map((finding) => ({ ...before, ...finding, ...behind }));
}

/**
 * The fields up to the score, and those behind it: a finding goes between them, where one sees it, or
 * to the end of a record without a score. A field of the record's own with the name of one of the
 * finding's gives way.
 */
function aroundScore(base: object, ofFinding: string[]): [before: object, behind: object] {
	const fields = Object.entries(base);
	const scoreIndex = fields.findIndex(([name]) => name === 'aggregatedScore');
	const place = scoreIndex < 0 ? fields.length : scoreIndex + 1;
	const behind = fields.slice(place).filter(([name]) => !ofFinding.includes(name));
	return [Object.fromEntries(fields.slice(0, place)), Object.fromEntries(behind)];
}

/** What the items of a split have in common: everything but the arrays that were split. */
function withoutSplitFields(
	record: DocumentLivenessRecord,
	shape: OutputShape,
	reasons: Reason[] | undefined,
): object {
	if (shape.simplify) {
		const summary = summarize(record, reasons);
		return shape.includeErrors ? summary : { ...summary, errors: distinctCodes(record, 'error') };
	}
	const rest = { ...record };
	for (const fields of CHECK_FIELDS) {
		delete rest[fields.warning];
		if (shape.includeErrors) delete rest[fields.error];
	}
	return withReasons(rest, reasons);
}

function withReasons(record: DocumentLivenessRecord, reasons: Reason[] | undefined): object {
	return reasons === undefined ? record : { ...record, reasons };
}
