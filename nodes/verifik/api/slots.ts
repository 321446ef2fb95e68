/** Bounds how many tasks run at the same time; the others wait in line. */
export interface Slots {
	/**
	 * Runs the task as soon as there is room for it.
	 *
	 * @param signal ends the wait: the task is then run at once, and has to look at the signal first
	 */
	run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** @param size how many tasks may run at the same time, at least 1 */
export function createSlots(size: number): Slots {
	let free = size;
	const line = new Set<(hasSlot: boolean) => void>();

	/** @returns whether there is a slot; not when the signal ended the wait */
	const takeSlot = async (signal: AbortSignal): Promise<boolean> => {
		if (free === 0) {
			return await new Promise((resolve) => {
				const enter = (hasSlot: boolean) => {
					line.delete(enter);
					signal.removeEventListener('abort', leave);
					resolve(hasSlot);
				};
				const leave = () => enter(false);
				line.add(enter);
				signal.addEventListener('abort', leave);
			});
		}
		free--;
		return true;
	};
	const giveSlot = () => {
		const [next] = line;
		if (next) next(true);
		else free++;
	};

	return {
		async run(task, signal) {
			const hasSlot = !signal.aborted && (await takeSlot(signal));
			try {
				return await task();
			} finally {
				if (hasSlot) giveSlot();
			}
		},
	};
}
