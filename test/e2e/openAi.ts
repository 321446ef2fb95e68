import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { startServer } from '../harness/server';

/** What the model decides: to call that tool. */
export interface ToolCall {
	name: string;
	arguments: object;
}

/** A stand-in for OpenAI's "responses" API, whose model does as it is told. */
export interface OpenAi {
	/** The base URL for a credential. */
	url: string;
	/** What the model calls first, whatever it is asked. Then it answers with what the tool gave. */
	nextCall: ToolCall;
	close(): void;
}

export async function startOpenAi(): Promise<OpenAi> {
	const openAi = { nextCall: { name: '', arguments: {} } };
	const server = await startServer((request, response) => {
		answer(request, openAi.nextCall).then(
			(body) => {
				response.setHeader('content-type', 'application/json');
				response.end(JSON.stringify(body));
			},
			(error) => {
				response.statusCode = 400;
				response.end(String(error));
			},
		);
	});
	return Object.assign(openAi, { url: `${server.url}/v1`, close: server.close });
}

async function answer(request: IncomingMessage, call: ToolCall): Promise<object> {
	const body = JSON.parse(await text(request));
	const given = body.input.find(({ type }: { type?: string }) => type === 'function_call_output');
	const output = given ? says(given.output) : calls(call);
	return {
		id: 'resp_1',
		object: 'response',
		created_at: 0,
		model: body.model,
		status: 'completed',
		output: [output],
		usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
	};
}

function says(text: string): object {
	return {
		id: 'msg_1',
		type: 'message',
		role: 'assistant',
		status: 'completed',
		content: [{ type: 'output_text', text, annotations: [] }],
	};
}

function calls({ name, arguments: input }: ToolCall): object {
	return {
		id: 'fc_1',
		type: 'function_call',
		call_id: 'call_1',
		status: 'completed',
		name,
		arguments: JSON.stringify(input),
	};
}
