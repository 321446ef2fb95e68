import type { RequestSettings } from '../../../nodes/verifik/api/request';
import type { VerifikError } from '../../../nodes/verifik/api/errors/VerifikError';
import { waitFor } from '../../harness/waitFor';
import { SETTINGS, StandIn, type Reply } from './standIn';
import { VirtualClock } from './virtualClock';

/*
 * One request at a time, against a server that answers as told, in virtual time: how often it is
 * sent, when, and what becomes of it.
 */

const OUTAGE: Reply = { statusCode: 503 };
const THROTTLE: Reply = { statusCode: 429, headers: { 'retry-after': '2' } };
const RESET = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
const SERVED: Reply = { body: { data: [] } };

const later = (seconds: number): Reply => ({
	statusCode: 503,
	headers: { 'retry-after': String(seconds) },
});

/** A server that gives these answers, one after another, the last of them for ever. */
function serverWith(...replies: Reply[]) {
	const clock = new VirtualClock();
	const instead = (_: unknown, index: number) => replies[Math.min(index, replies.length - 1)];
	const standIn = new StandIn(clock, { latencyMs: 0, instead });
	const start = clock.elapsedMs();
	const client = standIn.client();

	function requestWith({ signal, ...settings }: Options) {
		return {
			path: '/v2/document-liveness/a',
			noun: 'document liveness',
			label: 'record a',
			settings: { ...SETTINGS, ...settings },
			signal: signal ?? new AbortController().signal,
		};
	}
	const begin = async (options: Options = {}) =>
		await client.get(requestWith(options)).catch(kindOf);
	return {
		standIn,
		client,
		get: async (options: Options = {}) => await clock.run(begin(options)),
		/** While no time passes, it waits for ever. */
		begin,
		post: async (body = async () => Buffer.from('{}')) =>
			await clock.run(client.post({ ...requestWith({}), body }).catch(kindOf)),
		/** when each request was sent, in ms from the first moment on */
		sentMs: () => standIn.sent.map(({ atMs }) => atMs - start),
	};
}

type Options = Partial<RequestSettings> & { signal?: AbortSignal };

const kindOf = (error: VerifikError) => `${error.kind}: ${error.message}`;

describe('a GET', () => {
	it.each<[name: string, replies: Reply[], options: Options, sent: number, end: unknown]>([
		['that is served is sent once', [SERVED], {}, 1, { data: [] }],
		[
			'gives nothing for an answer without content',
			[{ statusCode: 204, body: '' }],
			{},
			1,
			undefined,
		],
		['is sent again after an outage', [OUTAGE, OUTAGE, SERVED], {}, 3, { data: [] }],
		['is sent again after a connection that broke', [RESET, SERVED], {}, 2, { data: [] }],
		[
			'is sent five times at the most',
			[OUTAGE],
			{},
			5,
			'serverFault: Verifik cannot answer right now',
		],
		[
			'is sent as often as it may',
			[OUTAGE],
			{ maxAttempts: 1 },
			1,
			'serverFault: Verifik cannot answer right now',
		],
		[
			'is not sent again when it was understood and refused',
			[{ statusCode: 400, body: { message: 'no' } }],
			{},
			1,
			expect.stringContaining('refused'),
		],
		[
			'is sent again after a throttle, which is no attempt',
			[THROTTLE, THROTTLE, SERVED],
			{ maxAttempts: 1 },
			3,
			{ data: [] },
		],
		[
			'is not sent again when the server asks for a longer wait than it may',
			[later(601), SERVED],
			{},
			1,
			expect.stringContaining('serverFault'),
		],
		[
			'is sent again when the server asks for as long as it may wait',
			[later(600), SERVED],
			{},
			2,
			{ data: [] },
		],
		[
			'is not sent again at its deadline',
			[later(2), SERVED],
			{ waitUntilMs: 2_000 },
			1,
			expect.stringContaining('serverFault'),
		],
		[
			'is sent again before its deadline',
			[later(2), SERVED],
			{ waitUntilMs: 2_001 },
			2,
			{ data: [] },
		],
	])('%s', async (_, replies, options, sent, end) => {
		const server = serverWith(...replies);
		expect(await server.get(options)).toEqual(end);
		expect(server.standIn.sent).toHaveLength(sent);
	});

	it('is sent again when the server says, and else after half a second, one, two…', async () => {
		const told = serverWith(later(7), SERVED);
		await told.get();
		expect(told.sentMs()).toEqual([0, 7_000]);

		const untold = serverWith(OUTAGE);
		await untold.get();
		const sentMs = untold.sentMs();
		const waitsMs = sentMs.slice(1).map((atMs, index) => atMs - (sentMs[index] ?? 0));
		[500, 1_000, 2_000, 4_000].forEach((longestMs, index) => {
			expect(waitsMs[index]).toBeGreaterThanOrEqual(longestMs / 2);
			expect(waitsMs[index]).toBeLessThanOrEqual(longestMs);
		});
	});

	it('that is sent again is in the log, with how often it was and when it will be', async () => {
		const server = serverWith(later(7), later(90), SERVED);
		await server.get();
		expect(server.standIn.logs).toEqual([
			'Verifik cannot answer right now (record a, attempt 1 of 5). Next attempt in 7 s.',
			'Verifik cannot answer right now (record a, attempt 2 of 5). Next attempt in 90 s.',
		]);
	});

	it('is not sent once the execution was cancelled, or its answer is no longer wanted', async () => {
		const unwanted = serverWith(SERVED);
		expect(await unwanted.get({ signal: AbortSignal.abort() })).toContain('cancelled');
		expect(unwanted.client.isCancelled).toBe(false);

		const cancelled = serverWith(SERVED);
		cancelled.standIn.cancel.abort();
		expect(cancelled.client.isCancelled).toBe(true);
		expect(await cancelled.get()).toContain('cancelled');
		expect([...unwanted.standIn.sent, ...cancelled.standIn.sent]).toEqual([]);
	});

	it('is not sent again once the execution was cancelled', async () => {
		const server = serverWith(later(7), SERVED);
		const ending = server.begin();
		await waitFor('the retry', () => server.standIn.logs.length > 0);
		server.standIn.cancel.abort();
		expect(await ending).toContain('cancelled');
		expect(server.standIn.sent).toHaveLength(1);
	});
});

describe('a POST', () => {
	it.each<[name: string, replies: Reply[], sent: number, end: unknown]>([
		['that is served is sent once', [SERVED], 1, { data: [] }],
		[
			'is not sent again after an outage',
			[OUTAGE, SERVED],
			1,
			expect.stringContaining('serverFault'),
		],
		[
			'is not sent again after a connection that broke',
			[RESET, SERVED],
			1,
			expect.stringContaining('unreachable'),
		],
		['is sent again after a throttle, which left it unread', [THROTTLE, SERVED], 2, { data: [] }],
	])('%s', async (_, replies, sent, end) => {
		const server = serverWith(...replies);
		expect(await server.post()).toEqual(end);
		expect(server.standIn.sent.map(({ method }) => method)).toEqual(Array(sent).fill('POST'));
	});

	it('makes its body when it is sent, each time', async () => {
		const server = serverWith(THROTTLE, SERVED);
		let made = 0;
		await server.post(async () => Buffer.from(`{"made":${++made}}`));
		expect(server.standIn.sent.map(({ options }) => String(options.body))).toEqual([
			'{"made":1}',
			'{"made":2}',
		]);
	});

	it('whose body cannot be made is not sent, and holds up nobody', async () => {
		const server = serverWith(SERVED);
		const failing = async () => await Promise.reject(new Error('the file is gone'));
		expect(await server.post(failing)).toContain('the file is gone');
		expect(server.standIn.sent).toEqual([]);
		expect(await server.get()).toEqual({ data: [] });
	});
});

describe('an account', () => {
	it('that is refused is not asked again by the same execution', async () => {
		const server = serverWith({ statusCode: 401 }, SERVED);
		const first = await server.get();
		expect(first).toContain('tokenNotAccepted');
		expect(await server.get()).toBe(first);
		expect(await server.post()).toBe(first);
		expect(server.standIn.sent).toHaveLength(1);
	});

	it('that is refused is not asked again by a request that waits for its turn', async () => {
		const { standIn, begin } = serverWith(THROTTLE, { statusCode: 401 }, SERVED);
		const ends = await standIn.clock.run(Promise.all([begin(), begin()]));
		expect(ends).toEqual(Array(2).fill(expect.stringContaining('tokenNotAccepted')));
		expect(standIn.sent).toHaveLength(2);
	});

	it('is read once from the credential', async () => {
		const server = serverWith(SERVED);
		expect(server.client.tokenExpiry).toBeUndefined();
		await server.get();
		await server.get();
		expect(server.standIn.credentialsRead).toBe(1);
	});

	it('that is throttled holds up the execution for as long as it says', async () => {
		const server = serverWith(THROTTLE, SERVED);
		await server.get();
		expect(server.client.throttledMs).toBe(2_000);
		expect(server.sentMs()).toEqual([0, 2_000]);
	});
});
