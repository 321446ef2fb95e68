import type { INodeParameters } from 'n8n-workflow';

import type { Fault, Simulator } from '../../simulator';
import { engineVersion } from '../harness/engine';
import { withServer, withSocketServer } from '../harness/server';
import { create, executeWith, photos } from './createSupport';
import { byId, execute, failure, getAll, jsonOf, withSimulator, type Execution } from './support';

/*
 * Real servers' ways of saying no: a throttle that is no 429, answers of something that is not
 * Verifik, a parameter that is refused by name, a connection that ends before anything was sent.
 */

const THROTTLES: Array<[name: string, fault: Omit<Extract<Fault, { kind: 'status' }>, 'kind'>]> = [
	['403 with a message', { status: 403, body: { message: 'Rate limit exceeded for minute' } }],
	['403 as plain text', { status: 403, body: 'Too Many Requests' }],
	['400 with an error', { status: 400, body: { error: 'Too many requests' } }],
	['409 with a code', { status: 409, body: { message: 'Slow down', code: 'TooManyRequests' } }],
	['403 with an error in an error', { status: 403, body: { error: { message: 'rateLimit' } } }],
	[
		'200 that is no success',
		{ status: 200, body: { success: false, error: 'Rate limit exceeded' } },
	],
	['200 with a status in it', { status: 200, body: { statusCode: 429, message: 'Wait' } }],
	['403 that says when to come back', { status: 403, body: { message: 'Access forbidden' } }],
];

describe.each(THROTTLES)('a throttle in other clothes: %s', (_name, fault) => {
	const headers = { 'retry-after': '0' };

	it('is waited for and uses up no attempt when records are read', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			simulator.fault({ ...fault, kind: 'status', headers });
			const options = { maxAttempts: 1 };
			const list = await execute({ ...getAll, options }, { account: simulator });
			expect(list.error).toBeUndefined();
			expect(list.success).toHaveLength(3);
			expect(simulator.requests).toHaveLength(2);
		});
	});

	it('is waited for when an image is sent, which is charged once', async () => {
		await withSimulator({ count: 0, createLatency: 0 }, async (simulator) => {
			simulator.fault({ ...fault, kind: 'status', headers });
			const { error, success } = await executeWith(create, { account: simulator });
			expect(error).toBeUndefined();
			expect(success).toHaveLength(1);
			expect(simulator.requests.map(({ status }) => status)).toEqual([fault.status, 200]);
			expect(simulator.records()).toHaveLength(1);
		});
	});
});

it('a throttle in other clothes is told as one, with the time that it names', async () => {
	await withSimulator({ count: 1 }, async (simulator) => {
		const body = { message: 'Rate limit exceeded for hour', code: 'Forbidden' };
		simulator.fault({ kind: 'status', status: 403, body, headers: { 'retry-after': '900' } });
		const options = { maxWait: 0 };
		const { error } = await execute({ ...getAll, options }, { account: simulator });
		expect(error?.message).toMatch(/^Verifik is receiving too many requests/);
		expect(error?.description).toMatch(/^It lets requests through again in about 15 min/);
	});
});

it.each([
	['a status within', { statusCode: 503, message: 'Service Unavailable' }],
	['an error of a function', { errorMessage: 'Task timed out after 29.00 seconds' }],
])('a temporary failure that comes with status 200 is tried again: %s', async (_name, body) => {
	await withSimulator({ count: 2 }, async (simulator) => {
		simulator.fault({ kind: 'body', body });
		expect((await execute(getAll, { account: simulator })).success).toHaveLength(2);

		simulator.fault({ kind: 'body', body });
		const options = { maxAttempts: 1 };
		const { error } = await execute({ ...getAll, options }, { account: simulator });
		expect(error).toMatchObject({
			message: 'Verifik cannot answer right now',
			description: expect.stringMatching(/Try again.* Verifik says: (Service Un|Task timed)/i),
			...failure('temporarily-unavailable'),
		});
	});
});

/** What stands in front of Verifik or in its place, as its own bug reports show it. */
const STRANGERS: Array<[name: string, answer: Stranger, told: string]> = [
	[
		'the sign-in page of a network',
		{ status: 200, page: '<!DOCTYPE html>\n<title>Guest Wi-Fi: sign in</title>', server: 'nginx' },
		'status 200 and a web page, "Guest Wi-Fi: sign in" (Server: nginx)',
	],
	[
		'a maintenance page without a title',
		{ status: 200, page: '<html><style>p{}</style><p>Back at <b>six</b></p></html>' },
		'status 200 and a web page, "Back at six"',
	],
	[
		'a firewall at the edge',
		{
			status: 403,
			page: '<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD></HTML>',
			server: 'CloudFront',
			via: '1.1 1f2e.cloudfront.net (CloudFront)',
		},
		'status 403 and a web page, "ERROR: The request could not be satisfied" (Server: CloudFront, Via: 1.1 1f2e.cloudfront.net (CloudFront))',
	],
	[
		'an edge without words',
		{ status: 403, server: 'cloudflare' },
		'status 403 (Server: cloudflare)',
	],
	[
		'a load balancer that knows no such host',
		{ status: 404, page: 'default backend - 404' },
		'status 404 and text, "default backend - 404"',
	],
	[
		"a company's proxy",
		{ status: 407, page: '<h1>Access Denied</h1>', via: '1.1 proxy (squid/5.7)' },
		'status 407 and a web page, "Access Denied" (Via: 1.1 proxy (squid/5.7))',
	],
	[
		"a filter's redirect",
		{ status: 307, location: 'https://gateway.filter.example/auT?origurl=x&token=y' },
		'status 307, a redirect to gateway.filter.example',
	],
	['a health check', { status: 200, page: 'OK' }, 'status 200 and text, "OK"'],
];

interface Stranger {
	status: number;
	page?: string;
	server?: string;
	via?: string;
	location?: string;
}

async function withStranger<T>(
	{ status, page = '', ...headers }: Stranger,
	run: (server: { url: string; requests: () => number }) => Promise<T>,
): Promise<T> {
	return await withServer((request, response) => {
		request.resume().on('end', () => {
			response.writeHead(status, headers).end(page);
		});
	}, run);
}

describe.each(STRANGERS)('something that is not Verifik: %s', (_name, answer, told) => {
	it('is told with what it shows of itself, and with what to check', async () => {
		await withStranger(answer, async ({ url }) => {
			const { error } = await execute(getAll, { account: { url, token: 'token' } });
			expect(error).toMatchObject({
				message: "Something other than Verifik's API answered",
				description: expect.stringContaining(`${url} answered with ${told}. Open the Verifik API`),
				...failure('configuration-invalid'),
			});
			expect(error?.description).toMatch(/If it is right, ask whoever runs this n8n/);
		});
	});

	it('is sent one image and no other, however many there are', async () => {
		await withStranger(answer, async ({ url, requests }) => {
			const { success } = await executeWith(create, {
				account: { url, token: 'token' },
				items: photos(20),
				onError: 'continueRegularOutput',
			});
			expect(requests()).toBe(1);
			const messages = jsonOf(success).map(({ error }) => error);
			expect(messages).toHaveLength(20);
			expect(messages[0]).toMatch(/^Something other than Verifik's API answered/);
			expect(messages[19]).toMatch(/The image was not sent$/);
		});
	});
});

it('a firewall that refuses one odd ID leaves the other records alone', async () => {
	await withSimulator({ count: 1 }, async (simulator) => {
		const [{ _id }] = simulator.records();
		const path = '/v2/document-liveness/odd';
		simulator.fault({ kind: 'status', status: 403, body: '<title>Blocked</title>', path });
		const { success } = await execute(byId(`={{ ['odd', '${_id}'][$itemIndex] }}`), {
			account: simulator,
			items: [{}, {}],
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(success)).toMatchObject([
			{ error: "Something other than Verifik's API answered" },
			{ _id },
		]);
	});
});

describe('a parameter that is refused by name', () => {
	const AT = '2025-08-01T00:00:00.000Z';

	/** Refuses each of these names, one at a time, as Joi does. */
	async function strict(names: string[], parameters: INodeParameters, runs = 1) {
		const queries: string[][] = [];
		const executions: Execution[] = [];
		const records = [
			{ _id: 'a', createdAt: AT },
			{ _id: 'b', createdAt: '2025-07-01T00:00:00.000Z' },
		];
		await withServer(
			({ url }, response) => {
				const sent = [...new URL(url ?? '', 'http://x').searchParams.keys()];
				queries.push(sent);
				const refused = names.find((name) => sent.includes(name));
				const body = refused
					? { code: 'ValidationError', message: `"${refused}" is not allowed` }
					: { data: records, total: 2, page: 1, pages: 1, limit: 20 };
				response.writeHead(refused ? 409 : 200, { 'content-type': 'application/json' });
				response.end(JSON.stringify(body));
			},
			async ({ url }) => {
				for (let run = 0; run < runs; run++) {
					executions.push(await execute(parameters, { account: { url, token: 'token' } }));
				}
			},
		);
		return { queries, executions };
	}

	it('is left out, at once and for as long as this process runs', async () => {
		const parameters = { ...getAll, simplify: false, options: { maxAttempts: 1 } };
		const { queries, executions } = await strict(['perPage', 'sort'], parameters, 2);
		expect(executions.map(({ success }) => success.length)).toEqual([2, 2]);
		expect(queries).toEqual([
			['page', 'perPage', 'limit', 'sort'],
			['page', 'limit', 'sort'],
			['page', 'limit'],
			['page', 'limit'],
		]);
		expect(executions[0].logs.map(({ text }) => text)).toContainEqual(
			expect.stringContaining('Verifik refuses "perPage"'),
		);
	});

	it('may be a bound of the period, which the records are then held to here', async () => {
		const parameters = { ...getAll, simplify: false, filters: { createdAfter: '2025-07-15' } };
		const { queries, executions } = await strict(['whereGTE_createdAt'], parameters);
		expect(jsonOf(executions[0].success).map(({ _id }) => _id)).toEqual(['a']);
		expect(queries).toHaveLength(2);
	});

	it('is told when the API cannot be asked without it', async () => {
		const { queries, executions } = await strict(['page'], getAll);
		expect(executions[0].error).toMatchObject({
			message: 'Verifik refused the request',
			description: expect.stringContaining('Verifik says: "page" is not allowed'),
		});
		expect(queries).toHaveLength(1);
	});
});

describe('a connection that ends before an image can have left', () => {
	/** What Create says when something ends the connection. */
	async function told(url: string): Promise<Execution> {
		return await executeWith(create, { account: { url, token: 'token' } });
	}

	function expectNothingCharged({ error }: Execution) {
		expect(error?.message).toMatch(/[a-z]\. Nothing was charged$/);
		expect(error?.description).toMatch(/No image was sent\.$/);
		expect(error?.description).not.toContain('perhaps');
	}

	// n8n 1.99 and 2.8 do not hand on the connection that a reset ended
	const ways = /^(1|2\.8)\./.test(engineVersion)
		? (['end'] as const)
		: (['end', 'resetAndDestroy'] as const);

	it.each(ways)('in the middle of its handshake (%s) cannot have been charged', async (how) => {
		await withSocketServer(
			(socket) => socket.once('data', () => socket[how]()),
			async ({ host }) => expectNothingCharged(await told(`https://${host}`)),
		);
	});

	describe("at a company's proxy", () => {
		const { HTTPS_PROXY } = process.env;
		afterEach(() => {
			if (HTTPS_PROXY === undefined) delete process.env.HTTPS_PROXY;
			else process.env.HTTPS_PROXY = HTTPS_PROXY;
		});

		it.each([
			['a wish for a password', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'Something'],
			[
				'a host that it does not reach',
				'HTTP/1.1 503 Service Unavailable\r\nX-Squid-Error: ERR_CONNECT_FAIL 111\r\n\r\n',
				'Verifik cannot answer right now',
			],
			['nothing', '', 'Verifik could not be reached'],
		])(
			'that refuses the tunnel with %s cannot have been charged',
			async (_name, answer, message) => {
				await withSocketServer(
					(socket) => socket.once('data', () => socket.end(answer)),
					async ({ url }) => {
						process.env.HTTPS_PROXY = url;
						const execution = await told('https://api.verifik.co');
						expectNothingCharged(execution);
						expect(execution.error?.message).toContain(message);
						// which it is already
						expect(execution.error?.description).not.toContain('set Base URL');
					},
				);
			},
		);
	});

	it('but one that ends when the image has left may have been charged', async () => {
		await withSimulator({ count: 0 }, async (simulator: Simulator) => {
			simulator.fault({ kind: 'drop' });
			const { error } = await told(simulator.url);
			expect(error?.message).toBe('Verifik could not be reached. The checks may have been charged');
		});
	});
});
