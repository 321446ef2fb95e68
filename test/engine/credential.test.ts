import { VerifikApi } from '../../credentials/VerifikApi.credentials';
import { errorFromAnswer } from '../../nodes/verifik/api/errors/fromAnswer';
import { simulatorToken } from '../../simulator';
import { testCredential } from '../harness';
import { byId, execute, packageFromSources, withSimulator } from './support';

const test = async (data: { accessToken: string; baseUrl: string }) =>
	await testCredential(await packageFromSources, 'verifikApi', data);

describe('the credential', () => {
	it.each([
		['bare', (token: string) => token],
		['with "Bearer "', (token: string) => `Bearer ${token}`],
		['with "bearer" twice', (token: string) => `bearer Bearer ${token}`],
		['with "JWT "', (token: string) => `JWT ${token}`],
		['as a whole header', (token: string) => `Authorization: Bearer ${token}`],
		['in quotes', (token: string) => `"${token}"`],
		['in quotes with "Bearer "', (token: string) => `'Bearer ${token}'`],
		['with spaces and line breaks around it', (token: string) => ` \n\t${token}\r\n `],
		['broken over lines', (token: string) => token.replace(/(.{20})/g, '$1\n')],
	])('takes a token that was pasted %s', async (_name, paste) => {
		await withSimulator({ count: 1 }, async ({ url, token, records }) => {
			const account = { url, token: paste(token) };
			const { success } = await execute(byId(records()[0]._id), { account });
			expect(success).toHaveLength(1);
			expect(await test({ accessToken: account.token, baseUrl: url })).toMatchObject({
				status: 'OK',
			});
		});
	});

	it.each(['/', '//', ' ', '/ \n'])('takes a base URL that ends in %j', async (end) => {
		await withSimulator({ count: 1 }, async ({ url, token, records, requests }) => {
			const account = { url: url + end, token };
			expect((await execute(byId(records()[0]._id), { account })).success).toHaveLength(1);
			expect(await test({ accessToken: token, baseUrl: account.url })).toMatchObject({
				status: 'OK',
			});
			expect(requests.map(({ path }) => path)).toEqual([
				`/v2/document-liveness/${records()[0]._id}`,
				'/v2/document-liveness',
			]);
		});
	});
});

describe("the credential's test", () => {
	it('asks for one record of the list', async () => {
		await withSimulator({ count: 5 }, async ({ url, token, requests }) => {
			expect(await test({ accessToken: token, baseUrl: url })).toEqual({
				status: 'OK',
				message: 'Connection successful!',
			});
			expect(requests).toHaveLength(1);
			expect(requests[0]).toMatchObject({
				path: '/v2/document-liveness',
				query: { page: '1', perPage: '1', limit: '1' },
			});
		});
	});

	it('passes for an account without records', async () => {
		await withSimulator({ count: 0 }, async ({ url, token }) => {
			expect(await test({ accessToken: token, baseUrl: url })).toMatchObject({ status: 'OK' });
		});
	});

	it.each([
		['a wrong token', 'not-a-token', 'Verifik did not accept the access token'],
		[
			'an expired token',
			simulatorToken({ expiresAt: new Date('2025-01-01') }),
			'The Verifik access token has expired',
		],
		['a blank token', ' ', 'The Verifik API credential has no access token'],
	])('fails for %s', async (_name, accessToken, message) => {
		await withSimulator({ count: 5 }, async ({ url }) => {
			expect(await test({ accessToken, baseUrl: url })).toEqual({
				status: 'Error',
				message: expect.stringContaining(message),
			});
		});
	});

	it.each([
		[
			'another wording of an expired token',
			{ status: 403, body: { message: 'token_expired', code: 'FORBIDDEN' } },
			'The Verifik access token has expired',
		],
		[
			'no credits',
			{ status: 403, body: { message: 'insufficient_credits', code: 'Forbidden' } },
			'The Verifik account has no credits left',
		],
		[
			'no access',
			{ status: 403, body: { message: 'Access forbidden', code: 'Forbidden' } },
			'This Verifik account may not use document liveness',
		],
		[
			'a 403 of something else',
			{ status: 403, body: '<p>Blocked</p>' },
			"Something other than Verifik's API answered",
		],
		[
			'no credits, in words for people',
			{ status: 403, body: { error: 'You do not have enought credits' } },
			'The Verifik account has no credits left',
		],
		[
			'no credits, in Spanish',
			{ status: 403, body: { message: 'Créditos insuficientes', code: 'Forbidden' } },
			'The Verifik account has no credits left',
		],
		[
			'no credits, by code alone',
			{ status: 402, body: { code: 'PAYMENT_REQUIRED', message: 'Please pay' } },
			'The Verifik account has no credits left',
		],
		[
			'an error that comes with status 200',
			{ status: 200, body: { success: false, error: 'No luck' } },
			'Verifik turned the request down',
		],
		['a throttle', { status: 429 }, 'Verifik is receiving too many requests'],
	])('fails for %s', async (_name, fault, message) => {
		await withSimulator({ count: 5 }, async ({ url, token, ...simulator }) => {
			simulator.fault({ kind: 'status', ...fault });
			expect(await test({ accessToken: token, baseUrl: url })).toEqual({
				status: 'Error',
				message: expect.stringMatching(new RegExp(`^${message}(\\. [A-Z].+)?$`)),
			});
		});
	});

	it.each([
		[401, 'Verifik did not accept the access token'],
		[429, 'Verifik is receiving too many requests'],
	])('fails for status %d from something in front of Verifik', async (status, message) => {
		await withSimulator({ count: 5 }, async ({ url, token, ...simulator }) => {
			// for good: n8n asks again after a 401
			simulator.fault({ kind: 'status', status, body: '<p>No</p>', times: Infinity });
			const result = await test({ accessToken: token, baseUrl: url });
			expect(result.status).toBe('Error');
			// older lines of n8n look at the body only, and that is a web page
			const starts = [message, "Something other than Verifik's API answered"];
			expect(starts.some((start) => result.message.startsWith(start))).toBe(true);
		});
	});

	it('has words of its own for every status that n8n is to take for a failure: all but 403', () => {
		const { request, rules = [] } = new VerifikApi().test;
		const words = rules.flatMap(({ type, properties }) =>
			type === 'responseCode' ? [[properties.value, properties.message]] : [],
		);
		const statuses = Array.from({ length: 300 }, (_, index) => 300 + index);
		const failures = statuses.filter((status) => status !== 403);
		expect(words.map(([status]) => status)).toEqual(failures);
		expect(words.filter(([, message]) => !message)).toEqual([]);
		expect(words).toContainEqual([
			401,
			expect.stringMatching(/^Verifik did not accept the access token\. Create a new token/),
		]);
		expect(words).toContainEqual([
			402,
			expect.stringMatching(/^The Verifik account has no credits left\. Top up/),
		]);
		expect(words).toContainEqual([408, 'Verifik did not finish in time']);
		expect(words).toContainEqual([413, 'What was sent is too large for Verifik']);
		expect(words).toContainEqual([429, 'Verifik is receiving too many requests']);
		expect(request.ignoreHttpStatusErrors).toEqual({ ignore: true, except: failures });
	});

	it('judges what a 403 says as the node does', () => {
		const { rules = [] } = new VerifikApi().test;
		const subject = { noun: 'document liveness', baseUrl: '', timeoutMs: 1 };
		const judged = rules.flatMap(({ type, properties }) => {
			if (type !== 'responseSuccessBody' || typeof properties.value !== 'string') return [];
			const { key, value, message } = properties;
			const isOf403 = /credits|may not use|expired/.test(message);
			const body = { [key]: value };
			const answer = { statusCode: 403, headers: {}, body };
			return isOf403 ? [[message, errorFromAnswer(answer, subject, 0)?.message]] : [];
		});
		expect(judged.length).toBeGreaterThan(30);
		for (const [message, byTheNode] of judged) {
			expect(message?.startsWith(`${byTheNode}. `)).toBe(true);
		}
	});

	it('fails when a web page comes back, or a redirect, or an unknown path', async () => {
		await withSimulator({ count: 5 }, async ({ url, token, ...simulator }) => {
			const message = expect.stringMatching(
				/^Something other than Verifik's API answered\. .*set Base URL to/,
			);
			const wrong = { status: 'Error', message };
			simulator.fault({ kind: 'html' });
			expect(await test({ accessToken: token, baseUrl: url })).toEqual(wrong);
			simulator.fault({ kind: 'redirect', location: url });
			expect(await test({ accessToken: token, baseUrl: url })).toEqual(wrong);
			expect(await test({ accessToken: token, baseUrl: `${url}/api` })).toEqual(wrong);
		});
	});
});

describe('the token is added to requests to the base URL only', () => {
	const credential = { accessToken: 'secret', baseUrl: 'https://api.verifik.co' };
	const sign = (options: object) =>
		new VerifikApi().authenticate(credential, options as { url: string });

	it.each([
		{ url: 'https://api.verifik.co/v2/document-liveness' },
		{ url: '/v2/document-liveness', baseURL: 'https://api.verifik.co' },
		{ uri: 'https://api.verifik.co/v2/document-liveness' },
	])('%j', async (options) => {
		expect(await sign({ ...options, headers: { Accept: 'a' } })).toEqual({
			...options,
			disableFollowRedirect: true,
			maxRedirects: 0,
			headers: { Accept: 'a', Authorization: 'Bearer secret' },
		});
	});

	it.each([
		{ url: 'https://evil.example/' },
		{ url: 'http://api.verifik.co/v2/document-liveness' },
		{ url: 'https://api.verifik.co.evil.example/' },
		{ url: 'https://api.verifik.co@evil.example/' },
		{ url: 'https://api.verifik.co:8443/' },
		{ url: 'https://evil.example/', baseURL: 'https://api.verifik.co' },
		{ url: '//evil.example/', baseURL: 'https://api.verifik.co' },
		{ uri: 'https://evil.example/' },
		{},
	])('not to %j', async (options) => {
		await expect(sign(options)).rejects.toThrow(
			'The Verifik access token is sent to https://api.verifik.co only',
		);
	});

	it.each([{ proxy: { host: 'evil.example', port: 80 } }, { headers: { Host: 'evil.example' } }])(
		'not with %j',
		async (options) => {
			const url = 'https://api.verifik.co/v2/document-liveness';
			await expect(sign({ url, ...options })).rejects.toThrow(
				'The Verifik access token is not sent through a proxy or with a Host header of the request',
			);
		},
	);

	it.each(['', 'api.verifik.co', 'ftp://api.verifik.co', undefined])(
		'not with the base URL %j',
		async (baseUrl) => {
			const signing = new VerifikApi().authenticate(
				{ accessToken: 'secret', baseUrl: baseUrl as string },
				{ url: 'https://api.verifik.co' },
			);
			await expect(signing).rejects.toThrow(
				'The Base URL in the Verifik API credential is not an address',
			);
		},
	);
});
