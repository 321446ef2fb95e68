/** An image that is read piece by piece, as often as needed, and never kept as a whole. */
export interface Image {
	byteLength: number;
	chunks(): Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** An image that is in memory already. */
export function imageOfBytes(bytes: Buffer): Image {
	return { byteLength: bytes.length, chunks: () => [bytes] };
}
