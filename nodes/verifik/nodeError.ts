import { NodeApiError, NodeOperationError, type Failure, type INode } from 'n8n-workflow';

import type { FailureCause } from './api/errors/failure';
import { reasonOf } from './api/errors/fromConnection';
import { VerifikError } from './api/errors/VerifikError';

/**
 * What n8n shows for a failure: message, description, the item, and for n8n ≥ 2.36 the cause. It
 * is built from its texts alone, so nothing of the request can be in it.
 *
 * @param itemIndex the input item that failed; a trigger has none
 * @returns n8n's own errors as they are
 */
export function toNodeError(
	error: unknown,
	node: INode,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const item = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof VerifikError)) {
		return new NodeOperationError(node, error instanceof Error ? error : reasonOf(error), item);
	}
	const { message, description, httpCode, failureCause } = error;
	return new NodeApiError(
		node,
		{ message },
		{
			...item,
			message,
			description,
			...(httpCode !== undefined && { httpCode }),
			...(failureCause !== undefined && { failure: failureOf(failureCause, error.told?.waitMs) }),
		},
	);
}

/** n8n takes a wait only for a cause that passes by itself. */
function failureOf(cause: FailureCause, retryAfterMs: number | undefined): Failure {
	if (cause === 'credential-invalid' || cause === 'configuration-invalid') return { cause };
	return retryAfterMs === undefined ? { cause } : { cause, retryAfterMs };
}
