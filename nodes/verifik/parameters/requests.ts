import type { INodeProperties } from 'n8n-workflow';

import type { RequestSettings } from '../api/client';
import { readNumberOption, type ParameterSource } from './values';

/** The largest "Concurrent Requests" that can be chosen. */
export const MAX_CONCURRENCY = 10;

export const timeoutOption: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 30000,
	description: 'How long to wait for an answer, in milliseconds',
};

/** The longest that Node's timers can hold, in ms. */
const MAX_TIMEOUT = 2 ** 31 - 1;

const maxTriesOption: INodeProperties = {
	displayName: 'Max Tries',
	name: 'maxTries',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10 },
	default: 5,
	description:
		'How often a request that fails in passing is sent before the item fails. Nothing that was read before is read again.',
};

/** What goes into "Options" wherever requests are made. */
export const retryOptions: INodeProperties[] = [maxTriesOption, timeoutOption];

export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrent Requests',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MAX_CONCURRENCY },
	default: 4,
	description:
		'How many requests may be under way at the same time. Lower it if Verifik answers that there are too many.',
};

/** What goes into "Options" where requests may run in parallel. */
export const requestOptions: INodeProperties[] = [concurrencyOption, ...retryOptions];

export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 100 },
	default: 100,
	description: 'How many records to ask for in one request',
};

/**
 * @param fields those that an operation shows with defaults of its own
 * @throws {NodeOperationError}
 */
export function readRequestSettings(
	source: ParameterSource,
	{ concurrency = concurrencyOption, timeout = timeoutOption } = {},
): RequestSettings {
	return {
		concurrency: readNumberOption(source, concurrency, { whole: true }),
		maxTries: readNumberOption(source, maxTriesOption, { whole: true }),
		timeout: readNumberOption(source, timeout, { whole: true, max: MAX_TIMEOUT }),
	};
}

/** @throws {NodeOperationError} */
export function readPageSize(source: ParameterSource): number {
	return readNumberOption(source, pageSizeOption, { whole: true });
}
