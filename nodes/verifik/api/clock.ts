/** Tells the time and waits; tests bring one of their own. */
export interface Clock {
	/** ms since 1970. It may be set, forward or back: for dates, never for how long something takes. */
	now(): number;
	/** ms since some moment. Nobody can set it: for waits and deadlines. */
	elapsedMs(): number;
	/** Waits for so many ms, or until the signal is aborted, whichever comes first. Never throws. */
	wait(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** The longest that Node's timers can hold; a longer wait is one until the signal. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: () => Date.now(),
	elapsedMs: () => performance.now(),
	wait: async (delayMs, signal) => {
		if (delayMs <= 0 || signal.aborted) return;
		// n8n's `sleep` cannot be ended; a timer that nobody listens to any more holds nothing open
		const timer = AbortSignal.timeout(Math.min(Math.ceil(delayMs), LONGEST_TIMER_MS));
		await new Promise<void>((resolve) => {
			const wake = () => {
				timer.removeEventListener('abort', wake);
				signal.removeEventListener('abort', wake);
				resolve();
			};
			timer.addEventListener('abort', wake);
			signal.addEventListener('abort', wake);
		});
	},
};
