import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import nock from 'nock';

import document from '../../simulator/documented/retrieve.200.json';
import type { Simulator } from '../../simulator';
import { TINY_PNG } from '../e2e/photos';
import { withServer } from '../harness/server';
import { keepOffTheInternet } from './outside';
import { API, withSimulator, type Execution } from './support';
import { create, executeWith, jpeg, keepFilesOnDisk, withFile } from './createSupport';

const ID = document.data._id;
const CDN = 'https://cdn.verifik.co';
const IMAGE_PATH = '/document-liveness/document-liveness-1755889460500';
const IMAGE = jpeg(50_000);
const items = [{ json: { customer: 7 } }];

const download = (id: string, rest: INodeParameters = {}): INodeParameters => ({
	operation: 'downloadImage',
	documentLiveness: { __rl: true, mode: 'id', value: id } as INodeParameters,
	...rest,
});

/** Downloads the image of a record whose `imageUrl` is that. */
async function downloadFrom(imageUrl: unknown, rest: INodeParameters = {}): Promise<Execution> {
	nock(API)
		.get(`/v2/document-liveness/${ID}`)
		.reply(200, { data: { ...document.data, imageUrl } });
	return await executeWith(download(ID, rest), { items });
}

function bytesOf({ binary }: INodeExecutionData, field = 'data'): Buffer {
	return Buffer.from(binary?.[field].data ?? '', 'base64');
}

/** A simulator with one record whose image it keeps. */
async function withStoredImage<T>(
	run: (simulator: Simulator, id: string) => Promise<T>,
): Promise<T> {
	return await withSimulator({ count: 1 }, async (simulator) => {
		await executeWith(
			{ ...create, saveImage: true },
			{ account: simulator, items: [withFile(IMAGE)] },
		);
		const id = simulator.records()[0]._id;
		simulator.reset();
		return await run(simulator, id);
	});
}

keepOffTheInternet();

describe('the image that Verifik keeps', () => {
	it('becomes a file with name and type, beside what came in, without the token', async () => {
		nock(CDN, { badheaders: ['authorization'] })
			.get(IMAGE_PATH)
			.reply(200, IMAGE);
		const { success } = await downloadFrom(document.data.imageUrl);
		expect(success).toMatchObject([
			{
				json: { customer: 7 },
				binary: {
					data: {
						fileName: `document-liveness-${ID}.jpg`,
						fileExtension: 'jpg',
						mimeType: 'image/jpeg',
						fileType: 'image',
					},
				},
				pairedItem: { item: 0 },
			},
		]);
		expect(bytesOf(success[0]).equals(IMAGE)).toBe(true);
	});

	it('has the type of its first bytes, whatever the server calls it', async () => {
		const png = Buffer.from(TINY_PNG, 'base64');
		nock(CDN).get(IMAGE_PATH).reply(200, png, { 'content-type': 'application/octet-stream' });
		const { success } = await downloadFrom(document.data.imageUrl);
		expect(success[0].binary?.data).toMatchObject({
			mimeType: 'image/png',
			fileName: `document-liveness-${ID}.png`,
		});
	});

	it('is the one that was sent to Create, and the token does not go to its host', async () => {
		await withStoredImage(async (simulator, id) => {
			const { success } = await executeWith(download(id, { binaryPropertyName: ' photo ' }), {
				account: simulator,
				items: [{ json: {}, binary: { data: { data: 'AAAA', mimeType: 'a/b' } } }],
			});
			expect(bytesOf(success[0], 'photo').equals(IMAGE)).toBe(true);
			expect(Object.keys(success[0].binary ?? {})).toEqual(['data', 'photo']);
			expect(simulator.requests.map(({ path, hasToken }) => [path, hasToken])).toEqual([
				[`/v2/document-liveness/${id}`, true],
				[`/images/${id}`, false],
			]);
		});
	});

	it('is put on disk where n8n keeps its files there', async () => {
		await withStoredImage(async (simulator, id) => {
			const files = await keepFilesOnDisk();
			const { success } = await executeWith(download(id), { account: simulator }).finally(
				files.remove,
			);
			expect(success[0].binary?.data).toMatchObject({ data: 'filesystem-v2', fileSize: '50 kB' });
		});
	});

	it.each([undefined, null, '', '  ', 5])('may not be there: %p', async (imageUrl) => {
		const { error } = await downloadFrom(imageUrl);
		expect(error).toMatchObject({
			message: `Verifik keeps no image of the record "${ID}"`,
			description: expect.stringContaining('Save Image'),
		});
	});

	it('may not be an image', async () => {
		nock(CDN).get(IMAGE_PATH).reply(200, '<html>Not here</html>');
		const { error } = await downloadFrom(document.data.imageUrl);
		expect(error).toMatchObject({
			message: `What Verifik keeps of the record "${ID}" is not an image`,
			description: expect.stringContaining('Look at the record'),
		});
	});

	it('may come without its end, and is no file then', async () => {
		nock(CDN).get(IMAGE_PATH).reply(200, IMAGE.subarray(0, 5000));
		const { error, success } = await downloadFrom(document.data.imageUrl);
		expect(success).toEqual([]);
		expect(error).toMatchObject({
			message: `The image of the record "${ID}" came without its end`,
			description: expect.stringMatching(
				/^5,000 bytes came, and the JPEG image goes on behind them\. Run the node again\./,
			),
		});
	});

	it('of a record that does not exist is not looked for', async () => {
		await withSimulator({ count: 1 }, async (simulator) => {
			const { error } = await executeWith(download('gone'), { account: simulator });
			expect(error?.message).toBe('Verifik has no record with the ID "gone"');
			expect(simulator.requests).toHaveLength(1);
		});
	});
});

describe('the host', () => {
	const REFUSED = 'The address of the stored image is not allowed';

	it.each<[name: string, imageUrl: string, reason: string]>([
		['another host', 'https://images.example.com/1', 'neither Verifik'],
		['a host that only ends like it', 'https://notverifik.co/1', 'neither Verifik'],
		['a host that only begins like it', 'https://verifik.co.example.com/1', 'neither Verifik'],
		['a user name like it', 'https://cdn.verifik.co@example.com/1', 'neither Verifik'],
		['another port', 'https://cdn.verifik.co:8443/1', 'neither Verifik'],
		['a server inside', 'http://127.0.0.1:5678/rest/settings', 'neither Verifik'],
		['a server of the cloud', 'http://169.254.169.254/latest/meta-data', 'https'],
		['plain http', 'http://cdn.verifik.co/1', 'https'],
		['a file', 'file:///etc/passwd', 'https'],
		['no address', 'document-liveness-1', 'no usable image address'],
	])('%s is refused without a request', async (_name, imageUrl, reason) => {
		const { error } = await downloadFrom(imageUrl);
		expect(error).toMatchObject({ message: REFUSED, description: expect.stringContaining(reason) });
		expect(JSON.stringify([error?.message, error?.description])).not.toContain(imageUrl);
	});

	it('may be another one when it is allowed', async () => {
		nock('https://images.example.com').get('/1').reply(200, IMAGE);
		const { success } = await downloadFrom('https://images.example.com/1', {
			options: { allowedImageHosts: 'cdn.example.com, https://Images.example.com/' },
		});
		expect(bytesOf(success[0]).equals(IMAGE)).toBe(true);
	});

	it('may redirect to an allowed one', async () => {
		nock(CDN).get(IMAGE_PATH).reply(302, '', { location: '/moved' });
		nock(CDN).get('/moved').reply(301, '', { location: 'https://verifik.co/photo' });
		nock('https://verifik.co', { badheaders: ['authorization'] })
			.get('/photo')
			.reply(200, IMAGE);
		const { success } = await downloadFrom(document.data.imageUrl);
		expect(bytesOf(success[0]).equals(IMAGE)).toBe(true);
	});

	it('may not redirect to any other', async () => {
		await withServer(
			(_, reply) => reply.end(IMAGE),
			async (other) => {
				await withStoredImage(async (simulator, id) => {
					simulator.fault({ kind: 'redirect', path: '/images/', location: `${other.url}/1` });
					const { error } = await executeWith(download(id), { account: simulator });
					expect(error?.message).toBe(REFUSED);
					expect(other.requests()).toBe(0);
				});
			},
		);
	});

	it('may not redirect for ever', async () => {
		nock(CDN).get(IMAGE_PATH).times(4).reply(302, '', { location: IMAGE_PATH });
		const { error } = await downloadFrom(document.data.imageUrl);
		expect(error?.description).toBe('It was redirected too often.');
	});
});

describe('a download that fails', () => {
	const FAILED = 'The stored image could not be downloaded';

	it.each([
		['a fault of the server', { kind: 'status', status: 500 }],
		['a throttle', { kind: 'status', status: 429 }],
		['a dropped connection', { kind: 'drop' }],
		['a cut connection', { kind: 'cut' }],
	] as const)('in passing is tried again: %s', async (_name, fault) => {
		await withStoredImage(async (simulator, id) => {
			simulator.fault({ ...fault, path: '/images/', times: 1 });
			const { success } = await executeWith(download(id), { account: simulator });
			expect(bytesOf(success[0]).equals(IMAGE)).toBe(true);
			expect(simulator.requests).toHaveLength(3);
		});
	});

	it('says so when it was tried often enough', async () => {
		await withStoredImage(async (simulator, id) => {
			simulator.fault({ kind: 'drop', path: '/images/', times: Infinity });
			const { error } = await executeWith(download(id, { options: { maxAttempts: 2 } }), {
				account: simulator,
			});
			expect(error).toMatchObject({
				message: FAILED,
				description: expect.stringMatching(/^The connection failed \(.+\)\.$/),
			});
			expect(simulator.requests).toHaveLength(3);
		});
	});

	it.each([403, 404, 410, 304])('for good is not tried again: status %d', async (status) => {
		nock(CDN).get(IMAGE_PATH).reply(status);
		const { error } = await downloadFrom(document.data.imageUrl);
		expect(error).toMatchObject({
			message: FAILED,
			description: `cdn.verifik.co answered with status ${status}.`,
			httpCode: String(status),
		});
	});

	it('because it stalls half way ends in time', async () => {
		await withServer(
			(_, reply) => {
				reply.writeHead(200, { 'content-length': IMAGE.length });
				reply.write(IMAGE.subarray(0, 1000));
			},
			async (server) => {
				const allowedImageHosts = new URL(server.url).host;
				const { error } = await downloadFrom(`${server.url}/1`, {
					options: { allowedImageHosts, timeout: 150, maxAttempts: 1 },
				});
				expect(error).toMatchObject({
					message: FAILED,
					description: 'It took more than 0.15 s. Raise Timeout in Options.',
				});
			},
		);
	});

	it('because it is too large ends before it is all there', async () => {
		let sent = 0;
		await withServer(
			(_, reply) => {
				const more = () => {
					while (!reply.destroyed && sent < 200e6) {
						sent += IMAGE.length;
						if (!reply.write(IMAGE)) return;
					}
				};
				reply.on('drain', more);
				more();
			},
			async (server) => {
				const allowedImageHosts = new URL(server.url).host;
				const { error } = await downloadFrom(`${server.url}/1`, {
					options: { allowedImageHosts, maxImageSize: 1 },
				});
				expect(error).toMatchObject({
					message: 'The stored image is larger than 1 MB',
					description: expect.stringContaining('Raise Max Image Size'),
				});
				expect(sent).toBeLessThan(50e6);
			},
		);
	});
});
