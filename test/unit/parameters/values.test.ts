import { DateTime } from 'luxon';
import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import {
	asBoolean,
	asChoice,
	asNumber,
	asLastTime,
	asTime,
	badParameter,
	parametersOf,
	parametersOfTrigger,
	readCollection,
	show,
} from '../../../nodes/verifik/parameters/values';
import { parametersWith, refusal, refusalOf } from './source';

const source = parametersWith({});

describe('a number', () => {
	const score = { min: 0, max: 1, whole: false };
	const count = { min: 1, whole: true };

	test.each<
		[value: unknown, bounds: { min: number; max?: number; whole: boolean }, number: number]
	>([
		[0.5, score, 0.5],
		[0, score, 0],
		[1, score, 1],
		['0.000001', score, 0.000001],
		['1e-6', score, 0.000001],
		[' 1 ', score, 1],
		[1, count, 1],
		['250', count, 250],
		[Number.MAX_SAFE_INTEGER, count, Number.MAX_SAFE_INTEGER],
	])('%p is accepted within %p', (value, bounds, number) => {
		expect(asNumber(source, 'Limit', value, bounds)).toBe(number);
	});

	const scoreAdvice = 'Enter a number from 0 to 1.';
	const countAdvice = 'Enter a whole number of 1 or more.';

	test.each<[value: unknown, bounds: typeof score | typeof count, problem: string]>([
		['', score, 'must be a number, but is empty'],
		[' ', score, 'must be a number, but is " "'],
		[null, score, 'must be a number, but is empty'],
		['0,5', score, 'must be a number, but is "0,5"'],
		[NaN, score, 'must be a number, but is "NaN"'],
		[true, score, 'must be a number, but is "true"'],
		[[0.5], score, 'must be a number, but is a list'],
		[{ value: 0.5 }, score, 'must be a number, but is an object'],
		[-0.1, score, 'must be a number from 0 to 1, but is -0.1'],
		[1.000001, score, 'must be a number from 0 to 1, but is 1.000001'],
		['50', score, 'must be a number from 0 to 1, but is 50'],
		[0, count, 'must be a number of 1 or more, but is 0'],
		[1.5, count, 'must be a whole number, but is 1.5'],
		['2.5', count, 'must be a whole number, but is 2.5'],
	])('%p is refused within %p', (value, bounds, problem) => {
		const advice = bounds === score ? scoreAdvice : countAdvice;
		expect(refusalOf(() => asNumber(source, 'Limit', value, bounds))).toEqual(
			refusal(`'Limit' ${problem}`, advice),
		);
	});

	test.each([[Infinity], ['1e400'], [2 ** 60]])('%p is too large for a count', (value) => {
		expect(refusalOf(() => asNumber(source, 'Limit', value, count)).message).toMatch(
			/^'Limit' must be a number of 1 or more, but is /,
		);
	});
});

describe('a switch', () => {
	test.each([
		[true, true],
		[false, false],
		['true', true],
		['false', false],
	])('at %p is %p', (value, boolean) => {
		expect(asBoolean(source, 'Simplify', value)).toBe(boolean);
	});

	test.each<[value: unknown, shown: string]>([
		['', 'empty'],
		[null, 'empty'],
		[undefined, 'empty'],
		['yes', '"yes"'],
		['True', '"True"'],
		[1, '"1"'],
		[0, '"0"'],
		[[], 'a list'],
		[{}, 'an object'],
	])('at %p is refused', (value, shown) => {
		expect(refusalOf(() => asBoolean(source, 'Simplify', value))).toEqual(
			refusal(
				`'Simplify' must be true or false, but is ${shown}`,
				'Use the switch, or an expression that gives true or false.',
			),
		);
	});
});

describe('a choice', () => {
	const choices = ['none', 'perCheck'] as const;

	test('is one of the values of its list', () => {
		expect(asChoice(source, 'Split Warnings', 'perCheck', choices)).toBe('perCheck');
	});

	test.each<[value: unknown, shown: string]>([
		['', 'empty'],
		[undefined, 'empty'],
		['Per Check', '"Per Check"'],
		['percheck', '"percheck"'],
		['constructor', '"constructor"'],
		[['none'], 'a list'],
	])('of %p is refused', (value, shown) => {
		expect(refusalOf(() => asChoice(source, 'Split Warnings', value, choices))).toEqual(
			refusal(
				`'Split Warnings' cannot be ${shown}`,
				'Choose from the list, or let the expression give one of: none, perCheck.',
			),
		);
	});
});

describe('a date', () => {
	const utc = (iso: string) => Date.parse(iso);

	test.each<[name: string, value: unknown, time: number]>([
		['text in UTC', '2025-08-22T19:04:25.503Z', utc('2025-08-22T19:04:25.503Z')],
		['text with a zone', '2025-08-22T21:04:25+02:00', utc('2025-08-22T19:04:25Z')],
		["text without a zone, in the workflow's", '2025-08-22T14:04:25', utc('2025-08-22T19:04:25Z')],
		['what the date picker gives', '2025-08-22T14:04:00', utc('2025-08-22T19:04:00Z')],
		['text with a space', '2025-08-22 14:04:25', utc('2025-08-22T19:04:25Z')],
		["a day, which begins in the workflow's zone", '2025-08-22', utc('2025-08-22T05:00:00Z')],
		['text with space around it', ' 2025-08-22T19:04:25Z\n', utc('2025-08-22T19:04:25Z')],
		['the last of February in a leap year', '2024-02-29', utc('2024-02-29T05:00:00Z')],
		['a Date', new Date('2025-08-22T19:04:25Z'), utc('2025-08-22T19:04:25Z')],
		['the Date 0', new Date(0), 0],
		[
			"a date of n8n's expressions, in its own zone",
			DateTime.fromISO('2025-08-22T19:04:25', { zone: 'Asia/Tokyo' }),
			utc('2025-08-22T10:04:25Z'),
		],
	])('is read from %s', (_name, value, time) => {
		expect(asTime(source, 'Created After', value)).toBe(time);
	});

	test.each<[name: string, value: unknown, time: number]>([
		['a day', '2025-08-22', utc('2025-08-23T05:00:00Z') - 1],
		['a day of the date picker', '2025-08-22T00:00:00', utc('2025-08-23T05:00:00Z') - 1],
		['a day with space around it', ' 2025-08-22 00:00\n', utc('2025-08-23T05:00:00Z') - 1],
		['a time', '2025-08-22T14:04:00', utc('2025-08-22T19:04:00Z')],
		['a midnight with a zone', '2025-08-22T00:00:00Z', utc('2025-08-22T00:00:00Z')],
		["n8n's $today", DateTime.fromISO('2025-08-22T00:00:00Z'), utc('2025-08-22T00:00:00Z')],
	])('as the end of a span is the last moment of %s', (_name, value, time) => {
		expect(asLastTime(source, 'Created Before', value)).toBe(time);
	});

	test('as the end of a span is refused as any other', () => {
		expect(refusalOf(() => asLastTime(source, 'Created Before', 'soon')).message).toBe(
			'\'Created Before\' must be a date, but is "soon"',
		);
	});

	test.each<[name: string, value: unknown, shown: string]>([
		['nothing', undefined, 'empty'],
		['null', null, 'empty'],
		['empty text', '', 'empty'],
		['another text', 'yesterday', '"yesterday"'],
		['a number', 1755889465503, '"1755889465503"'],
		['a number as text', '1755889465503', '"1755889465503"'],
		['a year', '2025', '"2025"'],
		['a date in another order', '22/08/2025', '"22/08/2025"'],
		['a date with more behind it', '2025-08-22 and later', '"2025-08-22 and later"'],
		['a month that does not exist', '2025-13-01', '"2025-13-01"'],
		['a day that does not exist', '2025-02-30', '"2025-02-30"'],
		['an hour that does not exist', '2025-08-22T25:00:00Z', '"2025-08-22T25:00:00Z"'],
		['a switch', true, '"true"'],
		['an object', { date: '2025-08-22' }, 'an object'],
		['an empty list', [], 'a list'],
		['a list of numbers', [5], 'a list'],
		['a list of dates', ['2025-08-22'], 'a list'],
		['an invalid Date', new Date(NaN), 'an object'],
		["an invalid date of n8n's expressions", DateTime.invalid('no date'), 'an object'],
	])('is not read from %s', (_name, value, shown) => {
		expect(refusalOf(() => asTime(source, 'Created After', value))).toEqual(
			refusal(
				`'Created After' must be a date, but is ${shown}`,
				'Pick a date, or let the expression give one such as 2025-08-22T19:04:25Z. To have no bound, remove the filter.',
			),
		);
	});
});

describe('a value in a message', () => {
	test.each<[value: unknown, shown: string]>([
		[undefined, 'empty'],
		[null, 'empty'],
		['', 'empty'],
		[0, '"0"'],
		[false, '"false"'],
		['x'.repeat(40), `"${'x'.repeat(40)}"`],
		['x'.repeat(41), `"${'x'.repeat(40)}…"`],
		['x'.repeat(10_000_000), `"${'x'.repeat(40)}…"`],
		['one\n\ttwo', '"one two"'],
		[['a', 'b'], 'a list'],
		[{ name: 'Ana' }, 'an object'],
		[new Date(0), 'an object'],
	])('is short and shows no content', (value, shown) => {
		expect(show(value)).toBe(shown);
	});
});

describe('a collection', () => {
	test('holds what the user added', () => {
		expect(readCollection(parametersWith({ options: { timeout: 5 } }), 'options')).toEqual({
			timeout: 5,
		});
	});

	test.each([[undefined], [null], ['']])('of %p holds nothing', (options) => {
		expect(readCollection(parametersWith({ options }), 'options')).toEqual({});
	});
});

describe('the parameters of a node', () => {
	const of = (value: unknown) => {
		const getNodeParameter = jest.fn().mockReturnValue(value);
		const context = {
			getNodeParameter,
			getNode: () => source.node,
			getTimezone: () => 'Europe/Madrid',
			getMode: () => 'manual',
		};
		return { getNodeParameter, context: context as unknown as IExecuteFunctions & IPollFunctions };
	};
	const here = { node: source.node, timezone: 'Europe/Madrid', nowMs: 1000 };

	test('are those of its input item, with the ID out of a picked record', () => {
		const { context, getNodeParameter } = of('68a8bf34d8207d5f3357b643');
		const parameters = parametersOf(context, 7, 1000);
		expect(parameters.get('documentLiveness')).toBe('68a8bf34d8207d5f3357b643');
		const extracted = { extractValue: true };
		expect(getNodeParameter).toHaveBeenCalledWith('documentLiveness', 7, undefined, extracted);
		expect(parameters).toMatchObject({ ...here, itemIndex: 7 });
	});

	test('are resolved by n8n once, however many fields of a collection are read', () => {
		const { context, getNodeParameter } = of({ timeout: 1, pageSize: 2 });
		for (const parameters of [parametersOf(context, 0, 1000), parametersOfTrigger(context, 1000)]) {
			getNodeParameter.mockClear();
			expect(readCollection(parameters, 'options')).toEqual({ timeout: 1, pageSize: 2 });
			expect(readCollection(parameters, 'options')).toEqual({ timeout: 1, pageSize: 2 });
			parameters.get('filters');
			expect(getNodeParameter).toHaveBeenCalledTimes(2);
		}
	});

	test('of a trigger belong to no input item, and no message names one', () => {
		const { context, getNodeParameter } = of('half');
		const parameters = parametersOfTrigger(context, 1000);
		expect(parameters.get('splitWarnings')).toBe('half');
		expect(getNodeParameter).toHaveBeenCalledWith('splitWarnings');
		expect(parameters).toMatchObject(here);

		const refused = badParameter(parameters, 'Split Warnings', 'cannot be "half"', 'Choose.');
		expect(refused.message).toBe('\'Split Warnings\' cannot be "half"');
		expect(refused.description).toBe('Choose.');
		expect(refused.context.itemIndex).toBeUndefined();
	});
});
