import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../../../nodes/verifik/documentLiveness/parameters/output';
import { parametersWith, refusal, refusalOf } from '../../parameters/source';

const defaults = { simplify: true, splitWarnings: 'none' };

const read = (parameters: object) =>
	readOutputShape(parametersWith({ ...defaults, ...parameters }));

test('a node as it is first put on the canvas simplifies and does not split', () => {
	const fields = [...outputFields, ...splitOptions.map(({ field }) => field)];
	const shown = fields.map(({ name, default: value }) => [name, value]);
	expect(read({})).toEqual(Object.fromEntries(shown));
	expect(read({})).toEqual({
		simplify: true,
		splitWarnings: 'none',
		includeErrors: false,
		recordsWithoutWarnings: 'keep',
	});
});

test('what was set counts, also as the text of an expression', () => {
	const options = { includeErrors: 'true', recordsWithoutWarnings: 'drop' };
	expect(read({ simplify: 'false', splitWarnings: 'perCode', options })).toEqual({
		simplify: false,
		splitWarnings: 'perCode',
		includeErrors: true,
		recordsWithoutWarnings: 'drop',
	});
	expect(read({ splitWarnings: 'perCheck' })).toMatchObject({ splitWarnings: 'perCheck' });
});

const SWITCH_ADVICE = 'Use the switch, or an expression that gives true or false.';

test.each<[parameters: object, message: string, advice: string]>([
	[{ simplify: 'no' }, '\'Simplify\' must be true or false, but is "no"', SWITCH_ADVICE],
	[
		{ splitWarnings: 'byCode' },
		'\'Split Warnings\' cannot be "byCode"',
		'Choose from the list, or let the expression give one of: none, perCheck, perCode.',
	],
	[
		{ options: { includeErrors: '' } },
		"'Include Errors' must be true or false, but is empty",
		SWITCH_ADVICE,
	],
	[
		{ options: { recordsWithoutWarnings: 'hide' } },
		'\'Records Without Warnings\' cannot be "hide"',
		'Choose from the list, or let the expression give one of: drop, keep.',
	],
])(
	'%p is refused, by the name that is shown and with the input item',
	(parameters, message, advice) => {
		expect(refusalOf(() => read(parameters))).toEqual(refusal(message, advice));
	},
);
