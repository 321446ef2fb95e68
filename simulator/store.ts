import type { SimulatorRecord } from './records';

/** An inclusive range of `createdAt`, in ms since 1970. */
export interface TimeRange {
	from: number;
	to: number;
}

interface Entry {
	record: SimulatorRecord;
	createdAt: number;
	/** Written once, so that a page is put together from finished pieces. */
	json: Buffer;
}

/** The records of the account, newest first. */
export class RecordStore {
	private entries: Entry[] = [];
	private readonly byId = new Map<string, Entry>();

	/** ms since 1970; undefined when there is no record. */
	get newestAt(): number | undefined {
		return this.entries[0]?.createdAt;
	}

	records(): readonly SimulatorRecord[] {
		return this.entries.map(({ record }) => record);
	}

	/** Puts the record where its `createdAt` puts it, before others of the same instant. */
	insert(record: SimulatorRecord): void {
		const createdAt = Date.parse(record.createdAt);
		const entry = { record, createdAt, json: Buffer.from(JSON.stringify(record)) };
		this.entries.splice(this.firstAtOrBefore(createdAt), 0, entry);
		this.byId.set(record._id, entry);
	}

	/** Deletes the oldest records, as a rule of retention does. */
	dropOldest(count: number): void {
		for (const { record } of this.entries.splice(-count)) this.byId.delete(record._id);
	}

	/** The record's JSON, or undefined when there is none with that id. */
	json(id: string): Buffer | undefined {
		return this.byId.get(id)?.json;
	}

	/** The JSON of the newest record with another id. */
	otherThan(id: string): Buffer | undefined {
		return this.entries.find(({ record }) => record._id !== id)?.json;
	}

	count(range: TimeRange): number {
		const [start, end] = this.bounds(range);
		return end - start;
	}

	/** The JSON of `size` records of the range, from the `offset`-th. */
	slice(range: TimeRange, ascending: boolean, offset = 0, size = Infinity): Buffer[] {
		const [start, end] = this.bounds(range);
		const first = ascending ? Math.max(start, end - offset - size) : start + offset;
		const last = ascending ? Math.max(start, end - offset) : Math.min(end, start + offset + size);
		const entries = this.entries.slice(first, last);
		if (ascending) entries.reverse();
		return entries.map(({ json }) => json);
	}

	private bounds({ from, to }: TimeRange): [start: number, end: number] {
		const start = this.firstAtOrBefore(to);
		const end = this.firstWhere((createdAt) => createdAt < from);
		return [start, Math.max(start, end)];
	}

	private firstAtOrBefore(instant: number): number {
		return this.firstWhere((createdAt) => createdAt <= instant);
	}

	/** Binary search: the newest entry old enough, for a test that every older one passes too. */
	private firstWhere(isOldEnough: (createdAt: number) => boolean): number {
		let low = 0;
		let high = this.entries.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			const { createdAt } = this.entries[middle] as Entry;
			if (isOldEnough(createdAt)) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}
