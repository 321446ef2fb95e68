import fc from '../../harness/fastCheck';
import { delayBeforeRetry } from '../../../nodes/verifik/api/backOff';

describe('the pause before the next attempt', () => {
	test.each([
		[1, 250, 500],
		[2, 500, 1_000],
		[3, 1_000, 2_000],
		[4, 2_000, 4_000],
		[6, 8_000, 16_000],
		[7, 15_000, 30_000],
		[9, 15_000, 30_000],
	])('after try %d it is from %d to %d ms, drawn by lot', (tries, shortest, longest) => {
		const random = jest.spyOn(Math, 'random');
		expect(delayBeforeRetry(tries)).not.toBe(delayBeforeRetry(tries));
		random.mockReturnValue(0);
		expect(delayBeforeRetry(tries)).toBe(shortest);
		random.mockReturnValue(1);
		expect(delayBeforeRetry(tries)).toBe(longest);
		random.mockRestore();
	});

	test('it is never longer than half a minute', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 10_000 }), (tries) => {
				const delay = delayBeforeRetry(tries);
				expect(delay).toBeGreaterThanOrEqual(250);
				expect(delay).toBeLessThanOrEqual(30_000);
			}),
		);
	});
});
