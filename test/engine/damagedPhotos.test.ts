import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { PHOTOS } from '../unit/documentLiveness/images/photos';
import created from '../../simulator/documented/create.200.json';
import { withServer } from '../harness/server';
import { create, createFrom, executeWith, keepFilesOnDisk, withFile } from './createSupport';

const SPECIMEN = readFileSync(join(__dirname, '../e2e/specimen.jpg'));
const SPECIMEN_TEXT = SPECIMEN.toString('base64');
const PNG = PHOTOS.find(({ name }) => name === 'truecolor.png')?.bytes ?? Buffer.alloc(0);

/** Runs Create with a server that takes any image, and tells which images it was sent. */
async function sentBy(parameters: INodeParameters, items: INodeExecutionData[]) {
	const images: string[] = [];
	const answer = JSON.stringify(created);
	return await withServer(
		(request, reply) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				images.push(JSON.parse(Buffer.concat(chunks).toString()).image);
				reply.setHeader('content-type', 'application/json').end(answer);
			});
		},
		async ({ url }) => {
			const account = { url, token: 'token' };
			const run = await executeWith(parameters, {
				account,
				items,
				onError: 'continueErrorOutput',
			});
			return { images, failed: run.failed.map(({ json }) => json.error) };
		},
	);
}

describe('a photo that is whole', () => {
	it('is sent, whatever camera, phone or program it is from', async () => {
		const { images, failed } = await sentBy(
			create,
			PHOTOS.map(({ bytes }) => withFile(bytes)),
		);
		expect(failed).toEqual([]);
		expect(images).toEqual(PHOTOS.map(({ bytes }) => bytes.toString('base64')));
	});

	it('is sent as it was when a form made spaces of its plus signs', async () => {
		const texts = [SPECIMEN, ...PHOTOS.map(({ bytes }) => bytes)].map((bytes) =>
			bytes.toString('base64'),
		);
		// only a photo of a few hundred bytes has but one: that could be the end of a line
		const photos = texts.filter((text) => text.split('+').length !== 2);
		const items = photos.map((text) => ({
			json: { image: new URLSearchParams(`image=${text}`).get('image') },
		}));
		const { images, failed } = await sentBy(createFrom('={{ $json.image }}'), items);
		expect(failed).toEqual([]);
		expect(images).toEqual(photos);
		expect(photos.length).toBeGreaterThan(PHOTOS.length / 2);
	});
});

describe('a photo that was damaged on its way is refused unsent:', () => {
	const zeros = Buffer.alloc(SPECIMEN.length);
	SPECIMEN.copy(zeros, 0, 0, 1000);
	const CUT_JPEG = 'holds a JPEG image that is cut or damaged';

	it.each<[name: string, bytes: Buffer, problem: string]>([
		['a part of a JPEG', SPECIMEN.subarray(0, 2300), CUT_JPEG],
		['all of a JPEG but its last byte', SPECIMEN.subarray(0, -1), CUT_JPEG],
		['four bytes of a JPEG', SPECIMEN.subarray(0, 4), CUT_JPEG],
		['the beginning of a JPEG, and zeros', zeros, CUT_JPEG],
		['half a PNG', PNG.subarray(0, PNG.length / 2), 'holds a PNG image that is cut or damaged'],
	])('%s', async (_name, bytes, problem) => {
		const fromFile = await sentBy(create, [withFile(bytes)]);
		expect(fromFile).toEqual({ images: [], failed: [`'Input Binary Field' ${problem}`] });
		const fromText = await sentBy(createFrom(bytes.toString('base64')), [{ json: {} }]);
		expect(fromText).toEqual({ images: [], failed: [`'Base64 String' ${problem}`] });
	});

	it('a file that n8n keeps on disk', async () => {
		const files = await keepFilesOnDisk();
		try {
			const item = await files.store(SPECIMEN.subarray(0, -1));
			const { images, failed } = await sentBy(create, [item]);
			expect([images, failed]).toEqual([[], [`'Input Binary Field' ${CUT_JPEG}`]]);
		} finally {
			await files.remove();
		}
	});

	it.each<[name: string, text: string, problem: string]>([
		['a column of 255 characters', SPECIMEN_TEXT.slice(0, 255), CUT_JPEG],
		['a column of 65 characters', SPECIMEN_TEXT.slice(0, 65), 'is base64 that was cut'],
		[
			'a form that changed a part of it',
			`${SPECIMEN_TEXT.slice(0, 9999).replaceAll('+', ' ')}${SPECIMEN_TEXT.slice(9999)}`,
			'has spaces where base64 has none',
		],
	])('by %s', async (_name, text, problem) => {
		const { images, failed } = await sentBy(createFrom(text), [{ json: {} }]);
		expect([images, failed]).toEqual([[], [`'Base64 String' ${problem}`]]);
	});

	it('with what is wrong and what to do', async () => {
		const items = [withFile(SPECIMEN.subarray(0, 2300))];
		expect((await executeWith(create, { items })).error?.description).toBe(
			'It has 2,300 bytes, and its end is not among them. Compare that with the original, and look where the rest was lost: an upload that broke off, or a field or column that is too short. This is about input item 0. No image was sent.',
		);
	});
});
