import { setTimeout as sleep } from 'node:timers/promises';

/* What can become of a test. Not run with the others: see `runner.long.test.ts`. */

it('passes', () => {
	expect(jest.fn(() => 1)()).toBe(1);
});

it('fails', () => {
	expect(1).toBe(2);
});

it('is let down by a promise that nobody waits for', async () => {
	void Promise.reject(new Error('nobody waits'));
	await sleep(20);
});

it('takes too long', async () => {
	await sleep(5000, undefined, { ref: false });
}, 50);

it('puts something where it does not belong', () => {
	Object.assign(globalThis, { left: 'behind' });
});

it.concurrent.each(['one', 'another'])('runs beside %s', async (name) => {
	expect(name).toBe('one');
});

describe('what could not be prepared', () => {
	beforeAll(() => {
		throw new Error('not prepared');
	});

	it('fails', () => {});
});

it.skip('is left out', () => {});
