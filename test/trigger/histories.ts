import type { IDataObject } from 'n8n-workflow';

import { NOTHING_GIVEN, OVERLAP_MS, parseCursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import type { TriggerEvent } from '../../nodes/DocumentLivenessTrigger/poll';
import {
	readNews,
	startFromNow,
	type Query,
	type RecordList,
	type RecordPage,
} from '../../nodes/DocumentLivenessTrigger/readNews';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import fc from '../harness/fastCheck';
import { documented, failure, SimulatedAccount, START, type Behaviour } from './account';
import { SimulatedN8n, type Mode } from './n8n';

/*
 * Histories of a trigger: records that arrive, late ones and whole bursts among them, polls that fail,
 * are cut, lost, repeated or run side by side, restarts, and a server that lies once in a while.
 */

/** Records that become visible: each so many ms after the newest one, or that much before it. */
type Arrivals = number[];

/** What one answer says that is not so. */
type Lie = 'empty' | 'repeat' | 'short' | 'double';

/** What happens in the life of a trigger. */
type Event =
	| { kind: 'arrivals'; arrivals: Arrivals }
	| { kind: 'restart' }
	| {
			kind: 'poll';
			/** What becomes visible before the first, second… request of the poll. */
			meanwhile: Arrivals[];
			/** Which request fails, from 1. */
			failsAt: number | null;
			/** How many requests the quota lets through. */
			quota: number;
			/** After how many requests the time for new ones is over. */
			time: number;
			lie: { at: number; what: Lie } | null;
			/** Whether the whole list comes empty. */
			isListAway: boolean;
			isCut: boolean;
			isUncommitted: boolean;
			together: number;
			stale: number;
	  };

export type PollEvent = Extract<Event, { kind: 'poll' }>;

export interface History {
	mode: Mode;
	behaviour: Behaviour;
	/** How many records a page is asked for; where it is more than the server's, `pages` is wrong. */
	asked: number;
	/** Records before the trigger is published. */
	before: Arrivals;
	/** Whether it starts from the oldest of them on. */
	startsFromThere: boolean;
	events: Event[];
}

/** The same moment, soon after, beyond the overlap; or late, but within the overlap. */
const gap = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 1_000) },
	{ weight: 3, arbitrary: fc.integer({ min: 0, max: OVERLAP_MS / 10 }) },
	{ weight: 1, arbitrary: fc.integer({ min: OVERLAP_MS, max: 5 * OVERLAP_MS }) },
	{ weight: 2, arbitrary: fc.integer({ min: -OVERLAP_MS, max: 0 }) },
	{ weight: 1, arbitrary: fc.constant(-OVERLAP_MS) },
);

const burst = fc.tuple(fc.integer({ min: 10, max: 60 }), fc.constantFrom(0, 1, 20_000, OVERLAP_MS));

const arrivals: fc.Arbitrary<Arrivals> = fc.oneof(
	{ weight: 6, arbitrary: fc.array(gap, { maxLength: 8 }) },
	{ weight: 2, arbitrary: burst.map(([count, each]) => Array<number>(count).fill(each)) },
);

const seldom = fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 1);
const many = fc.constant(1_000);

const pollEvent: fc.Arbitrary<PollEvent> = fc.record({
	kind: fc.constant('poll' as const),
	meanwhile: fc.array(fc.array(gap, { maxLength: 4 }), { maxLength: 12 }),
	failsAt: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 4 }),
	quota: fc.oneof(
		{ weight: 2, arbitrary: many },
		{ weight: 1, arbitrary: fc.integer({ max: 8, min: 0 }) },
	),
	time: fc.oneof(
		{ weight: 3, arbitrary: many },
		{ weight: 1, arbitrary: fc.integer({ max: 8, min: 0 }) },
	),
	lie: fc.option(
		fc.record({
			at: fc.integer({ min: 1, max: 6 }),
			what: fc.constantFrom<Lie>('empty', 'repeat', 'short', 'double'),
		}),
		{ freq: 2 },
	),
	isListAway: seldom,
	isCut: seldom,
	isUncommitted: seldom,
	together: fc.constantFrom(1, 1, 1, 2, 5),
	stale: fc.constantFrom(0, 0, 0, 1, 3),
});

const event: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant('arrivals' as const), arrivals }) },
	{ weight: 8, arbitrary: pollEvent },
	{ weight: 1, arbitrary: fc.constant<Event>({ kind: 'restart' }) },
);

/** Histories with a server that does, in each of them, what is not told here. */
export const historiesWith = (told: Partial<Behaviour> = {}): fc.Arbitrary<History> =>
	fc.record({
		mode: fc.constantFrom<Mode>('memory', 'durable'),
		behaviour: fc
			.record({
				pageSize: fc.constantFrom(3, 4, 7),
				hasLowerBound: fc.boolean(),
				hasUpperBound: fc.boolean(),
				isSorted: fc.boolean(),
				counts: fc.boolean(),
			})
			.map((drawn) => ({ ...drawn, ...told })),
		asked: fc.constantFrom(0, 0, 8),
		before: arrivals,
		startsFromThere: seldom,
		events: fc.array(event, { minLength: 1, maxLength: 10 }),
	});

/** A poll in which nothing happens. */
export const CALM: PollEvent = {
	kind: 'poll',
	meanwhile: [],
	failsAt: null,
	quota: 1_000,
	time: 1_000,
	lie: null,
	isListAway: false,
	isCut: false,
	isUncommitted: false,
	together: 1,
	stale: 0,
};

/** An empty account with pages of three, before anything happens. */
const NOTHING_YET: History = {
	mode: 'memory',
	behaviour: { ...documented, pageSize: 3, hasLowerBound: false },
	asked: 0,
	before: [],
	startsFromThere: false,
	events: [],
};

/** The second page is the first one again, and ends with a record that has just arrived. */
const ARRIVALS_IN_A_REPEATED_PAGE: History = {
	...NOTHING_YET,
	behaviour: { ...documented, pageSize: 7, hasLowerBound: false },
	before: Array<number>(10).fill(OVERLAP_MS),
	events: [
		{ kind: 'arrivals', arrivals: [0] },
		{ ...CALM, meanwhile: [[0]], time: 0 },
		{ kind: 'arrivals', arrivals: [OVERLAP_MS, 0, 0, 0, 0] },
		{ ...CALM, meanwhile: [[OVERLAP_MS, 0, 0]], failsAt: 2 },
		{
			...CALM,
			meanwhile: [[0, OVERLAP_MS], [0, 0], [0], [-1, 0, 0]],
			quota: 5,
			lie: { at: 4, what: 'repeat' },
		},
		{ ...CALM, time: 0 },
	],
};

/** The page on which an unfinished stretch goes on is empty once: it has not been pushed down. */
const EMPTY_WHERE_IT_GOES_ON: History = {
	...NOTHING_YET,
	behaviour: { ...documented, pageSize: 3, hasLowerBound: false, counts: false },
	events: [
		{ ...CALM, meanwhile: [[0, 0]], failsAt: 5, time: 3 },
		{ ...CALM, failsAt: 2, lie: { at: 1, what: 'empty' } },
		{ kind: 'arrivals', arrivals: [0] },
	],
};

/** The second page is the first one again, with newer records on it than on the one before it. */
const REPEATED_AFTER_ARRIVALS: History = {
	...NOTHING_YET,
	events: [
		{ kind: 'arrivals', arrivals: [...Array<number>(11).fill(0), OVERLAP_MS, OVERLAP_MS] },
		{ ...CALM, quota: 1 },
		{ ...CALM, quota: 7 },
		{ ...CALM, meanwhile: [[0, -OVERLAP_MS]], quota: 0 },
		{
			...CALM,
			meanwhile: [
				[0, 0],
				[OVERLAP_MS, 0, 0, 0],
			],
			time: 3,
			lie: { at: 2, what: 'repeat' },
		},
	],
};

/** The same, and one that arrived is late. */
const LATE_AND_REPEATED: History = {
	...NOTHING_YET,
	before: [0, 0],
	events: [
		{ kind: 'arrivals', arrivals: [0, 0, 0, OVERLAP_MS + 1] },
		{ ...CALM, quota: 1 },
		{ ...CALM, meanwhile: [[0], [OVERLAP_MS, 0, 0, 0]], lie: { at: 2, what: 'repeat' } },
	],
};

/** A count that was too high once is met by the true one later, with a late record unread. */
const COUNTED_TOO_HIGH: History = {
	...NOTHING_YET,
	mode: 'durable',
	before: [0, OVERLAP_MS, 0, OVERLAP_MS],
	events: [
		{ ...CALM, quota: 2, lie: { at: 1, what: 'double' } },
		{ ...CALM, meanwhile: [[0]], isUncommitted: true },
		{ ...CALM, meanwhile: [[0, 0]], isUncommitted: true },
		{ ...CALM, meanwhile: [[0]], failsAt: 2 },
		{ ...CALM, meanwhile: [[0, 0], [], [-1, 0, 0]], time: 0 },
	],
};

/** Fifty records of one moment, then later ones. */
const MANY_OF_ONE_MOMENT: History = {
	...NOTHING_YET,
	behaviour: { ...documented, pageSize: 3, hasLowerBound: false, counts: false },
	events: [
		{ kind: 'arrivals', arrivals: Array<number>(45).fill(0) },
		{
			...CALM,
			meanwhile: [
				[0, 0, OVERLAP_MS],
				[-OVERLAP_MS, 0, -OVERLAP_MS, 1],
			],
			quota: 1,
		},
	],
};

/** The list is away for a poll, and in the next one the page that it ended at is empty once. */
const AWAY_AND_THEN_EMPTY: History = {
	...NOTHING_YET,
	behaviour: {
		pageSize: 3,
		hasLowerBound: false,
		hasUpperBound: false,
		isSorted: false,
		counts: false,
	},
	before: Array<number>(10).fill(0),
	events: [
		{ ...CALM, meanwhile: [[-OVERLAP_MS, OVERLAP_MS]], failsAt: 4 },
		{ ...CALM, quota: 1, isListAway: true },
		{ ...CALM, lie: { at: 2, what: 'empty' } },
		{ ...CALM, quota: 0, time: 0 },
	],
};

/** The same, further down: the page before that one was empty, too. */
const AWAY_FURTHER_DOWN: History = {
	...AWAY_AND_THEN_EMPTY,
	events: [
		{ ...CALM, meanwhile: [[-OVERLAP_MS, 1]], failsAt: 6 },
		{ ...CALM, isListAway: true },
		{ ...CALM, lie: { at: 2, what: 'empty' } },
		CALM,
	],
};

/** A page is empty once, and cut short when it is asked for again. */
const EMPTY_AND_THEN_SHORT: History = {
	...AWAY_AND_THEN_EMPTY,
	behaviour: { ...AWAY_AND_THEN_EMPTY.behaviour, hasUpperBound: true },
	events: [
		{ kind: 'arrivals', arrivals: Array<number>(9).fill(OVERLAP_MS) },
		{ ...CALM, meanwhile: [[1, -OVERLAP_MS], [-OVERLAP_MS], [0, 0, -1, -2]], isCut: true },
		{ ...CALM, meanwhile: [[0]], failsAt: 7, lie: { at: 6, what: 'empty' } },
		{ ...CALM, quota: 1, lie: { at: 1, what: 'short' } },
	],
};

/** A page repeats another one when a poll ends and when the next one begins. */
const REPEATED_IN_TWO_POLLS: History = {
	...AWAY_AND_THEN_EMPTY,
	mode: 'durable',
	behaviour: { ...AWAY_AND_THEN_EMPTY.behaviour, pageSize: 7 },
	events: [
		{ ...CALM, meanwhile: [[0, -OVERLAP_MS, 0, -OVERLAP_MS], [1]], quota: 1, isUncommitted: true },
		{ ...CALM, failsAt: 5, lie: { at: 4, what: 'repeat' } },
		{ ...CALM, quota: 1, time: 0, lie: { at: 1, what: 'repeat' } },
		CALM,
	],
};

/** Found by chance, and kept. */
export const recorded: Array<[History]> = [
	[ARRIVALS_IN_A_REPEATED_PAGE],
	[EMPTY_WHERE_IT_GOES_ON],
	[REPEATED_AFTER_ARRIVALS],
	[LATE_AND_REPEATED],
	[COUNTED_TOO_HIGH],
	[MANY_OF_ONE_MOMENT],
	[AWAY_AND_THEN_EMPTY],
	[AWAY_FURTHER_DOWN],
	[EMPTY_AND_THEN_SHORT],
	[REPEATED_IN_TWO_POLLS],
];

/** An account, a trigger, and an n8n around it. */
class Life {
	readonly account = new SimulatedAccount();
	readonly n8n: SimulatedN8n;
	readonly existing: ReadonlySet<string>;
	requests = 0;
	private current = CALM;
	private asked = 0;
	/** Which page was said to be empty last, and was not. */
	private emptied = 0;

	constructor(private readonly given: History) {
		this.arrive(given.before);
		this.existing = new Set(given.startsFromThere ? [] : this.account.ids);
		this.n8n = new SimulatedN8n(given.mode, () => this.event());
	}

	arrive(gaps: Arrivals): void {
		for (const each of gaps) this.account.arrive((this.account.newestAt ?? START) + each);
	}

	async happen(event: Event): Promise<void> {
		if (event.kind === 'arrivals') this.arrive(event.arrivals);
		else if (event.kind === 'restart') this.n8n.restart();
		else {
			this.current = event;
			this.asked = 0;
			await this.n8n.poll(event);
		}
	}

	/** The trigger, without the requests that the list makes of it. */
	private event(): TriggerEvent {
		const { given } = this;
		const limits = {
			hasTime: () => this.asked < this.current.time,
			pageSize: given.asked || given.behaviour.pageSize,
		};
		const from = given.startsFromThere
			? { ...NOTHING_GIVEN, floorAt: START - 100 * OVERLAP_MS }
			: null;
		return {
			key: 'cursor',
			sample: async () => [],
			poll: async (state) => {
				const cursor = parseCursor(state) ?? from;
				const { records, ...found } = cursor
					? await readNews(this.list, cursor, limits)
					: await startFromNow(this.list, limits);
				expect(JSON.stringify(found.cursor).length).toBeLessThan(64_000);
				return {
					items: records.map((json) => ({ json: json as IDataObject })),
					state: found.cursor,
				};
			},
		};
	}

	private readonly list: RecordList = async (query) => {
		const { quota, failsAt, meanwhile, lie, isListAway } = this.current;
		const request = ++this.asked;
		this.requests++;
		this.arrive(meanwhile[request - 1] ?? []);
		if (request > quota) throw verifikError('throttled', { told: { waitMs: 30_000 } });
		if (request === failsAt) throw failure();
		if (isListAway) return { entries: [] };
		const isLie = lie?.at === request && !this.isBelieved(lie.what, query.page);
		const shown = isLie && lie.what === 'repeat' ? Math.max(1, query.page - 1) : query.page;
		const page = this.page({ ...query, page: shown });
		if (!isLie) return page;
		if (lie.what === 'empty') return { ...page, entries: [] };
		if (lie.what === 'short') return { ...page, entries: newestTwo(page) };
		return lie.what === 'double' ? doubled(page) : page;
	};

	/** A page that was empty when it was last asked for, and is again, counts as empty. */
	private isBelieved(what: Lie, number: number): boolean {
		const wasEmpty = this.emptied === number;
		this.emptied = what === 'empty' && !wasEmpty ? number : 0;
		return what === 'empty' && wasEmpty;
	}

	private page(query: Query): RecordPage {
		const { behaviour, asked } = this.given;
		const page = this.account.page(query, behaviour);
		if (asked === 0 || page.total === undefined) return page;
		return { ...page, pages: Math.ceil(page.total / asked) };
	}
}

/** What is left of a page that is cut short. */
function newestTwo({ entries }: RecordPage): RecordPage['entries'] {
	const newestFirst = [...entries].sort((a, b) =>
		String(b.createdAt).localeCompare(String(a.createdAt)),
	);
	return newestFirst.slice(0, 2);
}

/** Counts that are too high. (One that is too low is believed if all that it counts is known.) */
function doubled({ entries, total, pages }: RecordPage): RecordPage {
	const twice = (count?: number) => (count === undefined ? undefined : count * 2);
	return { entries, total: twice(total), pages: twice(pages) };
}

/** Lives through a history, and then polls until nothing is left. */
export async function live(given: History, calm: PollEvent = CALM) {
	const life = new Life(given);
	await life.n8n.publish();
	for (const each of given.events) await life.happen(each);

	const { n8n, account, existing } = life;
	const expected = account.ids.filter((id) => !existing.has(id));
	const emitted = () => n8n.polls.flat().map(({ json }) => String(json._id));
	let polls = 0;
	// records of one moment are only told apart by going down to the oldest of them each time
	const pages = Math.ceil(account.size / given.behaviour.pageSize);
	const most = 60 + 6 * pages + pages ** 2;
	while (polls < most && (polls < 3 || emitted().length < expected.length)) {
		n8n.rest();
		await life.happen(calm);
		polls++;
	}
	return { life, expected, emitted: emitted(), polls };
}

export function isAscending(items: Array<{ json: IDataObject }>): boolean {
	return items.every(
		({ json }, index) =>
			index === 0 || String(json.createdAt) >= String(items[index - 1].json.createdAt),
	);
}
