import {
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * Asks one URL per item and gives two items for each answer. An item whose answer is not 2xx fails.
 */
export class StandIn implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Stand-In',
		name: 'standIn',
		group: ['input'],
		version: [1, 2],
		description: 'Asks a URL',
		defaults: { name: 'Stand-In' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'standInApi' }, { name: 'standInGenericApi' }],
		properties: [
			{ displayName: 'Path', name: 'path', type: 'string', default: '/', required: true },
			{ displayName: 'Credential', name: 'credential', type: 'string', default: 'standInApi' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const out: INodeExecutionData[] = [];
		for (const itemIndex of this.getInputData().keys()) {
			const credential = this.getNodeParameter('credential', itemIndex) as string;
			const path = this.getNodeParameter('path', itemIndex) as string;
			const { baseUrl = '' } = await this.getCredentials(credential, itemIndex);
			const { body, statusCode } = await this.helpers.httpRequestWithAuthentication.call(
				this,
				credential,
				{
					url: `${baseUrl}${path}`,
					json: true,
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
				},
			);
			const pairedItem = { item: itemIndex };
			if (statusCode === 200) {
				out.push({ json: { ...(body as IDataObject), copy: 1 }, pairedItem });
				out.push({ json: { ...(body as IDataObject), copy: 2 }, pairedItem });
				continue;
			}
			const error = new NodeOperationError(this.getNode(), `Status ${statusCode}`, { itemIndex });
			if (!this.continueOnFail()) throw error;
			out.push({ json: { error: error.message }, error, pairedItem });
		}
		this.logger.info('The stand-in is done', { items: out.length });
		return [out];
	}
}
