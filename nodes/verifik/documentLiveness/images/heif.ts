import type { ImageReader } from './ImageReader';

/**
 * Whether a HEIC or AVIF has its boxes up to the description of the image and all of its data. What
 * phones append behind these (a film, Samsung's bytes that are no box) is not looked at.
 */
export async function isWholeHeif(reader: ImageReader): Promise<boolean> {
	let isDescribed = false;
	let hasData = false;
	for (;;) {
		const head = await reader.take(8);
		const type = head?.toString('latin1', 4);
		if (!head || (isDescribed && hasData && type !== 'mdat')) return isDescribed && hasData;
		isDescribed ||= type === 'meta' || type === 'moov';
		hasData ||= type === 'mdat';

		const size = head.readUInt32BE();
		// the last box may leave its size open
		if (size === 0) return isDescribed && hasData;
		const large = size === 1 ? await reader.take(8) : undefined;
		const rest = large ? Number(large.readBigUInt64BE()) - 16 : size - 8;
		if (rest < 0 || !(await reader.skip(rest))) return false;
	}
}
