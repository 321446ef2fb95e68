import { isWholeBmp } from './bmp';
import { isWholeGif } from './gif';
import { isWholeHeif } from './heif';
import type { Image } from './image';
import { ImageReader } from './ImageReader';
import { isWholeJpeg } from './jpeg';
import { isWholePng } from './png';
import { isWholeTiff } from './tiff';
import { isWholeWebp } from './webp';

export interface ImageFormat {
	/** as people write it */
	name: string;
	mimeType: string;
	/** without the dot */
	extension: string;
}

interface KnownFormat extends ImageFormat {
	/** what the first bytes look like, one character each */
	start: RegExp;
	/** Whether an image is there up to its end, as far as its structure tells. */
	isWhole: (reader: ImageReader) => Promise<boolean>;
}

/** No known format needs more bytes to be told. */
const START_LENGTH = 64;

/** Any common format; which of them Verifik takes is for Verifik to say. */
const FORMATS: KnownFormat[] = [
	known('JPEG', 'image/jpeg', 'jpg', /^\xff\xd8\xff/, isWholeJpeg),
	known('PNG', 'image/png', 'png', /^\x89PNG\r\n[^]\n/, isWholePng),
	known('WebP', 'image/webp', 'webp', /^RIFF[^]{4}WEBP/, isWholeWebp),
	known('GIF', 'image/gif', 'gif', /^GIF8[79]a/, isWholeGif),
	// "BM" alone could begin a text; behind the size, the header has four bytes of zero
	known('BMP', 'image/bmp', 'bmp', /^BM[^]{4}\0{4}/, isWholeBmp),
	known('TIFF', 'image/tiff', 'tiff', /^(II\*\0|MM\0\*)/, isWholeTiff),
	// the first brand may be a general one (mif1), with the image's own among those behind it
	known('AVIF', 'image/avif', 'avif', /^[^]{4}ftyp([^]{4}){0,12}?avi[fs]/, isWholeHeif),
	known('HEIC', 'image/heic', 'heic', /^[^]{4}ftyp(hei[cxms]|hev[cxms]|m[is]f1)/, isWholeHeif),
];

function known(
	name: string,
	mimeType: string,
	extension: string,
	start: RegExp,
	isWhole: KnownFormat['isWhole'],
): KnownFormat {
	return { name, mimeType, extension, start, isWhole };
}

/**
 * Tells what a file is from its bytes, since its name and declared type are only the sender's word,
 * and whether it is there up to its end.
 *
 * @returns `undefined` for a file that is no image
 */
export async function inspectImage(
	image: Image,
): Promise<{ format: ImageFormat; isWhole: boolean } | undefined> {
	const reader = new ImageReader(image);
	try {
		const start = (await reader.peek(START_LENGTH)).toString('latin1');
		const format = FORMATS.find((one) => one.start.test(start));
		return format && { format, isWhole: await format.isWhole(reader) };
	} finally {
		await reader.close();
	}
}
