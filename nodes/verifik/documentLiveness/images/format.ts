export interface ImageFormat {
	mimeType: string;
	/** without the dot */
	extension: string;
}

/**
 * Tells what a file is from its first bytes, since its name and declared type are only the sender's word. Any
 * common format counts as an image; which of them Verifik takes is for Verifik to say.
 *
 * @returns `undefined` for a file that is no image
 */
export function formatOf(bytes: Buffer): ImageFormat | undefined {
	const start = bytes.toString('latin1', 0, 12);
	const brand = start.slice(4);
	if (start.startsWith('\xff\xd8\xff')) return { mimeType: 'image/jpeg', extension: 'jpg' };
	if (start.startsWith('\x89PNG\r\n\x1a\n')) return { mimeType: 'image/png', extension: 'png' };
	if (start.startsWith('RIFF') && start.endsWith('WEBP')) {
		return { mimeType: 'image/webp', extension: 'webp' };
	}
	if (/^GIF8[79]a/.test(start)) return { mimeType: 'image/gif', extension: 'gif' };
	// "BM" alone could begin a text; behind the size, the header has four bytes of zero
	if (start.startsWith('BM') && start.slice(6, 10) === '\0\0\0\0') {
		return { mimeType: 'image/bmp', extension: 'bmp' };
	}
	if (start.startsWith('II*\0') || start.startsWith('MM\0*')) {
		return { mimeType: 'image/tiff', extension: 'tiff' };
	}
	if (/^ftypavi[fs]/.test(brand)) return { mimeType: 'image/avif', extension: 'avif' };
	if (/^ftyp(hei[cx]|mif1)/.test(brand)) return { mimeType: 'image/heic', extension: 'heic' };
	return undefined;
}
