import type { ImageReader } from './ImageReader';

const [IMAGE, EXTENSION, TRAILER] = [0x2c, 0x21, 0x3b];

/** Whether a GIF has its blocks up to the last one, and an image among them. */
export async function isWholeGif(reader: ImageReader): Promise<boolean> {
	const header = await reader.take(13);
	if (!header || !(await reader.skip(paletteLength(header.readUInt8(10))))) return false;
	for (let hasImage = false; ;) {
		const kind = (await reader.take(1))?.[0];
		if (kind === TRAILER) return hasImage;
		if (kind === IMAGE) {
			hasImage = true;
			const image = await reader.take(9);
			// behind the palette, a byte that begins the data
			if (!image || !(await reader.skip(paletteLength(image.readUInt8(8)) + 1))) return false;
		} else if (kind !== EXTENSION || !(await reader.skip(1))) return false;
		if (!(await skipData(reader))) return false;
	}
}

/** Three bytes for each color, if there is a palette. */
function paletteLength(flags: number): number {
	return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Data comes in parts of up to 255 bytes; an empty one is the last. */
async function skipData(reader: ImageReader): Promise<boolean> {
	for (;;) {
		const size = (await reader.take(1))?.[0];
		if (size === undefined || !(await reader.skip(size))) return false;
		if (size === 0) return true;
	}
}
