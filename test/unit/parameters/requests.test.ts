import type { INodeProperties } from 'n8n-workflow';

import {
	incompleteResults,
	pageSize,
	readRequestSettings,
	requestOptions,
} from '../../../nodes/verifik/parameters/requests';
import { readOption } from '../../../nodes/verifik/parameters/parameter';
import { parametersWith, refusal, refusalOf } from './source';

/** All number options, as they are in the form, so that each table below goes through both readers. */
const read = (options: unknown) => {
	const source = parametersWith({ options });
	const { concurrency, maxAttempts, maxWaitMs, timeoutMs } = readRequestSettings(source);
	const maxWait = maxWaitMs / 60_000;
	return {
		concurrency,
		maxAttempts,
		maxWait,
		timeout: timeoutMs,
		pageSize: readOption(source, pageSize),
	};
};

const options: INodeProperties[] = [...requestOptions, pageSize].map(({ field }) => field);

test('nothing added: what the fields show as their defaults', () => {
	const shown = Object.fromEntries(options.map(({ name, default: value }) => [name, value]));
	expect(read({})).toEqual(shown);
	expect(read(undefined)).toEqual(shown);
	expect(shown).toEqual({
		concurrency: 4,
		maxAttempts: 5,
		maxWait: 10,
		timeout: 30_000,
		pageSize: 100,
	});
});

test('what was added counts, as a number or as the text of an expression', () => {
	const wanted = { concurrency: 1, maxAttempts: 1, maxWait: 0.5, timeout: 1, pageSize: 1 };
	expect(read(wanted)).toEqual(wanted);
	const added = { concurrency: '10', maxAttempts: '10', maxWait: '0', pageSize: '100' };
	expect(read({ ...added, timeout: '60000' })).toEqual({
		concurrency: 10,
		maxAttempts: 10,
		maxWait: 0,
		timeout: 60_000,
		pageSize: 100,
	});
});

test.each<[name: string, bounds: string, below: number, above: number, advice: string]>([
	['Concurrent Requests', '1 to 10', 0, 11, 'Enter a whole number from 1 to 10.'],
	['Max Attempts per Request', '1 to 10', 0, 11, 'Enter a whole number from 1 to 10.'],
	['Max Wait for Quota', '0 to 120', -1, 121, 'Enter a number from 0 to 120.'],
	['Timeout', '1 to 2147483647', 0, 2 ** 31, 'Enter a whole number from 1 to 2147483647.'],
	['Page Size', '1 to 100', 0, 101, 'Enter a whole number from 1 to 100.'],
])(
	"'%s' is from %s, and names itself when it is refused",
	(label, bounds, below, above, advice) => {
		const { name = '' } = options.find(({ displayName }) => displayName === label) ?? {};
		for (const number of [below, above]) {
			expect(refusalOf(() => read({ [name]: number }))).toEqual(
				refusal(`'${label}' must be a number from ${bounds}, but is ${number}`, advice),
			);
		}
	},
);

test('incomplete results fail unless something else was chosen', () => {
	const chosen = (options: unknown) => readOption(parametersWith({ options }), incompleteResults);
	expect(chosen({})).toBe('fail');
	expect(incompleteResults.field.default).toBe('fail');
	expect(chosen({ incompleteResults: 'return' })).toBe('return');
	expect(refusalOf(() => chosen({ incompleteResults: 'ignore' }))).toEqual(
		refusal(
			'\'When Results Are Incomplete\' cannot be "ignore"',
			'Choose from the list, or let the expression give one of: fail, return.',
		),
	);
});
