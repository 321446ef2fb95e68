import type { IBinaryData } from 'n8n-workflow';

import type { BinaryHelpers } from '../../../../nodes/verifik/operations/operation';
import { readImage } from '../../../../nodes/verifik/documentLiveness/parameters/image';
import { parametersWith, refusal, refusalOf } from '../../parameters/source';

const MB = 1024 * 1024;

/** A JPEG: a scan of zeros. */
const ofSize = (size: number) => Buffer.from(`ffd8ffda0002${'00'.repeat(size - 8)}ffd9`, 'hex');

function read(data: string, parameters: object = {}) {
	const file: IBinaryData = { data, mimeType: 'image/jpeg' };
	const helpers = { assertBinaryData: () => file } as unknown as BinaryHelpers;
	const source = parametersWith({
		imageSource: 'binary',
		binaryPropertyName: 'data',
		...parameters,
	});
	return readImage(source, helpers, { json: {}, binary: { data: file } });
}

async function refusedFor(data: string, parameters?: object) {
	const refused = await read(data, parameters).catch((error: unknown) => error);
	return refusalOf(() => {
		throw refused;
	});
}

test('an image may be as large as the largest size, and no byte larger', async () => {
	const parameters = { options: { maxImageSize: 1 } };
	expect(await read(ofSize(MB).toString('base64'), parameters)).toMatchObject({ byteLength: MB });
	expect(await refusedFor(ofSize(MB + 1).toString('base64'), parameters)).toEqual(
		refusal(
			"'Input Binary Field' holds 1.01 MB, but at most 1 MB are accepted",
			'Make the image smaller, or raise Max Image Size in Options if Verifik takes larger ones.',
		),
	);
});

test.each<[name: string, data: string]>([
	['is empty', ''],
	['n8n holds in a form that cannot be read', 'not base64!'],
])('a file that %s is refused, with what to do', async (_name, data) => {
	expect(await refusedFor(data)).toEqual(
		refusal("'Input Binary Field' holds no data", 'Check the node that the image comes from.'),
	);
});
