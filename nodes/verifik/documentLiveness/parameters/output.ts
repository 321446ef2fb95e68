import type { INodeProperties } from 'n8n-workflow';

import {
	booleanParameter,
	choiceParameter,
	read,
	readOption,
	type Parameter,
} from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import type { OutputShape } from '../output';

const simplify = booleanParameter({
	displayName: 'Simplify',
	name: 'simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

const splitWarnings = choiceParameter({
	displayName: 'Split Warnings',
	name: 'splitWarnings',
	default: 'none',
	description:
		'Whether each record stays one item or becomes one item per warning. A warning says that the image is poor, not that the document is forged.',
	options: [
		{
			name: 'No',
			value: 'none',
			description: 'One item per record, with its warnings as lists',
		},
		{
			name: 'Per Check',
			value: 'perCheck',
			description:
				'One item per warning of each check, even when several checks give the same code',
		},
		{
			name: 'Per Code',
			value: 'perCode',
			description: 'One item per distinct warning code, with the list of checks that gave it',
		},
	],
});

/** "Simplify" and "Split Warnings". */
export const outputFields: INodeProperties[] = [simplify.field, splitWarnings.field];

const displayOptions = { show: { '/splitWarnings': ['perCheck', 'perCode'] } };

const includeErrors = booleanParameter({
	displayName: 'Include Errors',
	name: 'includeErrors',
	default: false,
	displayOptions,
	description:
		'Whether error codes become items too. An error says that a check could not be done, for example because no document was found in the photo.',
});

const recordsWithoutWarnings = choiceParameter({
	displayName: 'Records Without Warnings',
	name: 'recordsWithoutWarnings',
	default: 'keep',
	displayOptions,
	description:
		'What to do with a record that has nothing to split. A sharp photo of a forged document has no warnings.',
	options: [
		{ name: 'Drop', value: 'drop', description: 'Leave the record out' },
		{ name: 'Keep', value: 'keep', description: 'Keep the record as one item without a code' },
	],
});

/** What goes into "Options" for a split. */
export const splitOptions: Array<Parameter<unknown>> = [includeErrors, recordsWithoutWarnings];

/** @throws {NodeOperationError} */
export function readOutputShape(source: ParameterSource): OutputShape {
	return {
		simplify: read(source, simplify),
		splitWarnings: read(source, splitWarnings),
		includeErrors: readOption(source, includeErrors),
		recordsWithoutWarnings: readOption(source, recordsWithoutWarnings),
	};
}
