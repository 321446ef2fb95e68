import { readAdded, type Parameter } from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import type { DocumentLivenessRecord } from '../record';
import { createdRule } from './created';
import { failedCheckRule } from './failedCheck';
import type { FilterResult, FilterRule } from './rule';
import { scoreRule } from './score';
import { verdictRule } from './verdict';

/** Where an ID, the operation or the event itself says from when the records are. */
export const RULES_BUT_DATES = [scoreRule, failedCheckRule, verdictRule];

/** For a list: all that there are. A rule that is added here is read, applied, and stops nothing early. */
export const RULES = [scoreRule, failedCheckRule, createdRule, verdictRule];

type BoundsOf<Rule> = Rule extends FilterRule<infer Bounds> ? Bounds : never;
type All<Union> = (Union extends unknown ? (bounds: Union) => void : never) extends (
	bounds: infer Intersection,
) => void
	? Intersection
	: never;

/** What a record has to meet. A bound that is absent is not looked at. */
export type RecordFilter = All<BoundsOf<(typeof RULES)[number]>>;

/** What goes into "Filters". */
export function parametersOfRules(
	rules: ReadonlyArray<Pick<FilterRule<unknown>, 'parameters'>>,
): Array<Parameter<unknown>> {
	return rules.flatMap(({ parameters }) => Object.values<Parameter<unknown>>(parameters));
}

/**
 * Reads "Filters". A filter that was added but has no value is refused: without it the workflow
 * would go on with records that it was meant to keep out.
 *
 * @param rules those whose parameters the form has
 * @throws {NodeOperationError}
 */
export function readFilter(
	source: ParameterSource,
	rules: ReadonlyArray<(typeof RULES)[number]> = RULES,
): RecordFilter {
	const entries = rules.flatMap(({ parameters }) => Object.entries<Parameter<unknown>>(parameters));
	const filter: RecordFilter = Object.fromEntries(
		entries.map(([name, parameter]) => [name, readAdded(source, 'filters', parameter)]),
	);
	for (const rule of rules) rule.refuse?.(source, filter);
	return filter;
}

/** Whether the filter can reject anything at all. */
export function isSelective(filter: RecordFilter): boolean {
	return RULES.some((rule) => rule.isSet(filter));
}

/**
 * Filters one record. A field that is missing only counts once everything else matches: the caller
 * counts those records, and they must be the ones that the missing field alone kept out.
 */
export function filterRecord(record: DocumentLivenessRecord, filter: RecordFilter): FilterResult {
	let result: FilterResult = 'match';
	for (const rule of RULES) {
		if (!rule.isSet(filter)) continue;
		const given = rule.apply(record, filter);
		if (given === 'mismatch') return given;
		if (result === 'match') result = given;
	}
	return result;
}
