import type { INodeProperties } from 'n8n-workflow';

import type { OutputShape } from '../output';
import { asBoolean, asChoice, readCollection, type ParameterSource } from '../../parameters/values';

/** "Simplify" and "Split Warnings". */
export const outputFields: INodeProperties[] = [
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Split Warnings',
		name: 'splitWarnings',
		type: 'options',
		default: 'none',
		description:
			'Whether each record stays one item or becomes one item per warning. Warnings tell that the image is poor, not that the document is forged.',
		options: [
			{
				name: 'No',
				value: 'none',
				description: 'One item per record, with its warnings as lists',
			},
			{
				name: 'Per Check',
				value: 'perCheck',
				description: 'One item per warning of each check, even if several checks give the same',
			},
			{
				name: 'Per Code',
				value: 'perCode',
				description: 'One item per distinct warning code, with the list of checks that gave it',
			},
		],
	},
];

const showWhenSplit = { show: { '/splitWarnings': ['perCheck', 'perCode'] } };

/** What goes into "Options" for a split. */
export const splitOptions: INodeProperties[] = [
	{
		displayName: 'Include Errors',
		name: 'includeErrors',
		type: 'boolean',
		default: false,
		displayOptions: showWhenSplit,
		description:
			'Whether error codes become items too. An error means that a check could not be done, for example because no document was found in the photo.',
	},
	{
		displayName: 'Records Without Warnings',
		name: 'recordsWithoutWarnings',
		type: 'options',
		default: 'keep',
		displayOptions: showWhenSplit,
		description:
			'What to do with a record that has nothing to split. A sharp photo of a forged document has no warnings.',
		options: [
			{ name: 'Drop', value: 'drop', description: 'Leave the record out' },
			{ name: 'Keep', value: 'keep', description: 'Keep the record as one item without a code' },
		],
	},
];

/** @throws {NodeOperationError} */
export function readOutputShape(source: ParameterSource): OutputShape {
	const options = readCollection(source, 'options');
	return {
		simplify: asBoolean(source, 'Simplify', source.get('simplify')),
		splitWarnings: asChoice(source, 'Split Warnings', source.get('splitWarnings'), [
			'none',
			'perCheck',
			'perCode',
		]),
		includeErrors: asBoolean(source, 'Include Errors', options.includeErrors ?? false),
		recordsWithoutWarnings: asChoice(
			source,
			'Records Without Warnings',
			options.recordsWithoutWarnings ?? 'keep',
			['keep', 'drop'],
		),
	};
}
