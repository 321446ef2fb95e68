import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { reasonOf, VerifikProblem } from './api/problem';

/**
 * What n8n shows for a failure: message, description, the item, and for n8n ≥ 2.36 the cause. It
 * is built from the problem's texts alone, so nothing of the request can be in it.
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
	if (!(error instanceof VerifikProblem)) {
		return new NodeOperationError(node, error instanceof Error ? error : reasonOf(error), {
			itemIndex,
		});
	}
	const { message, description, httpCode, cause, retryAfter } = error.problem;
	return new NodeApiError(
		node,
		{ message },
		{
			message,
			description,
			httpCode,
			itemIndex,
			failure: cause && { cause, retryAfterMs: retryAfter },
		},
	);
}
