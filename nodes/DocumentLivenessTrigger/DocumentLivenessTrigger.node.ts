import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { filtersCollection, optionsCollection } from '../verifik/parameters/collections';
import { isLiveFilter, scoreFilters } from '../verifik/parameters/filters';
import { outputFields, splitOptions } from '../verifik/parameters/output';
import { pageSizeOption, retryOptions } from '../verifik/parameters/requests';
import { pollRecords } from './pollRecords';

export class DocumentLivenessTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Verifik Document Liveness Trigger',
		name: 'documentLivenessTrigger',
		icon: { light: 'file:../../icons/verifik.svg', dark: 'file:../../icons/verifik.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ { newRecord: "New Record" }[$parameter["event"]] }}',
		description:
			'Starts the workflow when document liveness records arrive, for example those of suspicious documents',
		defaults: {
			name: 'Verifik Document Liveness Trigger',
		},
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'verifikApi', required: true }],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				noDataExpression: true,
				default: 'newRecord',
				options: [
					{
						name: 'New Record',
						value: 'newRecord',
						description:
							'When records arrive that pass the filters: one run per poll with all of them, oldest first',
					},
				],
			},
			filtersCollection([...scoreFilters, isLiveFilter]),
			...outputFields,
			optionsCollection([...retryOptions, pageSizeOption, ...splitOptions]),
		],
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const items = await pollRecords(this);
		return items && [items];
	}
}
