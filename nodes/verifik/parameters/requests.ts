import { choiceParameter, numberParameter, readOption, type Parameter } from './parameter';
import type { ParameterSource } from './values';

/** The largest "Concurrent Requests" that can be chosen. */
export const MAX_CONCURRENCY = 10;

/** The longest that Node's timers can hold. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const MINUTE_MS = 60_000;

/** @param own what an operation says otherwise */
export function timeoutParameter(own: { default?: number; description?: string } = {}) {
	return numberParameter({
		displayName: 'Timeout',
		name: 'timeout',
		min: 1,
		mostUsable: MAX_TIMEOUT_MS,
		default: 30000,
		description: 'How long to wait for the whole answer to a request, in milliseconds',
		...own,
	});
}

/** @param own what an operation says otherwise */
export function concurrencyParameter(own: { default?: number; description?: string } = {}) {
	return numberParameter({
		displayName: 'Concurrent Requests',
		name: 'concurrency',
		min: 1,
		max: MAX_CONCURRENCY,
		default: 4,
		description:
			'How many requests may be in progress at the same time. The node stays below the quota of the account by itself.',
		...own,
	});
}

const timeout = timeoutParameter();
const concurrency = concurrencyParameter();

const maxAttempts = numberParameter({
	displayName: 'Max Attempts per Request',
	name: 'maxAttempts',
	min: 1,
	max: 10,
	default: 5,
	description:
		'How often to send a request that fails for a reason that passes by itself, such as an outage. Waiting for a quota does not count.',
});

/** In minutes. In "Options" of every operation, and of nothing that has a time limit of its own. */
export const maxWait = numberParameter({
	displayName: 'Max Wait for Quota',
	name: 'maxWait',
	min: 0,
	max: 120,
	mayBeFraction: true,
	default: 10,
	description:
		'How many minutes to wait without any progress while Verifik says that there are too many requests. As long as requests get through now and then, the node keeps going.',
});

/** What goes into "Options" wherever requests are made. */
export const retryOptions: Array<Parameter<unknown>> = [maxAttempts, timeout];

/** What goes into "Options" where requests may run in parallel. */
export const requestOptions: Array<Parameter<unknown>> = [concurrency, maxWait, ...retryOptions];

/** How many records to ask for in one request. */
export const pageSize = numberParameter({
	displayName: 'Page Size',
	name: 'pageSize',
	min: 1,
	max: 100,
	default: 100,
	description: 'How many records to ask for in one request',
});

/** What a walk does with a list of which not everything came. */
export const incompleteResults = choiceParameter({
	displayName: 'When Results Are Incomplete',
	name: 'incompleteResults',
	default: 'fail',
	description:
		'What to do when not every record could be read, because Verifik returned fewer than it counts or stopped answering',
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
});

/**
 * What a client needs to know of requests.
 *
 * @param own the parameters that an operation shows with defaults of its own
 * @throws {NodeOperationError}
 */
export function readRequestSettings(source: ParameterSource, own = { concurrency, timeout }) {
	return {
		concurrency: readOption(source, own.concurrency),
		maxAttempts: readOption(source, maxAttempts),
		maxWaitMs: readOption(source, maxWait) * MINUTE_MS,
		timeoutMs: readOption(source, own.timeout),
	};
}
