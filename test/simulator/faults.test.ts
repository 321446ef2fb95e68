import { once } from 'node:events';
import { get, type ClientRequest } from 'node:http';

import errors from '../../simulator/documented/errors.json';
import { parseFault, type Fault, type Simulator } from '../../simulator';
import { waitFor } from '../harness/waitFor';
import { call, json, LIST, simulatorWith, type Page } from './support';

const PAGE_1 = `${LIST}?page=1&perPage=10`;
const PAGE_2 = `${LIST}?page=2&perPage=10`;

describe('a fault', () => {
	it('strikes what it is meant for, as often as it should, in the order of the queue', async () => {
		const simulator = await simulatorWith({ count: 30 });
		simulator.fault({ kind: 'status', status: 429, page: 2, headers: { 'retry-after': '3' } });
		simulator.fault({ kind: 'status', status: 504, path: '/images/' });
		expect((await call(simulator, PAGE_1)).status).toBe(200);
		const struck = await call(simulator, PAGE_2);
		expect([struck.status, struck.headers.get('retry-after')]).toEqual([429, '3']);
		expect((await call(simulator, '/images/any')).status).toBe(504);
		expect(simulator.pendingFaults).toEqual([]);

		simulator.fault({ kind: 'status', status: 500, times: 2 });
		simulator.fault({ kind: 'status', status: 503 });
		const statuses = [];
		for (const path of [PAGE_1, PAGE_2, `${LIST}/any`, PAGE_2]) {
			statuses.push((await call(simulator, path)).status);
		}
		expect(statuses).toEqual([500, 500, 503, 200]);
	});

	it.each([401, 403, 404, 429, 500, 504, 509])('of status %i is as documented', async (status) => {
		const simulator = await simulatorWith({ count: 1 });
		simulator.fault({ kind: 'status', status });
		const body = await json(await call(simulator, PAGE_1));
		expect(errors).toContainEqual(expect.objectContaining({ status, body }));
	});

	it.each<[fault: Fault, status: number, body: RegExp, headers?: object]>([
		[{ kind: 'status', status: 409 }, 409, /Endpoint_out_of_service/],
		[{ kind: 'status', status: 204 }, 204, /^$/],
		[{ kind: 'status', status: 200, body: { data: null } }, 200, /^\{"data":null\}$/],
		[{ kind: 'html' }, 200, /^<!doctype html>/, { 'content-type': /^text\/html/ }],
		[{ kind: 'redirect', location: '/x' }, 302, /.*/, { location: /^\/x$/ }],
	])('%j answers so', async (fault, status, body, headers = {}) => {
		const simulator = await simulatorWith({ count: 1 });
		simulator.fault(fault);
		const response = await call(simulator, PAGE_1);
		expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(body)]);
		for (const [name, value] of Object.entries(headers)) {
			expect(response.headers.get(name)).toMatch(value as RegExp);
		}
	});

	it('can close the connection before the answer, or halfway, or give half the JSON', async () => {
		const simulator = await simulatorWith({ count: 30 });
		const whole = await (await call(simulator, PAGE_1)).text();
		simulator.fault({ kind: 'drop' });
		await expect(call(simulator, PAGE_1)).rejects.toThrow('fetch failed');
		expect(simulator.requests.at(-1)).toMatchObject({ page: 1, status: null, closedEarly: false });
		simulator.fault({ kind: 'cut' });
		const cut = await call(simulator, PAGE_1);
		expect(cut.headers.get('content-length')).toBe(String(Buffer.byteLength(whole)));
		await expect(cut.text()).rejects.toThrow('terminated');
		expect(simulator.requests.at(-1)).toMatchObject({ status: 200, closedEarly: false });
		simulator.fault({ kind: 'truncate' });
		expect(await (await call(simulator, PAGE_1)).text()).toBe(whole.slice(0, whole.length >> 1));
	});

	it.each<[string, Fault | undefined]>([
		['429@57', { kind: 'status', status: 429, page: 57 }],
		['500x3', { kind: 'status', status: 500, times: 3 }],
		['truncate@2x4', { kind: 'truncate', page: 2, times: 4 }],
		['dribble:100@2x3', { kind: 'dribble', intervalMs: 100, page: 2, times: 3 }],
		...['', '42', '600', 'redirect', 'status', 'body', 'dribble:0', 'drop:5', 'drop@x'].map(
			(text): [string, undefined] => [text, undefined],
		),
	])('in short: "%s"', (text, fault) => {
		expect(parseFault(text)).toEqual(fault);
	});
});

describe('an answer that takes its time', () => {
	/** Asks over a connection that nobody else uses. */
	function ask(simulator: Simulator): ClientRequest {
		const headers = { authorization: `Bearer ${simulator.token}` };
		return get(`${simulator.url}${PAGE_1}`, { headers, agent: false }).on('error', () => {});
	}

	const closed = async (simulator: Simulator): Promise<void> =>
		await waitFor('the end of every connection', () => simulator.openSockets === 0);

	it('dribbles in bit by bit, complete in the end', async () => {
		const simulator = await simulatorWith({ count: 1 });
		const whole = await (await call(simulator, PAGE_1)).text();
		simulator.fault({ kind: 'dribble', intervalMs: 20, bytes: Math.ceil(whole.length / 10) });
		const startedAt = performance.now();
		const chunks: Uint8Array[] = [];
		for await (const chunk of (await call(simulator, PAGE_1)).body ?? []) chunks.push(chunk);
		expect(Buffer.concat(chunks).toString()).toBe(whole);
		expect(chunks.length).toBeGreaterThan(3);
		// a timer may be a millisecond early
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(10 * 19);
	});

	it.each<Fault>([
		{ kind: 'hang' },
		{ kind: 'endless' },
		{ kind: 'endless', status: 302, headers: { location: '/elsewhere' } },
		{ kind: 'dribble', intervalMs: 5, bytes: 1 },
	])('never ends (%j), and a client that gives it up has closed early', async (fault) => {
		const simulator = await simulatorWith({ count: 1 });
		const status = fault.kind === 'hang' ? null : 'status' in fault ? fault.status : 200;
		for (const closes of ['the client', 'the simulator']) {
			simulator.reset();
			simulator.fault(fault);
			const asked = ask(simulator);
			if (status !== null) (await once(asked, 'response'))[0].on('error', () => {}).resume();
			await waitFor('the request', () => simulator.requests[0]?.status === status);
			expect(simulator.openSockets).toBe(1);
			if (closes === 'the client') asked.destroy();
			else await simulator.close();
			await closed(simulator);
			expect(simulator.requests).toMatchObject([{ status, closedEarly: closes === 'the client' }]);
		}
	});

	it('takes at least as long as the latency says', async () => {
		const simulator = await simulatorWith({ count: 1, latency: [40, 60] });
		const startedAt = performance.now();
		await (await call(simulator, PAGE_1)).text();
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
	});
});

it('counts how many requests were under way at once', async () => {
	const simulator = await simulatorWith({ count: 30 });
	simulator.fault({ kind: 'hang', times: 3 });
	const client = new AbortController();
	const { signal } = client;
	const hanging = [PAGE_1, PAGE_2, PAGE_1].map(
		async (path) => await expect(call(simulator, path, { signal })).rejects.toThrow('aborted'),
	);
	await waitFor('three requests', () => simulator.requests.length === 3);
	expect(simulator.maxInFlight).toBe(3);
	client.abort();
	await Promise.all(hanging);
	await waitFor('their end', () => simulator.requests.every(({ closedEarly }) => closedEarly));
	simulator.reset();
	await call(simulator, PAGE_1);
	await call(simulator, PAGE_1);
	expect(simulator.maxInFlight).toBe(1);
});

it('logs what was asked for, and never the token', async () => {
	const simulator = await simulatorWith({ count: 30 });
	await call(simulator, `${PAGE_2}&x=1&x=2`);
	await fetch(`${simulator.url}${LIST}/abc`);
	const both = { method: 'GET', startedAt: expect.any(Number), closedEarly: false };
	const query = { page: '2', perPage: '10', x: ['1', '2'] };
	expect(simulator.requests).toEqual([
		{ ...both, path: LIST, query, page: 2, status: 200, hasToken: true },
		{ ...both, path: `${LIST}/abc`, query: {}, page: undefined, status: 401, hasToken: false },
	]);
	expect(JSON.stringify(simulator.requests)).not.toContain(simulator.token);
});

describe('the controls over HTTP', () => {
	const control = async (url: string, body?: unknown): Promise<Response> =>
		await fetch(url, {
			method: 'POST',
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});

	it('queue faults of every kind, one or several', async () => {
		const simulator = await simulatorWith({ count: 1 });
		const faults = [
			{ kind: 'status', status: 504 },
			{ kind: 'body', body: { data: {} } },
			{ kind: 'dribble', intervalMs: 5, bytes: 10 },
			{ kind: 'endless', status: 302, headers: { location: '/' } },
			...['html', 'empty', 'repeat', 'first', 'another'].map((kind) => ({ kind })),
		];
		expect((await control(`${simulator.url}/simulator/faults`, faults)).status).toBe(200);
		expect((await control(`${simulator.url}/simulator/faults`, faults[0])).status).toBe(200);
		expect(simulator.pendingFaults).toMatchObject([...faults, faults[0]]);
	});

	it.each([
		{ kind: 'status' },
		{ kind: 'flood' },
		{ kind: 'drop', page: '1' },
		{ kind: 'body' },
		{ kind: 'dribble', intervalMs: 5, bytes: 0 },
		{ kind: 'endless', status: '302' },
		null,
	])('refuse %j as a fault', async (fault) => {
		const simulator = await simulatorWith({ count: 1 });
		expect((await control(`${simulator.url}/simulator/faults`, [fault])).status).toBe(400);
		expect(simulator.pendingFaults).toEqual([]);
	});

	it('let records arrive, also late', async () => {
		const simulator = await simulatorWith({ count: 3 });
		await control(`${simulator.url}/simulator/arrive?count=2`);
		const response = await control(`${simulator.url}/simulator/arrive?at=2020-01-01T00:00:00.000Z`);
		expect(simulator.records()).toHaveLength(6);
		expect(simulator.records().at(-1)).toEqual((await json<Page>(response)).data[0]);
		expect((await control(`${simulator.url}/simulator/arrive?at=soon`)).status).toBe(400);
	});

	it('tell what was asked for and what is open, without logging themselves', async () => {
		const simulator = await simulatorWith({ count: 1 });
		await call(simulator, PAGE_1);
		const told = async (what: string) =>
			await json(await fetch(`${simulator.url}/simulator/${what}`));
		expect(await told('requests')).toMatchObject({ maxInFlight: 1, requests: [{ path: LIST }] });
		expect(await told('faults')).toEqual({ pending: [] });
		expect(await told('connections')).toEqual({ open: expect.any(Number) });
		simulator.fault({ kind: 'drop', times: Infinity });
		await control(`${simulator.url}/simulator/reset`);
		expect(await told('requests')).toEqual({ maxInFlight: 0, requests: [] });
		expect((await call(simulator, PAGE_1)).status).toBe(200);
	});
});
