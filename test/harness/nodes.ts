import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

type Execute = (this: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

const passOn: Execute = async function () {
	return [this.getInputData()];
};

/** As n8n's own node: it keeps in its context what is left, and gives it out batch by batch. */
const loopOverItems: Execute = async function () {
	const context = this.getContext('node') as { left?: INodeExecutionData[] };
	context.left ??= [...this.getInputData()];
	const batch = context.left.splice(0, this.getNodeParameter('batchSize', 0) as number);
	return batch.length > 0 ? [[], batch] : [this.getInputData(), []];
};

function node(
	displayName: string,
	name: string,
	execute: Execute,
	more: Partial<INodeType['description']> = {},
): INodeType {
	return {
		description: {
			displayName,
			name,
			group: ['organization'],
			version: 1,
			description: displayName,
			defaults: { name: displayName },
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
			...more,
		},
		execute,
	};
}

/**
 * Stand-ins for n8n's own nodes that a test workflow needs (n8n-nodes-base is not installed), by
 * their full type names: the start, which gives out the run's input items, the node that does
 * nothing, and the loop.
 */
export const ownNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': node('Manual Trigger', 'manualTrigger', passOn, {
		group: ['trigger'],
		inputs: [],
	}),
	'n8n-nodes-base.noOp': node('No Operation', 'noOp', passOn),
	'n8n-nodes-base.splitInBatches': node('Loop Over Items', 'splitInBatches', loopOverItems, {
		outputs: ['main', 'main'],
		outputNames: ['done', 'loop'],
		properties: [{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 1 }],
	}),
};
