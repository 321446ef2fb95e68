const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * How long to wait before the next attempt, in ms: twice as long after each, with up to half of it
 * drawn by lot, so that many executions do not come back together.
 *
 * @param attempts how many attempts there have been, from 1
 */
export function delayBeforeRetry(attempts: number): number {
	const longest = Math.min(SHORTEST_MS * 2 ** (attempts - 1), LONGEST_MS);
	return longest * (0.5 + Math.random() / 2);
}
