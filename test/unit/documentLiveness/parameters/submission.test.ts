import { readSubmission } from '../../../../nodes/verifik/documentLiveness/parameters/submission';
import { parametersWith, refusal, refusalOf } from '../../parameters/source';

const SWITCH = 'Use the switch, or an expression that gives true or false.';

const read = (parameters: object) =>
	readSubmission(
		parametersWith({ checks: ['screenReplay'], saveImage: false, options: {}, ...parameters }),
	);

test.each<[option: string, label: string]>([
	['ignoreDocumentCropped', 'Ignore Cropped Document'],
	['ignoreColorless', 'Ignore Colorless Document'],
])('%s is refused by the name that is on screen', (option, label) => {
	expect(refusalOf(() => read({ options: { [option]: 'maybe' } }))).toEqual(
		refusal(`'${label}' must be true or false, but is "maybe"`, SWITCH),
	);
});

test('a submission without a check is refused, with what to do', () => {
	expect(refusalOf(() => read({ checks: [] }))).toEqual(
		refusal(
			"'Checks' must have at least one check",
			'Select one or more checks. An expression has to give a list, such as ["screenReplay"].',
		),
	);
});
