import type { ImageReader } from './ImageReader';

/** Whether a WebP is as long as it says, and has an image in it. */
export async function isWholeWebp(reader: ImageReader): Promise<boolean> {
	const head = await reader.take(12);
	if (!head || 8 + head.readUInt32LE(4) > reader.byteLength) return false;
	for (;;) {
		const chunk = await reader.take(8);
		if (!chunk) return false;
		const size = chunk.readUInt32LE(4);
		// chunks begin at even places
		if (!(await reader.skip(size + (size % 2)))) return false;
		if (size > 0 && /^(VP8[ L]|ANMF)/.test(chunk.toString('latin1'))) return true;
	}
}
