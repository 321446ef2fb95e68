import type { ImageReader } from './ImageReader';

/** Bytes of a value, by its type. */
const VALUE_LENGTHS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const ENTRY_LENGTH = 12;
/** Tags: where the parts of an image are, strips or tiles, and how long each is. */
const PARTS: Array<[offsets: number, lengths: number]> = [
	[273, 279],
	[324, 325],
];

/** Whether a TIFF has its first page: the directory, and all that the directory says is there. */
export async function isWholeTiff(reader: ImageReader): Promise<boolean> {
	const header = await reader.take(8);
	if (!header) return false;
	const isLittle = header[0] === 0x49;
	const numberAt = (bytes: Buffer, at: number, length: number) =>
		isLittle ? bytes.readUIntLE(at, length) : bytes.readUIntBE(at, length);

	if (!(await reader.goTo(numberAt(header, 4, 4)))) return false;
	const count = await reader.take(2);
	const directory = count && (await reader.take(numberAt(count, 0, 2) * ENTRY_LENGTH));
	if (!directory) return false;

	const places = new Map<number, number[]>();
	for (let at = 0; at < directory.length; at += ENTRY_LENGTH) {
		const tag = numberAt(directory, at, 2);
		const size = VALUE_LENGTHS[numberAt(directory, at + 2, 2)] ?? 0;
		const length = numberAt(directory, at + 4, 4) * size;
		// what is short stands in the directory itself
		const position = length > 4 ? numberAt(directory, at + 8, 4) : undefined;
		if (position !== undefined && position + length > reader.byteLength) return false;

		if (!PARTS.flat().includes(tag) || places.has(tag) || size === 0 || size > 4) continue;
		if (position !== undefined) await reader.goTo(position);
		const values = position === undefined ? directory.subarray(at + 8) : await reader.take(length);
		if (!values) return false;
		places.set(
			tag,
			Array.from({ length: length / size }, (_, index) => numberAt(values, index * size, size)),
		);
	}
	return PARTS.some(([offsetsTag, lengthsTag]) => {
		const [offsets = [], lengths] = [places.get(offsetsTag), places.get(lengthsTag)];
		const isThere = (offset: number, index: number) =>
			offset + (lengths?.[index] ?? Infinity) <= reader.byteLength;
		return offsets.length > 0 && offsets.every(isThere);
	});
}
