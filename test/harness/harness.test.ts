import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import nock from 'nock';
import { keepOffTheInternet } from '../engine/outside';
import {
	listSearch,
	loadPackage,
	logged,
	poll,
	runWorkflow,
	singleNode,
	testCredential,
	type LoadedPackage,
	type SingleNode,
} from '.';
import { startServer, type HttpServer } from './server';
import { waitFor } from './waitFor';

const type = 'n8n-nodes-stand-in.standIn';
const trigger = 'n8n-nodes-stand-in.standInTrigger';

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

describe('loadPackage', () => {
	it('knows nodes by their full type names, in every version', () => {
		expect(pkg.nodeTypes.getByNameAndVersion(type, 2).description.name).toBe('standIn');
		expect(pkg.loader.known.credentials.standInApi.supportedNodes).toEqual(['standIn']);
	});

	it('finds the codex beside the source', () => {
		const { description } = pkg.nodeTypes.getByNameAndVersion(type);
		expect(description.codex?.categories).toEqual(['Development']);
	});

	it('says which node types there are when asked for another', () => {
		expect(() => pkg.nodeTypes.getByName('standIn')).toThrow(
			/no node type "standIn".*n8n-nodes-stand-in\.standIn/,
		);
	});
});

describe('runWorkflow', () => {
	it('gives every item, in order, with the paired item that the node set', async () => {
		const items = [{ json: { id: 'a' } }, { json: { id: 'b' } }];
		const { status, error, ...result } = await run({ path: '=/{{ $json.id }}' }, { items });

		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		const given = [
			{ json: { url: '/a', copy: 1 }, pairedItem: { item: 0 } },
			{ json: { url: '/a', copy: 2 }, pairedItem: { item: 0 } },
			{ json: { url: '/b', copy: 1 }, pairedItem: { item: 1 } },
			{ json: { url: '/b', copy: 2 }, pairedItem: { item: 1 } },
		];
		expect(result.items('Node')).toEqual(given);
		expect(result.items('Success').map(({ json }) => json)).toEqual(given.map(({ json }) => json));
		expect(result.items('Error')).toEqual([]);
		expect(() => result.items('Nod')).toThrow('The workflow has no node "Nod"');
	});

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

	it('shows the error output beside the other one', async () => {
		answer = ({ url }) => ({ status: url === '/bad' ? 500 : 200, body: { url } });
		const items = [{ json: { id: 'good' } }, { json: { id: 'bad' } }];
		const settings = { items, onError: 'continueErrorOutput' } as const;
		const result = await run({ path: '=/{{ $json.id }}' }, settings);

		expect(result.status).toBe('success');
		expect(result.items('Node').map(({ json }) => json.url)).toEqual(['/good', '/good']);
		expect(result.items('Node', 1)).toMatchObject([
			{ json: { error: 'Status 500' }, pairedItem: { item: 1 } },
		]);
		expect(result.items('Error')).toHaveLength(1);
	});

	it('tells what stopped an execution', async () => {
		answer = () => ({ status: 500, body: {} });
		const { status, error, items } = await run({ path: '/bad' });
		expect(status).toBe('error');
		expect(error).toMatchObject({ message: 'Status 500', context: { itemIndex: 0 } });
		expect(items('Success')).toEqual([]);
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

	it('collects the hints of a node', async () => {
		const { hints } = await run({}, { items: [{ json: {} }, { json: {} }] });
		expect(hints('Node')).toEqual([{ message: 'Gave 4 items', location: 'outputPane' }]);
		expect(hints('Success')).toEqual([]);
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

	it('keeps what is inside a logged error', async () => {
		answer = () => ({ status: 500, body: {} });
		const { logs } = await run({});
		expect(logs.map(({ text }) => text).join()).toContain('Status 500');
	});

	it('cancels a request under way', async () => {
		answer = () => undefined;
		const stop = new AbortController();
		const running = run({ path: '/never' }, {}, stop.signal);
		await waitFor('the request', () => requests.length > 0);

		const closed = new Promise((resolve) => requests[0].socket.once('close', resolve));
		stop.abort();
		expect((await running).status).toBe('canceled');
		await closed;
	});
});

describe('credentials', () => {
	it('signs with a function', async () => {
		await run({});
		expect(requests[0].headers.authorization).toBe('Bearer s3cret');
	});

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

describe('testCredential', () => {
	const test = async (data = {}) =>
		await testCredential(pkg, 'standInApi', { baseUrl, token: 's3cret', ...data });

	it('accepts a credential that is answered well', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(requests[0].url).toBe('/me');
		expect(requests[0].headers.authorization).toBe('Bearer s3cret');
	});

	it('resolves expressions of the form', async () => {
		await test({ token: "={{ 's3' + 'cret' }}" });
		expect(requests[0].headers.authorization).toBe('Bearer s3cret');
	});

	it.each([
		['a rule for the status', { status: 401, body: {} }, 'The token is wrong'],
		['no rule for the status', { status: 503, body: {} }, 'Service Unavailable'],
		['a rule for the body', { body: { account: { state: 'closed' } } }, 'The account is closed'],
	])('judges by %s', async (_, given, message) => {
		answer = () => given;
		expect(await test()).toEqual({ status: 'Error', message });
	});

	it('gives the code when nobody answers', async () => {
		const message = 'ECONNREFUSED';
		expect(await test({ baseUrl: 'http://127.0.0.1:1' })).toEqual({ status: 'Error', message });
	});

	it('cannot test what has no test', async () => {
		const { message } = await testCredential(pkg, 'standInGenericApi', {});
		expect(message).toBe('No testing function found for this credential.');
	});
});

describe('listSearch', () => {
	it('asks with the current parameters, the filter and the page', async () => {
		answer = ({ url }) => ({ body: { results: [{ name: url, value: 1 }], paginationToken: '3' } });
		const page = await listSearch(pkg, type, 'search', {
			parameters: { path: '/list' },
			credentials: { standInApi: { baseUrl, token: 's3cret' } },
			filter: 'abc',
			paginationToken: '2',
		});
		expect(page.results[0].name).toBe('/list?filter=abc&page=2');
		expect(page.paginationToken).toBe('3');
	});

	it('says so when there is no such search', async () => {
		await expect(listSearch(pkg, type, 'find')).rejects.toThrow('has no list search "find"');
	});
});

describe('poll', () => {
	it('remembers from poll to poll what the caller hands on', async () => {
		const first = await poll(pkg, { type: trigger });
		expect(first).toEqual({ items: null, staticData: { polls: 1 } });

		const second = await poll(pkg, { type: trigger, staticData: first.staticData, budgetMs: 50 });
		expect(second.items).toEqual([
			{ json: { polls: 2, mode: 'trigger', activation: 'activate', budgetMs: 50 } },
		]);
		expect(first.staticData).toEqual({ polls: 1 });
	});

	it('leaves the caller with what it had when the poll fails', async () => {
		const staticData = { polls: 1 };
		const failing = poll(pkg, { type: trigger, parameters: { fail: true }, staticData });
		await expect(failing).rejects.toThrow('The poll failed');
		expect(staticData).toEqual({ polls: 1 });
	});

	it('can be the test of the editor', async () => {
		const { items } = await poll(pkg, {
			type: trigger,
			mode: 'manual',
			staticData: { polls: 1 },
		});
		expect(items?.[0].json).toMatchObject({ mode: 'manual', activation: 'manual' });
	});

	it('says so when a node does not poll', async () => {
		await expect(poll(pkg, { type })).rejects.toThrow('does not poll');
	});
});
