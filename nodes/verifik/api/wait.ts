import { sleep } from 'n8n-workflow';

/** Waits for `delay` ms, or until the execution is cancelled, whichever comes first. */
export async function wait(delay: number, signal?: AbortSignal): Promise<void> {
	if (signal === undefined) return await sleep(delay);
	if (signal.aborted) return;

	let stop = () => {};
	const aborted = new Promise<void>((resolve) => {
		stop = resolve;
		signal.addEventListener('abort', stop, { once: true });
	});
	await Promise.race([sleep(delay), aborted]);
	signal.removeEventListener('abort', stop);
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
