import { firstBytes } from '../../../../nodes/verifik/documentLiveness/images/image';
import { formatMegabytes, MEGABYTE } from '../../../../nodes/verifik/sizes';

test('the first bytes are there, however small the pieces are', async () => {
	const chunks = () => [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => Buffer.from(letter));
	expect((await firstBytes({ byteLength: 26, chunks })).toString()).toBe('abcdefghijklmnop');
	const short = { byteLength: 3, chunks: () => chunks().slice(0, 3) };
	expect((await firstBytes(short)).toString()).toBe('abc');
});

test('no more is read than they take, and what is read is closed', async () => {
	const read: string[] = [];
	const chunks = function* () {
		try {
			for (const name of ['first', 'second']) {
				read.push(name);
				yield Buffer.alloc(64, name);
			}
		} finally {
			read.push('closed');
		}
	};
	await firstBytes({ byteLength: 128, chunks });
	expect(read).toEqual(['first', 'closed']);
});

test.each([
	[10 * MEGABYTE, '10 MB'],
	[10 * MEGABYTE + 1, '10.01 MB'],
	[1.5 * MEGABYTE, '1.5 MB'],
	[1, '0.01 MB'],
])('%d bytes are %s', (bytes, shown) => {
	expect(formatMegabytes(bytes)).toBe(shown);
});
