import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A photo as a camera, a phone or a program writes it. */
export interface Photo {
	name: string;
	bytes: Buffer;
	/** how many bytes at its end are no part of the image */
	appended: number;
}

const FOLDER = join(__dirname, 'photos');

const fileOf = (name: string) => readFileSync(join(FOLDER, name));

const latin1 = (text: string) => Buffer.from(text, 'latin1');

export function box(type: string, ...content: Buffer[]): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(8 + Buffer.concat(content).length);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, ...content]);
}

/** With a size of 64 bits, as Apple's are. */
function largeBox(type: string, content: Buffer): Buffer {
	const head = Buffer.alloc(16);
	head.writeUInt32BE(1);
	head.write(type, 4, 'latin1');
	head.writeUInt32BE(16 + content.length, 12);
	return Buffer.concat([head, content]);
}

/** A film, in which bytes stand that look like the end of a JPEG. */
export const FILM = Buffer.concat([
	box('ftyp', latin1('mp42\0\0\0\0isom')),
	box('mdat', latin1('\xff\xd9ab')),
]);
const SAMSUNG_TRAILER = latin1('\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1SEFH\x6b\0\0\0\x01\0\0\0SEFT');

const JPEG = fileOf('baseline.jpg');

/** A JPEG with that behind its first segment. */
const withSegment = (hex: string) =>
	Buffer.concat([JPEG.subarray(0, 20), Buffer.from(hex, 'hex'), JPEG.subarray(20)]);

export const HEIC = fileOf('still.heic');
const [FTYP, META] = [0, HEIC.readUInt32BE()].map((at) =>
	HEIC.subarray(at, at + HEIC.readUInt32BE(at)),
) as [Buffer, Buffer];
export const MDAT = HEIC.subarray(FTYP.length + META.length);
/** Besides `heic`, which the file itself has. */
const BRANDS = ['heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];

const withBrand = (brand: string) =>
	Buffer.concat([HEIC.subarray(0, 8), latin1(brand), HEIC.subarray(12)]);

function photo(name: string, bytes: Buffer, ...appended: Buffer[]): Photo {
	const tail = Buffer.concat(appended);
	return { name, bytes: Buffer.concat([bytes, tail]), appended: tail.length };
}

export const PHOTOS: Photo[] = [
	...readdirSync(FOLDER)
		.filter((name) => name !== 'README.md')
		.map((name) => photo(name, fileOf(name))),
	photo('JPEG of Google with a film behind it', JPEG, FILM),
	photo(
		'JPEG of Samsung with a film and a trailer behind it',
		JPEG,
		latin1('MotionPhoto_Data'),
		FILM,
		SAMSUNG_TRAILER,
	),
	// https://github.com/libjpeg-turbo/libjpeg-turbo/issues/163
	photo(
		"JPEG of Samsung's panorama, without an end but in its film, and with a trailer",
		Buffer.concat([JPEG.subarray(0, -2), latin1('\0\0\xff\xe1\xff\xff'), SAMSUNG_TRAILER]),
	),
	photo('JPEG with a second image (MPF)', withSegment('ffe200084d504600fed9'), JPEG),
	photo('JPEG that is filled up to four bytes', JPEG, Buffer.alloc(3)),
	photo('JPEG with bytes between its segments', withSegment('00e100040102')),
	photo('JPEG with bytes that fill up', withSegment('ffffff')),
	photo('JPEG with a marker that has no length', withSegment('ff01')),
	photo('PNG with text behind it', fileOf('truecolor.png'), latin1('IEND and more')),
	photo('WebP with zeros behind it', fileOf('lossy.webp'), Buffer.alloc(2)),
	photo('GIF with text behind it', fileOf('still.gif'), latin1(';;')),
	...BRANDS.map((brand) => photo(`HEIC of the brand ${brand}`, withBrand(brand))),
	photo('HEIC with 64-bit sizes', Buffer.concat([FTYP, META, largeBox('mdat', MDAT.subarray(8))])),
	photo('HEIC with its data first', Buffer.concat([FTYP, MDAT, META])),
	photo('HEIC of Samsung with a film behind it', HEIC, box('mpvd', FILM), box('sefd', FILM)),
	// https://github.com/exiftool/exiftool/issues/378
	photo('HEIC of Samsung with bytes that are no box behind it', HEIC, latin1('/>\n<zz')),
	photo(
		'HEIC of a sequence',
		Buffer.concat([withBrand('hevc').subarray(0, FTYP.length), box('moov', META), MDAT]),
	),
	photo(
		'AVIF of a general brand',
		Buffer.concat([
			box('ftyp', latin1('mif1\0\0\0\0mif1avif')),
			fileOf('still.avif').subarray(fileOf('still.avif').readUInt32BE()),
		]),
	),
];
