import type {
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeParameters,
	IPollFunctions,
} from 'n8n-workflow';

import { documented, type Behaviour, type SimulatedAccount } from './account';

/** A clock that waiting moves on. */
export class VirtualClock {
	constructor(public at: number) {}
	now = () => this.at;
	elapsedMs = () => this.at;
	wait = async (delayMs: number) => {
		this.at += delayMs;
	};
}

/** Answers as an account does whose server behaves so. */
export function answerFrom(account: SimulatedAccount, behaviour: Partial<Behaviour> = {}) {
	return ({ qs }: IHttpRequestOptions): IN8nHttpFullResponse => {
		const { page, perPage, whereGTE_createdAt: from, whereLTE_createdAt: to } = qs as IDataObject;
		const momentOf = (text: unknown) => (text === undefined ? null : Date.parse(String(text)));
		const query = { from: momentOf(from), to: momentOf(to), page: Number(page) };
		const pageSize = Number(perPage);
		const { entries, ...paging } = account.page(query, { ...documented, pageSize, ...behaviour });
		const body = { data: entries, limit: pageSize, ...paging };
		return { statusCode: 200, headers: {}, body };
	};
}

export interface SimulatedPoll {
	/** Stands in for n8n's request helper. */
	answer: (request: IHttpRequestOptions) => Promise<IN8nHttpFullResponse>;
	/** The node's, used as it is: two polls may share it. */
	staticData: IDataObject;
	parameters?: INodeParameters;
	/** ms; n8n before 2.36 does not tell */
	budget?: number;
	/** Gets what the node logs, each with its level in front. */
	log?: string[];
	/** Of the workflow; polls of the same one share what this process remembers. */
	workflowId?: string;
	/** Whether n8n says that it polls anew after an update, as it does for every durable poll. */
	isUpdate?: boolean;
	credential?: { accessToken: string; baseUrl: string };
	mode?: 'trigger' | 'manual';
	timezone?: string;
}

export const CREDENTIAL = { accessToken: 'token', baseUrl: 'https://api.verifik.co' };

/**
 * What n8n gives a node for one poll, without n8n: for what its engine does not show in a test,
 * a whole day or two polls at once. The engine tests beside this use n8n's own.
 */
export function pollContext(poll: SimulatedPoll): IPollFunctions {
	const { answer, staticData, budget, log = [], credential = CREDENTIAL } = poll;
	const parameters: IDataObject = {
		event: 'newRecord',
		filters: {},
		simplify: true,
		splitWarnings: 'none',
		options: {},
		...poll.parameters,
	};
	const logAs = (level: string) => (text: string) => log.push(`${level}: ${text}`);
	return {
		getNodeParameter: (name: string) => parameters[name],
		getWorkflow: () => ({ id: poll.workflowId ?? 'workflow' }),
		getNode: () => ({
			id: 'node',
			name: 'Trigger',
			type: 'documentLivenessTrigger',
			credentials: { verifikApi: { id: '1', name: 'Verifik of the Fraud Team' } },
		}),
		getMode: () => poll.mode ?? 'trigger',
		getActivationMode: () => (poll.isUpdate ? 'update' : 'activate'),
		getTimezone: () => poll.timezone ?? 'UTC',
		getCredentials: async (type: string) => {
			if (type !== 'verifikApi') throw new Error(`The node has no credential of the type ${type}`);
			return credential;
		},
		getWorkflowStaticData: () => staticData,
		logger: {
			debug: logAs('debug'),
			info: logAs('info'),
			warn: logAs('warn'),
			error: logAs('error'),
		},
		helpers: {
			httpRequestWithAuthentication: async (_: string, request: IHttpRequestOptions) =>
				await answer(request),
		},
		...(budget !== undefined && { getPollBudgetMs: () => budget }),
	} as unknown as IPollFunctions;
}
