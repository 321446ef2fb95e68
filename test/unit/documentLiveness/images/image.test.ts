import { formatMegabytes, MEGABYTE } from '../../../../nodes/verifik/sizes';

test.each([
	[10 * MEGABYTE, '10 MB'],
	[10 * MEGABYTE + 1, '10.01 MB'],
	[1.5 * MEGABYTE, '1.5 MB'],
	[1, '0.01 MB'],
])('%d bytes are %s', (bytes, shown) => {
	expect(formatMegabytes(bytes)).toBe(shown);
});
