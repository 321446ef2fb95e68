import type { ImageReader } from './ImageReader';

const SIGNATURE_LENGTH = 8;
const CHECKSUM_LENGTH = 4;

/** Whether a PNG has its chunks up to the last one, IEND. */
export async function isWholePng(reader: ImageReader): Promise<boolean> {
	let hasData = false;
	await reader.skip(SIGNATURE_LENGTH);
	for (;;) {
		const head = await reader.take(8);
		if (!head || !(await reader.skip(head.readUInt32BE() + CHECKSUM_LENGTH))) return false;
		const type = head.toString('latin1', 4);
		hasData ||= type === 'IDAT';
		if (type === 'IEND') return hasData;
	}
}
