import type { Image } from './image';

/** Characters decoded at a time; four of them are three bytes. */
const CHUNK_DIGITS = 64 * 1024;

/**
 * Takes base64 text for an image. A `data:` prefix, white space and missing padding do no harm,
 * and the alphabet of base64url is understood too.
 *
 * @returns `undefined` when it is not base64
 */
export function imageOfBase64(text: string): Image | undefined {
	// bounded repetitions: an unbounded one runs out of stack in a text of millions of spaces
	const digits = text
		.trim()
		.replace(/^data:[^,]{0,200};base64,/i, '')
		.replace(/\s{1,100}/g, '')
		.replace(/={1,2}$/, '');
	// one digit alone has no byte in it
	if (/[^A-Za-z0-9+/_-]/.test(digits) || digits.length % 4 === 1) return undefined;
	return {
		byteLength: Math.floor((digits.length * 3) / 4),
		*chunks() {
			for (let start = 0; start < digits.length; start += CHUNK_DIGITS) {
				yield Buffer.from(digits.slice(start, start + CHUNK_DIGITS), 'base64');
			}
		},
	};
}

/** How many characters that many bytes become, padding included. */
export function base64Length(bytes: number): number {
	return Math.ceil(bytes / 3) * 4;
}

/**
 * Writes an image as base64 with padding, piece by piece.
 *
 * @returns how many bytes the image had. When they are not its `byteLength`, what was written is not
 * the whole image.
 */
export async function writeBase64(image: Image, target: Buffer, offset: number): Promise<number> {
	let byteLength = 0;
	let end = offset;
	let rest: Buffer = Buffer.alloc(0);
	for await (const chunk of image.chunks()) {
		byteLength += chunk.length;
		const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		const whole = bytes.length - (bytes.length % 3);
		end += target.write(bytes.toString('base64', 0, whole), end, 'latin1');
		rest = bytes.subarray(whole);
	}
	target.write(rest.toString('base64'), end, 'latin1');
	return byteLength;
}
