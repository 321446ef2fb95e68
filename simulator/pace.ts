import { setTimeout as wait } from 'node:timers/promises';
import { between, randomFrom, type Random } from './random';

/** Milliseconds, or a range of them. */
export type Latency = number | [shortest: number, longest: number];

/** Waits as long as the latency says; ranges are drawn from the seed. */
export class Pace {
	private readonly random: Random;
	private readonly closing = new AbortController();

	constructor(seed: number) {
		this.random = randomFrom(seed, 0);
	}

	/** @throws AbortError when the simulator is closed meanwhile. */
	async delay(latency: Latency): Promise<void> {
		const ms = typeof latency === 'number' ? latency : between(this.random, ...latency, 0);
		if (ms > 0) await wait(ms, undefined, { signal: this.closing.signal });
	}

	close(): void {
		this.closing.abort();
	}
}

/** Admits so many requests in every second that starts with one of them. */
export class Throttle {
	private secondStartedAt = -Infinity;
	private admitted = 0;

	constructor(private readonly perSecond: number) {}

	admits(now: number): boolean {
		if (now - this.secondStartedAt >= 1000) {
			this.secondStartedAt = now;
			this.admitted = 0;
		}
		this.admitted += 1;
		return this.admitted <= this.perSecond;
	}
}
