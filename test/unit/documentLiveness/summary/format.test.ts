import { formatFailed } from '../../../../nodes/verifik/documentLiveness/summary/format';
import fc, { runs } from '../../../harness/fastCheck';

test.each<[probability: number, max: number, shown: string]>([
	[0.000001, 0.5, '0%'],
	[0.0019733, 0.5, '0.2%'],
	[0.3582724, 0.5, '35.8%'],
	[0.5, 0.5, '50%'],
	[0.49999, 0.5, '49.9%'],
	[0.06999999999999999, 0.07, '6.9%'],
	[0.0009996, 0.001, '0%'],
	[1, 1, '100%'],
])('a check that found %p, with a maximum of %p, is written as %s', (probability, max, shown) => {
	expect(formatFailed(probability, max)).toBe(shown);
});

test('below its maximum, no probability is written as if it had reached it', () => {
	const max = fc.oneof(
		fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
		fc.double({ min: 0, max: 1, noNaN: true }),
	);
	const below = fc.oneof(fc.double({ min: 0, max: 0.0006, noNaN: true }), fc.constant(2 ** -53));
	fc.assert(
		fc.property(max, below, (maximum, gap) => {
			const probability = maximum - gap;
			fc.pre(probability >= 0 && probability < maximum);
			const written = Number.parseFloat(formatFailed(probability, maximum));
			expect(written).toBeLessThan(maximum * 100 + 1e-9);
			expect(written === Math.round(maximum * 1000) / 10 && (maximum * 1000) % 1 === 0).toBe(false);
			expect(Math.abs(written - probability * 100)).toBeLessThanOrEqual(0.1 + 1e-9);
		}),
		{ numRuns: runs(500) },
	);
});
