import { systemClock } from '../../../nodes/verifik/api/clock';

const never = new AbortController().signal;

test('tells the time in ms since 1970', () => {
	const before = Date.now();
	const now = systemClock.now();
	expect(now).toBeGreaterThanOrEqual(before);
	expect(now).toBeLessThanOrEqual(Date.now());
});

test('tells how much time has passed, whatever the wall clock is set to', () => {
	const before = systemClock.elapsedMs();
	const wall = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
	const after = systemClock.elapsedMs();
	wall.mockRestore();
	expect(after - before).toBeGreaterThanOrEqual(0);
	expect(after - before).toBeLessThan(60_000);
});

test.each([0, -5, Number.NEGATIVE_INFINITY])('a wait of %d ms is none', async (delayMs) => {
	await systemClock.wait(delayMs, never);
});

test.each([1, 30, 30.4])('a wait of %d ms takes no less', async (delayMs) => {
	const start = performance.now();
	await systemClock.wait(delayMs, never);
	// timers and this clock are rounded each in its own way
	expect(performance.now() - start).toBeGreaterThanOrEqual(Math.floor(delayMs) - 1);
});

test.each([60_000, 2 ** 31, Infinity])('a wait of %d ms ends with the signal', async (delayMs) => {
	const controller = new AbortController();
	const waiting = systemClock.wait(delayMs, controller.signal);
	let isOver = false;
	void waiting.then(() => (isOver = true));
	await new Promise(setImmediate);
	expect(isOver).toBe(false);
	controller.abort();
	await waiting;
});

test('a wait with a signal that is aborted already is none', async () => {
	await systemClock.wait(60_000, AbortSignal.abort());
});

test('a wait that ended holds neither the process nor the signal', async () => {
	const controller = new AbortController();
	const added: string[] = [];
	const { signal } = controller;
	const add = signal.addEventListener.bind(signal);
	const remove = signal.removeEventListener.bind(signal);
	signal.addEventListener = (...args: Parameters<typeof add>) => (added.push('add'), add(...args));
	signal.removeEventListener = (...args: Parameters<typeof remove>) => (
		added.push('remove'),
		remove(...args)
	);
	const timersBefore = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
	await systemClock.wait(1, signal);
	void systemClock.wait(60_000, signal);
	controller.abort();
	expect(added).toEqual(['add', 'remove', 'add', 'remove']);
	expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toHaveLength(
		timersBefore,
	);
});
