import type { INodeProperties } from 'n8n-workflow';

import type { RequestSettings } from '../api/client';
import { asNumber, readCollection, type ParameterSource } from './values';

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

/** What goes into "Options" wherever requests are made. */
export const retryOptions: INodeProperties[] = [
	{
		displayName: 'Max Tries',
		name: 'maxTries',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 5,
		description:
			'How often a request that fails in passing is sent before the item fails. Nothing that was read before is read again.',
	},
	timeoutOption,
];

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
 * @param defaults for what the user did not add
 * @throws {NodeOperationError}
 */
export function readRequestSettings(
	source: ParameterSource,
	defaults: { concurrency: number; timeout: number } = { concurrency: 4, timeout: 30_000 },
): RequestSettings {
	const options = readCollection(source, 'options');
	const whole = (label: string, value: unknown, max?: number) =>
		asNumber(source, label, value, { min: 1, max, whole: true });
	return {
		concurrency: whole(
			'Concurrent Requests',
			'concurrency' in options ? options.concurrency : defaults.concurrency,
			MAX_CONCURRENCY,
		),
		maxTries: whole('Max Tries', 'maxTries' in options ? options.maxTries : 5, 10),
		// the longest that Node's timers can hold
		timeout: whole(
			'Timeout',
			'timeout' in options ? options.timeout : defaults.timeout,
			2 ** 31 - 1,
		),
	};
}

/** @throws {NodeOperationError} */
export function readPageSize(source: ParameterSource): number {
	const options = readCollection(source, 'options');
	const pageSize = 'pageSize' in options ? options.pageSize : 100;
	return asNumber(source, 'Page Size', pageSize, { min: 1, max: 100, whole: true });
}
