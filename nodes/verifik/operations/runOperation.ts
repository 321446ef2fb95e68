import type {
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { VerifikClient } from '../api/client';
import { systemClock } from '../api/clock';
import { toNodeError } from '../nodeError';
import { asChoice, parametersOf, type ParameterSource } from '../parameters/values';
import { accountHints } from './accountHints';
import type { Operation, RunNotes } from './operation';

type NodeError = NodeApiError | NodeOperationError;

/** One run of an operation, for all of its input items. */
interface Run<Notes extends RunNotes> {
	context: IExecuteFunctions;
	operation: Operation<Notes>;
	notes: Notes;
	client: VerifikClient;
	inputItems: INodeExecutionData[];
	sourceOf: (itemIndex: number) => ParameterSource;
	/** aborted with the first failure that ends the run */
	end: AbortController;
}

/**
 * Runs the chosen operation for every input item and returns what comes out, in the order of the
 * input items. Under On Error "Continue", an input item that failed comes out again with
 * what went wrong, and the others are not touched by it. Otherwise the first failure that is known,
 * of whichever item, ends the run: no other item is begun, and what is under way is waited for or
 * dropped.
 *
 * @param notes what the run notes for its user, with nothing in it yet
 */
export async function runOperation<Notes extends RunNotes, Name extends string>(
	context: IExecuteFunctions,
	operations: Record<Name, Operation<Notes>>,
	notes: Notes,
): Promise<INodeExecutionData[]> {
	const nowMs = systemClock.now();
	const sourceOf = (itemIndex: number) => parametersOf(context, itemIndex, nowMs);
	const operation = chosenOperation(sourceOf(0), operations);
	const inputItems = context.getInputData();

	const refusal = refusalOf(context, operation, sourceOf(0), inputItems.length, notes);
	if (refusal !== undefined) {
		// n8n would hand the input on as if all were well
		if (context.continueOnFail()) {
			return inputItems.map((item, i) => errorItem(context, refusal, item, i));
		}
		throw refusal;
	}

	const client = new VerifikClient(context);
	const end = new AbortController();
	const run = { context, operation, notes, client, inputItems, sourceOf, end };
	const atOnce = itemsAtOnce(sourceOf(0), operation);
	const outputs = await runEach(inputItems, atOnce, runItem(run), end.signal);
	if (end.signal.aborted) throw withAccount(end.signal.reason, run);
	for (const message of [...notes.hints(), ...accountHints(client, new Date())]) {
		context.addExecutionHints?.({ message, location: 'outputPane' });
	}
	return outputs.flat();
}

/** What the run does for one input item: its outputs, or, where it ends the run, nothing. */
function runItem<Notes extends RunNotes>(run: Run<Notes>) {
	const { context, operation, notes, client, inputItems, sourceOf, end } = run;
	return async (item: INodeExecutionData, itemIndex: number): Promise<INodeExecutionData[]> => {
		try {
			return await operation.run({
				source: sourceOf(itemIndex),
				client,
				notes,
				itemIndex,
				left: inputItems.length - 1 - itemIndex,
				item,
				helpers: context.helpers,
				signal: end.signal,
				logger: context.logger,
			});
		} catch (error) {
			const nodeError = toNodeError(error, context.getNode(), itemIndex);
			if (context.continueOnFail() && !client.isCancelled) {
				return [errorItem(context, nodeError, item, itemIndex)];
			}
			end.abort(nodeError);
			return [];
		}
	};
}

/** The failure of a run, with what it had done until then. */
function withAccount<Notes extends RunNotes>(
	failure: NodeError,
	{ operation, notes, inputItems }: Run<Notes>,
): NodeError {
	const account = operation.account?.(notes, inputItems.length);
	if (account) failure.description = `${failure.description ?? ''} ${account}`.trim();
	return failure;
}

/** Why the run is not even begun. */
function refusalOf<Notes extends RunNotes>(
	context: IExecuteFunctions,
	{ check }: Operation<Notes>,
	first: ParameterSource,
	itemCount: number,
	notes: Notes,
): NodeError | undefined {
	try {
		if (itemCount > 0) check?.(first, itemCount, notes);
		return undefined;
	} catch (error) {
		return toNodeError(error, context.getNode());
	}
}

/**
 * Runs a task for each input, so many at a time, until the signal ends it; those that were begun
 * are waited for.
 *
 * @returns the results in the order of the inputs
 */
async function runEach<Input, Result>(
	inputs: Input[],
	atOnce: number,
	task: (input: Input, index: number) => Promise<Result>,
	signal: AbortSignal,
): Promise<Result[]> {
	const results: Result[] = [];
	// one line for all workers: each takes what is next
	const line = inputs.entries();
	const worker = async () => {
		for (const [index, input] of line) {
			if (signal.aborted) return;
			results[index] = await task(input, index);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, inputs.length) }, worker));
	return results;
}

/** The input item with what went wrong, so that it can be sent again, or shown to somebody. */
function errorItem(
	context: IExecuteFunctions,
	error: NodeError,
	{ json, binary }: INodeExecutionData,
	itemIndex: number,
): INodeExecutionData {
	const { message, description } = error;
	const item = {
		json: { ...json, error: message, errorDescription: description ?? null },
		...(binary !== undefined && { binary }),
		pairedItem: { item: itemIndex },
	};
	if (context.getNode().onError !== 'continueErrorOutput') return item;
	// By `error` n8n knows what belongs in the error output. But where it finds one later on, it leaves
	// of the item nothing but the message; the copy that it makes in between has only what can be listed.
	// n8n 1.99 clears it on the item itself besides, so it has to be writable.
	return Object.defineProperty(item, 'error', { value: error, enumerable: false, writable: true });
}

function chosenOperation<Notes extends RunNotes, Name extends string>(
	source: ParameterSource,
	operations: Record<Name, Operation<Notes>>,
): Operation<Notes> {
	const names: Name[] = [];
	for (const name in operations) names.push(name);
	return operations[asChoice(source, 'Operation', source.get('operation'), names)];
}

/** One, when the first item's parameters cannot be used: that item itself then tells why. */
function itemsAtOnce<Notes extends RunNotes>(
	first: ParameterSource,
	operation: Operation<Notes>,
): number {
	try {
		return operation.itemsAtOnce(first);
	} catch {
		return 1;
	}
}
