import type { Submission } from './checks';
import type { Settings } from './options';
import {
	createRecord,
	DOCUMENTED_RECORD,
	generateRecord,
	INTERVAL,
	NEWEST,
	type SimulatorRecord,
} from './records';
import { RecordStore } from './store';
import type { Image } from './submissions';

/** What Verifik keeps for one client: records, saved images, charges. */
export class Account {
	readonly store = new RecordStore();
	/** Checks charged for each record that was POSTed here. */
	readonly charged = new Map<string, number>();
	readonly images = new Map<string, Image>();
	private nextIndex: number;

	/** `count` records, the documented one among them: with a count of 1 it is the only one. */
	constructor(private readonly settings: Settings) {
		const { seed } = settings;
		this.nextIndex = Math.max(0, settings.count - 1);
		for (let index = 0; index < this.nextIndex; index += 1) {
			this.store.insert(generateRecord(seed, index, settings));
		}
		if (settings.count > 0) this.store.insert(DOCUMENTED_RECORD);
	}

	/**
	 * New records, each `INTERVAL` after the newest so far, or all of them at one instant: one that
	 * lies in the past makes records that become visible late.
	 *
	 * @param changes what all of them have instead of what would be drawn
	 */
	arrive(count: number, at?: Date, changes?: Partial<SimulatorRecord>): SimulatorRecord[] {
		const { seed } = this.settings;
		return Array.from({ length: count }, () => {
			const createdAt = at ?? new Date((this.store.newestAt ?? NEWEST.getTime()) + INTERVAL);
			const drawn = generateRecord(seed, this.takeIndex(), { ...this.settings, createdAt });
			const record = { ...drawn, ...changes };
			this.store.insert(record);
			return record;
		});
	}

	/** Runs the checks on an image: charged per check and stored as the newest record. */
	process(submission: Submission, image: Image, imageUrl: (id: string) => string): SimulatorRecord {
		const now = this.settings.now?.getTime() ?? Date.now();
		const createdAt = new Date(Math.max(now, (this.store.newestAt ?? -Infinity) + 1));
		const index = this.takeIndex();
		const { seed, formula } = this.settings;
		const record = createRecord(seed, index, submission, createdAt, { imageUrl, formula });
		this.store.insert(record);
		this.charged.set(record._id, submission.checks.length);
		if (submission.saveImage) this.images.set(record._id, image);
		return record;
	}

	/** Checks charged so far. */
	get charges(): number {
		return [...this.charged.values()].reduce((sum, checks) => sum + checks, 0);
	}

	private takeIndex(): number {
		const index = this.nextIndex;
		this.nextIndex += 1;
		return index;
	}
}
