import type { INodeProperties } from 'n8n-workflow';

import {
	booleanParameter,
	choiceParameter,
	read,
	readAdded,
	readOption,
	type Parameter,
} from '../../parameters/parameter';
import type { ParameterSource } from '../../parameters/values';
import {
	CALIBRATED_CHECKS,
	type CalibratedCheck,
	type Calibration,
	type Submission,
} from '../createRecord';
import { CHECK_NAMES, checksParameter } from './checks';

const checks = checksParameter({
	displayName: 'Checks',
	name: 'checks',
	required: true,
	description: 'The checks to run on the image, each of which Verifik charges',
});

const saveImage = booleanParameter({
	displayName: 'Save Image',
	name: 'saveImage',
	default: false,
	description:
		'Whether Verifik keeps the image, so that Download Image can get it later. A photo of a document is personal data.',
});

/** Which checks to run, and whether Verifik keeps the image. */
export const submissionFields: INodeProperties[] = [checks.field, saveImage.field];

const calibrations = CALIBRATED_CHECKS.map((check) => ({
	check,
	parameter: calibrationParameter(check),
}));

function calibrationParameter(check: CalibratedCheck): Parameter<Calibration> {
	return choiceParameter({
		displayName: `${CHECK_NAMES[check]} Calibration`,
		name: `${check}Calibration`,
		default: 'REGULAR',
		displayOptions: { show: { '/checks': [check] } },
		description: 'How strictly Verifik runs this check',
		options: [
			{ name: 'Soft', value: 'SOFT' },
			{ name: 'Regular', value: 'REGULAR' },
			{ name: 'Hard', value: 'HARD' },
		],
	});
}

const ignoreColorless = booleanParameter({
	displayName: 'Ignore Colorless Document',
	name: 'ignoreColorless',
	default: false,
	description:
		'Whether to run the checks even when the image has no color, instead of reporting DOCUMENT_IS_COLORLESS',
});

const ignoreDocumentCropped = booleanParameter({
	displayName: 'Ignore Cropped Document',
	name: 'ignoreDocumentCropped',
	default: false,
	description:
		'Whether to run the checks even when the document is cropped, instead of reporting DOCUMENT_CROPPED',
});

/** What goes into "Options" for the checks. */
export const submissionOptions: Array<Parameter<unknown>> = [
	...calibrations.map(({ parameter }) => parameter),
	ignoreColorless,
	ignoreDocumentCropped,
];

/** @throws {NodeOperationError} */
export function readSubmission(source: ParameterSource): Submission {
	const chosen: Submission['calibrations'] = {};
	for (const { check, parameter } of calibrations) {
		const calibration = readAdded(source, 'options', parameter);
		// the form's default is Verifik's own, so what was not added is not sent
		if (calibration !== undefined) chosen[check] = calibration;
	}
	return {
		checks: read(source, checks),
		calibrations: chosen,
		saveImage: read(source, saveImage),
		ignoreDocumentCropped: readOption(source, ignoreDocumentCropped),
		ignoreColorless: readOption(source, ignoreColorless),
	};
}
