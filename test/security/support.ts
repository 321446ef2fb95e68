import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDeepStrictEqual } from 'node:util';
import type { INodeExecutionData, INodeParameters, ITaskData, NodeApiError } from 'n8n-workflow';

import { withServer as withLoopbackServer } from '../harness/server';
import { listSearch, logged, poll, testCredential, type WorkflowRun } from '../harness';
import { createFrom, executeWith, jpeg, withFile } from '../engine/createSupport';
import { packageFromSources } from '../engine/support';

export type Account = { url: string; token: string };

/** A request as it arrived, its path as it was on the wire. */
export interface Arrival {
	url: string;
	method: string;
	authorization?: string;
	headers: object;
	body: string;
}

export interface TestServer {
	url: string;
	/** `127.0.0.1:8080` */
	host: string;
	arrivals: Arrival[];
}

/** Answers a request whose body has been read. */
export type Answer = (arrival: Arrival, response: ServerResponse) => void;

/** A server on a port of its own, which notes what it is asked, closed when `run` is over. */
export async function withServer<T>(
	answer: Answer,
	run: (server: TestServer) => Promise<T>,
): Promise<T> {
	const arrivals: Arrival[] = [];
	return await withLoopbackServer(
		async (request, response) => {
			const arrival = await arrivalOf(request);
			arrivals.push(arrival);
			answer(arrival, response);
		},
		async ({ url, host }) => await run({ url, host, arrivals }),
	);
}

async function arrivalOf(request: IncomingMessage): Promise<Arrival> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk);
	const { url = '', method = '', headers } = request;
	const body = Buffer.concat(chunks).toString();
	return { url, method, authorization: headers.authorization, headers, body };
}

/** Sends JSON, written as it is: what JSON.stringify would not write can be in it. */
export function sendJson(response: ServerResponse, json: string, status = 200) {
	response.writeHead(status, { 'content-type': 'application/json' }).end(json);
}

export const IMAGE = jpeg(3000);
export const RECORD_ID = '68a8bf34d8207d5f3357b643';

/** What a way of reaching the API left behind. */
export interface Outcome {
	/** What n8n stores and shows: items, error items, hints, errors, what was thrown. */
	left: unknown[];
	/** What a user reads, if it failed. */
	message?: string;
	description?: string | null;
	items: INodeExecutionData[];
}

const options = { maxAttempts: 1, maxWait: 0, timeout: 2000 };
const operation = (parameters: INodeParameters) => async (account: Account) => {
	const items = [withFile(IMAGE)];
	const all = {
		...parameters,
		options: { ...options, ...(parameters.options as INodeParameters) },
	};
	return ofRun(await executeWith(all, { account, onError: 'continueErrorOutput', items }), items);
};
// an expression: a typed ID is matched by n8n under a time limit, which a busy machine may not keep
const value = `={{ '${RECORD_ID}' }}`;
const record = { __rl: true, mode: 'id', value } as INodeParameters;

/** Every way in which this package reaches the API. */
export const WAYS: Record<string, (account: Account) => Promise<Outcome>> = {
	Get: operation({ operation: 'get', documentLiveness: record, simplify: false }),
	'Get Many': operation({ operation: 'getAll', returnAll: true, simplify: false }),
	'Get Suspicious': operation({
		operation: 'getSuspicious',
		period: 'all',
		suspiciousScoreMax: 1,
		includeUnjudged: true,
		simplify: false,
	}),
	'Get Summary': operation({
		operation: 'getSummary',
		period: 'custom',
		createdAfter: '2020-01-01',
		createdBefore: '2026-01-01',
		suspiciousScoreMax: 0.5,
		groupBy: 'month',
		compare: true,
		lowestCount: 100,
		report: ['html', 'text'],
	}),
	Create: operation({ operation: 'create', simplify: false, options: { maxAttempts: undefined } }),
	'Create from text': async (account) => {
		const items = [{ json: { image: IMAGE.toString('base64') } }];
		const rest = { splitWarnings: 'perCode', options: { maxWait: 0 } };
		const parameters = createFrom('={{ $json.image }}', rest);
		const run = await executeWith(parameters, { account, onError: 'continueErrorOutput', items });
		return ofRun(run, items);
	},
	'Download Image': operation({ operation: 'downloadImage', documentLiveness: record }),
	'the trigger': async ({ url, token }) =>
		await outcomeOf(async () => {
			const credentials = { verifikApi: { accessToken: token, baseUrl: url } };
			const type = 'n8n-nodes-verifik.documentLivenessTrigger';
			const parameters = { event: 'newRecord', simplify: false, options };
			const { items, staticData } = await poll(await packageFromSources, {
				type,
				parameters,
				credentials,
				mode: 'manual',
			});
			return { left: [items, staticData], items: items ?? [] };
		}),
	'the list of records': async ({ url, token }) =>
		await outcomeOf(async () => {
			const credentials = { verifikApi: { accessToken: token, baseUrl: url } };
			const type = 'n8n-nodes-verifik.documentLiveness';
			const list = await listSearch(await packageFromSources, type, 'searchRecords', {
				credentials,
				filter: RECORD_ID,
			});
			return { left: [list], items: [] };
		}),
	"the credential's test": async ({ url, token }) => {
		const data = { accessToken: token, baseUrl: url };
		const result = await testCredential(await packageFromSources, 'verifikApi', data);
		const message = result.status === 'OK' ? undefined : result.message;
		return { left: [result], message, items: [] };
	},
};

function ofRun(
	{ error, failed, success, runData, hints, status }: WorkflowRunOfNode,
	input: INodeExecutionData[],
): Outcome {
	return {
		// without the start node: its output is the input, image and all
		left: [
			status,
			error,
			...[runData.Node, runData.Success, runData.Error].map((runs) => withoutInput(runs, input)),
			hints('Node'),
		],
		message: error?.message ?? (failed[0]?.json.error as string | undefined),
		description: error?.description ?? (failed[0]?.json.errorDescription as string | undefined),
		items: success,
	};
}

/** The runs of a node, without what came into it and is in its error items again. */
function withoutInput(runs: ITaskData[] = [], input: INodeExecutionData[]): object[] {
	return runs.map((run) => ({
		...run,
		data: run.data?.main.map((items) => items?.map((item) => ownPartOf(item, input))),
	}));
}

/**
 * What an item has of its own. An error item is the input item that it is paired with, which holds
 * whatever its user has sent: of that, only what is the very same in the same place is left out.
 */
function ownPartOf(item: INodeExecutionData, input: INodeExecutionData[]): object {
	if (item.json.errorDescription === undefined) return item;
	const source = input[(item.pairedItem as { item: number }).item];
	return {
		...item,
		json: withoutSame(item.json, source.json),
		binary: withoutSame(item.binary, source.binary),
	};
}

function withoutSame(fields: object = {}, others: object = {}): object {
	const own = Object.entries(fields).filter(
		([name, value]) => !isDeepStrictEqual(value, (others as Record<string, unknown>)[name]),
	);
	return Object.fromEntries(own);
}

type WorkflowRunOfNode = WorkflowRun & Record<'success' | 'failed', INodeExecutionData[]>;

async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
	try {
		return await run();
	} catch (error) {
		const { message, description } = error as NodeApiError;
		return { left: [error], message, description, items: [] };
	}
}

/** All that n8n logged in this file so far, debug messages included. */
export function log(): string {
	return logged()
		.map(({ level, text }) => `${level} ${text}`)
		.join('\n');
}
