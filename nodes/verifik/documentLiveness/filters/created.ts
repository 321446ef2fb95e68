import { timeParameter } from '../../parameters/parameter';
import { badParameter, type ParameterSource } from '../../parameters/values';
import { createdAtOf } from '../record';
import { isBetween, type FilterRule } from './rule';

/** ms since 1970, inclusive */
export interface CreatedBounds {
	createdAfter?: number | undefined;
	createdBefore?: number | undefined;
}

const createdAfter = timeParameter({
	displayName: 'Created After',
	name: 'createdAfter',
	description: 'Keep records from this moment on',
});

const createdBefore = timeParameter({
	displayName: 'Created Before',
	name: 'createdBefore',
	description: 'Keep records up to this moment',
});

/** By when the record was created. The API is asked for it too, and may ignore that. */
export const createdRule: FilterRule<CreatedBounds> = {
	parameters: { createdAfter, createdBefore },

	isSet: (bounds) => bounds.createdAfter !== undefined || bounds.createdBefore !== undefined,

	apply(record, bounds) {
		const createdAt = createdAtOf(record);
		if (createdAt === undefined) return 'createdAt';
		return isBetween(createdAt, bounds.createdAfter, bounds.createdBefore);
	},

	refuse: (source, bounds) =>
		refuseReversed(source, bounds, 'Swap the two, or remove one of them.'),
};

/** @throws {NodeOperationError} for a period that ends before it begins */
export function refuseReversed(
	source: ParameterSource,
	{ createdAfter: after = -Infinity, createdBefore: before = Infinity }: CreatedBounds,
	advice: string,
): void {
	if (after <= before) return;
	throw badParameter(
		source,
		createdAfter.field.displayName,
		`is later than "${createdBefore.field.displayName}", so no record can match`,
		advice,
	);
}
