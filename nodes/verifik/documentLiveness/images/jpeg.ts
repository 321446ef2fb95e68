import type { ImageReader } from './ImageReader';

const [START, END, SCAN, TEMPORARY] = [0xd8, 0xd9, 0xda, 0x01];

/**
 * Whether a JPEG has its end behind a scan. Its segments are read one by one, for a thumbnail has an
 * end too; what phones append (a film, more images) is not looked at.
 */
export async function isWholeJpeg(reader: ImageReader): Promise<boolean> {
	let hasScan = false;
	for (;;) {
		// bytes between segments are skipped, as decoders do
		const marker = await reader.findPair(0xff, isMarker);
		if (marker === END && hasScan) return true;
		if (marker === START || marker === TEMPORARY || marker === END) continue;
		hasScan ||= marker === SCAN;
		const length = marker === undefined ? undefined : await reader.take(2);
		const isThere = length && (await reader.skip(Math.max(0, length.readUInt16BE() - 2)));
		if (!isThere) return hasScan && (await hasSamsungTrailer(reader));
	}
}

/** 0x00 follows each byte 0xff of a scan, 0xd0 to 0xd7 restart it, and 0xff fills up. */
function isMarker(byte: number): boolean {
	return byte !== 0x00 && byte !== 0xff && (byte < 0xd0 || byte > 0xd7);
}

/** Samsung's panoramas lack the end, but what Samsung appends ends so: nothing was cut off. */
async function hasSamsungTrailer(reader: ImageReader): Promise<boolean> {
	await reader.goTo(reader.byteLength - 4);
	return (await reader.peek(4)).toString('latin1') === 'SEFT';
}
