import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../../../nodes/verifik/documentLiveness/parameters/output';
import { parametersWith } from '../../parameters/source';

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
