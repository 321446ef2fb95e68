import {
	NodeApiError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import {
	loadPackage,
	runWorkflow,
	singleNode,
	type RunOptions,
	type WorkflowRun,
} from '../harness';

/** The package as it stands in the sources, loaded once per test file by n8n's own loader. */
export const packageFromSources = loadPackage('sources');

export const API = 'https://api.verifik.co';
export const TOKEN = 'token-for-tests';

/** The parameters that n8n fills in by itself when a user adds the node. */
const DEFAULTS: INodeParameters = {
	filters: {},
	simplify: true,
	splitWarnings: 'none',
	options: {},
};

export interface Execution extends WorkflowRun {
	/** What left the node's first output, and its error output where it has one. */
	success: INodeExecutionData[];
	failed: INodeExecutionData[];
}

export interface ExecuteOptions extends Pick<RunOptions, 'mode' | 'signal'> {
	/** Where the credential points, and with which token. */
	account?: { url: string; token: string };
	items?: IDataObject[];
	onError?: INode['onError'];
}

/** Runs the node, between a start node and two that do nothing, on n8n's engine. */
export async function execute(
	parameters: INodeParameters,
	{ account = { url: API, token: TOKEN }, items = [{}], onError, ...options }: ExecuteOptions = {},
): Promise<Execution> {
	const workflow = singleNode(
		{ ...DEFAULTS, ...parameters },
		{ onError, items: items.map((json) => ({ json })) },
	);
	const run = await runWorkflow(await packageFromSources, {
		...workflow,
		...options,
		credentials: { verifikApi: { accessToken: account.token, baseUrl: account.url } },
	});
	return { ...run, success: run.items('Node', 0), failed: run.items('Node', 1) };
}

/** A record picked by its ID. */
export function byId(value: INodeParameters[string]): INodeParameters {
	return {
		operation: 'get',
		documentLiveness: { __rl: true, mode: 'id', value } as INodeParameters,
	};
}

export const getAll: INodeParameters = { operation: 'getAll', returnAll: true };

/**
 * Runs something against a simulator of its own, and closes it whatever happens. Fails when a fault
 * that was queued has not struck as often as it should.
 */
export async function withSimulator<T>(
	options: SimulatorOptions,
	run: (simulator: Simulator) => Promise<T>,
): Promise<T> {
	const simulator = await startFreshSimulator(options);
	try {
		const result = await run(simulator);
		expect(simulator.pendingFaults).toEqual([]);
		return result;
	} finally {
		await simulator.close();
	}
}

const usedUrls = new Set<string>();

/**
 * A simulator at an address that none before had: the system may give a port again, and what was
 * learned of an account, by its base URL and token, would be taken for the new one's.
 */
async function startFreshSimulator(options: SimulatorOptions): Promise<Simulator> {
	for (;;) {
		const simulator = await startSimulator(options);
		if (!usedUrls.has(simulator.url)) {
			usedUrls.add(simulator.url);
			return simulator;
		}
		await simulator.close();
	}
}

/** What an error says of its cause, on the lines of n8n that have it (2.36 and later). */
export function failure(cause: string, retryAfterMs?: number): object {
	const node = singleNode({}).nodes[0];
	const error = new NodeApiError(node, {}, { failure: { cause: 'rate-limited' } });
	if (error.failure === undefined) return {};
	return { failure: retryAfterMs === undefined ? { cause } : { cause, retryAfterMs } };
}

/** The `json` of items, without what pairs them. */
export function jsonOf(items: INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}
