import fc from '../../harness/fastCheck';
import { inOrder } from '../../../nodes/verifik/api/inOrder';

async function readAll<T>(results: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const result of results) all.push(result);
	return all;
}

const bound = fc.integer({ min: 1, max: 10 });
const count = fc.integer({ min: 0, max: 30 });

test('results come in order, whatever order the tasks end in, and never too many at a time', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), bound, count, fc.nat(5), async (s, concurrency, n, first) => {
			let underWay = 0;
			let most = 0;
			const begun: number[] = [];
			const task = async (number: number) => {
				begun.push(number);
				most = Math.max(most, ++underWay);
				await s.schedule(Promise.resolve(), `task ${number}`);
				underWay--;
				return `result ${number}`;
			};
			const wanted = Array.from({ length: n }, (_, index) => first + index);
			const results = await s.waitFor(readAll(inOrder(first, first + n - 1, concurrency, task)));
			expect(results).toEqual(wanted.map((number) => `result ${number}`));
			expect(begun).toEqual(wanted);
			expect(most).toBe(Math.min(concurrency, n));
		}),
	);
});

test('tasks do not run away from a slow reader', async () => {
	await fc.assert(
		fc.asyncProperty(fc.scheduler(), bound, count, async (s, concurrency, n) => {
			let begun = 0;
			const task = async (number: number) => {
				begun++;
				return await s.schedule(Promise.resolve(number));
			};
			const read = async () => {
				let received = 0;
				for await (const result of inOrder(1, n, concurrency, task)) {
					expect(result).toBe(++received);
					for (let turn = 0; turn < 3; turn++) await s.schedule(Promise.resolve(), 'reader');
					expect(begun).toBeLessThanOrEqual(received + concurrency - 1);
				}
				expect(begun).toBe(n);
			};
			await s.waitFor(read());
		}),
	);
});

test('nothing runs before the first result is asked for', async () => {
	const task = jest.fn(async () => 'result');
	const results = inOrder(1, 3, 2, task);
	await Promise.resolve();
	expect(task).not.toHaveBeenCalled();
	await results.next();
	expect(task).toHaveBeenCalledTimes(2);
});

test('a reader that stops early starts no more tasks, and those under way are told', async () => {
	const signals: AbortSignal[] = [];
	const task = async (number: number, signal: AbortSignal) => {
		signals.push(signal);
		return number;
	};
	for await (const result of inOrder(1, 100, 4, task)) {
		expect(signals.every(({ aborted }) => !aborted)).toBe(true);
		if (result === 3) break;
	}
	expect(signals).toHaveLength(6);
	expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test('tasks are told that nobody waits when one fails', async () => {
	const signals: AbortSignal[] = [];
	const task = async (number: number, signal: AbortSignal) => {
		signals.push(signal);
		if (number === 2) throw new Error('broken');
	};
	await expect(readAll(inOrder(1, 9, 3, task))).rejects.toThrow('broken');
	expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

describe('a task that fails', () => {
	const unhandled: unknown[] = [];
	const note = (reason: unknown) => unhandled.push(reason);
	beforeAll(() => process.on('unhandledRejection', note));
	afterAll(() => process.off('unhandledRejection', note));

	/** Lets Node find out which rejections nobody handled. */
	const nodeLooksRound = () => new Promise((resolve) => setImmediate(resolve));

	test('ends the results in its turn: those before it are still given', async () => {
		let failFirst = () => {};
		const failed = new Promise<void>((resolve) => (failFirst = resolve));
		const task = async (number: number) => {
			if (number === 3) {
				failFirst();
				throw new Error('the third is broken');
			}
			if (number < 3) await failed;
			return number;
		};
		const given: number[] = [];
		const read = async () => {
			for await (const result of inOrder(1, 9, 4, task)) given.push(result);
		};
		await expect(read()).rejects.toThrow('the third is broken');
		expect(given).toEqual([1, 2]);
		await nodeLooksRound();
		expect(unhandled).toEqual([]);
	});

	test('after the reader has gone disturbs nobody', async () => {
		const task = async (number: number, signal: AbortSignal) => {
			if (number === 1) return;
			await new Promise((_resolve, reject) =>
				signal.addEventListener('abort', () => reject(new Error('abandoned'))),
			);
		};
		const results = inOrder(1, 5, 5, task);
		await results.next();
		await results.return();
		await nodeLooksRound();
		expect(unhandled).toEqual([]);
	});

	test('is the only one that is told when several fail', async () => {
		const task = async (number: number) => {
			throw new Error(`task ${number}`);
		};
		await expect(readAll(inOrder(1, 5, 5, task))).rejects.toThrow('task 1');
		await nodeLooksRound();
		expect(unhandled).toEqual([]);
	});
});
