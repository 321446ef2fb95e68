import { once } from 'node:events';
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Sandbox } from '../../sandbox';
import { pause } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';
import { call, jpeg, json, LIST, sandboxWith } from './support';

const PAGE = `${LIST}?page=1&perPage=1`;

/** Asks over a connection that nobody else uses. */
function ask(sandbox: Sandbox): ClientRequest {
	const headers = { authorization: `Bearer ${sandbox.token}` };
	return get(`${sandbox.url}${PAGE}`, { headers, agent: false }).on('error', () => {});
}

/** The answer as it begins. */
async function begin(sandbox: Sandbox): Promise<IncomingMessage> {
	const [answer] = (await once(ask(sandbox), 'response')) as [IncomingMessage];
	return answer.on('error', () => {});
}

const closed = async (sandbox: Sandbox): Promise<void> =>
	await waitFor('the end of every connection', () => sandbox.openSockets === 0);

const struck = async (sandbox: Sandbox): Promise<void> =>
	await waitFor('every fault to strike', () => sandbox.pendingFaults.length === 0);

describe('a dribbled answer', () => {
	it('has its headers at once and its body bit by bit, complete in the end', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const whole = await (await call(sandbox, PAGE)).text();
		const bytes = Math.ceil(whole.length / 10);
		sandbox.fault({ kind: 'dribble', intervalMs: 20, bytes });
		const startedAt = performance.now();
		const response = await call(sandbox, PAGE);
		const beganAfter = performance.now() - startedAt;
		const chunks: Uint8Array[] = [];
		for await (const chunk of response.body ?? []) chunks.push(chunk as Uint8Array);
		const endedAfter = performance.now() - startedAt;
		expect(response.status).toBe(200);
		expect(response.headers.get('content-length')).toBe(String(whole.length));
		expect(Buffer.concat(chunks).toString()).toBe(whole);
		expect(chunks.length).toBeGreaterThan(3);
		expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(whole.length / 2);
		// a timer may be a millisecond early
		expect(endedAfter).toBeGreaterThanOrEqual((whole.length / bytes) * 19);
		expect(beganAfter).toBeLessThan(endedAfter);
		expect(sandbox.requests.at(-1)).toMatchObject({ status: 200, closedEarly: false });
	});

	it('is a few bytes at a time unless told otherwise', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'dribble', intervalMs: 20 });
		const answer = await begin(sandbox);
		const [chunk] = (await once(answer, 'data')) as [Buffer];
		expect(chunk).toHaveLength(64);
		answer.destroy();
	});

	it('can be a refusal', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'dribble', intervalMs: 1, bytes: 50 });
		const response = await fetch(`${sandbox.url}${PAGE}`);
		expect(response.status).toBe(401);
		expect(await json(response)).toHaveProperty('error');
	});

	it('can be an image, or what a POST was charged for', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const body = {
			image: jpeg(3000).toString('base64'),
			validateScreenReplay: true,
			saveImage: true,
		};
		sandbox.fault({ kind: 'dribble', intervalMs: 1, bytes: 500, afterCharge: true });
		const response = await call(sandbox, LIST, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const { data } = await json<{ data: { imageUrl: string } }>(response);
		sandbox.fault({ kind: 'dribble', intervalMs: 1, bytes: 500, path: '/images/' });
		const image = await fetch(data.imageUrl);
		expect(image.headers.get('content-type')).toBe('image/jpeg');
		expect(Buffer.from(await image.arrayBuffer())).toEqual(jpeg(3000));
		expect(sandbox.pendingFaults).toEqual([]);
	});

	it('stops when the client closes', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'dribble', intervalMs: 5, bytes: 1 });
		const answer = await begin(sandbox);
		await once(answer, 'data');
		expect(sandbox.openSockets).toBe(1);
		answer.destroy();
		await closed(sandbox);
		expect(sandbox.requests).toMatchObject([{ status: 200, closedEarly: true }]);
	});

	it('stops when the sandbox closes, which is not the client closing early', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'dribble', intervalMs: 5, bytes: 1 });
		const answer = await begin(sandbox);
		await once(answer, 'data');
		await sandbox.close();
		expect(sandbox.openSockets).toBe(0);
		expect(sandbox.requests).toMatchObject([{ status: 200, closedEarly: false }]);
	});

	it('is not begun for a client that has gone away meanwhile', async () => {
		const sandbox = await sandboxWith({ count: 1, latency: 60 });
		sandbox.fault({ kind: 'dribble', intervalMs: 5, bytes: 1 });
		sandbox.fault({ kind: 'endless' });
		for (const requests of [1, 2]) {
			const client = new AbortController();
			const called = expect(call(sandbox, PAGE, { signal: client.signal })).rejects.toThrow();
			await waitFor('the request', () => sandbox.requests.length === requests);
			client.abort();
			await called;
		}
		await struck(sandbox);
		expect((await call(sandbox, PAGE)).status).toBe(200);
		expect(sandbox.requests.map(({ closedEarly }) => closedEarly)).toEqual([true, true, false]);
	});
});

describe('an endless answer', () => {
	it.each([
		['200 unless told otherwise', { headers: {} }, 200],
		['a refusal', { status: 401, headers: {} }, 401],
		['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 302],
	])('is %s', async (_title, part, status) => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'endless', ...part });
		const answer = await begin(sandbox);
		expect(answer.statusCode).toBe(status);
		expect(answer.headers).toMatchObject({ 'content-type': /json/, ...part.headers });
		const [chunk] = (await once(answer, 'data')) as [Buffer];
		expect(chunk.toString()).toBe('{"data":[');
		const more = once(answer, 'data').then(() => 'more');
		const nothing = pause(100).then(() => 'nothing');
		expect(await Promise.race([more.catch(() => 'closed'), nothing])).toBe('nothing');
		expect(answer.complete).toBe(false);
		expect(sandbox.requests).toMatchObject([{ status, closedEarly: false }]);
		answer.destroy();
		await closed(sandbox);
		expect(sandbox.requests).toMatchObject([{ status, closedEarly: true }]);
	});

	it('ends when the sandbox closes', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'endless' });
		const body = expect((await call(sandbox, PAGE)).text()).rejects.toThrow('terminated');
		await sandbox.close();
		await body;
	});
});

describe('a client that closes early', () => {
	it.each(['drop', 'cut'] as const)('is not one whose answer was struck by %s', async (kind) => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind });
		const asked = ask(sandbox);
		asked.on('response', (answer) => answer.on('error', () => {}).resume());
		await waitFor('the request', () => sandbox.requests.length === 1);
		await closed(sandbox);
		expect(sandbox.requests).toMatchObject([{ closedEarly: false }]);
	});

	it('is one that does not wait for an answer', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		sandbox.fault({ kind: 'hang' });
		const asked = ask(sandbox);
		await struck(sandbox);
		asked.destroy();
		await closed(sandbox);
		expect(sandbox.requests).toMatchObject([{ status: null, closedEarly: true }]);
	});
});

describe('connections', () => {
	it('are counted while they are open, those for the controls not', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const open = async (): Promise<unknown> =>
			await json(await fetch(`${sandbox.url}/sandbox/connections`));
		expect(await open()).toEqual({ open: 0 });
		// an answer without an end: whether a finished one keeps its connection is up to Node
		sandbox.fault({ kind: 'endless' });
		const answer = await begin(sandbox);
		expect(sandbox.openSockets).toBe(1);
		expect(await open()).toEqual({ open: 1 });
		answer.destroy();
		await closed(sandbox);
		expect(await open()).toEqual({ open: 0 });
	});
});
