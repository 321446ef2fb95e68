import fc from 'fast-check';

import { OVERLAP, parseCursor, type Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { markNow, readNews } from '../../nodes/DocumentLivenessTrigger/readNews';
import { VerifikProblem } from '../../nodes/verifik/api/problem';
import { failure, listOf, SimulatedAccount, type Behaviour } from './account';

const START = Date.parse('2026-01-01T00:00:00Z');

/** Records that become visible: each so many ms after the newest one, or that much before it. */
type Arrivals = number[];

/** What happens in the life of a trigger. */
type Event =
	| { kind: 'arrivals'; arrivals: Arrivals }
	| {
			kind: 'poll';
			/** What becomes visible before the first, second… request of the poll. */
			meanwhile: Arrivals[];
			/** Which request fails, from 1. */
			failsAt: number | null;
			/** n8n is stopped, or gives up the poll: what it returns is lost. */
			isLost: boolean;
			/** n8n runs it a second time with the same state and keeps only the second outcome. */
			isDoubled: boolean;
	  };

interface History {
	behaviour: Behaviour;
	/** Records before the trigger is activated. */
	before: Arrivals;
	events: Event[];
}

/** The same moment, soon after, beyond the overlap; or late, but within the overlap. */
const gap = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom(0, 0, 1, 1_000) },
	{ weight: 3, arbitrary: fc.integer({ min: 0, max: OVERLAP / 10 }) },
	{ weight: 1, arbitrary: fc.integer({ min: OVERLAP, max: 5 * OVERLAP }) },
	{ weight: 2, arbitrary: fc.integer({ min: -OVERLAP, max: 0 }) },
	{ weight: 1, arbitrary: fc.constant(-OVERLAP) },
);

const burst = fc.tuple(fc.integer({ min: 10, max: 60 }), fc.constantFrom(0, 1, 20_000, OVERLAP));

const arrivals: fc.Arbitrary<Arrivals> = fc.oneof(
	{ weight: 7, arbitrary: fc.array(gap, { maxLength: 8 }) },
	{ weight: 1, arbitrary: burst.map(([count, each]) => Array<number>(count).fill(each)) },
);

const event: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant('arrivals' as const), arrivals }) },
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('poll' as const),
			meanwhile: fc.array(fc.array(gap, { maxLength: 2 }), { maxLength: 12 }),
			failsAt: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 4 }),
			isLost: fc.oneof(
				{ weight: 5, arbitrary: fc.constant(false) },
				{ weight: 1, arbitrary: fc.constant(true) },
			),
			isDoubled: fc.oneof(
				{ weight: 5, arbitrary: fc.constant(false) },
				{ weight: 1, arbitrary: fc.constant(true) },
			),
		}),
	},
);

const history: fc.Arbitrary<History> = fc.record({
	behaviour: fc.record({
		// more than the two that may arrive between two pages: without a count, as many again would
		// look like a server that gives the same page for ever
		pageSize: fc.constantFrom(3, 4, 7),
		filters: fc.boolean(),
		counts: fc.boolean(),
	}),
	before: arrivals,
	events: fc.array(event, { minLength: 1, maxLength: 8 }),
});

/** Lives through a history; returns what was emitted, poll by poll, and what should have been. */
async function live({ behaviour, before, events }: History) {
	const account = new SimulatedAccount();
	const arrive = (gaps: Arrivals): void => {
		for (const each of gaps) account.arrive((account.newestAt ?? START) + each);
	};

	arrive(before);
	const existing = new Set(account.ids);
	let stored = JSON.stringify(await markNow(listOf(account, behaviour).list));
	const polls: Array<Array<{ _id: string; createdAt: string }>> = [];

	const run = async (meanwhile: Arrivals[], failsAt: number | null) => {
		const { list } = listOf(account, behaviour, (number) => {
			arrive(meanwhile[number - 1] ?? []);
			if (number === failsAt) throw failure();
		});
		return await readNews(list, parseCursor(JSON.parse(stored)) as Cursor, () => true);
	};
	for (const event of events) {
		if (event.kind === 'arrivals') {
			arrive(event.arrivals);
			continue;
		}
		try {
			if (event.isDoubled) await run(event.meanwhile, null);
			const news = await run(event.meanwhile, event.failsAt);
			if (event.isLost) continue;
			stored = JSON.stringify(news.cursor);
			polls.push(news.records as never);
		} catch (error) {
			expect(error).toBeInstanceOf(VerifikProblem);
		}
	}
	for (let isOver = false; !isOver; isOver = polls.at(-1)?.length === 0) {
		const news = await run([], null);
		stored = JSON.stringify(news.cursor);
		polls.push(news.records as never);
	}
	const expected = account.ids.filter((id) => !existing.has(id));
	return { polls, expected };
}

it('emits every record exactly once and oldest first, whatever arrives, fails or is repeated', async () => {
	let records = 0;
	await fc.assert(
		fc.asyncProperty(history, async (lived) => {
			const { polls, expected } = await live(lived);
			const emitted = polls.flat().map(({ _id }) => _id);
			records += emitted.length;
			expect(emitted.sort()).toEqual(expected.sort());
			expect(polls.every(isAscending)).toBe(true);
		}),
		{ numRuns: 10_000 },
	);
	expect(records).toBeGreaterThan(10_000);
}, 300_000);

it('drains a backlog oldest first over all its polls', async () => {
	const noneLate = fc.array(fc.integer({ min: 0, max: OVERLAP }), { maxLength: 2 });
	const backlog = fc.record({
		behaviour: fc.record({
			pageSize: fc.constantFrom(3, 4, 7),
			filters: fc.boolean(),
			counts: fc.boolean(),
		}),
		before: noneLate,
		count: fc.integer({ min: 100, max: 600 }),
		each: fc.constantFrom(0, 1, 500, 20_000, OVERLAP),
		meanwhile: fc.array(fc.array(noneLate, { maxLength: 20 }), { maxLength: 6 }),
	});
	await fc.assert(
		fc.asyncProperty(backlog, async ({ behaviour, before, count, each, meanwhile }) => {
			const { polls, expected } = await live({
				behaviour,
				before,
				events: [
					{ kind: 'arrivals', arrivals: Array<number>(count).fill(each) },
					...meanwhile.map((arrivals): Event => ({
						kind: 'poll',
						meanwhile: arrivals,
						failsAt: null,
						isLost: false,
						isDoubled: false,
					})),
				],
			});
			const emitted = polls.flat();
			expect(isAscending(emitted)).toBe(true);
			expect(emitted.map(({ _id }) => _id).sort()).toEqual(expected.sort());
		}),
		{ numRuns: 100 },
	);
}, 120_000);

function isAscending(records: Array<{ createdAt: string }>): boolean {
	return records.every(
		({ createdAt }, index) => index === 0 || createdAt >= records[index - 1].createdAt,
	);
}
