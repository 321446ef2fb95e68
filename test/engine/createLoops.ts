import { createHash, randomUUID } from 'node:crypto';
import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import created from '../../simulator/documented/create.200.json';
import { runWorkflow, singleNode, type RunOptions, type WorkflowRun } from '../harness';
import { startServer } from '../harness/server';
import { create, photos } from './createSupport';
import { packageFromSources } from './support';

/** How Create stands in the workflow. */
export interface Shape {
	items?: INodeExecutionData[];
	parameters?: INodeParameters;
	node?: Partial<INode>;
	/** How many items a loop gives to Create at a time; without it, Create gets them all at once. */
	batchSize?: number;
	/** Which outputs of Create lead back to it: 0 is success, 1 is error. */
	wiredBack?: number[];
	/** How it was started. */
	mode?: RunOptions['mode'];
	/** Cancels the execution. */
	signal?: AbortSignal;
}

/** A workflow with Create in it, whatever leads to it and away from it. */
export function workflowOf(shape: Shape): Pick<RunOptions, 'nodes' | 'connections' | 'input'> {
	const { parameters = create, items = photos(5), batchSize, wiredBack = [] } = shape;
	const workflow = singleNode(parameters, { ...shape.node, items });
	const { nodes, connections } = workflow;
	const to = (name: string) => ({ node: name, type: 'main' as const, index: 0 });
	const outputs = connections.Node.main;
	for (const output of wiredBack) outputs[output]?.push(to('Node'));
	if (batchSize !== undefined) {
		const [start] = nodes;
		const type = 'n8n-nodes-base.splitInBatches';
		nodes.push({ ...start, id: 'Loop', name: 'Loop', type, parameters: { batchSize } });
		connections.Start = { main: [[to('Loop')]] };
		connections.Loop = { main: [[], [to('Node')]] };
		for (const output of outputs) output?.push(to('Loop'));
	}
	return workflow;
}

/** One execution of such a workflow; with `retryOf`, the Retry of one that failed. */
export async function executeShape(
	account: Pick<Till, 'url' | 'token'>,
	shape: Shape,
	retryOf?: WorkflowRun,
): Promise<WorkflowRun> {
	return await runWorkflow(await packageFromSources, {
		...workflowOf(shape),
		...(shape.mode && { mode: shape.mode }),
		...(shape.signal && { signal: shape.signal }),
		...(retryOf && { retryOf }),
		credentials: { verifikApi: { accessToken: account.token, baseUrl: account.url } },
	});
}

/** What becomes of an image at Verifik. */
export type Fate = 'checked' | 'refused' | 'lost' | 'throttled';

/** A Verifik that keeps book of every image. */
export interface Till {
	url: string;
	token: string;
	/** How often each image, as base64, was received and not throttled. */
	sent: Map<string, number>;
	/** How often each was charged. */
	charged: Map<string, number>;
	close(): void;
}

/** @param fateOf what becomes of the next image; `lost` is charged, and no answer comes */
export async function openTill(fateOf: (image: string) => Fate): Promise<Till> {
	const [sent, charged] = [new Map<string, number>(), new Map<string, number>()];
	const count = (book: Map<string, number>, image: string) =>
		book.set(image, (book.get(image) ?? 0) + 1);
	const server = await startServer((request, reply) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.once('end', () => {
			const { image } = JSON.parse(Buffer.concat(chunks).toString()) as { image: string };
			const fate = fateOf(image);
			const answer = (status: number, body: object) => {
				reply.writeHead(status, { 'content-type': 'application/json' });
				reply.end(JSON.stringify(body));
			};
			if (fate === 'throttled') return answer(429, { message: 'too many requests' });
			count(sent, image);
			if (fate === 'refused') return answer(400, { code: 'BAD_REQUEST', message: 'no document' });
			count(charged, image);
			if (fate === 'lost') return request.socket.destroy();
			answer(200, { data: { ...created.data, _id: recordOf(image) } });
		});
	});
	// no two of them may share what was learned of an account's quota
	return { url: server.url, token: randomUUID(), sent, charged, close: server.close };
}

function recordOf(image: string): string {
	return createHash('md5').update(image).digest('hex').slice(0, 24);
}

export function sum(book: Map<string, number>): number {
	return [...book.values()].reduce((total, count) => total + count, 0);
}
