import type { RecordList, RecordPage } from '../../nodes/DocumentLivenessTrigger/recordList';
import {
	verifikError,
	withWords,
	type VerifikError,
} from '../../nodes/verifik/api/errors/VerifikError';

export interface SimulatedRecord {
	[field: string]: unknown;
	_id: string;
	createdAt: string;
	aggregatedScore: number;
}

/** How the simulated server answers; B and C of what is known of the real one. */
export interface Behaviour {
	pageSize: number;
	/** Whether it applies `whereGTE_createdAt`. */
	filters: boolean;
	/** Whether it says `total` and `pages`. */
	counts: boolean;
}

export const documented: Behaviour = { pageSize: 100, filters: true, counts: true };
export const careless: Behaviour = { pageSize: 100, filters: false, counts: true };
export const behaviours: Array<[string, Behaviour]> = [
	['a server that does as documented', documented],
	['one that ignores the date bound', careless],
	['one that does not count', { pageSize: 100, filters: true, counts: false }],
	['one that does neither', { pageSize: 100, filters: false, counts: false }],
];

/** When the first record of an account was created, ms since 1970. */
export const START = Date.parse('2026-01-01T00:00:00Z');

/** New records, each so many ms after the newest one; returns their IDs, oldest first. */
export function arrive(account: SimulatedAccount, count: number, apart: number): string[] {
	return Array.from(
		{ length: count },
		() => account.arrive((account.newestAt ?? START) + apart)._id,
	);
}

/** An account at Verifik, in memory: fast enough for ten thousand histories. */
export class SimulatedAccount {
	/** ms since 1970, ascending; records of the same moment in the order of their arrival. */
	private readonly times: number[] = [];
	private readonly oldestFirst: SimulatedRecord[] = [];

	get size(): number {
		return this.times.length;
	}

	/** ms since 1970; undefined when there is no record. */
	get newestAt(): number | undefined {
		return this.times.at(-1);
	}

	get ids(): string[] {
		return this.oldestFirst.map(({ _id }) => _id);
	}

	/** Makes a record visible from now on. */
	arrive(createdAt: number): SimulatedRecord {
		const id = this.size;
		const record = {
			_id: id.toString(16).padStart(24, '0'),
			createdAt: new Date(createdAt).toISOString(),
			aggregatedScore: (id % 100) / 100,
		};
		const place = this.firstAfter(createdAt);
		this.times.splice(place, 0, createdAt);
		this.oldestFirst.splice(place, 0, record);
		return record;
	}

	/** One page, newest first. */
	page(page: number, createdAfter: number | null, behaviour: Behaviour): RecordPage {
		const { pageSize, filters, counts } = behaviour;
		const oldest = filters && createdAfter !== null ? this.firstAfter(createdAfter - 1) : 0;
		const end = this.size - (page - 1) * pageSize;
		const entries = this.oldestFirst.slice(Math.max(oldest, end - pageSize), Math.max(oldest, end));
		const total = this.size - oldest;
		return {
			entries: entries.reverse(),
			...(counts && { total, pages: Math.ceil(total / pageSize), page }),
		};
	}

	private firstAfter(time: number): number {
		let low = 0;
		let high = this.size;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.times[middle] > time) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

export interface CountedList {
	list: RecordList;
	/** How many requests there have been. */
	readonly requests: number;
}

/** The list as the trigger reads it; `onRequest` runs before each answer, with its number from 1. */
export function listOf(
	account: SimulatedAccount,
	behaviour: Behaviour,
	onRequest: (number: number) => void = () => {},
): CountedList {
	let requests = 0;
	return {
		list: (createdAfter) => async (page) => {
			onRequest(++requests);
			return account.page(page, createdAfter, behaviour);
		},
		get requests() {
			return requests;
		},
	};
}

/** A request that failed, whatever the reason. */
export function failure(): VerifikError {
	return withWords(verifikError('unreachable'), { message: 'The request failed' });
}
