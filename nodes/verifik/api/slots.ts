/** Bounds how many tasks run at the same time; the others wait in line. */
export class Slots {
	private readonly line: Array<() => void> = [];

	/** @param free how many tasks may run at the same time, at least 1 */
	constructor(private free: number) {}

	/** Runs the task as soon as there is room for it. */
	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.line.push(resolve));
		try {
			return await task();
		} finally {
			const next = this.line.shift();
			if (next) next();
			else this.free++;
		}
	}
}
