import type { Query, RecordList, RecordPage } from '../../nodes/DocumentLivenessTrigger/readNews';
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
	hasLowerBound: boolean;
	/** Whether it applies `whereLTE_createdAt`. */
	hasUpperBound: boolean;
	/** Whether a page has its newest record first; else its records come in any order. */
	isSorted: boolean;
	/** Whether it says `total` and `pages`. */
	counts: boolean;
}

export const documented: Behaviour = {
	pageSize: 100,
	hasLowerBound: true,
	hasUpperBound: true,
	isSorted: true,
	counts: true,
};
const unbounded: Behaviour = { ...documented, hasLowerBound: false, hasUpperBound: false };
export const behaviours: Array<[string, Behaviour]> = [
	['a server that does as documented', documented],
	['one that does not count', { ...documented, counts: false }],
	['one that ignores the lower bound', { ...documented, hasLowerBound: false }],
	['one that ignores the upper bound', { ...documented, hasUpperBound: false }],
	['one that ignores both', unbounded],
	['one that does nothing of it', { ...unbounded, isSorted: false, counts: false }],
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

	/** The page that answers a query. */
	page({ from, to, page }: Query, behaviour: Behaviour): RecordPage {
		const { pageSize, hasLowerBound, hasUpperBound, isSorted, counts } = behaviour;
		const oldest = hasLowerBound && from !== null ? this.firstAfter(from - 1) : 0;
		const newest = hasUpperBound && to !== null ? this.firstAfter(to) : this.size;
		const end = newest - (page - 1) * pageSize;
		const entries = this.oldestFirst.slice(Math.max(oldest, end - pageSize), Math.max(oldest, end));
		const total = Math.max(0, newest - oldest);
		return {
			entries: isSorted ? entries.reverse() : shuffled(entries),
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

/** In an order that is the same each time, and neither of the two that one expects. */
function shuffled(records: SimulatedRecord[]): SimulatedRecord[] {
	const rankOf = ({ _id }: SimulatedRecord) => (parseInt(_id, 16) * 7_919) % 101;
	return [...records].sort((a, b) => rankOf(a) - rankOf(b));
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
		list: async (query) => {
			onRequest(++requests);
			return account.page(query, behaviour);
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
