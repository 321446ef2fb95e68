/**
 * Runs a task for each number from `first` to `last`, at most `concurrency` at a time, and yields
 * the results in order. Never runs further ahead of the reader than `concurrency` tasks. A reader
 * that stops early ends it: the signal tells the tasks that nobody waits for them any more.
 *
 * @param outer ends the tasks as well
 */
export async function* inOrder<T>(
	first: number,
	last: number,
	concurrency: number,
	task: (number: number, signal: AbortSignal) => Promise<T>,
	outer?: AbortSignal,
): AsyncGenerator<T, void, undefined> {
	const abandon = new AbortController();
	const signal = outer ? AbortSignal.any([outer, abandon.signal]) : abandon.signal;
	const underWay: Array<Promise<T>> = [];
	let next = first;

	try {
		for (;;) {
			while (next <= last && underWay.length < concurrency) {
				const result = task(next++, signal);
				// it is awaited in its turn; until then its failure is not an unhandled one
				result.catch(() => {});
				underWay.push(result);
			}
			const head = underWay.shift();
			if (head === undefined) return;
			yield await head;
		}
	} finally {
		abandon.abort();
	}
}
