import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { runWorkflow, singleNode } from '../harness';
import { Container, core } from '../harness/engine';
import { API, packageFromSources, TOKEN, type ExecuteOptions, type Execution } from './support';

/** A JPEG whose bytes differ from place to place: one scan between its first and last bytes. */
export function jpeg(bytes = 300): Buffer {
	const image = Buffer.alloc(bytes);
	for (let index = 0; index < bytes; index++) image[index] = ((index * 7919) >> 3) & 0x7f;
	Buffer.from('ffd8ffda0002', 'hex').copy(image);
	Buffer.from('ffd9', 'hex').copy(image, bytes - 2);
	return image;
}

/** An input item with a file, as n8n keeps it in memory. */
export function withFile(bytes: Buffer, field = 'data'): INodeExecutionData {
	return { json: {}, binary: { [field]: inMemory(bytes) } };
}

/** Input items with as many files, no two the same. */
export function photos(count: number): INodeExecutionData[] {
	return Array.from({ length: count }, (_, index) => withFile(jpeg(300 + index)));
}

export function inMemory(bytes: Buffer): IBinaryData {
	return { mimeType: 'image/jpeg', fileName: 'id.jpg', data: bytes.toString('base64') };
}

export const create: INodeParameters = { operation: 'create' };

/** "Create" for an image that is in a parameter. */
export function createFrom(imageBase64: string, rest: INodeParameters = {}): INodeParameters {
	return { ...create, imageSource: 'base64', imageBase64, ...rest };
}

export interface ItemOptions extends Omit<ExecuteOptions, 'items'> {
	items?: INodeExecutionData[];
}

/** Runs the node on whole items, files and all; what n8n fills in by itself is left to n8n. */
export async function executeWith(
	parameters: INodeParameters,
	{
		account = { url: API, token: TOKEN },
		items = [withFile(jpeg())],
		onError,
		...options
	}: ItemOptions = {},
): Promise<Execution> {
	const workflow = singleNode(parameters, { onError, items });
	const run = await runWorkflow(await packageFromSources, {
		...workflow,
		...options,
		credentials: { verifikApi: { accessToken: account.token, baseUrl: account.url } },
	});
	return { ...run, success: run.items('Node', 0), failed: run.items('Node', 1) };
}

/** From now on n8n keeps files on disk, as it does in production, until `remove` is called. */
export async function keepFilesOnDisk(): Promise<{
	store: (bytes: Buffer) => Promise<INodeExecutionData>;
	/** Deletes what was stored, as n8n does with the files of old executions. */
	lose: () => Promise<void>;
	remove: () => Promise<void>;
}> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-files-'));
	const config: BinaryDataConfig = Container.get(core.BinaryDataConfig);
	config.mode = 'filesystem';
	config.localStoragePath = folder;
	const service: BinaryDataService = Container.get(core.BinaryDataService);
	await service.init();

	return {
		async store(bytes) {
			const file: IBinaryData = { mimeType: 'image/jpeg', fileName: 'id.jpg', data: '' };
			return { json: {}, binary: { data: await storeIn(service, bytes, file) } };
		},
		async lose() {
			await rm(folder, { recursive: true });
			await mkdir(folder);
		},
		async remove() {
			config.mode = 'default';
			await service.init();
			await rm(folder, { recursive: true });
		},
	};
}

/** n8n 1 names a file's place by two arguments, n8n 2 by one. */
async function storeIn(
	service: BinaryDataService,
	bytes: Buffer,
	file: IBinaryData,
): Promise<IBinaryData> {
	const [workflowId, executionId] = ['workflow', '1'];
	type StoreOfN8n1 = (...args: [string, string, Buffer, IBinaryData]) => Promise<IBinaryData>;
	if (service.store.length === 4) {
		return await (service.store as unknown as StoreOfN8n1).call(
			service,
			workflowId,
			executionId,
			bytes,
			file,
		);
	}
	return await service.store({ type: 'execution', workflowId, executionId }, bytes, file);
}
