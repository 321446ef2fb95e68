import type { INodeProperties } from 'n8n-workflow';

import { parametersOfRules, RULES_BUT_DATES } from '../verifik/documentLiveness/filters/filter';
import { outputFields, splitOptions } from '../verifik/documentLiveness/parameters/output';
import {
	suspicionFields,
	suspiciousCheckMax,
} from '../verifik/documentLiveness/parameters/suspicion';
import { filtersCollection, optionsCollection } from '../verifik/parameters/collections';
import { choiceParameter, numberParameter, timeParameter } from '../verifik/parameters/parameter';
import { pageSize, retryOptions } from '../verifik/parameters/requests';

/** The events that go by the records of the list. */
const RECORD_EVENTS = ['newRecord', 'suspiciousRecord'];

export const event = choiceParameter({
	displayName: 'Trigger On',
	name: 'event',
	noDataExpression: true,
	default: 'newRecord',
	options: [
		{
			name: 'Access Token About to Expire',
			value: 'tokenExpiring',
			description:
				'One run a day, starting some days before the access token expires. No request is sent to Verifik.',
		},
		{
			name: 'New Record',
			value: 'newRecord',
			description:
				'When records arrive that match the filters: one run per poll, with all of them, oldest first',
		},
		{
			name: 'Suspicious Record',
			value: 'suspiciousRecord',
			description:
				'When suspicious records arrive: one run per poll, with all of them, oldest first',
		},
	],
});

const startNotice: INodeProperties = {
	displayName:
		'Only records that come in after you publish the workflow start it, unless you add Start From in Options',
	name: 'startNotice',
	type: 'notice',
	default: '',
};

export const daysBefore = numberParameter({
	displayName: 'Days Before',
	name: 'daysBefore',
	min: 1,
	max: 30,
	default: 7,
	description:
		'How many days before the access token expires to start the first run. From then on there is one run a day, until the token is replaced.',
});

/** From when on the first poll gives records; without it, the first poll only marks "now". */
export const startFrom = timeParameter({
	displayName: 'Start From',
	name: 'startFrom',
	description:
		'Also start with records that came in since this moment, when the workflow is published for the first time. Changing it later has no effect.',
});

/** In "Options", which the two events with records share. */
const checkMaxOfSuspicious = {
	...suspiciousCheckMax,
	field: {
		...suspiciousCheckMax.field,
		displayOptions: { show: { '/event': ['suspiciousRecord'] } },
	},
};

/** The form of the trigger. */
export const triggerFields: INodeProperties[] = [
	event.field,
	...shownFor(RECORD_EVENTS, [startNotice]),
	...shownFor(['newRecord'], [filtersCollection(parametersOfRules(RULES_BUT_DATES))]),
	...shownFor(['suspiciousRecord'], suspicionFields),
	...shownFor(RECORD_EVENTS, [
		...outputFields,
		optionsCollection([
			checkMaxOfSuspicious,
			...retryOptions,
			pageSize,
			startFrom,
			...splitOptions,
		]),
	]),
	...shownFor(['tokenExpiring'], [daysBefore.field]),
];

function shownFor(event: string[], fields: INodeProperties[]): INodeProperties[] {
	return fields.map((field) => ({ ...field, displayOptions: { show: { event } } }));
}
