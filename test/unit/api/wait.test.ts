import fc from 'fast-check';

import { delayBeforeRetry, wait } from '../../../nodes/verifik/api/wait';

describe('waiting', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	/** When a wait was over, in ms since it began; `undefined` while it is not. */
	function watch(waiting: Promise<void>): { over?: number } {
		const begin = Date.now();
		const watched: { over?: number } = {};
		void waiting.then(() => (watched.over = Date.now() - begin));
		return watched;
	}

	test.each([[1], [999], [1000], [1001], [2500], [60_000]])(
		'of %d ms takes as long',
		async (delay) => {
			for (const signal of [undefined, new AbortController().signal]) {
				const watched = watch(wait(delay, signal));
				await jest.advanceTimersByTimeAsync(delay - 1);
				expect(watched.over).toBeUndefined();
				await jest.advanceTimersByTimeAsync(1);
				expect(watched.over).toBe(delay);
			}
		},
	);

	test('of 0 ms takes no time', async () => {
		await wait(0);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('ends as soon as the execution is cancelled', async () => {
		const cancel = new AbortController();
		const watched = watch(wait(60_000, cancel.signal));
		await jest.advanceTimersByTimeAsync(12_345);
		cancel.abort();
		await jest.advanceTimersByTimeAsync(0);
		expect(watched.over).toBe(12_345);
		await jest.advanceTimersByTimeAsync(1000);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('does not begin once the execution is cancelled', async () => {
		await wait(60_000, AbortSignal.abort());
		expect(jest.getTimerCount()).toBe(0);
	});

	test('leaves nothing behind on a signal that outlives it', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		const waiting = wait(5_000, signal);
		await jest.advanceTimersByTimeAsync(5_000);
		await waiting;
		expect(added).toHaveBeenCalled();
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			added.mock.calls.map(([, listener]) => listener),
		);
	});
});

describe('before the next try', () => {
	test.each([[0], [7_000], [60_000]])('the %d ms that Verifik asked for are waited', (asked) => {
		expect(delayBeforeRetry(1, asked)).toBe(asked);
		expect(delayBeforeRetry(9, asked)).toBe(asked);
	});

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
