import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** A node that hands on what it is given. */
function passOn(displayName: string, name: string, group: 'trigger' | 'organization'): INodeType {
	return {
		description: {
			displayName,
			name,
			group: [group],
			version: 1,
			description: displayName,
			defaults: { name: displayName },
			inputs: group === 'trigger' ? [] : ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			return [this.getInputData()];
		},
	};
}

/**
 * Stand-ins for the two of n8n's own nodes that a test workflow needs (n8n-nodes-base is not
 * installed), by their full type names: the start, which gives out the run's input items, and the
 * node that does nothing.
 */
export const ownNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': passOn('Manual Trigger', 'manualTrigger', 'trigger'),
	'n8n-nodes-base.noOp': passOn('No Operation', 'noOp', 'organization'),
};
