import type { INodeProperties } from 'n8n-workflow';

import { filtersCollection, optionsCollection } from '../verifik/parameters/collections';
import { isLiveFilter, scoreFilters } from '../verifik/documentLiveness/parameters/filters';
import { outputFields, splitOptions } from '../verifik/documentLiveness/parameters/output';
import { pageSizeOption, retryOptions } from '../verifik/parameters/requests';
import {
	asChoice,
	asNumber,
	asTime,
	readCollection,
	type ParameterSource,
} from '../verifik/parameters/values';

/** The events that go by the records of the list. */
const RECORD_EVENTS = ['newRecord'];

const EVENTS = ['newRecord', 'tokenExpiring'] as const;

export type EventName = (typeof EVENTS)[number];

const eventField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'event',
	type: 'options',
	noDataExpression: true,
	default: 'newRecord',
	options: [
		{
			name: 'Access Token About to Expire',
			value: 'tokenExpiring',
			description:
				'One run a day from some days before the access token of the credential expires. Nothing is requested from Verifik.',
		},
		{
			name: 'New Record',
			value: 'newRecord',
			description:
				'When records arrive that pass the filters: one run per poll with all of them, oldest first',
		},
	],
};

const startNotice: INodeProperties = {
	displayName:
		'Publishing the workflow starts from now: records that are there already start nothing, unless you add Start From in Options',
	name: 'startNotice',
	type: 'notice',
	default: '',
};

const daysBeforeField: INodeProperties = {
	displayName: 'Days Before',
	name: 'daysBefore',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 30 },
	default: 7,
	description:
		'How many days before the access token expires the first run starts. After that there is one a day until the token is replaced.',
};

const startFromOption: INodeProperties = {
	displayName: 'Start From',
	name: 'startFrom',
	type: 'dateTime',
	default: '',
	description:
		'Also start with the records from this moment on, when the workflow is published for the first time. A later change of it has no effect.',
};

/** The form of the trigger. */
export const triggerFields: INodeProperties[] = [
	eventField,
	...shownFor(RECORD_EVENTS, [
		startNotice,
		filtersCollection([...scoreFilters, isLiveFilter]),
		...outputFields,
		optionsCollection([...retryOptions, pageSizeOption, startFromOption, ...splitOptions]),
	]),
	...shownFor(['tokenExpiring'], [daysBeforeField]),
];

function shownFor(event: string[], fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({ ...field, displayOptions: { show: { event } } }));
}

/** @throws {NodeOperationError} */
export function readEvent(source: ParameterSource): EventName {
	return asChoice(source, eventField.displayName, source.get('event'), EVENTS);
}

/**
 * From when on the first poll gives records, in ms since 1970; `undefined` when it only marks "now".
 *
 * @throws {NodeOperationError}
 */
export function readStartFrom(source: ParameterSource): number | undefined {
	const { displayName, name } = startFromOption;
	const options = readCollection(source, 'options');
	return name in options ? asTime(source, displayName, options[name]) : undefined;
}

/** @throws {NodeOperationError} */
export function readDaysBefore(source: ParameterSource): number {
	const { displayName, name } = daysBeforeField;
	return asNumber(source, displayName, source.get(name), { min: 1, max: 30, whole: true });
}
