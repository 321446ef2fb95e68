import type { IExecuteFunctions, INode, NodeExecutionHint } from 'n8n-workflow';

import { RecordNotes, type RecordOperation } from '../../../nodes/verifik/documentLiveness/hints';
import { runOperation } from '../../../nodes/verifik/operations/runOperation';
import { freshExecution } from '../samples';

const binary = { data: { data: '', mimeType: 'image/jpeg' } };

/** What n8n gives a node, as far as no operation asks for more; an old n8n takes no hints. */
function context(hints?: NodeExecutionHint[], onError?: INode['onError']): IExecuteFunctions {
	return {
		getInputData: () => [{ json: { id: 7, error: 'an older one' }, binary }, { json: {} }],
		getNodeParameter: () => 'get',
		getNode: () => ({ name: 'Verifik', type: 'documentLiveness', onError }),
		getTimezone: () => 'UTC',
		getMode: () => 'trigger',
		continueOnFail: () => true,
		...(hints && { addExecutionHints: (hint: NodeExecutionHint) => hints.push(hint) }),
	} as unknown as IExecuteFunctions;
}

function operation(run: RecordOperation['run']): Record<string, RecordOperation> {
	return { get: { fields: [], itemsAtOnce: () => 1, run } };
}

const shortList = operation(async ({ notes }) => {
	notes.addUnfinished('Two of three came');
	return [{ json: { a: 1 } }];
});

test('an input item that failed comes out again with its files, what went wrong, and its origin', async () => {
	const failing = operation(async ({ itemIndex }) => {
		if (itemIndex === 0) throw new Error('no luck');
		return [{ json: { a: 1 } }];
	});
	const [failed, next] = await runOperation(context(), failing, new RecordNotes(freshExecution()));
	expect(failed).toEqual({
		json: { id: 7, error: 'no luck', errorDescription: null },
		binary,
		pairedItem: { item: 0 },
	});
	expect(next).toEqual({ json: { a: 1 } });
});

test('for the error output it carries the error where n8n looks, not where a copy or a text takes it', async () => {
	const failing = operation(async () => {
		throw new Error('no luck');
	});
	const inErrorOutput = context(undefined, 'continueErrorOutput');
	const [failed] = await runOperation(inErrorOutput, failing, new RecordNotes(freshExecution()));
	expect(failed.error).toMatchObject({ message: 'no luck' });
	expect({ ...failed }).not.toHaveProperty('error');
	expect(JSON.stringify(failed)).toBe(JSON.stringify({ ...failed }));
	expect(structuredClone(failed)).not.toHaveProperty('error');
	// as n8n 1.99 does before it makes the copy
	failed.error = undefined;
	expect(failed.error).toBeUndefined();
	expect(failed.json).toEqual({ id: 7, error: 'no luck', errorDescription: null });
});

test('hints are shown in the pane of the output', async () => {
	const hints: NodeExecutionHint[] = [];
	await runOperation(context(hints), shortList, new RecordNotes(freshExecution()));
	expect(hints).toEqual([
		{
			message: 'Some records are missing. Two of three came.',
			location: 'outputPane',
		},
	]);
});

test('an n8n that takes no hints gets the items all the same', async () => {
	expect(await runOperation(context(), shortList, new RecordNotes(freshExecution()))).toHaveLength(
		2,
	);
});

test('an operation that does not exist is refused by name', async () => {
	await expect(runOperation(context(), {}, new RecordNotes(freshExecution()))).rejects.toThrow(
		'\'Operation\' cannot be "get"',
	);
});
