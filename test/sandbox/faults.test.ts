import errors from '../../sandbox/documented/errors.json';
import { parseFault } from '../../sandbox';
import { waitFor } from '../harness/waitFor';
import { call, ids, json, list, LIST, sandboxWith, type Page } from './support';

const PAGE_1 = `${LIST}?page=1&perPage=10`;
const PAGE_2 = `${LIST}?page=2&perPage=10`;

describe('a fault', () => {
	it('strikes only the page it is meant for, and only once', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		sandbox.fault({ kind: 'status', status: 429, page: 2, headers: { 'retry-after': '3' } });
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
		const struck = await call(sandbox, PAGE_2);
		expect([struck.status, struck.headers.get('retry-after')]).toEqual([429, '3']);
		expect((await call(sandbox, PAGE_2)).status).toBe(200);
	});

	it('strikes any request, so many times, in the order in which they were queued', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		sandbox.fault({ kind: 'status', status: 500, times: 2 });
		sandbox.fault({ kind: 'status', status: 503 });
		const statuses = [];
		for (const path of [PAGE_1, `${LIST}/any`, PAGE_2, PAGE_2]) {
			statuses.push((await call(sandbox, path)).status);
		}
		expect(statuses).toEqual([500, 500, 503, 200]);
	});

	it('can be meant for a path', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'status', status: 500, path: '/images/' });
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
		expect((await call(sandbox, '/images/any')).status).toBe(500);
	});

	it.each([401, 403, 404, 429, 500, 504, 509])(
		'of status %i has the documented body',
		async (status) => {
			const sandbox = await sandboxWith({ count: 1 });
			sandbox.fault({ kind: 'status', status });
			const response = await call(sandbox, PAGE_1);
			expect(response.status).toBe(status);
			expect(errors).toContainEqual(
				expect.objectContaining({ status, body: await json(response) }),
			);
		},
	);

	it('of status 409 is the outage', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'status', status: 409 });
		expect(await json(await call(sandbox, PAGE_1))).toMatchObject({
			code: 'Endpoint_out_of_service',
		});
	});

	it('of status 204 has no body', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'status', status: 204 });
		const response = await call(sandbox, PAGE_1);
		expect([response.status, await response.text()]).toEqual([204, '']);
	});

	it('can have a body of its own', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'status', status: 200, body: { data: null } });
		expect(await json(await call(sandbox, PAGE_1))).toEqual({ data: null });
	});

	it('drop closes the connection before any answer', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'drop' });
		await expect(call(sandbox, PAGE_1)).rejects.toThrow('fetch failed');
		expect(sandbox.requests).toMatchObject([{ page: 1, status: null }]);
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
	});

	it('cut closes it halfway through the body', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		const whole = await (await call(sandbox, PAGE_1)).text();
		sandbox.fault({ kind: 'cut' });
		const response = await call(sandbox, PAGE_1);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(whole)));
		await expect(response.text()).rejects.toThrow('terminated');
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
	});

	it('truncate is a complete answer whose JSON stops halfway', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		const whole = await (await call(sandbox, PAGE_1)).text();
		sandbox.fault({ kind: 'truncate' });
		const response = await call(sandbox, PAGE_1);
		expect(response.status).toBe(200);
		const text = await response.text();
		expect(text).toBe(whole.slice(0, whole.length >> 1));
	});

	it('redirect points elsewhere', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' });
		const response = await call(sandbox, PAGE_1);
		expect(response.status).toBe(302);
		expect(response.headers.get('location')).toBe('http://127.0.0.1:9/elsewhere');
	});

	it('html is a web page with status 200', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'html' });
		const response = await call(sandbox, PAGE_1);
		expect(response.status).toBe(200);
		expect(response.headers.get('content-type')).toMatch(/^text\/html/);
		expect(await response.text()).toMatch(/^<!doctype html>/);
	});

	it('hang never answers, and close() ends it', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'hang' });
		const hanging = expect(call(sandbox, PAGE_1)).rejects.toThrow('fetch failed');
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
		await sandbox.close();
		await hanging;
	});
});

describe('faults that have not struck', () => {
	it('are pending until they have struck as often as they should', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		sandbox.fault({ kind: 'status', status: 500, page: 2, times: 2 });
		sandbox.fault({ kind: 'drop', path: '/images/' });
		expect(sandbox.pendingFaults).toEqual([
			{ kind: 'status', status: 500, page: 2, times: 2 },
			{ kind: 'drop', path: '/images/', times: 1 },
		]);
		await call(sandbox, PAGE_1);
		await call(sandbox, PAGE_2);
		await expect(call(sandbox, '/images/any')).rejects.toThrow('fetch failed');
		const left = [{ kind: 'status', status: 500, page: 2, times: 1 }];
		expect(sandbox.pendingFaults).toEqual(left);
		expect(await json(await fetch(`${sandbox.url}/sandbox/faults`))).toEqual({ pending: left });
		await call(sandbox, PAGE_2);
		expect(sandbox.pendingFaults).toEqual([]);
	});

	it('are none any more once one that strikes for good has struck', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'status', status: 500, times: Infinity });
		expect(sandbox.pendingFaults).toHaveLength(1);
		await call(sandbox, PAGE_1);
		expect(sandbox.pendingFaults).toEqual([]);
		expect((await call(sandbox, PAGE_1)).status).toBe(500);
	});

	it('are forgotten when it is reset', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'hang' });
		sandbox.reset();
		expect(sandbox.pendingFaults).toEqual([]);
	});
});

describe('a fault in short', () => {
	it.each([
		['429@57', { kind: 'status', status: 429, page: 57 }],
		['500x3', { kind: 'status', status: 500, times: 3 }],
		['drop', { kind: 'drop' }],
		['truncate@2x4', { kind: 'truncate', page: 2, times: 4 }],
		['empty@3', { kind: 'empty', page: 3 }],
		['another', { kind: 'another' }],
		['endlessx2', { kind: 'endless', times: 2 }],
		['dribble:100@2x3', { kind: 'dribble', intervalMs: 100, page: 2, times: 3 }],
	])('%s', (text, fault) => {
		expect(parseFault(text)).toEqual(fault);
	});

	const none = ['', '42', '600', 'redirect', 'status', 'body', 'dribble', 'dribble:0', 'drop:5'];

	it.each([...none, 'drop@', 'drop@x', '429 @57'])('"%s" is none', (text) => {
		expect(parseFault(text)).toBeUndefined();
	});
});

describe('latency, throttle and log', () => {
	afterEach(() => jest.restoreAllMocks());

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

	it('takes at least as long as the latency says', async () => {
		const sandbox = await sandboxWith({ count: 1, latency: [40, 60] });
		const startedAt = performance.now();
		await (await call(sandbox, PAGE_1)).text();
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
	});

	it('gives up delayed answers when it is closed', async () => {
		const sandbox = await sandboxWith({ count: 1, latency: 3_600_000 });
		const delayed = expect(call(sandbox, PAGE_1)).rejects.toThrow('fetch failed');
		await waitFor('the request', () => sandbox.requests.length > 0);
		await sandbox.close();
		await delayed;
	});

	it('throttles what goes beyond so many requests per second', async () => {
		const clock = jest.spyOn(Date, 'now').mockReturnValue(0);
		const sandbox = await sandboxWith({ count: 30, throttle: 2 });
		const responses = await Promise.all(
			Array.from({ length: 5 }, async () => await call(sandbox, PAGE_1)),
		);
		const statuses = responses.map(({ status }) => status).sort();
		expect(statuses).toEqual([200, 200, 429, 429, 429]);
		clock.mockReturnValue(1000);
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
	});

	it('logs what was asked for, and never the token', async () => {
		const sandbox = await sandboxWith({ count: 30 });
		await call(sandbox, `${PAGE_2}&x=1&x=2`);
		await fetch(`${sandbox.url}${LIST}/abc`);
		expect(sandbox.requests).toEqual([
			{
				method: 'GET',
				path: LIST,
				query: { page: '2', perPage: '10', x: ['1', '2'] },
				page: 2,
				status: 200,
				hasToken: true,
				startedAt: expect.any(Number),
				closedEarly: false,
			},
			{
				method: 'GET',
				path: `${LIST}/abc`,
				query: {},
				page: undefined,
				status: 401,
				hasToken: false,
				startedAt: expect.any(Number),
				closedEarly: false,
			},
		]);
		expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.token);
	});

	it('forgets log and faults when it is reset, and keeps the records', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		await call(sandbox, PAGE_1);
		sandbox.fault({ kind: 'drop', times: Infinity });
		sandbox.reset();
		expect(sandbox.requests).toEqual([]);
		expect(ids((await list(sandbox, 'page=1')).data)).toEqual(ids(sandbox.records()));
	});
});

describe('the controls over HTTP', () => {
	const control = async (url: string, body?: unknown): Promise<Response> =>
		await fetch(url, {
			method: 'POST',
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});

	it('queue faults, one or several', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		await control(`${sandbox.url}/sandbox/faults`, { kind: 'status', status: 509 });
		await control(`${sandbox.url}/sandbox/faults`, [
			{ kind: 'status', status: 504 },
			{ kind: 'html' },
		]);
		const statuses = [];
		for (let round = 0; round < 4; round += 1) {
			statuses.push((await call(sandbox, PAGE_1)).status);
		}
		expect(statuses).toEqual([509, 504, 200, 200]);
		expect(sandbox.requests).toHaveLength(4);
	});

	it.each([
		{ kind: 'status' },
		{ kind: 'redirect' },
		{ kind: 'flood' },
		{ kind: 'drop', page: '1' },
		{ kind: 'drop', times: 'often' },
		{ kind: 'body' },
		{ kind: 'dribble' },
		{ kind: 'dribble', intervalMs: 5, bytes: 0 },
		{ kind: 'endless', status: '302' },
		'drop',
		null,
	])('refuse %j as a fault', async (fault) => {
		const sandbox = await sandboxWith({ count: 1 });
		expect((await control(`${sandbox.url}/sandbox/faults`, [fault])).status).toBe(400);
		expect((await call(sandbox, PAGE_1)).status).toBe(200);
	});

	it('take faults of every kind', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const faults = [
			{ kind: 'body', body: { data: {} } },
			{ kind: 'dribble', intervalMs: 5, bytes: 10 },
			{ kind: 'endless', status: 302, headers: { location: '/' } },
			...['empty', 'repeat', 'first', 'another'].map((kind) => ({ kind })),
		];
		expect((await control(`${sandbox.url}/sandbox/faults`, faults)).status).toBe(200);
		expect(sandbox.pendingFaults.map(({ kind }) => kind)).toEqual(faults.map(({ kind }) => kind));
	});

	it('let records arrive, also late', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		await control(`${sandbox.url}/sandbox/arrive?count=2`);
		const response = await control(`${sandbox.url}/sandbox/arrive?at=2020-01-01T00:00:00.000Z`);
		const { data } = await json<Page>(response);
		expect(sandbox.records()).toHaveLength(6);
		expect(sandbox.records().at(-1)).toEqual(data[0]);
		expect((await control(`${sandbox.url}/sandbox/arrive?at=soon`)).status).toBe(400);
	});

	it('tell what was asked for, without a token and without logging themselves', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		await call(sandbox, PAGE_1);
		const log = await json(await fetch(`${sandbox.url}/sandbox/requests`));
		expect(log).toMatchObject({ maxInFlight: 1, requests: [{ path: LIST, page: 1, status: 200 }] });
		await control(`${sandbox.url}/sandbox/reset`);
		expect(await json(await fetch(`${sandbox.url}/sandbox/requests`))).toEqual({
			maxInFlight: 0,
			requests: [],
		});
	});
});
