import { connect, type Socket } from 'node:net';

import type { Simulator } from '../../simulator';
import { leapOverWaits } from '../harness/leapOverWaits';
import { pause } from '../harness/ownTime';
import { withSocketServer } from '../harness/server';
import { waitFor } from '../harness/waitFor';
import { execute, jsonOf, withSimulator, type Execution } from './support';
import { create, executeWith, jpeg, photos, withFile } from './createSupport';

leapOverWaits();

const UNCERTAIN = /\. The checks may have been charged$/;

const CREATED_AFTER = /look for its record with Get Many, Created After (\S+Z)\. /;

const IMAGE = jpeg(400_000);

/** The record that was paid for, found as the message says. */
async function foundBy(description: unknown, simulator: Simulator): Promise<unknown[]> {
	const createdAfter = CREATED_AFTER.exec(String(description))?.[1] ?? 'nothing to find it by';
	const { success } = await execute(
		{ operation: 'getAll', returnAll: true, filters: { createdAfter } },
		{ account: simulator },
	);
	return jsonOf(success).map(({ _id }) => _id);
}

interface Cut {
	of: 'request' | 'answer';
	/** How many bytes still get through, of a head and a whole of that many. */
	after: (head: number, whole: number) => number;
}

/** Passes a connection on to the simulator, and ends it at one point. */
function cutting(simulator: Simulator, cut: Cut) {
	return (client: Socket) => {
		const api = connect(Number(new URL(simulator.url).port), '127.0.0.1');
		const end = () => [client, api].forEach((socket) => socket.destroy());
		client.on('error', end);
		api.on('error', end);
		api.on('close', end);
		if (cut.of === 'request') {
			passUntil(client, api, cut.after, end);
			api.pipe(client);
		} else {
			client.pipe(api);
			passUntil(api, client, cut.after, end);
		}
	};
}

function passUntil(from: Socket, to: Socket, after: Cut['after'], end: () => void): void {
	let arrived = Buffer.alloc(0);
	let passed = 0;
	from.on('data', (chunk) => {
		arrived = Buffer.concat([arrived, chunk]);
		const head = arrived.indexOf('\r\n\r\n') + 4;
		if (head < 4) return;
		const length = Number(/content-length: (\d+)/i.exec(arrived.toString('latin1', 0, head))?.[1]);
		const limit = after(head, head + length);
		const next = arrived.subarray(passed, limit);
		passed += next.length;
		if (next.length > 0) to.write(next);
		// the other side is to have got what was passed on
		if (arrived.length >= limit) void pause(30).then(end);
	});
}

describe('a connection that is cut', () => {
	const NO_ANSWER = 'Verifik could not be reached';
	const HALF = "Verifik's answer was cut off";
	const points: Array<[where: string, cut: Cut, isCharged: boolean, message: string]> = [
		['before the request', { of: 'request', after: () => 0 }, false, NO_ANSWER],
		['in the first line of the request', { of: 'request', after: () => 10 }, false, NO_ANSWER],
		[
			'in the headers of the request',
			{ of: 'request', after: (head) => head - 10 },
			false,
			NO_ANSWER,
		],
		[
			'behind the headers of the request',
			{ of: 'request', after: (head) => head },
			false,
			NO_ANSWER,
		],
		[
			'in the middle of the image',
			{ of: 'request', after: (_, whole) => whole / 2 },
			false,
			NO_ANSWER,
		],
		[
			'one byte before the end',
			{ of: 'request', after: (_, whole) => whole - 1 },
			false,
			NO_ANSWER,
		],
		['before the answer', { of: 'answer', after: () => 0 }, true, NO_ANSWER],
		['in the first line of the answer', { of: 'answer', after: () => 10 }, true, NO_ANSWER],
		['in the headers of the answer', { of: 'answer', after: (head) => head - 10 }, true, NO_ANSWER],
		['behind the headers of the answer', { of: 'answer', after: (head) => head }, true, HALF],
		['in the middle of the record', { of: 'answer', after: (_, whole) => whole / 2 }, true, HALF],
		['one byte before its end', { of: 'answer', after: (_, whole) => whole - 1 }, true, HALF],
	];

	it.each(points)(
		'%s: one charge at most, and the record can be found',
		async (_, cut, charged, message) => {
			await withSimulator({ count: 3 }, async (simulator) => {
				const error = await withSocketServer(
					cutting(simulator, cut),
					async ({ url, connections }) => {
						const account = { url, token: simulator.token };
						const parameters = { ...create, checks: ['screenReplay'] };
						const sent = await executeWith(parameters, { account, items: [withFile(IMAGE)] });
						expect(connections()).toBe(1);
						return sent.error;
					},
				);
				expect(error?.message).toMatch(UNCERTAIN);
				expect(error?.message.replace(UNCERTAIN, '')).toBe(message);
				expect(simulator.charges).toBe(charged ? 1 : 0);
				const newest = simulator.records()[0]._id;
				expect(await foundBy(error?.description, simulator)).toEqual(charged ? [newest] : []);
			});
		},
	);
});

describe('an answer that does not come in time', () => {
	it('is charged once, and the record can be found', async () => {
		await withSimulator({ count: 3, createLatency: 1000 }, async (simulator) => {
			const { error } = await executeWith(
				{ ...create, options: { timeout: 300 } },
				{ account: simulator },
			);
			expect(error?.message).toMatch(/^Verifik did not answer within 0\.3 s/);
			expect(error?.message).toMatch(UNCERTAIN);
			await waitFor('the charge', () => simulator.charges > 0);
			expect(simulator.requests).toHaveLength(1);
			expect(simulator.charges).toBe(4);
			expect(await foundBy(error?.description, simulator)).toEqual([simulator.records()[0]._id]);
		});
	});

	it('is waited for longer than the checks take', async () => {
		const { nodeTypes } = await (await import('./support')).packageFromSources;
		const { description } = nodeTypes.getByNameAndVersion('n8n-nodes-verifik.documentLiveness', 1);
		const timeouts = description.properties
			.filter(({ name, displayOptions }) => {
				return name === 'options' && displayOptions?.show?.operation?.includes('create');
			})
			.flatMap(({ options = [] }) => options)
			.filter(({ name }) => name === 'timeout');
		expect(timeouts).toMatchObject([{ default: 120_000 }]);
	});
});

describe('a POST is not repeated', () => {
	const post = async (run: (simulator: Simulator) => void): Promise<[Execution, number, number]> =>
		await withSimulator({ count: 3 }, async (simulator) => {
			run(simulator);
			const execution = await executeWith(create, { account: simulator });
			return [execution, simulator.requests.length, simulator.charges];
		});

	it.each([
		[400, 'Verifik refused the request'],
		[401, 'Verifik did not accept the access token'],
		[403, 'The Verifik access token has expired'],
		[404, "Something other than Verifik's API answered"],
		[409, 'Document liveness is out of service at Verifik'],
		[413, 'What was sent is too large for Verifik'],
	])('after status %d, which nothing is charged for', async (status, message) => {
		const [{ error }, requests, charges] = await post((simulator) =>
			simulator.fault({ kind: 'status', status, times: Infinity }),
		);
		expect(error?.message).toBe(message);
		expect([requests, charges]).toEqual([1, 0]);
	});

	it.each([
		[500, 'Verifik cannot answer right now'],
		[502, 'Verifik cannot answer right now'],
		[503, 'Verifik cannot answer right now'],
		[408, 'Verifik did not finish in time'],
		[504, 'Verifik did not finish in time'],
	])('after status %d, which may have been charged', async (status, message) => {
		const [{ error }, requests, charges] = await post((simulator) =>
			simulator.fault({ kind: 'status', status, afterCharge: true, times: Infinity }),
		);
		expect(error?.message).toMatch(UNCERTAIN);
		expect(error?.message.replace(UNCERTAIN, '')).toBe(message);
		expect(error).not.toHaveProperty('failure.cause');
		expect([requests, charges]).toEqual([1, 4]);
	});

	it('after an answer whose JSON ends in the middle', async () => {
		const [{ error }, requests, charges] = await post((simulator) =>
			simulator.fault({ kind: 'truncate', afterCharge: true, times: Infinity }),
		);
		expect(error?.message).toMatch(/^Verifik's answer was cut off\./);
		expect(error?.message).toMatch(UNCERTAIN);
		expect([requests, charges]).toEqual([1, 4]);
	});

	it('after an answer without a record', async () => {
		const [{ error }, requests, charges] = await post((simulator) =>
			simulator.fault({ kind: 'status', status: 200, body: { ok: true }, afterCharge: true }),
		);
		expect(error?.message).toMatch(/^Verifik's answer could not be understood\./);
		expect(error?.message).toMatch(UNCERTAIN);
		expect([requests, charges]).toEqual([1, 4]);
	});

	it('after an answer without anything', async () => {
		const [{ error }, requests, charges] = await post((simulator) =>
			simulator.fault({ kind: 'status', status: 204, afterCharge: true }),
		);
		expect(error).toMatchObject({
			message: expect.stringMatching(UNCERTAIN),
			description: expect.stringContaining('but got nothing'),
		});
		expect([requests, charges]).toEqual([1, 4]);
	});

	// n8n's own helper repeats the 401; only a whole refusal says that nothing was read
	it.each([401, 429, 509])('after status %d that is cut off', async (status) => {
		let requests = 0;
		await withSocketServer(
			(socket) =>
				socket.once('data', () => {
					requests++;
					const head = `HTTP/1.1 ${status} No\r\ncontent-type: application/json\r\n`;
					socket.write(`${head}content-length: 1000\r\n\r\n{"error":`, () => socket.destroy());
				}),
			async ({ url }) => {
				const { error } = await executeWith(create, { account: { url, token: 'token' } });
				expect(error?.message).toMatch(UNCERTAIN);
				expect(requests).toBe(1);
			},
		);
	});

	it('and is said to have cost nothing when no connection was made', async () => {
		const url = await withSimulator({ count: 0 }, async (simulator) => simulator.url);
		const { error } = await executeWith(create, { account: { url, token: 'token' } });
		expect(error?.message).toBe('Verifik could not be reached. Nothing was charged');
		expect(error?.description).toContain('ECONNREFUSED');
	});
});

describe('a POST that was refused unread, as too many requests', () => {
	it.each([
		[429, {}],
		[509, {}],
		[429, { 'retry-after': '1' }],
	])(
		'with status %d %j is sent again until it is taken, and charged once',
		async (status, headers) => {
			await withSimulator({ count: 3 }, async (simulator) => {
				simulator.fault({ kind: 'status', status, headers, times: 2 });
				const { success, error } = await executeWith(create, { account: simulator });
				expect(error).toBeUndefined();
				expect(jsonOf(success).map(({ _id }) => _id)).toEqual([simulator.records()[0]._id]);
				expect(simulator.requests.map((request) => request.status)).toEqual([status, status, 200]);
				expect(simulator.charges).toBe(4);
			});
		},
	);

	it.each([429, 509])(
		'with status %d is sent once when nothing is waited for, and nothing is charged',
		async (status) => {
			await withSimulator({ count: 3 }, async (simulator) => {
				simulator.fault({ kind: 'status', status, times: Infinity });
				const options = { maxWait: 0 };
				const { error } = await executeWith({ ...create, options }, { account: simulator });
				expect(error?.message).toBe('Verifik is receiving too many requests');
				expect([simulator.requests.length, simulator.charges]).toEqual([1, 0]);
			});
		},
	);
});

describe('an execution that ends', () => {
	const items = photos(5);

	it('at a file that is no image sends none of those beside it', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			const { error } = await executeWith(
				{ ...create, options: { concurrency: 5 } },
				{ account: simulator, items: [withFile(Buffer.from('no image')), ...items] },
			);
			await pause(100);
			expect(error?.message).toBe("'Input Binary Field' does not hold an image");
			expect(simulator.requests).toEqual([]);
		});
	});
});
