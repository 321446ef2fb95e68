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
