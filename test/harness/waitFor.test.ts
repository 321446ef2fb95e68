import { waitFor } from './waitFor';

describe('waiting for something', () => {
	it.each([
		['a value', (looks: number) => looks === 3],
		['a promise', async (looks: number) => looks === 3],
	])('ends when it is so, told by %s', async (_, isSo) => {
		let looks = 0;
		await waitFor('the third look', () => isSo(++looks));
		expect(looks).toBe(3);
	});

	it('ends with what was waited for when it never is', async () => {
		const waiting = waitFor('what never comes', () => false, 30);
		await expect(waiting).rejects.toThrow('Waited 0.03 s in vain for what never comes');
	});
});
