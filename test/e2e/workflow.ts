import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { SavedCredential, WorkflowFile } from './client';

/** The node that every workflow below starts from. */
export const START = 'Start';

/** A workflow from START through the nodes, each connected to the next. */
export function chain(name: string, ...nodes: INode[]): WorkflowFile {
	const workflow: WorkflowFile = { name, nodes: [], connections: {}, settings: {} };
	const start = node(START, 'n8n-nodes-base.manualTrigger', {});
	[start, ...nodes].forEach((next, index, all) => {
		next.position = [index * 220, 0];
		workflow.nodes.push(next);
		if (index > 0) connect(workflow, all[index - 1].name, 0, next.name);
	});
	return workflow;
}

/** Adds a node behind an output of another one: 1 is the error output of a node with one. */
export function branch(workflow: WorkflowFile, from: string, output: number, next: INode): void {
	next.position = [workflow.nodes.length * 220, 220 * output];
	workflow.nodes.push(next);
	connect(workflow, from, output, next.name);
}

/** Makes START give these items. */
export function startWith(workflow: WorkflowFile, items: Array<INodeExecutionData['json']>): void {
	workflow.pinData = { [START]: items.map((json) => ({ json })) };
}

export function documentLiveness(
	name: string,
	credential: SavedCredential,
	parameters: INodeParameters,
	settings: Partial<INode> = {},
): INode {
	return {
		...node(name, 'n8n-nodes-verifik.documentLiveness', parameters),
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
		...settings,
	};
}

/** What picks a record by its ID, in the parameters of an operation on one. */
export function recordById(id: string): INodeParameters {
	return { documentLiveness: { __rl: true, mode: 'id', value: id } };
}

/**
 * It polls every ten seconds. n8n refuses a poll time of less than a minute, but not six of a minute
 * each.
 */
export function documentLivenessTrigger(name: string, credential: SavedCredential): INode {
	const seconds = [0, 10, 20, 30, 40, 50];
	const pollTimes = {
		item: seconds.map((second) => ({ mode: 'custom', cronExpression: `${second} * * * * *` })),
	};
	return {
		...node(name, 'n8n-nodes-verifik.documentLivenessTrigger', { pollTimes }),
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
}

/** "Edit Fields": one text field for each expression. */
export function editFields(name: string, fields: Record<string, string>): INode {
	const assignments = Object.entries(fields).map(([field, value]) => ({
		id: field,
		name: field,
		value,
		type: 'string',
	}));
	return {
		...node(name, 'n8n-nodes-base.set', { assignments: { assignments }, options: {} }),
		typeVersion: 3.4,
	};
}

export function noOperation(name: string): INode {
	return node(name, 'n8n-nodes-base.noOp', {});
}

export function node(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** Joins an output of one node with an input of another. */
export function connect(
	{ connections }: WorkflowFile,
	from: string,
	output: number,
	to: string,
	input = 0,
): void {
	const outputs = ((connections[from] ??= { main: [] }).main ??= []);
	while (outputs.length <= output) outputs.push([]);
	outputs[output]?.push({ node: to, type: 'main', index: input });
}
