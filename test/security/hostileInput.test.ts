import { runInNewContext } from 'node:vm';
import type { INodeParameters } from 'n8n-workflow';

import { checkAddress, hostsOf } from '../../nodes/verifik/api/address';
import { imageOfBase64 } from '../../nodes/verifik/documentLiveness/images/base64';
import {
	cleanBaseUrl,
	cleanToken,
	isSameOrigin,
	tokenExpiry,
} from '../../nodes/verifik/api/credential';
import { errorFromAnswer } from '../../nodes/verifik/api/errors/fromAnswer';
import { reasonOf } from '../../nodes/verifik/api/errors/fromConnection';
import { isPathSegment } from '../../nodes/verifik/documentLiveness/parameters/recordId';
import { show } from '../../nodes/verifik/parameters/values';
import { createdAtOf, toNumber } from '../../nodes/verifik/documentLiveness/record';
import document from '../../simulator/documented/retrieve.200.json';
import { listSearch, testCredential } from '../harness';
import { sampled } from '../harness/fastCheck';
import { leapOverWaits } from '../harness/leapOverWaits';
import { executeWith, withFile } from '../engine/createSupport';
import { execute, getAll, packageFromSources } from '../engine/support';
import { IMAGE, sendJson, WAYS, withServer, type TestServer } from './support';

leapOverWaits();

const TOKEN = 'token-for-tests';
const LIST = '/v2/document-liveness';

/** Runs against a server that has one record, whatever it is asked for. */
async function withRecord(run: (server: TestServer) => Promise<void>): Promise<void> {
	const data = JSON.stringify(document.data);
	await withServer(
		({ url }, response) =>
			sendJson(response, `{"data":${url.startsWith(`${LIST}?`) ? `[${data}]` : data}}`),
		run,
	);
}

/** The operation on the record whose ID the input item has. */
const byId = (operation: string): INodeParameters => ({
	operation,
	documentLiveness: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	options: { maxAttempts: 1 },
});

describe('a record ID', () => {
	const accepted = [
		...['%2e%2e', '%2F', '%252e', '%00', '%0d%0a', '%', '%u2215', 'a%2fb'],
		...['a..b', '..a', '...a', 'a.', '-', '~', '*', "'", '(', ')', '!', '_'],
		...[
			'a:b',
			'a@b',
			'a;b=c',
			'a&b=c',
			'a=b',
			'a+b',
			'a,b',
			'$a',
			'{a}',
			'|',
			'^',
			'`',
			'"',
			'<b>',
		],
		...['∕', '⁄', '／', '＼', '？', '＃', '．．', '。', '%', '％2e', 'é', 'ñ', '😀'],
		...['http:', 'javascript:alert(1)', 'CON', 'constructor', '__proto__', 'toString', 'null'],
		'x'.repeat(200),
	];

	it.each(sampled(accepted))(
		'%j arrives as the one last part of the path, and as nothing else',
		async (id) => {
			await withRecord(async ({ url, arrivals }) => {
				const account = { url, token: TOKEN };
				for (const operation of ['get', 'downloadImage']) {
					await execute(byId(operation), { account, items: [{ id }] });
				}
				await listSearch(
					await packageFromSources,
					'n8n-nodes-verifik.documentLiveness',
					'searchRecords',
					{ credentials: { verifikApi: { accessToken: TOKEN, baseUrl: url } }, filter: id },
				);
				const asked = arrivals.map((arrival) => arrival.url).filter((path) => !path.includes('?'));
				expect(asked).toHaveLength(3);
				for (const path of asked) {
					expect(path.startsWith(`${LIST}/`)).toBe(true);
					const segment = path.slice(LIST.length + 1);
					// nothing that a server, or a proxy before it, could take for the end of the part
					expect(segment).toMatch(/^[\w.~!*'()%-]+$/);
					expect(segment).not.toMatch(/^\.+$/);
					expect(decodeURIComponent(segment)).toBe(id);
				}
			});
		},
	);

	const refused = [
		...[
			'',
			' ',
			'.',
			'..',
			'...',
			'/',
			'\\',
			'?',
			'#',
			'../..',
			'..\\..',
			'a/b',
			'a?b',
			'a#b',
			'a b',
		],
		...[
			'a\r\nX-Evil: 1',
			'a\nb',
			'a\tb',
			'a\u0000',
			'\u0000',
			'a\u001b[31m',
			'a\u007f',
			'a\u0085b',
		],
		...['a\u2028b', 'a\u202eb', 'a\u200bb', 'a\u2066b', 'a\ud800', '\udc00', '//evil.example'],
		'x'.repeat(201),
		'x'.repeat(1e6),
	].map((id) => [JSON.stringify(id).slice(0, 30), id]);

	it.each(refused)('%s is refused before any request', async (_name, id) => {
		await withRecord(async ({ url, arrivals }) => {
			const account = { url, token: TOKEN };
			for (const operation of ['get', 'downloadImage']) {
				const { error } = await execute(byId(operation), { account, items: [{ id }] });
				expect(error?.message).toMatch(/^'Record' (is empty|cannot be ".{1,42}")$/u);
				expect(error?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			}
			expect(arrivals).toEqual([]);
		});
	});
});

describe('a date filter', () => {
	it.each([
		'2025-08-22&page=9',
		'2025-08-22\r\nX-Evil: 1',
		'2025-08-22#',
		'2025-08-22T00:00:00Z&a=b',
	])('%j adds nothing to the query', async (createdAfter) => {
		await withRecord(async ({ url, arrivals }) => {
			const filters = { createdAfter };
			await execute({ ...getAll, filters }, { account: { url, token: TOKEN } });
			for (const arrival of arrivals) {
				const { searchParams } = new URL(arrival.url, url);
				const names = [...searchParams.keys()];
				expect(names).toEqual(['page', 'perPage', 'limit', 'sort', 'whereGTE_createdAt']);
				expect(searchParams.get('whereGTE_createdAt')).toMatch(/^[\dTZ:.-]+$/);
			}
		});
	});
});

describe('a token', () => {
	it.each([
		['with a header behind it', 'abc\r\nX-Evil: 1', 'Bearer abcX-Evil:1'],
		['with a request behind it', 'abc\r\n\r\nGET /evil HTTP/1.1', 'Bearer abcGET/evilHTTP/1.1'],
		['with control characters', 'a\u0000b\u0007c\u007f', 'Bearer abc'],
		['with letters that are not ASCII', 'abcé\u010a\u560a', 'Bearer abc'],
	])('%s stays one header', async (_name, token, authorization) => {
		for (const [way, go] of Object.entries(WAYS)) {
			await withRecord(async ({ url, arrivals }) => {
				await go({ url, token });
				expect(arrivals.length).toBeGreaterThanOrEqual(1);
				for (const arrival of arrivals) {
					if (!arrival.url.startsWith(LIST)) continue;
					expect([way, arrival.authorization]).toEqual([way, authorization]);
					expect(JSON.stringify(arrival.headers)).not.toMatch(/"x-evil"/i);
				}
			});
		}
	});
});

describe('a base URL', () => {
	it.each([
		'http://user:pass@HOST',
		'http://user@HOST',
		'http://HOST@evil.example',
		'http://:p@HOST',
	])('with a name or a password in it is refused: %s', async (typed) => {
		await withRecord(async ({ url, host, arrivals }) => {
			expect(url).toContain(host);
			for (const [way, go] of Object.entries(WAYS)) {
				const { message, description } = await go({
					url: typed.replace('HOST', host),
					token: TOKEN,
				});
				const notSent = way.startsWith('Create') ? '. The image was not sent' : '';
				expect([way, message]).toEqual([
					way,
					`The Base URL in the Verifik API credential is not an address${notSent}`,
				]);
				expect(description ?? '').not.toContain('pass@');
			}
			expect(arrivals).toEqual([]);
		});
	});
});

describe('the file of a downloaded image', () => {
	let server = '';

	it.each([
		'a:b',
		'%2e%2e%2f',
		'..a',
		'__proto__',
		'a"b',
		'<b>',
		'$(id)',
		'-rf',
		'a;b',
		'CON',
		'|a',
	])('has a name without a path, of the record %j', async (id) => {
		await withServer(
			({ url }, response) => {
				if (!url.startsWith(LIST)) return response.end(IMAGE);
				const asked = decodeURIComponent(url.slice(LIST.length + 1));
				const data = { _id: asked, imageUrl: `${server}/image` };
				return sendJson(response, JSON.stringify({ data }));
			},
			async ({ url }) => {
				server = url;
				const { success } = await executeWith(byId('downloadImage'), {
					account: { url, token: TOKEN },
					items: [{ json: { id } }],
				});
				const { fileName, mimeType } = success[0].binary?.data ?? {};
				expect(fileName).toBe(`document-liveness-${id}.jpg`);
				expect(fileName).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
				expect(mimeType).toBe('image/jpeg');
			},
		);
	});

	it('does not have the name of another record that the server gives', async () => {
		await withServer(
			({ url }, response) => {
				if (!url.startsWith(LIST)) return response.end(IMAGE);
				return sendJson(response, `{"data":{"_id":"../../x","imageUrl":"${server}/image"}}`);
			},
			async ({ url, arrivals }) => {
				server = url;
				const { success, error } = await executeWith(byId('downloadImage'), {
					account: { url, token: TOKEN },
					items: [{ json: { id: 'a' } }],
				});
				expect(success).toEqual([]);
				expect(error?.message).toBe('Verifik returned a different record');
				expect(arrivals.map((arrival) => arrival.url)).toEqual([`${LIST}/a`]);
			},
		);
	});

	it.each([
		['a page that runs scripts', '<!doctype html><script>alert(1)</script>'],
		['a drawing that runs scripts', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
		['a program', 'MZ\u0000\u0000'],
		['a document', '%PDF-1.7'],
	])('is never %s', async (_name, content) => {
		await withServer(
			({ url }, response) => {
				if (!url.startsWith(LIST))
					return response.setHeader('content-type', 'image/jpeg').end(content);
				return sendJson(response, `{"data":{"_id":"a","imageUrl":"${server}/image"}}`);
			},
			async ({ url }) => {
				server = url;
				const { success, error } = await executeWith(byId('downloadImage'), {
					account: { url, token: TOKEN },
					items: [{ ...withFile(IMAGE), json: { id: 'a' } }],
				});
				expect(success).toEqual([]);
				expect(error?.message).toBe('What Verifik keeps of the record "a" is not an image');
			},
		);
	});
});

describe('a text of a million characters', () => {
	const million = (part: string) => part.repeat(1e6 / part.length);
	const texts = ['/', ' ', '.', '<', '=', 'A', 'bearer ', ',', 'é'].flatMap((part) => [
		million(part),
		`${million(part)}x`,
		`https://${million(part)}x`,
	]);

	/** Fails instead of hanging when it would take an hour. */
	const inOneGo = (run: () => unknown) => runInNewContext('run()', { run }, { timeout: 60_000 });

	it.each<[name: string, read: (text: string) => unknown]>([
		['token', cleanToken],
		["token's date", (text) => tokenExpiry(`a.${text}.c`)],
		['Bearer token', (text) => cleanToken(`Bearer ${text}`)],
		['base URL', cleanBaseUrl],
		['address', (text) => isSameOrigin(text, 'https://api.verifik.co')],
		["image's address", (text) => checkAddress(text, [])],
		['list of hosts', hostsOf],
		['image', imageOfBase64],
		['data: image', (text) => imageOfBase64(`data:${text};base64,AAAA`)],
		['record ID', isPathSegment],
		['parameter', show],
		['score', toNumber],
		['date', (text) => createdAtOf({ createdAt: text })],
		["network's error", (text) => reasonOf({ message: text })],
		[
			"server's message",
			(message) =>
				errorFromAnswer(
					{ statusCode: 400, headers: { 'retry-after': message }, body: { message } },
					{ noun: 'thing', baseUrl: '', timeoutMs: 1, token: 'A' },
					0,
				),
		],
		[
			"server's Retry-After",
			(text) =>
				errorFromAnswer(
					{ statusCode: 429, headers: { 'retry-after': text }, body: '' },
					{ noun: 'thing', baseUrl: '', timeoutMs: 1 },
					0,
				),
		],
	])('is read as %s in one go', (_name, read) => {
		// a regular expression that backtracks never ends here; one that recurses throws
		for (const text of texts) expect(() => inOneGo(() => read(text))).not.toThrow();
	});

	it('is a base URL that the credential is tested with in one go', async () => {
		const baseUrl = `https://${million('/')}x`;
		const data = { accessToken: TOKEN, baseUrl };
		const { status } = await testCredential(await packageFromSources, 'verifikApi', data);
		expect(status).toBe('Error');
	});
});
