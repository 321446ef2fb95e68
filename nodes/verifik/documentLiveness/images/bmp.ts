import type { ImageReader } from './ImageReader';

/** The smallest header there is, OS/2's, has 16-bit sizes. */
const OS2_HEADER_LENGTH = 12;
const COMPRESSIONS_WITHOUT_EFFECT = [0, 3, 6];

/** Whether a BMP has all of its pixels. Its own size is not asked for: programs write it wrong. */
export async function isWholeBmp(reader: ImageReader): Promise<boolean> {
	const header = await reader.take(38);
	if (!header) return false;
	const pixels = pixelsLength(header);
	return pixels > 0 && header.readUInt32LE(10) + pixels <= reader.byteLength;
}

function pixelsLength(header: Buffer): number {
	const isOs2 = header.readUInt32LE(14) === OS2_HEADER_LENGTH;
	if (isOs2) {
		return rowLength(header.readUInt16LE(18), header.readUInt16LE(24)) * header.readUInt16LE(20);
	}
	if (!COMPRESSIONS_WITHOUT_EFFECT.includes(header.readUInt32LE(30)))
		return header.readUInt32LE(34);
	// negative when the rows come from top to bottom
	const height = Math.abs(header.readInt32LE(22));
	return rowLength(header.readInt32LE(18), header.readUInt16LE(28)) * height;
}

/** Rows end at multiples of four bytes. */
function rowLength(width: number, bitsPerPixel: number): number {
	return Math.ceil((width * bitsPerPixel) / 32) * 4;
}
