import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { triggerFields } from './parameters';
import { pollTrigger } from './poll';

export class DocumentLivenessTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Verifik Document Liveness Trigger',
		name: 'documentLivenessTrigger',
		icon: { light: 'file:../../icons/verifik.svg', dark: 'file:../../icons/verifik.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { newRecord: "New Record", suspiciousRecord: "Suspicious Record", tokenExpiring: "Access Token About to Expire" }[$parameter["event"]] }}',
		description: 'Check photos of ID documents for signs of forgery, and act on the results',
		activationMessage:
			'From now on, this workflow starts by itself. Records that were there before start nothing, unless Start From in Options says so.',
		defaults: {
			name: 'Verifik Document Liveness Trigger',
		},
		polling: true,
		builderHint: {
			searchHint:
				'For an alert about each suspicious document, choose the event Suspicious Record: no filter is needed behind it. Each record is given once, with its reasons; score and probabilities are 0–1, near 0 is bad.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-verifik.documentLiveness',
					relationHint: 'Downloads the photo of a record, looks records up, sums a period up',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'verifikApi', required: true }],
		properties: triggerFields,
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const items = await pollTrigger(this);
		return items && [items];
	}
}
