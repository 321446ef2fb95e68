import { updateDisplayOptions } from 'n8n-workflow';

import { verifikError, withWords, type VerifikError } from '../../verifik/api/errors/VerifikError';
import { countOf } from '../../verifik/counts';
import { fetchRecord } from '../../verifik/documentLiveness/endpoints';
import { hostsOf } from '../../verifik/api/address';
import { inspectImage } from '../../verifik/documentLiveness/images/format';
import { imageOfBytes } from '../../verifik/documentLiveness/images/image';
import { optionsCollection } from '../../verifik/parameters/collections';
import { maxImageSize, readMaxImageBytes } from '../../verifik/documentLiveness/parameters/image';
import { readRecordId, recordField } from '../../verifik/documentLiveness/parameters/recordId';
import { readRequestSettings, requestOptions } from '../../verifik/parameters/requests';
import { read, readOption, type Parameter } from '../../verifik/parameters/parameter';
import { badParameter, show } from '../../verifik/parameters/values';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';

const outputField: Parameter<string> = {
	field: {
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: 'data',
		required: true,
		placeholder: 'e.g. data',
		hint: 'The name of the output binary field to put the image in',
	},
	parse(source, name) {
		if (typeof name === 'string' && name.trim() !== '') return name.trim();
		throw badParameter(
			source,
			outputField.field.displayName,
			`must be a name, but is ${show(name)}`,
			'Enter the name of the field to put the image in, such as data.',
		);
	},
};

const allowedImageHosts: Parameter<string[]> = {
	field: {
		displayName: 'Allowed Image Hosts',
		name: 'allowedImageHosts',
		type: 'string',
		default: '',
		placeholder: 'e.g. images.example.com, cdn.example.com',
		description:
			"Hosts from which an image may be downloaded, besides verifik.co and the credential's. Separate them by commas.",
	},
	parse(source, hosts) {
		if (typeof hosts === 'string') return hostsOf(hosts);
		throw badParameter(
			source,
			allowedImageHosts.field.displayName,
			`must be text, but is ${show(hosts)}`,
			'Enter the names of hosts, separated by commas.',
		);
	},
};

/** "Download Image": the image that Verifik keeps of a record, for each input item. */
export const downloadImage: RecordOperation = {
	fields: updateDisplayOptions({ show: { operation: ['downloadImage'] } }, [
		recordField,
		outputField.field,
		optionsCollection([...requestOptions, maxImageSize, allowedImageHosts]),
	]),

	itemsAtOnce: (first) => readRequestSettings(first).concurrency,

	async run({ source, client, item, itemIndex, left, helpers, signal }) {
		const id = readRecordId(source);
		const field = read(source, outputField);
		const settings = readRequestSettings(source);
		const maxBytes = readMaxImageBytes(source);
		const hosts = readOption(source, allowedImageHosts);

		const { imageUrl: address } = await fetchRecord(client, id, { settings, left, signal });
		if (typeof address !== 'string' || address.trim() === '') {
			throw noStoredImage(id);
		}
		const label = `image of record ${id}`;
		const image = await client.download({ address, hosts, maxBytes, label, settings, signal });
		const found = await inspectImage(imageOfBytes(image));
		if (found === undefined) throw notAnImage(id);
		const { format, isWhole } = found;
		if (!isWhole) throw cutImage(id, format.name, image.length);

		const fileName = `document-liveness-${id}.${format.extension}`;
		const file = await helpers.prepareBinaryData(image, fileName, format.mimeType);
		return [
			{
				json: item.json,
				binary: { ...item.binary, [field]: file },
				pairedItem: { item: itemIndex },
			},
		];
	},
};

function noStoredImage(id: string): VerifikError {
	return withWords(verifikError('unusable'), {
		message: `Verifik keeps no image of the record "${id}"`,
		description:
			'An image is kept only when the checks were run with Save Image on. It cannot be added later.',
	});
}

function notAnImage(id: string): VerifikError {
	return withWords(verifikError('unusable'), {
		message: `What Verifik keeps of the record "${id}" is not an image`,
		description:
			"Its first bytes are those of no known image format. Look at the record in Verifik's client panel.",
	});
}

function cutImage(id: string, format: string, byteLength: number): VerifikError {
	return withWords(verifikError('unusable'), {
		message: `The image of the record "${id}" came without its end`,
		description: `${countOf(byteLength, 'bytes')} came, and the ${format} image goes on behind them. Run the node again. If that does not help, look at the record in Verifik's client panel.`,
	});
}
