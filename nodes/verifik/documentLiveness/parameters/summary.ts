import type { INodeProperties } from 'n8n-workflow';

import { countOf } from '../../counts';
import {
	booleanParameter,
	choiceParameter,
	numberParameter,
	read,
	type Parameter,
} from '../../parameters/parameter';
import { asChoice, badParameter, type ParameterSource } from '../../parameters/values';
import { groupsOf, MAX_GROUPS, TooManyGroups, type Group } from '../../periods/groups';
import { previousOf, type SummaryPeriod } from '../../periods/summaryPeriod';
import type { SummarySettings } from '../summary/summarize';
import { readSummaryPeriod, summaryPeriodFields } from './period';
import { readSuspicionCriteria, suspiciousScoreMax } from './suspicion';

const groupBy = choiceParameter({
	displayName: 'Group By',
	name: 'groupBy',
	default: 'day',
	description: 'How long each step of the trend is',
	options: [
		{ name: 'Hour', value: 'hour' },
		{ name: 'Day', value: 'day' },
		{ name: 'Week', value: 'week' },
		{ name: 'Month', value: 'month' },
	],
});

const compare = booleanParameter({
	displayName: 'Compare With Previous Period',
	name: 'compare',
	default: true,
	description:
		'Whether to compare with the period of the same length just before, and say what changed',
});

const lowestCount = numberParameter({
	displayName: 'Lowest Scores',
	name: 'lowestCount',
	min: 0,
	max: 100,
	default: 5,
	description: 'Up to how many of the records with the lowest scores to list',
});

const REPORTS = ['html', 'text'] as const;

/** In which form, besides its fields, a summary is written. */
export type Report = (typeof REPORTS)[number];

const report: Parameter<Report[]> = {
	field: {
		displayName: 'Report',
		name: 'report',
		type: 'multiOptions',
		default: [],
		description: 'Ready-made reports for people to read, each in its own field',
		options: [
			{ name: 'HTML', value: 'html', description: 'A piece of HTML for an email' },
			{ name: 'Text', value: 'text', description: 'A few lines for a Slack message' },
		],
	},
	parse(source, chosen) {
		const { displayName } = report.field;
		if (Array.isArray(chosen)) {
			return chosen.map((form) => asChoice(source, displayName, form, REPORTS));
		}
		throw badParameter(
			source,
			displayName,
			'must be a list',
			'Select from the list, or let the expression give a list such as ["html", "text"].',
		);
	},
};

/** Of what a summary is made, but for "Filters" and "Options". */
export const summaryFields: INodeProperties[] = [
	...summaryPeriodFields,
	suspiciousScoreMax.field,
	groupBy.field,
	compare.field,
	lowestCount.field,
	report.field,
];

/** @throws {NodeOperationError} */
export function readSummarySettings(source: ParameterSource): SummarySettings {
	const period = readSummaryPeriod(source);
	return {
		period,
		previous: read(source, compare) ? previousOf(period) : null,
		groups: readGroups(source, period),
		...readSuspicionCriteria(source),
		lowestCount: read(source, lowestCount),
	};
}

/** @throws {NodeOperationError} */
export function readReports(source: ParameterSource): Report[] {
	return read(source, report);
}

function readGroups(source: ParameterSource, period: SummaryPeriod): Group[] {
	try {
		return groupsOf(period, read(source, groupBy));
	} catch (error) {
		const failure: unknown = error;
		if (!(failure instanceof TooManyGroups)) throw failure;
		throw badParameter(
			source,
			groupBy.field.displayName,
			`gives more than ${countOf(MAX_GROUPS, 'groups')} for this period: it cannot be ${failure.groupBy}`,
			failure.instead === null
				? 'Choose a shorter period.'
				: `Choose ${failure.instead}, or a shorter period.`,
		);
	}
}
