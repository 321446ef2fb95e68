import type { INodeProperties } from 'n8n-workflow';

import type { Parameter } from './parameter';

/** "Filters", with the given parameters in it. */
export function filtersCollection(parameters: Array<Parameter<unknown>>): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: sorted(parameters),
	};
}

/** "Options", with the given parameters in it. */
export function optionsCollection(parameters: Array<Parameter<unknown>>): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: sorted(parameters),
	};
}

/** n8n lists the fields of a collection by name. */
function sorted(parameters: Array<Parameter<unknown>>): INodeProperties[] {
	const fields = parameters.map(({ field }) => field);
	return fields.sort((a, b) => a.displayName.localeCompare(b.displayName));
}
