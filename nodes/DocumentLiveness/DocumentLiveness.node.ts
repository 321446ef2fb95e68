import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { RecordNotes } from '../verifik/documentLiveness/hints';
import { runOperation } from '../verifik/operations/runOperation';
import { create, LEAVE_RETRIES_OFF } from './operations/create.operation';
import { downloadImage } from './operations/downloadImage.operation';
import { get } from './operations/get.operation';
import { getAll } from './operations/getAll.operation';
import { getSummary } from './operations/getSummary.operation';
import { getSuspicious } from './operations/getSuspicious.operation';
import { searchRecords } from './searchRecords';

const operations = { create, downloadImage, get, getAll, getSummary, getSuspicious };

export class DocumentLiveness implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Verifik Document Liveness',
		name: 'documentLiveness',
		icon: { light: 'file:../../icons/verifik.svg', dark: 'file:../../icons/verifik.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle:
			'={{ { create: "Create", downloadImage: "Download Image", get: "Get", getAll: "Get Many", getSummary: "Get Summary", getSuspicious: "Get Suspicious" }[$parameter["operation"]] }}',
		description: 'Check photos of ID documents for signs of forgery, and act on the results',
		defaults: {
			name: 'Verifik Document Liveness',
		},
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Get Suspicious gives what is suspicious of a period with its reasons, Get Summary the numbers of a period as one item. To act as soon as a record comes in, use the trigger instead. Score and probabilities are 0–1, near 0 is bad. Prefer the verdict (isLive) where it is there; a high score does not prove that a document is genuine.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-verifik.documentLivenessTrigger',
					relationHint: 'Starts the workflow when a new or suspicious record comes in',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'verifikApi', required: true }],
		hints: [
			{
				message: `Create does not run with Retry On Fail. ${LEAVE_RETRIES_OFF}`,
				displayCondition: '={{ $parameter["operation"] === "create" }}',
				whenToDisplay: 'beforeExecution',
				location: 'outputPane',
			},
		],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'getAll',
				options: [
					{
						name: 'Create',
						value: 'create',
						action: 'Check photo of document',
						description: 'Have a photo of an ID document checked. Verifik charges each check.',
						builderHint: {
							propertyHint:
								'Costs money for each image and check. Have a person approve it before an agent may use it.',
						},
					},
					{
						name: 'Download Image',
						value: 'downloadImage',
						action: 'Download image of record',
						description: 'Get the image that Verifik keeps of a record',
					},
					{
						name: 'Get',
						value: 'get',
						action: 'Get record',
						description: 'Get one record by its ID',
					},
					{
						name: 'Get Many',
						value: 'getAll',
						action: 'Get many records',
						description: 'Get the records that match the filters, newest first',
					},
					{
						name: 'Get Summary',
						value: 'getSummary',
						action: 'Get summary of records',
						description: 'Count the records of a period, and compare them with the period before',
					},
					{
						name: 'Get Suspicious',
						value: 'getSuspicious',
						action: 'Get suspicious documents',
						description: 'Get the suspicious records of a period and why they are, newest first',
					},
				],
			},
			...create.fields,
			...downloadImage.fields,
			...get.fields,
			...getAll.fields,
			...getSummary.fields,
			...getSuspicious.fields,
		],
	};

	methods = {
		listSearch: { searchRecords },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runOperation(this, operations, new RecordNotes(this))];
	}
}
