import type { INodeProperties } from 'n8n-workflow';

import { asChoice, readCollection, readNumberOption, type ParameterSource } from './values';

/** The largest "Concurrent Requests" that can be chosen. */
export const MAX_CONCURRENCY = 10;

export const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 30000,
	description: 'How long to wait for the whole answer to a request, in milliseconds',
};

/** The longest that Node's timers can hold. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const maxAttemptsOption: INodeProperties = {
	displayName: 'Max Attempts per Request',
	name: 'maxAttempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10 },
	default: 5,
	description:
		'How often to send a request that keeps failing for reasons that pass by themselves, such as an outage. Waiting for a quota does not count.',
};

const MINUTE_MS = 60_000;

/** What goes into "Options" of every operation, and of nothing that has a time limit of its own. */
export const maxWaitOption: INodeProperties = {
	displayName: 'Max Wait for Quota',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 120 },
	default: 10,
	description:
		'How many minutes to wait without any progress when Verifik says that there are too many requests. As long as requests get through now and then, the node goes on.',
};

/** What goes into "Options" wherever requests are made. */
export const retryOptions: INodeProperties[] = [maxAttemptsOption, timeoutOption];

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrent Requests',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
	default: 4,
	description:
		'How many requests may be under way at the same time. The node keeps below the quota of the account by itself.',
};

/** What goes into "Options" where requests may run in parallel. */
export const requestOptions: INodeProperties[] = [
	concurrencyOption,
	maxWaitOption,
	...retryOptions,
];

export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 100,
	description: 'How many records to ask for in one request',
};

/** What a walk does with a list of which not everything came. */
export type IncompleteResults = 'fail' | 'return';

const INCOMPLETE_RESULTS = 'When Results Are Incomplete';

export const incompleteResultsOption: INodeProperties = {
	displayName: INCOMPLETE_RESULTS,
	name: 'incompleteResults',
	type: 'options',
	default: 'fail',
	description:
		'What to do when not all records could be read: Verifik gave fewer than it counts, or did not let the node go on',
	options: [
		{
			name: 'Fail',
			value: 'fail',
			description: 'Stop with an error that says how many of how many records came',
		},
		{
			name: 'Return What Came',
			value: 'return',
			description: 'Return the records that came, with a hint that some are missing',
		},
	],
};

/** @throws {NodeOperationError} */
export function readIncompleteResults(source: ParameterSource): IncompleteResults {
	const value = readCollection(source, 'options').incompleteResults ?? 'fail';
	return asChoice(source, INCOMPLETE_RESULTS, value, ['fail', 'return']);
}

/**
 * What a client needs to know of requests.
 *
 * @param fields those that an operation shows with defaults of its own
 * @throws {NodeOperationError}
 */
export function readRequestSettings(
	source: ParameterSource,
	{ concurrency = concurrencyOption, timeout = timeoutOption } = {},
) {
	return {
		concurrency: readNumberOption(source, concurrency, { whole: true }),
		maxAttempts: readNumberOption(source, maxAttemptsOption, { whole: true }),
		maxWaitMs: readNumberOption(source, maxWaitOption, { whole: false }) * MINUTE_MS,
		timeoutMs: readNumberOption(source, timeout, { whole: true, max: MAX_TIMEOUT_MS }),
	};
}

/** @throws {NodeOperationError} */
export function readPageSize(source: ParameterSource): number {
	return readNumberOption(source, pageSizeOption, { whole: true });
}
