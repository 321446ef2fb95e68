import type { NodeOperationError } from 'n8n-workflow';

import { lastTimeParameter, timeParameter } from '../../parameters/parameter';
import { badParameter, type ParameterSource } from '../../parameters/values';
import { isWithin, type OpenSpan } from '../../periods/period';
import { refuseReversed } from '../parameters/customPeriod';
import { periodFilter } from '../parameters/period';
import { createdAtOf } from '../record';
import { isBetween, type FilterRule } from './rule';

/** ms since 1970, inclusive. A period does not come with the two dates. */
export interface CreatedBounds {
	createdAfter?: number | undefined;
	createdBefore?: number | undefined;
	period?: OpenSpan | undefined;
}

const createdAfter = timeParameter({
	displayName: 'Created After',
	name: 'createdAfter',
	description: 'Keep records from this moment on',
});

const createdBefore = lastTimeParameter({
	displayName: 'Created Before',
	name: 'createdBefore',
	description: 'Keep records up to this moment, or up to the end of this day when it has no time',
});

/** By when the record was created. The API is asked for it too, and may ignore that. */
export const createdRule: FilterRule<CreatedBounds> = {
	parameters: { createdAfter, createdBefore, period: periodFilter },

	isSet: (bounds) => hasDate(bounds) || bounds.period !== undefined,

	apply(record, { period, ...bounds }) {
		const createdAt = createdAtOf(record);
		if (createdAt === undefined) return 'createdAt';
		if (period !== undefined && !isWithin(period, createdAt)) return 'mismatch';
		return isBetween(createdAt, bounds.createdAfter, bounds.createdBefore);
	},

	refuse(source, bounds) {
		if (bounds.period !== undefined && hasDate(bounds)) throw bothGiven(source, bounds);
		refuseReversed(source, bounds, 'Swap the two, or remove one of them.');
	},
};

/** What of these bounds the API can be asked for. */
export function createdBetween({
	createdAfter,
	createdBefore,
	period,
}: CreatedBounds): Omit<CreatedBounds, 'period'> {
	return {
		createdAfter: createdAfter ?? period?.fromMs ?? undefined,
		createdBefore: createdBefore ?? period?.toMs ?? undefined,
	};
}

function hasDate({ createdAfter, createdBefore }: CreatedBounds): boolean {
	return createdAfter !== undefined || createdBefore !== undefined;
}

/** Nobody can tell which of the two was meant. */
function bothGiven(source: ParameterSource, bounds: CreatedBounds): NodeOperationError {
	const date = bounds.createdAfter === undefined ? createdBefore : createdAfter;
	return badParameter(
		source,
		periodFilter.field.displayName,
		`cannot be used together with '${date.field.displayName}'`,
		'Remove one of the two.',
	);
}
