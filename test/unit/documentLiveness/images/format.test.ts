import { formatOf } from '../../../../nodes/verifik/documentLiveness/images/format';

const at = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(20)]);
const text = (start: string) => Buffer.from(start.padEnd(20, '\0'), 'latin1');

test.each<[type: string, extension: string, bytes: Buffer]>([
	['image/jpeg', 'jpg', at('ffd8ffe000104a464946')],
	['image/jpeg', 'jpg', at('ffd8ffdb')],
	['image/png', 'png', at('89504e470d0a1a0a')],
	['image/gif', 'gif', text('GIF87a')],
	['image/gif', 'gif', text('GIF89a')],
	['image/webp', 'webp', text('RIFF\x10\x20\x30\x40WEBPVP8 ')],
	['image/bmp', 'bmp', text('BM\x10\x20\x30\x40')],
	['image/tiff', 'tiff', text('II*\0')],
	['image/tiff', 'tiff', text('MM\0*')],
	['image/heic', 'heic', text('\0\0\0\x18ftypheic')],
	['image/heic', 'heic', text('\0\0\0\x18ftypmif1')],
	['image/avif', 'avif', text('\0\0\0\x18ftypavif')],
])('%s is told by its first bytes (%s)', (mimeType, extension, bytes) => {
	expect(formatOf(bytes)).toEqual({ mimeType, extension });
});

test.each<[name: string, bytes: Buffer]>([
	['nothing', Buffer.alloc(0)],
	['one byte', at('ff').subarray(0, 1)],
	['text', text('Hello, world! I am')],
	['text that begins like a bitmap', text('BMW is a car')],
	['JSON', text('{"image":"..."}')],
	['a web page', text('<!doctype html>')],
	['SVG', text('<svg xmlns="http')],
	['PDF', text('%PDF-1.7')],
	['an archive', at('504b0304')],
	['a sound in RIFF', text('RIFF\x10\x20\x30\x40WAVEfmt ')],
	['text that ends like a WebP', text('A note: WEBP')],
	['text about a GIF', text('A GIF89a')],
	['a film', text('\0\0\0\x18ftypmp42')],
	['half a PNG', at('89504e47').subarray(0, 4)],
])('%s is no image', (_name, bytes) => {
	expect(formatOf(bytes)).toBeUndefined();
});
