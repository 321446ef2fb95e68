import { sleep } from 'n8n-workflow';

/** n8n's `sleep` cannot be ended: in short naps, no timer outlives a cancelled execution by long. */
const NAP = 1000;

/** Waits for `delay` ms, or until the execution is cancelled, whichever comes first. */
export async function wait(delay: number, signal?: AbortSignal): Promise<void> {
	let wake = () => {};
	const aborted = new Promise<void>((resolve) => (wake = resolve));
	signal?.addEventListener('abort', wake);
	for (let left = delay; left > 0 && !signal?.aborted; left -= NAP) {
		await Promise.race([sleep(Math.min(left, NAP)), aborted]);
	}
	signal?.removeEventListener('abort', wake);
}

const BACK_OFF_MIN = 500;
const BACK_OFF_MAX = 30_000;

/**
 * How long to wait before the next try, in ms: what the server asked for, else twice as long
 * after each try, with up to half of it drawn by lot, so that many executions do not come back
 * together.
 *
 * @param tries how many tries there have been, from 1
 */
export function delayBeforeRetry(tries: number, retryAfter?: number): number {
	if (retryAfter !== undefined) return retryAfter;
	const longest = Math.min(BACK_OFF_MIN * 2 ** (tries - 1), BACK_OFF_MAX);
	return longest * (0.5 + Math.random() / 2);
}
