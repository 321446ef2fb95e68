import type { FetchPage } from '../verifik/api/pages';
import {
	createdAtOf,
	identityOf,
	type DocumentLivenessRecord,
} from '../verifik/documentLiveness/record';
import type { NumberedPage, RecordPage } from './recordList';
import { PAGES_PER_POLL, type Stretch, type StretchPlan } from './stretchTypes';

/** Ends a walk between two requests: one that asks for pages again and again yields none. */
export class TimeIsUp extends Error {}

/** The list as the walk is to see it, and what it answered. */
export class Answers {
	/** What came last. */
	latest: NumberedPage = { number: 0, page: { entries: [] } };
	/** How many records the server counted at first. */
	firstTotal: number | undefined;
	/** The page that was empty last; 0 when none was. */
	emptyPage: number;
	/** Whether the page that came last was empty, was asked for twice, and nothing is missing above. */
	isEndSure = false;
	/** Whether a page did not go on where the one before it ended. */
	hasGap = false;
	private requests = 0;
	private readonly order = new Order();
	private peeked: NumberedPage | undefined;

	constructor(
		private readonly list: FetchPage<DocumentLivenessRecord>,
		private readonly plan: StretchPlan,
		private readonly hasTime: () => boolean,
		/** What was read until now. */
		private readonly stretch: () => Pick<Stretch, 'known' | 'last' | 'lastLength' | 'size'>,
	) {
		this.emptyPage = plan.unfinished?.emptyPage ?? 0;
		this.peeked = plan.peeked;
	}

	readonly fetchPage: FetchPage<DocumentLivenessRecord> = async (number, place, signal) => {
		const page = this.atHand(number) ?? (await this.ask(number, place, signal));
		const wasEmpty = this.latest.number === number && this.latest.page.entries.length === 0;
		const isSure = wasEmpty || this.isConfirmed(number);
		this.isEndSure = page.entries.length === 0 && isSure && !this.order.endsAbove;
		this.firstTotal ??= page.total;
		this.latest = { number, page };
		this.hasGap ||= !this.order.take(number, page.entries);
		if (page.entries.length === 0) this.emptyPage = number;
		// how many there are is judged here; the pages tell where the list goes on
		return { entries: page.entries, pages: page.pages };
	};

	/** A page that was just read; an empty one that need not be asked for again. */
	private atHand(number: number): RecordPage | undefined {
		const { peeked, latest } = this;
		this.peeked = undefined;
		if (peeked?.number === number) return peeked.page;
		const isRepeated = latest.number === number && latest.page.entries.length === 0;
		return isRepeated && this.isConfirmed(number) ? latest.page : undefined;
	}

	/** Whether an empty page was empty for an earlier poll, or comes after one that was not full. */
	private isConfirmed(number: number): boolean {
		const { known, last, lastLength, size } = this.stretch();
		const isBehindShort = known > 0 && last === number - 1 && lastLength < size;
		return this.plan.unfinished?.emptyPage === number || isBehindShort;
	}

	private readonly ask: FetchPage<DocumentLivenessRecord> = async (...page) => {
		this.requests++;
		const most = 2 * Math.max(PAGES_PER_POLL, 2 * this.plan.length);
		const isTooMuch = this.requests > most || (this.requests > 4 && !this.hasTime());
		if (isTooMuch) throw new TimeIsUp();
		return await this.list(...page);
	};
}

/** A page of those that were asked for one after another. */
interface Passed {
	number: number;
	/** Whether it ended among records that were read before. */
	endsAbove: boolean;
	ids: string[];
}

/**
 * Watches whether each page goes on where the one before it ended. Records that arrive push others
 * onto the next page, so it may begin higher up, with some of that page; but not with those of an
 * earlier one, or the page in between was another than the one asked for. And below a page that
 * ends among records that were read before, only such a one can come first.
 */
class Order {
	private readonly seen = new Set<string>();
	/** The last record of all that was read, and when it was created; ms since 1970. */
	private deepest = { id: '', createdAt: Infinity };
	/** The page that came last, and the one before it. */
	private latest: Passed = { number: 0, endsAbove: false, ids: [] };
	private before = this.latest;

	/** Whether the latest page ended among records that were read before. */
	get endsAbove(): boolean {
		return this.latest.endsAbove;
	}

	/** Takes a page; `false` when a record is missing between it and the one before it. */
	take(number: number, entries: DocumentLivenessRecord[]): boolean {
		if (number !== this.latest.number) this.before = this.latest;
		const ids = entries.map(identityOf);
		const [first] = ids;
		const lastEntry = entries.at(-1);
		if (first === undefined || lastEntry === undefined) return true;
		const last = identityOf(lastEntry);
		const goesOn = this.before.endsAbove
			? this.seen.has(first)
			: !this.seen.has(first) || this.before.ids.includes(first);
		const createdAt = createdAtOf(lastEntry) ?? this.deepest.createdAt;
		// one that arrived may end a page that is shown again: it is no deeper for being new
		if (!this.seen.has(last) && createdAt <= this.deepest.createdAt) {
			this.deepest = { id: last, createdAt };
		}
		ids.forEach((id) => this.seen.add(id));
		this.latest = { number, endsAbove: last !== this.deepest.id, ids };
		return goesOn;
	}
}
