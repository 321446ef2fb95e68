import { wait } from './wait';

/** Bounds how many requests are under way, over all pages and input items of one execution. */
export interface Limiter {
	/** Runs the task as soon as there is room for it. */
	run<T>(task: () => Promise<T>): Promise<T>;
	/** From now on one at a time, and none before `delay` ms have passed. */
	throttle(delay: number): void;
}

/** @param concurrency how many tasks may be under way at the same time, at least 1 */
export function createLimiter(concurrency: number, signal?: AbortSignal): Limiter {
	let room = concurrency;
	let underWay = 0;
	let pause: Promise<unknown> = Promise.resolve();
	const waiting: Array<() => void> = [];

	/** Waits for the end of the pause, and of those that begin meanwhile. */
	const noPause = async () => {
		for (let over; over !== pause;) {
			over = pause;
			await over;
		}
	};

	return {
		async run(task) {
			while (underWay >= room) await new Promise<void>((resolve) => waiting.push(resolve));
			underWay++;
			try {
				await noPause();
				return await task();
			} finally {
				underWay--;
				waiting.shift()?.();
			}
		},
		throttle(delay) {
			room = 1;
			pause = Promise.all([pause, wait(delay, signal)]);
		},
	};
}
