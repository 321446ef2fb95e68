import type { INodeProperties } from 'n8n-workflow';

import { badParameter, show, type ParameterSource } from '../../parameters/values';

/** Which record: picked from a list, or by its ID. */
export const recordField: INodeProperties = {
	displayName: 'Record',
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
						regex: '^\\s*[^\\s/?#]{1,200}\\s*$',
						errorMessage: 'An ID has no spaces and none of the characters / ? #',
					},
				},
			],
		},
	],
};

/** The API's own have 24 characters, those of its newer page 27. */
const MAX_LENGTH = 200;

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
	const label = recordField.displayName;
	const value = source.get('documentLiveness') ?? '';
	if (typeof value !== 'string' && typeof value !== 'number') {
		throw badParameter(source, label, `must be text, but is ${show(value)}`, ADVICE);
	}
	const id = String(value).trim();
	if (id === '') throw badParameter(source, label, 'is empty', ADVICE);
	if (!isPathSegment(id)) throw badParameter(source, label, `cannot be ${show(id)}`, ADVICE);
	return id;
}

/**
 * Whether an ID stands for a record, and for nothing else, as the last part of a path. Nor does it
 * do anything in a message or a log, where it is shown: no control characters, and none that change
 * the direction of writing.
 */
export function isPathSegment(id: string): boolean {
	return id.length <= MAX_LENGTH && !/[\s/?#\\\p{Cc}\p{Cf}\p{Surrogate}]|^\.+$/u.test(id);
}
