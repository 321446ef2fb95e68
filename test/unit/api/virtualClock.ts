import type { Clock } from '../../../nodes/verifik/api/clock';

interface Sleeper {
	until: number;
	wake: () => void;
}

/** A clock that stands still while anything can happen, and then jumps to what happens next. */
export class VirtualClock implements Clock {
	private ms = 0;
	/** What the wall clock showed when this one began. */
	private wallMs = Date.parse('2026-01-01T12:00:00.000Z');
	private readonly sleepers = new Set<Sleeper>();

	now(): number {
		return this.wallMs + this.ms;
	}

	elapsedMs(): number {
		return this.ms;
	}

	/** Sets the wall clock; no wait is to notice. */
	setBack(byMs: number): void {
		this.wallMs -= byMs;
	}

	/** How many waits are under way. */
	get waiting(): number {
		return this.sleepers.size;
	}

	async wait(delayMs: number, signal?: AbortSignal): Promise<void> {
		if (delayMs <= 0 || signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const sleeper = {
				until: this.ms + delayMs,
				wake: () => {
					this.sleepers.delete(sleeper);
					signal?.removeEventListener('abort', sleeper.wake);
					resolve();
				},
			};
			this.sleepers.add(sleeper);
			signal?.addEventListener('abort', sleeper.wake);
		});
	}

	/** Lets time pass until the promise is settled; fails when nothing is left that could settle it. */
	async run<T>(promise: Promise<T>): Promise<T> {
		let isSettled = false;
		const settled = promise.finally(() => (isSettled = true));
		settled.catch(() => {});
		for (;;) {
			await new Promise(setImmediate);
			if (isSettled) return await settled;
			const next = Math.min(...[...this.sleepers].map(({ until }) => until));
			if (next === Infinity) throw new Error('Everybody waits for an answer that nobody gives');
			this.ms = Math.max(this.ms, next);
			for (const sleeper of [...this.sleepers]) if (sleeper.until <= this.ms) sleeper.wake();
		}
	}
}
