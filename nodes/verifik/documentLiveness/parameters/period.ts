import type { INodeProperties } from 'n8n-workflow';

import { choiceParameter, read, timeParameter } from '../../parameters/parameter';
import { badParameter, type ParameterSource } from '../../parameters/values';
import {
	summaryPeriod,
	type SummaryPeriod,
	type SummaryPeriodChoice,
} from '../../periods/summaryPeriod';
import { refuseReversed } from '../filters/created';

const displayOptions = { show: { period: ['custom'] } };

const createdAfter = timeParameter({
	displayName: 'Created After',
	name: 'createdAfter',
	displayOptions,
	description: 'The first moment of the period',
});

const createdBefore = timeParameter({
	displayName: 'Created Before',
	name: 'createdBefore',
	displayOptions,
	description: 'The last moment of the period, which still belongs to it',
});

const periodOfSummary = choiceParameter({
	displayName: 'Period',
	name: 'period',
	default: 'last7Days',
	description: "Which records to summarize. Days begin and end in the workflow's time zone.",
	options: [
		{ name: 'Custom', value: 'custom', description: 'From one moment up to another' },
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

/** "Period" of a summary, and the two dates of a custom one. */
export const summaryPeriodFields: INodeProperties[] = [
	periodOfSummary.field,
	createdAfter.field,
	createdBefore.field,
];

/** @throws {NodeOperationError} */
export function readSummaryPeriod(source: ParameterSource): SummaryPeriod {
	return summaryPeriod(readChoice(source), source.nowMs, source.timezone);
}

function readChoice(source: ParameterSource): SummaryPeriodChoice {
	const name = read(source, periodOfSummary);
	if (name !== 'custom') return { name };
	refuseMissingDates(source);
	const fromMs = read(source, createdAfter);
	const toMs = read(source, createdBefore);
	refuseReversed(source, { createdAfter: fromMs, createdBefore: toMs }, 'Swap the two.');
	return { name, fromMs, toMs };
}

function refuseMissingDates(source: ParameterSource): void {
	for (const { field } of [createdAfter, createdBefore]) {
		const value = source.get(field.name);
		if (value !== '' && value !== undefined && value !== null) continue;
		throw badParameter(
			source,
			field.displayName,
			'is empty, and a custom period needs both dates',
			'Pick a date, or choose another Period.',
		);
	}
}
