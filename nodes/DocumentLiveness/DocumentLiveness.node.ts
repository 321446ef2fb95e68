import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { get } from './operations/get.operation';
import { getAll } from './operations/getAll.operation';
import { runOperation } from './runOperation';
import { searchRecords } from './searchRecords';

const operations = { get, getAll };

export class DocumentLiveness implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Verifik Document Liveness',
		name: 'documentLiveness',
		icon: { light: 'file:../../icons/verifik.svg', dark: 'file:../../icons/verifik.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ { get: "Get", getAll: "Get Many" }[$parameter["operation"]] }}',
		description: 'Read the results of document liveness checks: which ID photos may be forged',
		defaults: {
			name: 'Verifik Document Liveness',
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'verifikApi', required: true }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'getAll',
				options: [
					{
						name: 'Get',
						value: 'get',
						action: 'Get a document liveness record',
						description: 'Get one record by its ID',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many document liveness records',
						description: 'Get the records that match the filters, newest first',
					},
				],
			},
			...get.fields,
			...getAll.fields,
		],
	};

	methods = {
		listSearch: { searchRecords },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, operations)];
	}
}
