/** An image that is read piece by piece, as often as needed, and never kept as a whole. */
export interface Image {
	byteLength: number;
	chunks(): Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** No known format needs more than these to be told. */
const BYTES_TO_TELL = 16;

/** Reads no further than it takes to tell the format. */
export async function firstBytes(image: Image): Promise<Buffer> {
	let start = Buffer.alloc(0);
	for await (const chunk of image.chunks()) {
		start = Buffer.concat([start, chunk]);
		if (start.length >= BYTES_TO_TELL) break;
	}
	return start;
}
