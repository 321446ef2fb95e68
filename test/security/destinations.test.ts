import { NodeConnectionTypes, type IExecuteFunctions, type INodeType } from 'n8n-workflow';

import document from '../../simulator/documented/retrieve.200.json';
import { runWorkflow, singleNode } from '../harness';
import { executeWith, withFile } from '../engine/createSupport';
import { packageFromSources } from '../engine/support';
import { IMAGE, RECORD_ID, sendJson, WAYS, withServer, type TestServer } from './support';

const TOKEN = 'token-for-tests';

/** Verifik and a server that is not Verifik, which would be glad of a token. */
async function withTwo(
	answer: Parameters<typeof withServer>[0],
	run: (api: TestServer, other: TestServer) => Promise<void>,
): Promise<void> {
	await withServer(
		(_, response) => sendJson(response, JSON.stringify({ data: [document.data] })),
		async (other) => await withServer(answer, async (api) => await run(api, other)),
	);
}

describe('a redirect', () => {
	const statuses = [300, 301, 302, 303, 304, 305, 307, 308];

	it.each(Object.entries(WAYS))('is not followed with the token, by %s', async (way, go) => {
		let status = 0;
		let location: [name: string, to: string];
		await withTwo(
			(_, response) => response.writeHead(status, Object.fromEntries([location])).end(),
			async (api, other) => {
				const locations: Array<typeof location> = [
					['location', `${other.url}/v2/document-liveness`],
					['LOCATION', `http://localhost:${new URL(other.url).port}/v2/document-liveness`],
					['Location', `//${other.host}/v2/document-liveness`],
					['location', `${api.url}/moved`],
					['location', '/moved'],
				];
				for (status of statuses) {
					for (location of locations) {
						api.arrivals.length = 0;
						const outcome = await go({ url: api.url, token: TOKEN });
						expect([way, status, location, outcome.message]).toEqual([
							way,
							status,
							location,
							expect.stringContaining("Something other than Verifik's API answered"),
						]);
						expect(api.arrivals.map(({ url }) => url)).not.toContain('/moved');
						expect(api.arrivals[0].authorization).toBe(`Bearer ${TOKEN}`);
					}
				}
				expect(other.arrivals).toEqual([]);
			},
		);
	});
});

describe('the image of a record', () => {
	const download = async (api: TestServer, allowedImageHosts: string) =>
		await executeWith(
			{
				operation: 'downloadImage',
				documentLiveness: { __rl: true, mode: 'id', value: `={{ '${RECORD_ID}' }}` },
				options: { allowedImageHosts, maxAttempts: 1 },
			},
			{ account: { url: api.url, token: TOKEN }, items: [withFile(IMAGE)] },
		);

	it("is fetched without the token, also from the API's own host, also after redirects", async () => {
		let api: TestServer;
		await withServer(
			({ url }, response) => {
				if (url === '/start') response.writeHead(307, { Location: '/image' }).end();
				else response.end(IMAGE);
			},
			async (other) => {
				const routes: Record<string, string> = { '/away': `${other.url}/start`, '/near': '/image' };
				let imageUrl = '';
				await withServer(
					({ url }, response) => {
						const { host } = api;
						if (url.startsWith('/v2/')) {
							const data = { ...document.data, imageUrl: imageUrl.replace('{api}', host) };
							sendJson(response, JSON.stringify({ data }));
						} else if (url in routes) response.writeHead(302, { location: routes[url] }).end();
						else response.end(IMAGE);
					},
					async (started) => {
						api = started;
						for (imageUrl of ['http://{api}/image', 'http://{api}/near', 'http://{api}/away']) {
							const { success, error } = await download(api, other.host);
							expect([imageUrl, error?.message, success.length]).toEqual([imageUrl, undefined, 1]);
						}
						const withToken = api.arrivals.filter(({ authorization }) => authorization);
						expect(withToken.map(({ url }) => url)).toEqual(
							Array(3).fill(`/v2/document-liveness/${RECORD_ID}`),
						);
					},
				);
				expect(other.arrivals.map(({ url, authorization }) => [url, authorization])).toEqual([
					['/start', undefined],
					['/image', undefined],
				]);
			},
		);
	});
});

/**
 * A node of somebody else that uses this credential, as n8n's HTTP Request node does: that one calls
 * `requestWithAuthentication`, newer nodes call the other.
 */
function strangerNode(
	helper: 'httpRequestWithAuthentication' | 'requestWithAuthentication',
	options: object,
): INodeType {
	return {
		description: {
			displayName: 'Stranger',
			name: 'stranger',
			group: ['input'],
			version: 1,
			description: 'Asks what it is told to ask',
			defaults: { name: 'Stranger' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'verifikApi', required: true }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const body = await this.helpers[helper].call(this, 'verifikApi', options as never);
			return [[{ json: { body } }]];
		},
	};
}

const HELPERS = ['httpRequestWithAuthentication', 'requestWithAuthentication'] as const;

/** Runs a stranger's node; what came of it, and what n8n said. */
async function ask(helper: (typeof HELPERS)[number], baseUrl: string, options: object) {
	const pkg = await packageFromSources;
	const nodeTypes = { ...pkg.nodeTypes };
	nodeTypes.getByNameAndVersion = (type, version) =>
		type === 'stranger'
			? strangerNode(helper, options)
			: pkg.nodeTypes.getByNameAndVersion(type, version);
	const credentials = { verifikApi: { accessToken: TOKEN, baseUrl } };
	const workflow = singleNode({}, { type: 'stranger' });
	return await runWorkflow({ ...pkg, nodeTypes }, { ...workflow, credentials });
}

describe.each(HELPERS)('the credential in a node of somebody else (%s)', (helper) => {
	it('signs requests to the Base URL', async () => {
		await withTwo(
			(_, response) => sendJson(response, '{"fine":true}'),
			async (api) => {
				const targets = [
					{ url: `${api.url}/v2/x` },
					{ uri: `${api.url}/v2/x` },
					{ url: '/v2/x', baseURL: api.url },
					{ url: `HTTP://${api.host}/v2/x` },
				];
				for (const target of targets) {
					if (helper === 'httpRequestWithAuthentication' && 'uri' in target) continue;
					const { error } = await ask(helper, api.url, { ...target, method: 'GET', json: true });
					expect(error).toBeUndefined();
					const { url, authorization } = api.arrivals.pop() ?? {};
					expect([url, authorization]).toEqual(['/v2/x', `Bearer ${TOKEN}`]);
				}
			},
		);
	});

	/** `A` is the API's host with its port, `E` that of the evil one. */
	it.each([
		{ url: 'http://E/' },
		{ uri: 'http://E/' },
		{ url: 'http://A@E/' },
		{ url: 'http://A:80@E/' },
		{ url: 'http://E\\@A/' },
		{ url: 'http://E/@A' },
		{ url: 'http://E#@A/' },
		{ url: 'http://E?@A/' },
		{ url: 'http:\\\\E\\' },
		{ url: 'http:/E/' },
		{ url: 'http:E/' },
		{ url: 'hTTp:///E/' },
		{ url: ' http://E/' },
		{ url: '\thttp://E/' },
		{ url: '\u0000http://E/' },
		{ url: 'ht\ntp://E/' },
		{ url: 'http:/\t/E/' },
		{ url: 'http://A\n@E/' },
		{ url: 'http://E/', baseURL: 'http://A' },
		{ url: '//E/', baseURL: 'http://A' },
		{ url: '/\\E/', baseURL: 'http://A' },
		{ url: '\\\\E/', baseURL: 'http://A' },
		{ url: 'http:\\\\E/', baseURL: 'http://A' },
		{ url: 'http:E/', baseURL: 'http://A' },
		{ url: ' http://E/', baseURL: 'http://A' },
		{ url: '\thttp://E/', baseURL: 'http://A' },
		{ url: 'ht\ntp://E/', baseURL: 'http://A' },
		{ url: '@E/', baseURL: 'http://A' },
		{ url: '@E/', baseURL: 'http://A/' },
		{ url: '.E/', baseURL: 'http://A' },
		{ url: '../..//E/', baseURL: 'http://A' },
		{ url: 'v2', baseURL: 'http://E' },
		{ url: '', baseURL: 'http://E' },
		{ baseURL: 'http://E' },
		{ url: '/v2', baseURL: 'http://A@E' },
		{ url: 'http://A/', baseURL: 'http://E' },
		{ url: 'http://A/', uri: 'http://E/' },
		{ url: '', uri: 'http://E/' },
		{ url: 'http://A/', proxy: 'http://E' },
		{ url: 'http://A/', proxy: 'http://E', rejectUnauthorized: false },
		{ url: 'http://A/', headers: { Host: 'E' } },
		{ url: 'http://A/', headers: { hOST: 'E' } },
	])('does not send the token to another host: %j', async (target) => {
		await withTwo(
			(_, response) => sendJson(response, '{}'),
			async (api, other) => {
				const text = JSON.stringify(target)
					.replace(/"http:\/\/E"(?=[,}])(?<=proxy":"http:\/\/E")/, `"${other.url}"`)
					.replace(/(?<![a-z])E(?![a-z])/g, other.host)
					.replace(/(?<![a-z])A(?![a-z])/g, api.host);
				const options = { method: 'GET', json: true, ...JSON.parse(text) };
				await ask(helper, api.url, options);
				const leaked = other.arrivals.filter(({ authorization }) => authorization);
				expect(leaked).toEqual([]);
				const fronted = 'headers' in target ? api.arrivals : [];
				expect(fronted).toEqual([]);
			},
		);
	});

	it.each([301, 302, 303, 307, 308])(
		'does not follow a redirect with status %d',
		async (status) => {
			let location = '';
			await withTwo(
				(_, response) => response.writeHead(status, { location }).end(),
				async (api, other) => {
					location = `${other.url}/`;
					for (const method of ['GET', 'POST']) {
						await ask(helper, api.url, {
							method,
							url: `${api.url}/v2/x`,
							json: true,
							followRedirect: true,
							followAllRedirects: true,
							maxRedirects: 21,
							sendCredentialsOnCrossOriginRedirect: true,
						});
					}
					expect(api.arrivals).toHaveLength(2);
					expect(other.arrivals).toEqual([]);
				},
			);
		},
	);
});
