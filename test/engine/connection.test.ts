import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { NodeApiError, type JsonObject } from 'n8n-workflow';

import { errorFromConnection } from '../../nodes/verifik/api/errors/fromConnection';
import { loadPackage } from '../harness';
import { core, engineVersion } from '../harness/engine';
import { additionalData, executionStartingWith } from '../harness/execution';
import { loneNode } from '../harness/loneNode';
import { pause } from '../harness/ownTime';
import { startServer, type HttpServer } from '../harness/server';
import { byId, execute, withSimulator } from './support';

/** What a server may do to a connection, by the path that is asked for. */
const misdeeds: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
	'/ends-too-early': (response) => {
		response.writeHead(200, { 'content-length': 1000 });
		response.write('{"data":[', () => response.destroy());
	},
	'/chunks-end-too-early': (response) => {
		response.write('{"data":[', () => response.destroy());
	},
	'/reset-in-the-middle': (response, { socket }) => {
		response.write('{"data":[');
		// once the other side has had the time to read the start
		void pause(100).then(() => socket.resetAndDestroy());
	},
	'/badly-packed': (response) => {
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end('{"data":[]}');
	},
	'/hung-up': (_response, { socket }) => socket.destroy(),
	'/stalls': (response) => {
		response.write('{"data":[');
	},
	'/silent': () => {},
};

let server: HttpServer;

beforeAll(async () => {
	server = await startServer((request, response) => misdeeds[request.url ?? ''](response, request));
});

afterAll(() => server.close());

/** What n8n's own request helper throws, as it reaches the client. */
async function thrownFor(url: string, timeoutMs = 30_000): Promise<unknown> {
	const pkg = await loadPackage('sources', join(__dirname, '../harness/standIn'));
	const parameters = {};
	const { workflow, node } = loneNode(pkg, {
		type: 'n8n-nodes-stand-in.standIn',
		parameters,
		credentials: {},
	});
	const input = { main: [[{ json: {} }]] };
	const entry = { node, data: input, source: null };
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData(pkg, {}),
		'internal',
		executionStartingWith(entry),
		0,
		[],
		input,
		entry,
		[],
	);
	try {
		await context.helpers.httpRequest({
			method: 'GET',
			url,
			json: true,
			timeout: timeoutMs,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
		});
	} catch (error) {
		return new NodeApiError(node, error as JsonObject);
	}
	throw new Error(`${url} gave an answer`);
}

/** What the engines of n8n 1.99 and 2.8 say nothing of: there the node's own Timeout ends the wait. */
const UNTOLD: Record<string, string[]> = {
	'1': ['/badly-packed'],
	'2.8': ['/badly-packed', '/reset-in-the-middle'],
};
const untold = Object.entries(UNTOLD).flatMap(([line, paths]) =>
	engineVersion.startsWith(`${line}.`) ? paths : [],
);

const OUTCOMES = [
	['http', '/ends-too-early', 'cutOff'],
	['http', '/chunks-end-too-early', 'cutOff'],
	['http', '/reset-in-the-middle', 'cutOff'],
	['http', '/badly-packed', 'cutOff'],
	['http', '/hung-up', 'unreachable'],
	['http', '/stalls', 'timedOut'],
	['http', '/silent', 'timedOut'],
	['https', '/silent', 'notSecure'],
];

it.each(OUTCOMES.filter(([, path]) => !untold.includes(path)))(
	'over real %s, %s is told as %s',
	async (protocol, path, kind) => {
		const timeoutMs = kind === 'timedOut' ? 500 : 30_000;
		const subject = { noun: 'document liveness', baseUrl: server.host, timeoutMs };
		const thrown = await thrownFor(`${protocol}://${server.host}${path}`, timeoutMs);
		const found = errorFromConnection(thrown, subject);
		expect(found).toMatchObject({ kind, mayHaveArrived: protocol === 'http' });
	},
);

it.each([
	['http://127.0.0.1:1/', 'unreachable'],
	['http://verifik.invalid/', /unknownHost|unreachable/],
	['http://127.0.0.1:99999/', 'impossibleAddress'],
	['ftp://127.0.0.1/', 'impossibleAddress'],
])('nothing can have arrived at %s', async (url, kind) => {
	const subject = { noun: 'document liveness', baseUrl: url, timeoutMs: 500 };
	const found = errorFromConnection(await thrownFor(url), subject);
	expect(found.kind).toMatch(kind);
	expect(found.mayHaveArrived).toBe(false);
});

it('an answer that cannot be unpacked fails within Timeout, whatever the engine says of it', async () => {
	await withSimulator({ count: 1 }, async (simulator) => {
		const headers = { 'content-encoding': 'gzip' };
		simulator.fault({ kind: 'status', status: 200, headers, body: { data: {} } });
		const options = { timeout: 2_000, maxAttempts: 1 };
		const { error } = await execute({ ...byId('any'), options }, { account: simulator });
		expect(error?.message).toBe(
			untold.length === 0 ? "Verifik's answer was cut off" : 'Verifik did not answer within 2 s',
		);
	});
});
