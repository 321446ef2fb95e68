import type { INodeProperties } from 'n8n-workflow';

import { badParameter, show, type ParameterSource } from './values';

/** Which record: picked from a list, or by its ID. */
export const recordField: INodeProperties = {
	displayName: 'Document Liveness',
	name: 'documentLiveness',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The document liveness record to work with',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchRecords', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 68a8bf34d8207d5f3357b643',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*[^\\s/?#]+\\s*$',
						errorMessage: 'An ID has no spaces and none of the characters / ? #',
					},
				},
			],
		},
	],
};

const ADVICE =
	'Pick a record from the list, or enter the _id of a record, such as 68a8bf34d8207d5f3357b643.';

/**
 * Reads the ID of the record. It becomes a path segment: an empty one would stand for the list of
 * all records, and one with `/`, `?`, `#` or dots alone for another path. The API's own IDs are
 * not held to one format, since its documentation shows two.
 *
 * @throws {NodeOperationError}
 */
export function readRecordId(source: ParameterSource): string {
	const value = source.get('documentLiveness');
	const id = typeof value === 'number' ? String(value) : value;
	if (typeof id !== 'string') {
		throw badParameter(
			source,
			recordField.displayName,
			`must be an ID, but is ${show(value)}`,
			ADVICE,
		);
	}
	const trimmed = id.trim();
	if (trimmed === '') throw badParameter(source, recordField.displayName, 'is empty', ADVICE);
	if (/[\s/?#\\]|^\.+$/.test(trimmed) || trimmed.length > 200) {
		throw badParameter(source, recordField.displayName, `cannot be ${show(trimmed)}`, ADVICE);
	}
	return trimmed;
}
