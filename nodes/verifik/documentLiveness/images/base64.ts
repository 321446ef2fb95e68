import type { Image } from './image';

/** Characters decoded at a time; four of them are three bytes. */
const CHUNK_DIGITS = 64 * 1024;

/** Why a text is no image: other characters, a length that no base64 has, or spaces that were `+`. */
export type Base64Flaw = 'notBase64' | 'cut' | 'changed';

/**
 * Takes base64 text for an image. A `data:` prefix, line breaks and missing padding do no harm,
 * and the alphabet of base64url is understood too.
 */
export function imageOfBase64(text: string): Image | Base64Flaw {
	// bounded repetitions: an unbounded one runs out of stack in a text of millions of spaces
	const content = text.trim().replace(/^data:[^,]{0,200};base64,\s{0,100}/i, '');
	if (/[^\sA-Za-z0-9+/_-]/.test(content.replace(/={1,2}$/, ''))) return 'notBase64';
	const digits = withoutSpaces(content)?.replace(/={1,2}$/, '');
	if (digits === undefined) return 'changed';
	// one digit alone has no byte in it
	if (digits.length % 4 === 1) return 'cut';
	return {
		byteLength: Math.floor((digits.length * 3) / 4),
		*chunks() {
			for (let start = 0; start < digits.length; start += CHUNK_DIGITS) {
				yield Buffer.from(digits.slice(start, start + CHUNK_DIGITS), 'base64');
			}
		},
	};
}

/**
 * A form or a URL makes a space of each `+`. Spaces between lines of one length are white space, and
 * any others were `+` when no `+` is left; the length has to fit.
 *
 * @returns `undefined` when nobody can tell what the spaces were
 */
function withoutSpaces(text: string): string | undefined {
	const joined = text.replace(/\s{1,100}/g, '');
	if (!text.includes(' ')) return joined;

	const lines = text.split(/\s{1,100}/);
	const length = text.search(/\s/);
	const areLines =
		length % 4 === 0 &&
		lines.slice(0, -1).every((line) => line.length === length) &&
		lines.slice(-1).every((line) => line.length <= length);
	const mended = areLines ? joined : text.replace(/[^\S ]{1,100}/g, '').replaceAll(' ', '+');
	const isCertain = areLines || !/[+_-]/.test(text);
	return isCertain && mended.length % 4 === 0 ? mended : undefined;
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
