import type { INodeProperties } from 'n8n-workflow';

import { choiceParameter, read, type Parameter } from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import { filterPeriod, type FilterPeriodName } from '../../periods/filterPeriod';
import type { OpenSpan } from '../../periods/period';
import { summaryPeriod, type SummaryPeriod } from '../../periods/summaryPeriod';
import { customPeriodFields, readCustomOpenSpan, readCustomSpan } from './customPeriod';

const CUSTOM = {
	name: 'Custom',
	value: 'custom' as const,
	description: 'From one moment up to another',
};

const periodOfSummary = choiceParameter({
	displayName: 'Period',
	name: 'period',
	default: 'last7Days',
	description: "Which records to summarize. Days begin and end in the workflow's time zone.",
	options: [
		CUSTOM,
		{ name: 'Last 30 Days', value: 'last30Days', description: 'The 30 whole days before today' },
		{ name: 'Last 7 Days', value: 'last7Days', description: 'The 7 whole days before today' },
		{ name: 'Previous Month', value: 'previousMonth', description: 'The month before this one' },
		{
			name: 'Previous Week',
			value: 'previousWeek',
			description: 'The week before this one, from Monday to Sunday',
		},
		{ name: 'Yesterday', value: 'yesterday', description: 'The whole day before today' },
	],
});

/** Periods up to now, and yesterday. */
const RECENT: Array<{ name: string; value: FilterPeriodName; description: string }> = [
	{
		name: 'Last 24 Hours',
		value: 'last24Hours',
		description: 'Up to now; on a schedule, since the same time yesterday',
	},
	{
		name: 'Last 30 Days',
		value: 'last30Days',
		description: 'From the same time of day 30 days ago up to now',
	},
	{
		name: 'Last 7 Days',
		value: 'last7Days',
		description: 'From the same time of day 7 days ago up to now',
	},
	{ name: 'Last Hour', value: 'lastHour', description: 'Up to now' },
	{ name: 'Today', value: 'today', description: 'From midnight up to now' },
	{ name: 'Yesterday', value: 'yesterday', description: 'The whole day before today' },
];

const recentPeriod = choiceParameter({
	displayName: 'Period',
	name: 'period',
	default: 'last24Hours',
	description: "Keep records of this period. Days begin and end in the workflow's time zone.",
	options: RECENT,
});

/** "Period" in "Filters": the moments that it means at the time of the run. */
export const periodFilter: Parameter<OpenSpan> = {
	field: recentPeriod.field,
	parse: (source, value) => filterPeriod(recentPeriod.parse(source, value), source),
};

const periodOfList = choiceParameter({
	displayName: 'Period',
	name: 'period',
	default: 'last24Hours',
	description: "How far back to look. Days begin and end in the workflow's time zone.",
	options: [
		{ name: 'All', value: 'all', description: 'All records, however old' },
		CUSTOM,
		...RECENT,
	],
});

/** "Period" of a list, and the two dates of a custom one. */
export const listPeriodFields: INodeProperties[] = [periodOfList.field, ...customPeriodFields];

/**
 * @returns `undefined` when records of any age will do
 * @throws {NodeOperationError}
 */
export function readListPeriod(source: ParameterSource): OpenSpan | undefined {
	const name = read(source, periodOfList);
	if (name === 'all') return undefined;
	return name === 'custom' ? readCustomOpenSpan(source) : filterPeriod(name, source);
}

/** "Period" of a summary, and the two dates of a custom one. */
export const summaryPeriodFields: INodeProperties[] = [
	periodOfSummary.field,
	...customPeriodFields,
];

/** @throws {NodeOperationError} */
export function readSummaryPeriod(source: ParameterSource): SummaryPeriod {
	const name = read(source, periodOfSummary);
	const choice = name === 'custom' ? { name, ...readCustomSpan(source) } : { name };
	return summaryPeriod(choice, source.nowMs, source.timezone);
}
