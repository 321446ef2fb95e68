import fc, { runs } from '../../../harness/fastCheck';
import {
	base64Length,
	imageOfBase64,
	writeBase64,
} from '../../../../nodes/verifik/documentLiveness/images/base64';
import type { Image } from '../../../../nodes/verifik/documentLiveness/images/image';

/** The image that a text stands for. */
function decoded(text: string): Image {
	const image = imageOfBase64(text);
	if (typeof image === 'string') throw new Error(image);
	return image;
}

function joined(image: Image): Buffer {
	return Buffer.concat([...(image.chunks() as Iterable<Buffer>)]);
}

describe('base64 text', () => {
	test('is the bytes that it stands for, of which it tells the number', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (array, isUrl) => {
				const bytes = Buffer.from(array);
				const image = decoded(bytes.toString(isUrl ? 'base64url' : 'base64'));
				expect(image.byteLength).toBe(bytes.length);
				expect(joined(image).equals(bytes)).toBe(true);
			}),
		);
	});

	test('is decoded piece by piece, as often as needed', () => {
		const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index * 7));
		const image = decoded(bytes.toString('base64'));
		const sizes = [...(image.chunks() as Iterable<Buffer>)].map(({ length }) => length);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(48 * 1024);
		expect(joined(image).equals(bytes)).toBe(true);
		expect(joined(image).equals(bytes)).toBe(true);
	});

	test.each<[name: string, text: string, bytes: string]>([
		['a prefix', 'data:image/png;base64,aGk=', 'hi'],
		['a prefix in capitals', 'DATA:image/png;BASE64,aGk=', 'hi'],
		['a prefix with a name', 'data:image/png;name=id.png;base64,aGk=', 'hi'],
		['white space', ' aG\r\n\tk= \n', 'hi'],
		['white space before a prefix', '\n data:image/png;base64,aGk=', 'hi'],
		['white space behind a prefix', 'data:image/png;base64, aGk=', 'hi'],
		['spaces between lines of one length', 'aGVs bG8s IHdv cmxk', 'hello, world'],
		['indented lines of one length', 'aGVs\n  bG8s\n  IA==', 'hello, '],
		['no padding', 'aGk', 'hi'],
		['nothing', '', ''],
		['nothing but white space', ' \n', ''],
	])('may have %s', (_name, text, bytes) => {
		expect(joined(decoded(text)).toString()).toBe(bytes);
		expect(decoded(text).byteLength).toBe(bytes.length);
	});

	test.each([
		'hello world!',
		'aGk=aGk=',
		'aGk=aGkh',
		'aGk===',
		'é',
		'https://example.com/id.jpg',
		'data:image/svg+xml,%3Csvg%3E',
		'data:;base64,data:;base64,aGk=',
	])('is not %p', (text) => {
		expect(imageOfBase64(text)).toBe('notBase64');
	});

	test.each(['a', 'aGkha', 'aGk\nhaG\nkha'])('is cut when none has its length: %p', (text) => {
		expect(imageOfBase64(text)).toBe('cut');
	});

	describe('that came through a form, which makes a space of each +', () => {
		const withPlus = fc
			.uint8Array({ minLength: 3, maxLength: 200 })
			.map((array) => Buffer.from(array).toString('base64'))
			// at the ends, a space is cut off; there no image has a +
			.filter((text) => /^[^+].*\+.*[^+]$/.test(text));

		test('is what it was, or refused when nobody can tell', () => {
			let mended = 0;
			fc.assert(
				fc.property(withPlus, (text) => {
					const image = imageOfBase64(text.replaceAll('+', ' '));
					if (image === 'changed') return;
					mended++;
					if (typeof image === 'string') throw new Error(image);
					expect(joined(image).toString('base64')).toBe(text);
				}),
			);
			expect(mended).toBeGreaterThan(runs(30));
		});

		test.each([
			['some are still there', 'aG+sb G8='],
			['the length does not fit', 'aGV bG8s IHdvcm'],
			['it is base64url', 'aG-sb G8='],
			['one space could be either', 'aGVs bG8'],
		])('is refused when %s', (_name, text) => {
			expect(imageOfBase64(text)).toBe('changed');
		});
	});

	test('of 40 million characters is judged without taking long', () => {
		const before = process.cpuUsage();
		for (const text of ['A', '=', ' ', 'data:']) imageOfBase64(text.repeat(40e6 / text.length));
		expect(imageOfBase64(`${'A'.repeat(40e6)}!`)).toBe('notBase64');
		// of the processor: by the clock, a busy machine takes any time
		expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000);
	});
});

describe('writing an image as base64', () => {
	const write = async (chunks: Buffer[], size: number) => {
		const target = Buffer.alloc(base64Length(size) + 4, '.');
		const written = await writeBase64({ byteLength: size, chunks: () => chunks }, target, 2);
		return [written, target.toString()] as const;
	};

	test('gives the same text, however the bytes are cut', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 10 })), async (arrays) => {
				const chunks = arrays.map((array) => Buffer.from(array));
				const bytes = Buffer.concat(chunks);
				const [written, text] = await write(chunks, bytes.length);
				expect(written).toBe(bytes.length);
				expect(text).toBe(`..${bytes.toString('base64')}..`);
			}),
		);
	});

	test('writes what it has before it asks for more', async () => {
		const target = Buffer.alloc(8, '.');
		const written: string[] = [];
		const image: Image = {
			byteLength: 6,
			*chunks() {
				yield Buffer.from('abcd');
				written.push(target.toString());
				yield Buffer.from('ef');
			},
		};
		await writeBase64(image, target, 0);
		expect([...written, target.toString()]).toEqual(['YWJj....', 'YWJjZGVm']);
	});

	test.each([0, 3, 9, 100])('tells when there were %d bytes instead of six', async (length) => {
		expect((await write([Buffer.alloc(length)], 6))[0]).toBe(length);
	});
});
