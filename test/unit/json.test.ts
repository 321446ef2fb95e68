import { fieldsOf, isObject, numberOf } from '../../nodes/verifik/json';

test.each([[{}], [{ a: 1 }], [new Error('no answer')]])('%p is an object', (value) => {
	expect(isObject(value)).toBe(true);
	expect(fieldsOf(value)).toBe(value);
});

test.each([[undefined], [null], ['text'], [7], [[{ a: 1 }]]])('%p has no fields', (value) => {
	expect(isObject(value)).toBe(false);
	expect(fieldsOf(value)).toEqual({});
});

test.each([
	[0.5, 0.5],
	['0.0004', 0.0004],
	[' 7 ', 7],
	['-1e3', -1000],
	['Infinity', Infinity],
])('%p is the number %p', (value, number) => {
	expect(numberOf(value)).toBe(number);
});

test.each([[undefined], [null], [''], [' '], ['seven'], [NaN], [true], [[7]], [{}]])(
	'%p is no number',
	(value) => {
		expect(numberOf(value)).toBeUndefined();
	},
);
