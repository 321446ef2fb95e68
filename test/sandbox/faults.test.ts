import { once } from 'node:events';
import { get, type ClientRequest } from 'node:http';

import errors from '../../sandbox/documented/errors.json';
import { parseFault, type Fault, type Sandbox } from '../../sandbox';
import { waitFor } from '../harness/waitFor';
import { call, json, LIST, sandboxWith, type Page } from './support';

const PAGE_1 = `${LIST}?page=1&perPage=10`;
const PAGE_2 = `${LIST}?page=2&perPage=10`;

describe('a fault', () => {
	it('strikes what it is meant for, as often as it should, in the order of the queue', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		sandbox.fault({ kind: 'status', status: 429, page: 2, headers: { 'retry-after': '3' } });
		sandbox.fault({ kind: 'status', status: 504, path: '/images/' });
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
		const struck = await call(sandbox, PAGE_2);
		expect([struck.status, struck.headers.get('retry-after')]).toEqual([429, '3']);
		expect((await call(sandbox, '/images/any')).status).toBe(504);
		expect(sandbox.pendingFaults).toEqual([]);

		sandbox.fault({ kind: 'status', status: 500, times: 2 });
		sandbox.fault({ kind: 'status', status: 503 });
		const statuses = [];
		for (const path of [PAGE_1, PAGE_2, `${LIST}/any`, PAGE_2]) {
			statuses.push((await call(sandbox, path)).status);
		}
		expect(statuses).toEqual([500, 500, 503, 200]);
	});

	it.each([401, 403, 404, 429, 500, 504, 509])('of status %i is as documented', async (status) => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'status', status });
		const body = await json(await call(sandbox, PAGE_1));
		expect(errors).toContainEqual(expect.objectContaining({ status, body }));
	});

	it.each<[fault: Fault, status: number, body: RegExp, headers?: object]>([
		[{ kind: 'status', status: 409 }, 409, /Endpoint_out_of_service/],
		[{ kind: 'status', status: 204 }, 204, /^$/],
		[{ kind: 'status', status: 200, body: { data: null } }, 200, /^\{"data":null\}$/],
		[{ kind: 'html' }, 200, /^<!doctype html>/, { 'content-type': /^text\/html/ }],
		[{ kind: 'redirect', location: '/x' }, 302, /.*/, { location: /^\/x$/ }],
	])('%j answers so', async (fault, status, body, headers = {}) => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault(fault);
		const response = await call(sandbox, PAGE_1);
		expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(body)]);
		for (const [name, value] of Object.entries(headers)) {
			expect(response.headers.get(name)).toMatch(value as RegExp);
		}
	});

	it('can close the connection before the answer, or halfway, or give half the JSON', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		const whole = await (await call(sandbox, PAGE_1)).text();
		sandbox.fault({ kind: 'drop' });
		await expect(call(sandbox, PAGE_1)).rejects.toThrow('fetch failed');
		expect(sandbox.requests.at(-1)).toMatchObject({ page: 1, status: null, closedEarly: false });
		sandbox.fault({ kind: 'cut' });
		const cut = await call(sandbox, PAGE_1);
		expect(cut.headers.get('content-length')).toBe(String(Buffer.byteLength(whole)));
		await expect(cut.text()).rejects.toThrow('terminated');
		expect(sandbox.requests.at(-1)).toMatchObject({ status: 200, closedEarly: false });
		sandbox.fault({ kind: 'truncate' });
		expect(await (await call(sandbox, PAGE_1)).text()).toBe(whole.slice(0, whole.length >> 1));
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
	function ask(sandbox: Sandbox): ClientRequest {
		const headers = { authorization: `Bearer ${sandbox.token}` };
		return get(`${sandbox.url}${PAGE_1}`, { headers, agent: false }).on('error', () => {});
	}

	const closed = async (sandbox: Sandbox): Promise<void> =>
		await waitFor('the end of every connection', () => sandbox.openSockets === 0);

	it('dribbles in bit by bit, complete in the end', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const whole = await (await call(sandbox, PAGE_1)).text();
		sandbox.fault({ kind: 'dribble', intervalMs: 20, bytes: Math.ceil(whole.length / 10) });
		const startedAt = performance.now();
		const chunks: Uint8Array[] = [];
		for await (const chunk of (await call(sandbox, PAGE_1)).body ?? []) chunks.push(chunk);
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
		const sandbox = await sandboxWith({ count: 1 });
		const status = fault.kind === 'hang' ? null : 'status' in fault ? fault.status : 200;
		for (const closes of ['the client', 'the sandbox']) {
			sandbox.reset();
			sandbox.fault(fault);
			const asked = ask(sandbox);
			if (status !== null) (await once(asked, 'response'))[0].on('error', () => {}).resume();
			await waitFor('the request', () => sandbox.requests[0]?.status === status);
			expect(sandbox.openSockets).toBe(1);
			if (closes === 'the client') asked.destroy();
			else await sandbox.close();
			await closed(sandbox);
			expect(sandbox.requests).toMatchObject([{ status, closedEarly: closes === 'the client' }]);
		}
	});

	it('takes at least as long as the latency says', async () => {
		const sandbox = await sandboxWith({ count: 1, latency: [40, 60] });
		const startedAt = performance.now();
		await (await call(sandbox, PAGE_1)).text();
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
	});
});

it('counts how many requests were under way at once', async () => {
	const sandbox = await sandboxWith({ count: 30 });
	sandbox.fault({ kind: 'hang', times: 3 });
	const client = new AbortController();
	const { signal } = client;
	const hanging = [PAGE_1, PAGE_2, PAGE_1].map(
		async (path) => await expect(call(sandbox, path, { signal })).rejects.toThrow('aborted'),
	);
	await waitFor('three requests', () => sandbox.requests.length === 3);
	expect(sandbox.maxInFlight).toBe(3);
	client.abort();
	await Promise.all(hanging);
	await waitFor('their end', () => sandbox.requests.every(({ closedEarly }) => closedEarly));
	sandbox.reset();
	await call(sandbox, PAGE_1);
	await call(sandbox, PAGE_1);
	expect(sandbox.maxInFlight).toBe(1);
});

it('logs what was asked for, and never the token', async () => {
	const sandbox = await sandboxWith({ count: 30 });
	await call(sandbox, `${PAGE_2}&x=1&x=2`);
	await fetch(`${sandbox.url}${LIST}/abc`);
	const both = { method: 'GET', startedAt: expect.any(Number), closedEarly: false };
	const query = { page: '2', perPage: '10', x: ['1', '2'] };
	expect(sandbox.requests).toEqual([
		{ ...both, path: LIST, query, page: 2, status: 200, hasToken: true },
		{ ...both, path: `${LIST}/abc`, query: {}, page: undefined, status: 401, hasToken: false },
	]);
	expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.token);
});

describe('the controls over HTTP', () => {
	const control = async (url: string, body?: unknown): Promise<Response> =>
		await fetch(url, {
			method: 'POST',
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});

	it('queue faults of every kind, one or several', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const faults = [
			{ kind: 'status', status: 504 },
			{ kind: 'body', body: { data: {} } },
			{ kind: 'dribble', intervalMs: 5, bytes: 10 },
			{ kind: 'endless', status: 302, headers: { location: '/' } },
			...['html', 'empty', 'repeat', 'first', 'another'].map((kind) => ({ kind })),
		];
		expect((await control(`${sandbox.url}/sandbox/faults`, faults)).status).toBe(200);
		expect((await control(`${sandbox.url}/sandbox/faults`, faults[0])).status).toBe(200);
		expect(sandbox.pendingFaults).toMatchObject([...faults, faults[0]]);
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
		const sandbox = await sandboxWith({ count: 1 });
		expect((await control(`${sandbox.url}/sandbox/faults`, [fault])).status).toBe(400);
		expect(sandbox.pendingFaults).toEqual([]);
	});

	it('let records arrive, also late', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		await control(`${sandbox.url}/sandbox/arrive?count=2`);
		const response = await control(`${sandbox.url}/sandbox/arrive?at=2020-01-01T00:00:00.000Z`);
		expect(sandbox.records()).toHaveLength(6);
		expect(sandbox.records().at(-1)).toEqual((await json<Page>(response)).data[0]);
		expect((await control(`${sandbox.url}/sandbox/arrive?at=soon`)).status).toBe(400);
	});

	it('tell what was asked for and what is open, without logging themselves', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		await call(sandbox, PAGE_1);
		const told = async (what: string) => await json(await fetch(`${sandbox.url}/sandbox/${what}`));
		expect(await told('requests')).toMatchObject({ maxInFlight: 1, requests: [{ path: LIST }] });
		expect(await told('faults')).toEqual({ pending: [] });
		expect(await told('connections')).toEqual({ open: expect.any(Number) });
		sandbox.fault({ kind: 'drop', times: Infinity });
		await control(`${sandbox.url}/sandbox/reset`);
		expect(await told('requests')).toEqual({ maxInFlight: 0, requests: [] });
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
	});
});
