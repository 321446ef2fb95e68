import type { INodeProperties } from 'n8n-workflow';

import {
	CALIBRATED_CHECKS,
	CALIBRATIONS,
	type CalibratedCheck,
	type Submission,
} from '../createRecord';
import { CHECKS, type Check } from '../record';
import {
	asBoolean,
	asChoice,
	badParameter,
	readCollection,
	type ParameterSource,
} from '../../parameters/values';

const CHECK_NAMES: Record<Check, string> = {
	screenReplay: 'Screen Replay',
	printedCopy: 'Printed Copy',
	portraitSubstitution: 'Portrait Substitution',
	digitalManipulation: 'Digital Manipulation',
};

const CHECK_DESCRIPTIONS: Record<Check, string> = {
	screenReplay: 'Whether the photo shows a screen',
	printedCopy: 'Whether the photo shows a printout',
	portraitSubstitution: 'Whether another portrait was put on the document',
	digitalManipulation: 'Whether the image was edited',
};

/** Which checks to run, and whether Verifik keeps the image. */
export const submissionFields: INodeProperties[] = [
	{
		displayName: 'Checks',
		name: 'checks',
		type: 'multiOptions',
		default: [...CHECKS],
		required: true,
		description: 'The checks to run on the image, each of which Verifik charges',
		options: CHECKS.map((check) => ({
			name: CHECK_NAMES[check],
			value: check,
			description: CHECK_DESCRIPTIONS[check],
		})),
	},
	{
		displayName: 'Save Image',
		name: 'saveImage',
		type: 'boolean',
		default: false,
		description:
			'Whether Verifik keeps the image, so that Download Image can get it later. A photo of a document is personal data.',
	},
];

/** What goes into "Options" for the checks. */
export const submissionOptions: INodeProperties[] = [
	...CALIBRATED_CHECKS.map(calibrationOption),
	{
		displayName: 'Ignore Colourless Document',
		name: 'ignoreColourless',
		type: 'boolean',
		default: false,
		description:
			'Whether to run the checks on an image without colours too, instead of reporting DOCUMENT_IS_COLORLESS',
	},
	{
		displayName: 'Ignore Cropped Document',
		name: 'ignoreDocumentCropped',
		type: 'boolean',
		default: false,
		description:
			'Whether to run the checks on a document that is cut off too, instead of reporting DOCUMENT_CROPPED',
	},
];

function calibrationOption(check: CalibratedCheck): INodeProperties {
	return {
		displayName: calibrationLabel(check),
		name: `${check}Calibration`,
		type: 'options',
		default: 'REGULAR',
		displayOptions: { show: { '/checks': [check] } },
		description: 'How strictly Verifik runs this check',
		options: [
			{ name: 'Soft', value: 'SOFT' },
			{ name: 'Regular', value: 'REGULAR' },
			{ name: 'Hard', value: 'HARD' },
		],
	};
}

function calibrationLabel(check: CalibratedCheck): string {
	return `${CHECK_NAMES[check]} Calibration`;
}

/** @throws {NodeOperationError} */
export function readSubmission(source: ParameterSource): Submission {
	const options = readCollection(source, 'options');
	const calibrations: Submission['calibrations'] = {};
	for (const check of CALIBRATED_CHECKS) {
		const value = options[`${check}Calibration`];
		if (value === undefined) continue;
		calibrations[check] = asChoice(source, calibrationLabel(check), value, CALIBRATIONS);
	}
	return {
		checks: readChecks(source),
		calibrations,
		saveImage: asBoolean(source, 'Save Image', source.get('saveImage')),
		ignoreDocumentCropped: asBoolean(
			source,
			'Ignore Cropped Document',
			options.ignoreDocumentCropped ?? false,
		),
		ignoreColourless: asBoolean(
			source,
			'Ignore Colourless Document',
			options.ignoreColourless ?? false,
		),
	};
}

function readChecks(source: ParameterSource): Check[] {
	const chosen = source.get('checks');
	if (!Array.isArray(chosen) || chosen.length === 0) {
		throw badParameter(
			source,
			'Checks',
			'must have at least one check',
			'Select the checks to run. An expression has to give a list, such as ["screenReplay"].',
		);
	}
	return chosen.map((check) => asChoice(source, 'Checks', check, CHECKS));
}
