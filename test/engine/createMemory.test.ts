import type { INodeExecutionData } from 'n8n-workflow';
import type { RequestListener } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import created from '../../simulator/documented/create.200.json';
import { startServer } from '../harness/server';
import { create, executeWith, jpeg, keepFilesOnDisk } from './createSupport';

const IMAGES = 6;
const IMAGE_SIZE = 512 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** How many are reachable; the rest is garbage. */
async function countReachable(buffers: Array<WeakRef<Buffer>>): Promise<number> {
	// a WeakRef holds what was made or looked at in the same turn
	for (let turns = 0; turns < 3; turns++) await turn();
	collectGarbage();
	return buffers.filter((buffer) => buffer.deref() !== undefined).length;
}

const MAKERS = ['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'concat', 'from'] as const;
const makers = MAKERS.map((name) => Buffer[name] as (...args: unknown[]) => Buffer);

/** Keeps in sight every buffer that is made and is as large as an image. (A mock would hold it.) */
function watchLargeBuffers(): Array<WeakRef<Buffer>> {
	const buffers: Array<WeakRef<Buffer>> = [];
	for (const [index, name] of MAKERS.entries()) {
		const watched = (...args: unknown[]) => {
			const buffer = makers[index].apply(Buffer, args);
			if (buffer.length >= IMAGE_SIZE) buffers.push(new WeakRef(buffer));
			return buffer;
		};
		Object.assign(Buffer, { [name]: watched });
	}
	return buffers;
}

function stopWatching(): void {
	for (const [index, name] of MAKERS.entries()) Object.assign(Buffer, { [name]: makers[index] });
}

describe('Create', () => {
	afterEach(stopWatching);

	it.each([1, 3])('holds %i of six images when that many are sent at once', async (atOnce) => {
		const held: number[] = [];
		let buffers: Array<WeakRef<Buffer>> = [];
		const answer: RequestListener = (request, reply) => {
			request.resume().once('end', async () => {
				held.push(await countReachable(buffers));
				reply.setHeader('content-type', 'application/json').end(JSON.stringify(created));
			});
		};
		const server = await startServer(answer);
		const files = await keepFilesOnDisk();
		try {
			const items: INodeExecutionData[] = [];
			for (let more = 0; more < IMAGES; more++)
				items.push(await files.store(jpeg(IMAGE_SIZE + more)));
			buffers = watchLargeBuffers();
			const { success } = await executeWith(
				{ ...create, options: { concurrency: atOnce } },
				{
					account: { url: server.url, token: 'token' },
					items,
				},
			);
			expect(success).toHaveLength(IMAGES);
			expect(held).toHaveLength(IMAGES);
			expect(buffers.length).toBeGreaterThanOrEqual(IMAGES);
			expect(Math.min(...held)).toBeGreaterThanOrEqual(1);
			expect(Math.max(...held)).toBeLessThanOrEqual(atOnce);
		} finally {
			server.close();
			await files.remove();
		}
	});
});
