import type { Parameter } from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import type { DocumentLivenessRecord } from '../record';

/** What a filter can find missing, so that the user can be told. */
export type FilteredField =
	'aggregatedScore' | 'checks' | 'createdAt' | 'verdict' | 'scoreAndVerdict';

/** `match`, `mismatch`, or the field that the record lacks and without which it cannot match. */
export type FilterResult = 'match' | 'mismatch' | FilteredField;

/**
 * One thing that records can be filtered by: its fields in "Filters", and what they mean.
 * `Bounds` is what the fields give; a field that was not added gives nothing.
 */
export interface FilterRule<Bounds> {
	readonly parameters: { readonly [Name in keyof Bounds]-?: Parameter<NonNullable<Bounds[Name]>> };
	/** Whether these bounds can keep any record out. */
	isSet(bounds: Bounds): boolean;
	/** Asked only when it is set. */
	apply(record: DocumentLivenessRecord, bounds: Bounds): FilterResult;
	/** @throws {NodeOperationError} for bounds that no record can meet */
	refuse?(source: ParameterSource, bounds: Bounds): void;
}

/** Both bounds are inclusive. */
export function isBetween(value: number, min = -Infinity, max = Infinity): FilterResult {
	return value >= min && value <= max ? 'match' : 'mismatch';
}
