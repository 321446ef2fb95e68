import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

/** Counts its polls, and finds something in every second one. */
export class StandInTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Stand-In Trigger',
		name: 'standInTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Counts its polls',
		defaults: { name: 'Stand-In Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Fail', name: 'fail', type: 'boolean', default: false }],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const state = this.getWorkflowStaticData('node');
		state.polls = ((state.polls as number) ?? 0) + 1;
		if (this.getNodeParameter('fail')) throw new Error('The poll failed');
		if (state.polls % 2 === 1) return null;

		const found: IDataObject = {
			polls: state.polls,
			mode: this.getMode(),
			activation: this.getActivationMode(),
			budgetMs: this.getPollBudgetMs?.(),
		};
		return [[{ json: found }]];
	}
}
