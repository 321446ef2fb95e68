/** More often than that nobody needs to look: several records then arrive at once. In ms. */
const SHORTEST_TICK_MS = 10;

/**
 * Lets records arrive in real time until it is stopped.
 *
 * @param perSecond How many, evenly; 0.5 is one in two seconds.
 * @returns stops it.
 */
export function startArrivals(perSecond: number, arrive: (count: number) => void): () => void {
	if (!(perSecond > 0)) return () => {};
	const startedAt = performance.now();
	let arrived = 0;
	// by what is due, not by how often it ticked: ticks come late on a busy machine
	const timer = setInterval(
		() => {
			const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond) - arrived;
			if (due <= 0) return;
			arrived += due;
			arrive(due);
		},
		Math.max(SHORTEST_TICK_MS, 1000 / perSecond),
	);
	return () => clearInterval(timer);
}
