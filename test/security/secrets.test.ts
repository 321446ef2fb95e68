import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { stringify } from 'flatted';

import { simulatorToken } from '../../simulator';
import document from '../../simulator/documented/retrieve.200.json';
import { sampled } from '../harness/fastCheck';
import { leapOverWaits } from '../harness/leapOverWaits';
import { withSocketServer } from '../harness/server';
import { IMAGE, log, sendJson, WAYS, withServer, type Answer, type Outcome } from './support';

leapOverWaits();

const TOKEN = simulatorToken({ expiresAt: new Date('2100-01-01T00:00:00Z') });
/** As nobody would issue one, and too short to be told from a word. */
const SHORT_TOKEN = 'Pa55-w0rd';
const BASE64 = IMAGE.toString('base64');

/** Stretches of the image that a message must not have. */
const STRETCHES = [0, 1000, BASE64.length - 40].map((at) => BASE64.slice(at, at + 40));

/**
 * All that can be found in what was left behind: as n8n stores an execution, as JSON, and as a
 * developer would look into it, down to what is not enumerable.
 */
function tracesOf({ left }: Outcome): string {
	const hidden = inspect(left, {
		showHidden: true,
		depth: Infinity,
		maxArrayLength: null,
		maxStringLength: null,
		breakLength: Infinity,
	});
	return [stringify(left), hidden].join('\n');
}

/** Which of the secrets are in a text. */
function secretsIn(text: string, token = TOKEN): string[] {
	const secrets = [token, ...token.split('.').slice(1, 2), ...STRETCHES];
	return secrets.filter((secret) => text.includes(secret));
}

const STATUSES = [
	200, 204, 300, 301, 302, 304, 308, 400, 401, 403, 404, 409, 422, 429, 500, 503, 509,
];

/** Everything that was sent, in every place of an answer that a server could echo it in. */
const ECHOES: Record<string, (authorization: string, image: string) => string> = {
	'a JSON message': (authorization, image) =>
		JSON.stringify({ message: `I do not know ${authorization} nor ${image}` }),
	'a JSON error': (authorization, image) =>
		JSON.stringify({ error: `${authorization}`, code: image, data: null }),
	'the names of fields': (authorization, image) =>
		JSON.stringify({ [authorization]: 1, [image]: 2 }),
	'a list': (authorization, image) => JSON.stringify([authorization, image]),
	'a web page': (authorization, image) =>
		`<html><title>${authorization}</title><img src="data:image/jpeg;base64,${image}"></html>`,
	'plain text': (authorization, image) => `What is ${authorization}? And ${image}?`,
};

/** Says the secrets in the status line and in headers as well. */
const echo =
	(status: number, form: string): Answer =>
	({ authorization = '', body }, response) => {
		const image = /"image":"([^"]*)"/.exec(body)?.[1] ?? BASE64;
		const type = form === 'a web page' ? 'text/html' : 'application/json';
		response.writeHead(status, `Say ${authorization}`, {
			'content-type': form === 'plain text' ? 'text/plain' : type,
			'retry-after': '0',
			'www-authenticate': authorization,
			'x-echo': authorization,
			location: `/?token=${authorization.replace('Bearer ', '')}`,
		});
		response.end(status === 204 || status === 304 ? undefined : ECHOES[form](authorization, image));
	};

describe('a server that echoes the token and the image', () => {
	describe.each(Object.entries(WAYS))('to %s', (way, go) => {
		const forms = Object.keys(ECHOES);

		it.each(forms)('in %s, with any status, gets them into nothing', async (form) => {
			const turn = forms.indexOf(form) + Object.keys(WAYS).indexOf(way);
			// each a server of its own: what was learned of a throttle is kept by account
			const tries = sampled(STATUSES, turn).map(async (status) => {
				await withServer(echo(status, form), async ({ url, arrivals }) => {
					const outcome = await go({ url, token: TOKEN });
					expect([way, form, status, secretsIn(tracesOf(outcome))]).toEqual([
						way,
						form,
						status,
						[],
					]);
					if (status >= 300) expect(outcome.message).toBeTruthy();
					expect(arrivals.map(({ authorization }) => authorization)).toContain(`Bearer ${TOKEN}`);
				});
			});
			await Promise.all(tries);
			expect(secretsIn(log())).toEqual([]);
		});

		it('gets a short token into nothing either', async () => {
			await withServer(echo(400, 'a JSON message'), async ({ url }) => {
				const outcome = await go({ url, token: SHORT_TOKEN });
				expect(secretsIn(tracesOf(outcome), SHORT_TOKEN)).toEqual([]);
			});
			expect(secretsIn(log(), SHORT_TOKEN)).toEqual([]);
		});
	});
});

/** What a connection can do instead of an answer. `sent` is all that came in. */
const BROKEN: Record<string, (socket: Socket, sent: string) => void> = {
	'is closed': (socket) => socket.destroy(),
	'is reset': (socket) => socket.resetAndDestroy(),
	'is not HTTP and says it all': (socket, sent) => socket.end(`${sent}\r\n\r\n`),
	'has a header of megabytes': (socket, sent) =>
		socket.end(`HTTP/1.1 200 OK\r\nx: ${sent.replace(/\s/g, '').repeat(20)}${'x'.repeat(1e6)}`),
	'ends in the middle of its echo': (socket, sent) => {
		const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999';
		socket.write(`${head}\r\n\r\n{"message":${JSON.stringify(sent)}`, () => socket.destroy());
	},
	'holds half a JSON text': (socket, sent) => {
		const body = `{"message":${JSON.stringify(sent)}`;
		const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close';
		socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
	},
	'claims to be compressed': (socket, sent) => {
		const head = 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\nconnection: close\r\n\r\n';
		socket.end(head + sent);
	},
};

describe('an answer that', () => {
	it.each(Object.entries(BROKEN))(
		'%s gets the token and the image into nothing',
		async (_, act) => {
			const talk = (socket: Socket) => {
				let sent = '';
				let wait: NodeJS.Timeout | undefined;
				socket.on('data', (data) => {
					sent += data.toString('latin1');
					clearTimeout(wait);
					wait = setTimeout(() => act(socket, sent), 5);
				});
			};
			await withSocketServer(talk, async ({ url }) => {
				const outcomes = Object.entries(WAYS).map(async ([way, go]) => {
					const outcome = await go({ url, token: TOKEN });
					expect([way, typeof outcome.message]).toEqual([way, 'string']);
					expect([way, secretsIn(tracesOf(outcome))]).toEqual([way, []]);
				});
				await Promise.all(outcomes);
				expect(secretsIn(log())).toEqual([]);
			});
		},
	);

	it('never comes gets the token and the image into nothing', async () => {
		await withServer(
			() => {},
			async ({ url }) => {
				const ways = ['Get', 'Get Many', 'Download Image', 'the trigger'].map((way) => WAYS[way]);
				for (const outcome of await Promise.all(ways.map((go) => go({ url, token: TOKEN })))) {
					expect(outcome.message).toContain('Verifik did not answer within 2 s');
					expect(secretsIn(tracesOf(outcome))).toEqual([]);
				}
			},
		);
		expect(secretsIn(log())).toEqual([]);
	});
});

describe('a good answer', () => {
	it.each(Object.entries(WAYS))('through %s leaves neither token nor image', async (way, go) => {
		const { data } = document;
		const json = JSON.stringify(
			/Get Many|Suspicious|Summary|trigger|list|test/.test(way)
				? { data: [data], total: 1, pages: 1 }
				: { data },
		);
		await withServer(
			(_, response) => sendJson(response, json),
			async ({ url }) => {
				const outcome = await go({ url, token: TOKEN });
				if (way !== 'Download Image') expect(outcome.message).toBeUndefined();
				expect(secretsIn(tracesOf(outcome))).toEqual([]);
			},
		);
		expect(secretsIn(log())).toEqual([]);
	});

	it('is not censored: a record that holds the token itself comes out as it came', async () => {
		const record = { ...document.data, note: TOKEN };
		await withServer(
			(_, response) => sendJson(response, JSON.stringify({ data: record })),
			async ({ url }) => {
				const { items } = await WAYS.Get({ url, token: TOKEN });
				expect(items.map(({ json }) => json)).toEqual([record]);
			},
		);
		expect(secretsIn(log())).toEqual([]);
	});
});

it('these tests would find a secret that is hidden in an error', () => {
	const cause = new Error('inner', { cause: { config: { headers: { Authorization: TOKEN } } } });
	Object.defineProperty(cause, 'secret', { value: BASE64, enumerable: false });
	const error = Object.assign(new Error('outer'), { context: {} });
	Object.defineProperty(error, 'cause', { value: cause, enumerable: false });
	const found = secretsIn(tracesOf({ left: [{ error }], items: [] }));
	expect(found).toEqual(expect.arrayContaining([TOKEN, ...STRETCHES]));
});
