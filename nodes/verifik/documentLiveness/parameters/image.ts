import type {
	IBinaryData,
	INodeExecutionData,
	INodeProperties,
	NodeOperationError,
} from 'n8n-workflow';

import { reasonOf } from '../../api/errors/fromConnection';
import { imageOfBase64, type Base64Flaw } from '../images/base64';
import { inspectImage } from '../images/format';
import { formatCount } from '../../counts';
import { formatMegabytes, MEGABYTE } from '../../sizes';
import type { BinaryHelpers } from '../../operations/operation';
import type { Image } from '../images/image';
import { choiceParameter, numberParameter, read, readOption } from '../../parameters/parameter';
import { badParameter, show, type ParameterSource } from '../../parameters/values';

const imageSource = choiceParameter({
	displayName: 'Image Source',
	name: 'imageSource',
	default: 'binary',
	description: 'Where the photo of the document comes from',
	options: [
		{
			name: 'Binary File',
			value: 'binary',
			description: 'A file in the input item, such as one from a form, an email or a storage node',
		},
		{
			name: 'Base64 String',
			value: 'base64',
			description: 'The image as text, the way many APIs send it',
		},
	],
});

const binaryField: INodeProperties = {
	displayName: 'Input Binary Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	displayOptions: { show: { imageSource: ['binary'] } },
	placeholder: 'e.g. data, or Photo after a form',
	hint: 'The name of the input binary field containing the image to check',
};

const base64Field: INodeProperties = {
	displayName: 'Base64 String',
	name: 'imageBase64',
	type: 'string',
	default: '',
	displayOptions: { show: { imageSource: ['base64'] } },
	placeholder: 'e.g. {{ $json.image }}',
	description: 'The image as base64, with or without a data: prefix',
};

/**
 * Where the image to check comes from. Neither field is `required`: when Image Source is an
 * expression, n8n shows both, and would not start a workflow that leaves one of them empty.
 */
export const imageFields: INodeProperties[] = [imageSource.field, binaryField, base64Field];

/** In MB. In "Options" wherever an image is handled. */
export const maxImageSize = numberParameter({
	displayName: 'Max Image Size',
	name: 'maxImageSize',
	min: 1,
	max: 100,
	mayBeFraction: true,
	default: 10,
	description: 'The largest image to accept, in MB',
});

/**
 * @returns bytes
 * @throws {NodeOperationError}
 */
export function readMaxImageBytes(source: ParameterSource): number {
	return readOption(source, maxImageSize) * MEGABYTE;
}

/**
 * Reads where the image is, and as much of it as it takes to see that it is one. Nothing of its
 * content is in any message.
 *
 * @throws {NodeOperationError} for what is no image, or too large a one
 */
export async function readImage(
	source: ParameterSource,
	helpers: BinaryHelpers,
	item: INodeExecutionData,
): Promise<Image> {
	const maxBytes = readMaxImageBytes(source);
	const from = read(source, imageSource);
	const { displayName: label } = from === 'binary' ? binaryField : base64Field;
	const image =
		from === 'binary' ? await binaryImage(source, helpers, item) : base64Image(source, label);

	if (image.byteLength === 0) {
		throw badParameter(source, label, 'holds no data', 'Check the node that the image comes from.');
	}
	if (image.byteLength > maxBytes) {
		throw badParameter(
			source,
			label,
			`holds ${formatMegabytes(image.byteLength)}, but at most ${formatMegabytes(maxBytes)} are accepted`,
			'Make the image smaller, or raise Max Image Size in Options if Verifik takes larger ones.',
		);
	}
	await refuseDamaged(source, label, image);
	return image;
}

/** A damaged image would be charged like any other. */
async function refuseDamaged(source: ParameterSource, label: string, image: Image): Promise<void> {
	const found = await inspectImage(image);
	if (found === undefined) {
		throw badParameter(
			source,
			label,
			'does not hold an image',
			'Verifik checks photos, such as JPEG or PNG. Turn a page of a PDF into an image first.',
		);
	}
	if (found.isWhole) return;
	throw badParameter(
		source,
		label,
		`holds a ${found.format.name} image that is cut or damaged`,
		`It has ${formatCount(image.byteLength)} bytes, and its end is not among them. Compare that with the original, and look where the rest was lost: an upload that broke off, or a field or column that is too short.`,
	);
}

function base64Image(source: ParameterSource, label: string): Image {
	const text = source.get(base64Field.name) ?? '';
	return orRefused(source, label, typeof text === 'string' ? imageOfBase64(text) : 'notBase64');
}

function orRefused(source: ParameterSource, label: string, image: Image | Base64Flaw): Image {
	if (typeof image === 'object') return image;
	throw badParameter(source, label, ...FLAWS[image]);
}

const FLAWS: Record<Base64Flaw, [problem: string, advice: string]> = {
	notBase64: [
		'is not base64',
		'Enter the content of the image as base64. For a file of the input item, set Image Source to Binary File.',
	],
	cut: [
		'is base64 that was cut',
		'Base64 never has this length. Look where the rest was lost, such as a field or column that is too short.',
	],
	changed: [
		'has spaces where base64 has none',
		'A form or URL has changed this text: it makes a space of each +. Send the text URL-encoded or in JSON, or send the photo as a file.',
	],
};

/** A file that n8n keeps in memory is base64 text; any other is read from where n8n keeps it. */
async function binaryImage(
	source: ParameterSource,
	helpers: BinaryHelpers,
	{ binary = {} }: INodeExecutionData,
): Promise<Image> {
	const field = source.get(binaryField.name) as string | IBinaryData;
	if (typeof field === 'string' && !Object.hasOwn(binary, field)) {
		throw noSuchFile(source, field, Object.keys(binary));
	}
	const { id, data } = helpers.assertBinaryData(source.itemIndex ?? 0, field);
	if (id === undefined) {
		const image = imageOfBase64(String(data));
		if (image === 'notBase64') return { byteLength: 0, chunks: () => [] };
		return orRefused(source, binaryField.displayName, image);
	}
	try {
		const { fileSize } = await helpers.getBinaryMetadata(id);
		return { byteLength: fileSize, chunks: () => chunksOfFile(source, helpers, id) };
	} catch (error) {
		throw unreadable(source, error);
	}
}

/** The file is read again as it is sent: by then it may be gone, or its place out of reach. */
async function* chunksOfFile(source: ParameterSource, helpers: BinaryHelpers, id: string) {
	try {
		yield* await helpers.getBinaryStream(id);
	} catch (error) {
		throw unreadable(source, error);
	}
}

function unreadable(source: ParameterSource, error: unknown): NodeOperationError {
	return badParameter(
		source,
		binaryField.displayName,
		'names a file that n8n cannot read',
		`n8n says: ${reasonOf(error)}. n8n deletes the files of old executions, so run the workflow again from the node that the image comes from.`,
	);
}

/** A form's field is called after its label, and a mail's files are numbered: so the names are listed. */
function noSuchFile(source: ParameterSource, field: string, fields: string[]): NodeOperationError {
	const advice =
		fields.length === 0
			? 'The input item has no files at all. Check the node that they come from.'
			: `The files of the input item are in: ${fields.join(', ')}. Enter one of these names.`;
	return badParameter(
		source,
		binaryField.displayName,
		`is ${show(field)}, where the input item has no file`,
		advice,
	);
}
