import fc from '../../../harness/fastCheck';
import { inspectImage } from '../../../../nodes/verifik/documentLiveness/images/format';
import { imageOfBytes, type Image } from '../../../../nodes/verifik/documentLiveness/images/image';
import { box, FILM, HEIC, MDAT, PHOTOS } from './photos';

const isWhole = async (bytes: Buffer) =>
	(await inspectImage(imageOfBytes(bytes)))?.isWhole ?? false;

const text = (start: string) => Buffer.from(start.padEnd(20, '\0'), 'latin1');

/** An image that comes in pieces of these lengths, over and over. */
function inPieces(bytes: Buffer, lengths: number[]): Image {
	return {
		byteLength: bytes.length,
		*chunks() {
			for (let start = 0, turn = 0; start < bytes.length; turn++) {
				const end = start + (lengths[turn % lengths.length] ?? 1);
				yield bytes.subarray(start, end);
				start = end;
			}
		},
	};
}

describe('a photo', () => {
	test.each(PHOTOS)('is whole, and cut anywhere it is not: $name', async ({ bytes, appended }) => {
		const wrong: number[] = [];
		for (let end = 0; end <= bytes.length; end++) {
			const expected = end >= bytes.length - appended;
			if ((await isWhole(bytes.subarray(0, end))) !== expected) wrong.push(end);
		}
		expect(wrong).toEqual([]);
	});

	test('is the same in pieces of any length', async () => {
		const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...PHOTOS), lengths, fc.nat(), async (photo, some, cut) => {
				const { bytes } = photo;
				const part = bytes.subarray(0, bytes.length - (cut % bytes.length));
				const inOne = await inspectImage(imageOfBytes(part));
				expect(await inspectImage(inPieces(part, some))).toEqual(inOne);
			}),
		);
	});

	test('is not whole when zeros follow its first bytes', async () => {
		const wrong: string[] = [];
		for (const { name, bytes } of PHOTOS) {
			const zeros = Buffer.alloc(bytes.length);
			bytes.copy(zeros, 0, 0, 16);
			if (await isWhole(zeros)) wrong.push(name);
		}
		expect(wrong).toEqual([]);
	});

	test('is read no further than it takes to see that it is whole, and is closed', async () => {
		const read: string[] = [];
		const jpeg = PHOTOS.find(({ name }) => name === 'baseline.jpg')?.bytes ?? Buffer.alloc(0);
		const chunks = function* () {
			try {
				for (const piece of [jpeg, FILM]) {
					read.push(`${piece.length} bytes`);
					yield piece;
				}
			} finally {
				read.push('closed');
			}
		};
		await inspectImage({ byteLength: jpeg.length + FILM.length, chunks });
		expect(read).toEqual([`${jpeg.length} bytes`, 'closed']);
	});
});

/** A TIFF with these entries in its directory, and some bytes. */
function tiff(
	...entries: Array<[tag: number, type: number, count: number, value: number]>
): Buffer {
	const bytes = Buffer.alloc(200);
	bytes.write('II*\0\x08\0\0\0', 'latin1');
	bytes.writeUInt16LE(entries.length, 8);
	for (const [index, [tag, type, count, value]] of entries.entries()) {
		const at = 10 + index * 12;
		bytes.writeUInt16LE(tag, at);
		bytes.writeUInt16LE(type, at + 2);
		bytes.writeUInt32LE(count, at + 4);
		bytes.writeUInt32LE(value, at + 8);
	}
	return bytes;
}

describe('an odd file', () => {
	const [SHORT, LONG, DOUBLE, UNKNOWN] = [3, 4, 12, 99];

	test.each<[name: string, bytes: Buffer, expected: boolean]>([
		[
			'a TIFF whose pixels are behind its directory',
			tiff([273, LONG, 1, 100], [279, SHORT, 1, 100]),
			true,
		],
		['a TIFF with a pixel too few', tiff([273, LONG, 1, 100], [279, SHORT, 1, 101]), false],
		[
			'a TIFF with a value of a type of its own',
			tiff([700, UNKNOWN, 9, 9], [273, LONG, 1, 100], [279, LONG, 1, 9]),
			true,
		],
		[
			'a TIFF that says twice where it is',
			tiff([273, LONG, 1, 100], [273, LONG, 1, 900], [279, LONG, 1, 9]),
			true,
		],
		['a TIFF without its directory', Buffer.from('49492a00ffff0000', 'hex'), false],
		['a TIFF that does not say how long it is', tiff([273, LONG, 1, 100]), false],
		['a TIFF that does not say where it is', tiff([279, LONG, 1, 100]), false],
		['a TIFF with fractions for places', tiff([273, DOUBLE, 1, 100], [279, DOUBLE, 1, 100]), false],
		[
			'a WebP with a part that is longer than itself',
			text('RIFF\x0c\0\0\0WEBPVP8 \x09\0\0\0'),
			false,
		],
		['a HEIC with a second part of its data', Buffer.concat([HEIC, box('mdat', FILM)]), true],
		[
			'a HEIC with half a second part',
			Buffer.concat([HEIC, box('mdat', FILM)]).subarray(0, -1),
			false,
		],
		[
			'a HEIC with a box that is too small for itself',
			text('\0\0\0\x10ftypheic\0\0\0\0\0\0\0\x07meta'),
			false,
		],
		[
			'a HEIC whose data goes on to its end',
			Buffer.concat([HEIC.subarray(0, -MDAT.length), Buffer.alloc(4), MDAT.subarray(4)]),
			true,
		],
		[
			'a HEIC without an image',
			Buffer.concat([HEIC.subarray(0, 24), Buffer.alloc(4), Buffer.from('mdat')]),
			false,
		],
		['a JPEG with an end, and no scan', Buffer.from('ffd8ffe00002ffd9', 'hex'), false],
		['a JPEG whose segment has no length', Buffer.from('ffd8ffe00000ffda0002ffd9', 'hex'), true],
	])('is told: %s', async (_name, bytes, expected) => {
		expect(await isWhole(bytes)).toBe(expected);
	});

	test.each<[name: string, bytes: Buffer]>([
		['a PNG', PHOTOS.find(({ name }) => name === 'truecolor.png')?.bytes ?? FILM],
		['a TIFF', tiff([273, LONG, 9, 150])],
	])('is told when it is shorter than n8n says: %s', async (_name, bytes) => {
		const image = { ...imageOfBytes(bytes.subarray(0, 120)), byteLength: bytes.length };
		expect(await inspectImage(image)).toMatchObject({ isWhole: false });
	});
});

test.each<[name: string, mimeType: string, extension: string]>([
	['baseline.jpg', 'image/jpeg', 'jpg'],
	['apng.png', 'image/png', 'png'],
	['still.gif', 'image/gif', 'gif'],
	['extended.webp', 'image/webp', 'webp'],
	['os2.bmp', 'image/bmp', 'bmp'],
	['little.tiff', 'image/tiff', 'tiff'],
	['big.tiff', 'image/tiff', 'tiff'],
	['HEIC of the brand mif1', 'image/heic', 'heic'],
	['still.avif', 'image/avif', 'avif'],
	['AVIF of a general brand', 'image/avif', 'avif'],
])('%s is told by its bytes: %s', async (photo, mimeType, extension) => {
	const bytes = PHOTOS.find(({ name }) => name === photo)?.bytes ?? Buffer.alloc(0);
	const found = await inspectImage(imageOfBytes(bytes));
	expect(found?.format).toMatchObject({ mimeType, extension });
});

test.each<[name: string, bytes: Buffer]>([
	['nothing', Buffer.alloc(0)],
	['one byte', Buffer.from('ff', 'hex')],
	['text', text('Hello, world! I am')],
	['text that begins like a bitmap', text('BMW is a car')],
	['JSON', text('{"image":"..."}')],
	['a web page', text('<!doctype html>')],
	['SVG', text('<svg xmlns="http')],
	['PDF', text('%PDF-1.7')],
	['an archive', text('PK\x03\x04')],
	['a sound in RIFF', text('RIFF\x10\x20\x30\x40WAVEfmt ')],
	['text that ends like a WebP', text('A note: WEBP')],
	['text about a GIF', text('A GIF89a')],
	['a film', FILM],
	['half the first bytes of a PNG', Buffer.from('89504e47', 'hex')],
])('%s is no image', async (_name, bytes) => {
	expect(await inspectImage(imageOfBytes(bytes))).toBeUndefined();
});
