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

const ONE_TO_TEN = 'Enter a whole number from 1 to 10.';
const ONE_TO_HUNDRED = 'Enter a whole number from 1 to 100.';
const MINUTES = 'Enter a number from 0 to 120.';
const TIMEOUT = 'Enter a whole number from 1 to 2147483647.';

test.each<[added: object, message: string, advice: string]>([
	[{ concurrency: 0 }, "'Concurrent Requests' must be a number from 1 to 10, but is 0", ONE_TO_TEN],
	[
		{ concurrency: 11 },
		"'Concurrent Requests' must be a number from 1 to 10, but is 11",
		ONE_TO_TEN,
	],
	[{ concurrency: 2.5 }, "'Concurrent Requests' must be a whole number, but is 2.5", ONE_TO_TEN],
	[{ concurrency: '' }, "'Concurrent Requests' must be a number, but is empty", ONE_TO_TEN],
	[{ concurrency: null }, "'Concurrent Requests' must be a number, but is empty", ONE_TO_TEN],
	[
		{ maxAttempts: 0 },
		"'Max Attempts per Request' must be a number from 1 to 10, but is 0",
		ONE_TO_TEN,
	],
	[
		{ maxAttempts: 11 },
		"'Max Attempts per Request' must be a number from 1 to 10, but is 11",
		ONE_TO_TEN,
	],
	[
		{ maxAttempts: 'many' },
		'\'Max Attempts per Request\' must be a number, but is "many"',
		ONE_TO_TEN,
	],
	[{ maxWait: -1 }, "'Max Wait for Quota' must be a number from 0 to 120, but is -1", MINUTES],
	[{ maxWait: 121 }, "'Max Wait for Quota' must be a number from 0 to 120, but is 121", MINUTES],
	[{ timeout: 0 }, "'Timeout' must be a number from 1 to 2147483647, but is 0", TIMEOUT],
	[
		{ timeout: 2 ** 31 },
		"'Timeout' must be a number from 1 to 2147483647, but is 2147483648",
		TIMEOUT,
	],
	[{ timeout: [1] }, "'Timeout' must be a number, but is a list", TIMEOUT],
	[{ pageSize: 0 }, "'Page Size' must be a number from 1 to 100, but is 0", ONE_TO_HUNDRED],
	[{ pageSize: 101 }, "'Page Size' must be a number from 1 to 100, but is 101", ONE_TO_HUNDRED],
	[{ pageSize: '9.5' }, "'Page Size' must be a whole number, but is 9.5", ONE_TO_HUNDRED],
])('%p is refused, by the name that is shown and with the input item', (added, message, advice) => {
	expect(refusalOf(() => read(added))).toEqual(refusal(message, advice));
});

test('the names in the messages are those on screen', () => {
	for (const { name, displayName } of options) {
		expect(refusalOf(() => read({ [name]: 'wrong' })).message).toBe(
			`'${displayName}' must be a number, but is "wrong"`,
		);
	}
});

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
