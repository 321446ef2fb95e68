import fc from 'fast-check';

import { createLimiter, type Limiter } from '../../../nodes/verifik/api/limiter';

/** Requests that end when the test says so, and when each of them began. */
class Requests {
	readonly begun: Array<{ name: string; at: number }> = [];
	private readonly ends = new Map<string, { resolve(): void; reject(error: Error): void }>();

	constructor(private readonly limiter: Limiter) {}

	send(name: string): Promise<void> {
		return this.limiter.run(async () => {
			this.begun.push({ name, at: Date.now() });
			await new Promise<void>((resolve, reject) => this.ends.set(name, { resolve, reject }));
		});
	}

	async end(name: string, error?: Error): Promise<void> {
		const { resolve, reject } = this.ends.get(name) ?? {};
		if (error === undefined) resolve?.();
		else reject?.(error);
		await settle();
	}

	get names(): string[] {
		return this.begun.map(({ name }) => name);
	}
}

/** Lets everything happen that does not wait for a timer. */
async function settle(): Promise<void> {
	for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

test('as many requests as there is room for are sent at once, the others in their order', async () => {
	const requests = new Requests(createLimiter(2));
	for (const name of ['a', 'b', 'c', 'd']) void requests.send(name);
	await settle();
	expect(requests.names).toEqual(['a', 'b']);
	await requests.end('b');
	expect(requests.names).toEqual(['a', 'b', 'c']);
	await requests.end('a');
	expect(requests.names).toEqual(['a', 'b', 'c', 'd']);
});

test('the result of a request is handed on', async () => {
	await expect(createLimiter(1).run(async () => 'page')).resolves.toBe('page');
});

test('a request that fails makes room for the next, and its error is handed on', async () => {
	const requests = new Requests(createLimiter(1));
	const failing = requests.send('a');
	const outcome = expect(failing).rejects.toThrow('broken');
	void requests.send('b');
	await settle();
	await requests.end('a', new Error('broken'));
	await outcome;
	expect(requests.names).toEqual(['a', 'b']);
});

test('whatever order requests end in, all are sent, and never more than there is room for', async () => {
	const tasks = fc.array(fc.boolean(), { maxLength: 25 });
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 1, max: 10 }),
			tasks,
			async (s, room, fails) => {
				const limiter = createLimiter(room);
				let underWay = 0;
				let most = 0;
				const outcomes = fails.map((isFailure, index) =>
					limiter.run(async () => {
						most = Math.max(most, ++underWay);
						await s.schedule(Promise.resolve(), `request ${index} ends`);
						underWay--;
						if (isFailure) throw new Error(`request ${index}`);
					}),
				);
				const settled = await s.waitFor(Promise.allSettled(outcomes));
				expect(settled.map(({ status }) => status === 'rejected')).toEqual(fails);
				expect(most).toBe(Math.min(room, fails.length));
			},
		),
	);
});

test('however often it is throttled, all requests are sent, and no two together from then on', async () => {
	const requests = fc.array(fc.constantFrom('ok', 'fails', 'throttled'), { maxLength: 25 });
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 1, max: 10 }),
			requests,
			async (s, room, answers) => {
				const limiter = createLimiter(room);
				let underWay = 0;
				let isThrottled = false;
				const begun: number[] = [];
				const outcomes = answers.map(async (answer, index) => {
					await limiter.run(async () => {
						if (isThrottled) expect(underWay).toBe(0);
						begun.push(index);
						underWay++;
						await s.schedule(Promise.resolve(), `request ${index} ends`);
						underWay--;
						if (answer === 'throttled') {
							isThrottled = true;
							limiter.throttle(0);
						}
						if (answer === 'fails') throw new Error('broken');
					});
				});
				const settled = await s.waitFor(Promise.allSettled(outcomes));
				const reasons = settled.map((one) => (one.status === 'rejected' ? one.reason.message : ''));
				expect(reasons).toEqual(answers.map((answer) => (answer === 'fails' ? 'broken' : '')));
				expect(begun.sort((a, b) => a - b)).toEqual(answers.map((_, index) => index));
			},
		),
		{ numRuns: 300 },
	);
});

describe('after a throttle', () => {
	beforeEach(() => jest.useFakeTimers({ now: 0 }));
	afterEach(() => jest.useRealTimers());

	test('no request is sent before the delay has passed, then one at a time', async () => {
		const limiter = createLimiter(4);
		const requests = new Requests(limiter);
		limiter.throttle(5_000);
		for (const name of ['a', 'b', 'c']) void requests.send(name);
		await jest.advanceTimersByTimeAsync(4_999);
		expect(requests.names).toEqual([]);
		await jest.advanceTimersByTimeAsync(1);
		expect(requests.begun).toEqual([{ name: 'a', at: 5_000 }]);
		await requests.end('a');
		expect(requests.names).toEqual(['a', 'b']);
		await jest.advanceTimersByTimeAsync(60_000);
		expect(requests.names).toEqual(['a', 'b']);
		await requests.end('b');
		expect(requests.names).toEqual(['a', 'b', 'c']);
	});

	test('requests that were under way end before the next one is sent', async () => {
		const limiter = createLimiter(3);
		const requests = new Requests(limiter);
		for (const name of ['a', 'b', 'c', 'd', 'e']) void requests.send(name);
		await settle();
		limiter.throttle(100);
		await requests.end('b');
		await requests.end('a');
		await jest.advanceTimersByTimeAsync(1_000);
		expect(requests.names).toEqual(['a', 'b', 'c']);
		await requests.end('c');
		expect(requests.names).toHaveLength(4);
		await requests.end(requests.names[3]);
		expect([...requests.names].sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	test('a request that waited for room is held back too when the throttled one makes room', async () => {
		const limiter = createLimiter(1);
		const requests = new Requests(limiter);
		// as the client does it: the answer is judged once the request has made room
		void requests.send('a').then(() => limiter.throttle(5_000));
		void requests.send('b');
		await settle();
		await requests.end('a');
		await jest.advanceTimersByTimeAsync(4_999);
		expect(requests.names).toEqual(['a']);
		await jest.advanceTimersByTimeAsync(1);
		expect(requests.begun[1]).toEqual({ name: 'b', at: 5_000 });
	});

	test('a request that already waits is held back longer by another throttle', async () => {
		const limiter = createLimiter(2);
		const requests = new Requests(limiter);
		limiter.throttle(1_000);
		void requests.send('a');
		await jest.advanceTimersByTimeAsync(500);
		limiter.throttle(5_000);
		await jest.advanceTimersByTimeAsync(10_000);
		expect(requests.begun).toEqual([{ name: 'a', at: 5_500 }]);
	});

	test('the longest of several delays counts', async () => {
		const limiter = createLimiter(2);
		const requests = new Requests(limiter);
		limiter.throttle(9_000);
		limiter.throttle(1_000);
		void requests.send('a');
		await jest.advanceTimersByTimeAsync(10_000);
		expect(requests.begun).toEqual([{ name: 'a', at: 9_000 }]);
	});

	test('the wait is over when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const limiter = createLimiter(1, cancel.signal);
		const requests = new Requests(limiter);
		limiter.throttle(60_000);
		void requests.send('a');
		await jest.advanceTimersByTimeAsync(10);
		cancel.abort();
		await jest.advanceTimersByTimeAsync(0);
		expect(requests.begun).toEqual([{ name: 'a', at: 10 }]);
	});
});
