import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import nock from 'nock';
import { keepOffTheInternet } from '../engine/outside';
import {
	loadPackage,
	logged,
	runWorkflow,
	singleNode,
	type LoadedPackage,
	type SingleNode,
} from '.';
import { startServer, type HttpServer } from './server';

const type = 'n8n-nodes-stand-in.standIn';

keepOffTheInternet();

let pkg: LoadedPackage;
let server: HttpServer;
let baseUrl: string;
let requests: IncomingMessage[];
/** What the server answers: a status, and a body made of the request. `undefined`: it never answers. */
let answer: (request: IncomingMessage) => { status?: number; body: object } | undefined;

beforeAll(async () => {
	pkg = await loadPackage('sources', join(__dirname, 'standIn'));
	server = await startServer((request, response) => {
		requests.push(request);
		const given = answer(request);
		if (!given) return;
		response.writeHead(given.status ?? 200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(given.body));
	});
	baseUrl = server.url;
});

beforeEach(() => {
	requests = [];
	answer = ({ url }) => ({ body: { url } });
});

afterAll(() => server.close());

/** Runs the stand-in with the credential that reaches the server. */
async function run(
	parameters: SingleNode['parameters'],
	settings: SingleNode = {},
	signal?: AbortSignal,
) {
	return await runWorkflow(pkg, {
		...singleNode(parameters ?? {}, { type, ...settings }),
		credentials: { standInApi: { baseUrl, token: 's3cret' } },
		signal,
	});
}

describe('runWorkflow', () => {
	it('lets a later node look back along paired items', async () => {
		const items = [{ json: { id: 'a' } }, { json: { id: 'b' } }];
		const workflow = singleNode({ path: '=/{{ $json.id }}' }, { type, items });
		const second = { ...workflow.nodes[1], name: 'Second' };
		second.parameters = { path: "=/back/{{ $('Start').item.json.id }}" };
		const { items: itemsOf } = await runWorkflow(pkg, {
			...workflow,
			nodes: [...workflow.nodes, second],
			connections: {
				...workflow.connections,
				Node: { main: [[{ node: 'Second', type: 'main', index: 0 }]] },
			},
			credentials: { standInApi: { baseUrl, token: 's3cret' } },
		});
		expect(itemsOf('Second').map(({ json }) => json.url)).toEqual(
			['a', 'a', 'a', 'a', 'b', 'b', 'b', 'b'].map((id) => `/back/${id}`),
		);
	});

	it('refuses to start what n8n would refuse to start', async () => {
		await expect(run({ path: '' })).rejects.toThrow(/issues/);
		const nodes = singleNode({}, { type }).nodes.slice(1);
		await expect(runWorkflow(pkg, { nodes, connections: {} })).rejects.toThrow(/start/);
	});

	it('fails a node whose credential was not given', async () => {
		const { error } = await runWorkflow(pkg, singleNode({}, { type }));
		expect(error?.message).toBe('Node does not require credentials');
	});

	it('keeps what n8n logs, and prints none of it', async () => {
		const written = jest.spyOn(process.stdout, 'write');
		await run({});
		const { logs } = await run({});
		expect(logs.filter(({ level }) => level === 'info')).toEqual([
			{ level: 'info', text: expect.stringContaining('The stand-in is done { items: 2') },
		]);
		expect(logs).toContainEqual({
			level: 'debug',
			text: expect.stringContaining('Running node "Node" started'),
		});
		expect(logged().slice(-logs.length)).toEqual(logs);
		expect(written).not.toHaveBeenCalled();
		written.mockRestore();
	});
});

describe('credentials', () => {
	it('signs as a generic credential declares', async () => {
		const workflow = singleNode({ credential: 'standInGenericApi', path: baseUrl }, { type });
		const { status } = await runWorkflow(pkg, {
			...workflow,
			credentials: { standInGenericApi: { token: 's3cret' } },
		});
		expect(status).toBe('success');
		expect(requests[0].headers['x-token']).toBe('token s3cret');
		expect(requests[0].url).toBe('/?signed=yes');
	});

	it('resolves expressions for the item at hand, and fills in defaults', async () => {
		const scope = nock('http://default.test', {
			reqheaders: { authorization: 'Bearer token of b' },
		});
		scope.get('/').reply(200, {});
		const { status } = await runWorkflow(pkg, {
			...singleNode({}, { type, items: [{ json: { id: 'b' } }] }),
			credentials: { standInApi: { token: "={{ 'token of ' + $json.id }}" } },
		});
		expect(status).toBe('success');
		scope.done();
	});
});
