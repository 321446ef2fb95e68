import type { INodeProperties } from 'n8n-workflow';

import type { RecordFilter } from '../filter';
import {
	asBoolean,
	asChoice,
	asNumber,
	asTime,
	badParameter,
	readCollection,
	type ParameterSource,
} from '../../parameters/values';

const DIRECTION =
	'The score is the probability that the document is genuine: near 0 is suspicious, near 1 is genuine.';

/** What goes into "Filters" for every operation that reads records. */
export const scoreFilters: INodeProperties[] = [
	{
		displayName: 'Aggregated Score Maximum',
		name: 'aggregatedScoreMax',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 6 },
		default: 0.5,
		description: `Keep records with this score or a lower one. ${DIRECTION} Set this to find suspicious documents.`,
	},
	{
		displayName: 'Aggregated Score Minimum',
		name: 'aggregatedScoreMin',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1, numberPrecision: 6 },
		default: 0.5,
		description: `Keep records with this score or a higher one. ${DIRECTION} Set this to find genuine documents.`,
	},
	{
		displayName: 'Missing Score',
		name: 'missingScore',
		type: 'options',
		default: 'exclude',
		description: 'What to do with a record that has no score, when a minimum or maximum is set',
		options: [
			{ name: 'Exclude', value: 'exclude', description: 'Leave out records without a score' },
			{ name: 'Include', value: 'include', description: 'Keep records without a score' },
		],
	},
];

export const isLiveFilter: INodeProperties = {
	displayName: 'Is Live',
	name: 'isLive',
	type: 'boolean',
	default: false,
	description:
		'Whether to keep the records that Verifik itself calls live, or those that it calls not live. Older records do not say and are left out.',
};

export const dateFilters: INodeProperties[] = [
	{
		displayName: 'Created After',
		name: 'createdAfter',
		type: 'dateTime',
		default: '',
		description: 'Keep records from this moment on',
	},
	{
		displayName: 'Created Before',
		name: 'createdBefore',
		type: 'dateTime',
		default: '',
		description: 'Keep records up to this moment',
	},
];

/**
 * Reads "Filters". A filter that was added but has no value is refused: without it the workflow
 * would go on with records that it was meant to keep out.
 *
 * @throws {NodeOperationError}
 */
export function readFilter(source: ParameterSource): RecordFilter {
	const added = readCollection(source, 'filters');
	const score = (name: 'aggregatedScoreMin' | 'aggregatedScoreMax', label: string) =>
		name in added
			? asNumber(source, label, added[name], { min: 0, max: 1, whole: false })
			: undefined;
	const time = (name: 'createdAfter' | 'createdBefore', label: string) =>
		name in added ? asTime(source, label, added[name]) : undefined;

	const filter: RecordFilter = {
		aggregatedScoreMin: score('aggregatedScoreMin', 'Aggregated Score Minimum'),
		aggregatedScoreMax: score('aggregatedScoreMax', 'Aggregated Score Maximum'),
		missingScore: asChoice(source, 'Missing Score', added.missingScore ?? 'exclude', [
			'exclude',
			'include',
		]),
		createdAfter: time('createdAfter', 'Created After'),
		createdBefore: time('createdBefore', 'Created Before'),
		isLive: 'isLive' in added ? asBoolean(source, 'Is Live', added.isLive) : undefined,
	};
	refuseEmptyRange(source, filter);
	return filter;
}

function refuseEmptyRange(source: ParameterSource, filter: RecordFilter): void {
	const { aggregatedScoreMin: min = -Infinity, aggregatedScoreMax: max = Infinity } = filter;
	const { createdAfter = -Infinity, createdBefore = Infinity } = filter;
	if (min > max) {
		throw badParameter(
			source,
			'Aggregated Score Minimum',
			`(${min}) is above "Aggregated Score Maximum" (${max}), so no record can match`,
			'Swap the two, or remove one of them.',
		);
	}
	if (createdAfter > createdBefore) {
		throw badParameter(
			source,
			'Created After',
			'is later than "Created Before", so no record can match',
			'Swap the two, or remove one of them.',
		);
	}
}
