import type {
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';

export interface SimulatedPoll {
	/** Stands in for n8n's request helper. */
	answer: (request: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;
	/** The node's, used as it is: two polls may share it. */
	staticData: IDataObject;
	parameters?: INodeParameters;
	/** ms; n8n before 2.36 does not tell */
	budget?: number;
}

/**
 * What n8n gives a node for one poll, without n8n: for what its engine does not show in a test,
 * a whole day or two polls at once. The engine tests beside this use n8n's own.
 */
export function pollContext(poll: SimulatedPoll): IPollFunctions {
	const { answer, staticData, budget } = poll;
	const parameters: IDataObject = {
		event: 'newRecord',
		filters: {},
		simplify: true,
		splitWarnings: 'none',
		options: {},
		...poll.parameters,
	};
	const log = () => {};
	return {
		getNodeParameter: (name: string) => parameters[name],
		getNode: () => ({ name: 'Trigger', type: 'documentLivenessTrigger' }),
		getMode: () => 'trigger',
		getTimezone: () => 'UTC',
		getCredentials: async () => ({ accessToken: 'token', baseUrl: 'https://api.verifik.co' }),
		getWorkflowStaticData: () => staticData,
		logger: { debug: log, info: log, warn: log, error: log },
		helpers: {
			httpRequestWithAuthentication: async (_: string, request: IHttpRequestOptions) =>
				await answer(request),
		},
		...(budget !== undefined && { getPollBudgetMs: () => budget }),
	} as unknown as IPollFunctions;
}
