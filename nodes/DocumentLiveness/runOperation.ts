import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { VerifikClient } from '../verifik/api/client';
import { inOrder } from '../verifik/api/inOrder';
import { Tally } from '../verifik/hints';
import { toNodeError } from '../verifik/nodeError';
import { asChoice, parametersOf } from '../verifik/parameters/values';
import type { Operation } from './operations/operation';

/**
 * Runs the chosen operation for every input item and returns what comes out, in the order of the
 * input items. Under On Error "Continue", an input item that failed becomes one item that tells
 * why, and the others are not touched by it.
 */
export async function runOperation(
	context: IExecuteFunctions,
	operations: Record<string, Operation>,
): Promise<INodeExecutionData[]> {
	const operation = chosenOperation(context, operations);
	const client = new VerifikClient(context);
	const tally = new Tally();

	const inputItems = context.getInputData();

	const runItem = async (itemIndex: number, signal: AbortSignal): Promise<INodeExecutionData[]> => {
		try {
			return await operation.run({
				source: parametersOf(context, itemIndex),
				client,
				tally,
				itemIndex,
				left: inputItems.length - 1 - itemIndex,
				item: inputItems[itemIndex],
				helpers: context.helpers,
				signal,
				logger: context.logger,
			});
		} catch (error) {
			const nodeError = toNodeError(error, context.getNode(), itemIndex);
			if (!context.continueOnFail() || client.isCancelled) throw nodeError;
			return [
				{ json: { error: nodeError.message }, error: nodeError, pairedItem: { item: itemIndex } },
			];
		}
	};

	const items: INodeExecutionData[] = [];
	const last = inputItems.length - 1;
	for await (const itemsOfOne of inOrder(0, last, itemsAtOnce(context, operation), runItem)) {
		for (const item of itemsOfOne) items.push(item);
	}
	tally.addHeldUp(client.heldUpMs);
	for (const message of tally.hints(client.tokenExpiry, new Date())) {
		context.addExecutionHints?.({ message, location: 'outputPane' });
	}
	return items;
}

function chosenOperation(
	context: IExecuteFunctions,
	operations: Record<string, Operation>,
): Operation {
	const source = parametersOf(context, 0);
	const name = asChoice(source, 'Operation', source.get('operation'), Object.keys(operations));
	return operations[name];
}

/** One, when the first item's parameters cannot be used: that item itself then tells why. */
function itemsAtOnce(context: IExecuteFunctions, operation: Operation): number {
	try {
		return operation.itemsAtOnce(parametersOf(context, 0));
	} catch {
		return 1;
	}
}
