import type { Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { markNow } from '../../nodes/DocumentLivenessTrigger/markNow';
import { parseCursor } from '../../nodes/DocumentLivenessTrigger/parseCursor';
import { readNewRecords } from '../../nodes/DocumentLivenessTrigger/readNewRecords';
import { problem } from '../../nodes/verifik/api/problems/problem';
import fc, { runs } from '../harness/fastCheck';
import {
	arrive,
	behaviours,
	documented,
	failure,
	listOf,
	SimulatedAccount,
	START,
} from './account';

/*
 * Busy times: polls that read few pages, fail or run out of their quota, while more arrives than they
 * can read, in whatever rhythm. They may fall behind; then, with nothing new to arrive, they come to
 * the end, with each record once.
 */

const MINUTE = 60_000;

/** So many polls in a row that give nothing, and the trigger is stuck. */
const STUCK = 300;

/** What arrives before a poll: how many records, and how many ms after one another. */
const arrivals = fc.oneof(
	fc.integer({ max: 1_500 }).map((count) => ({ count, apart: Math.ceil(MINUTE / (count + 1)) })),
	fc.record({ count: fc.nat({ max: 100 }), apart: fc.constant(10 * MINUTE) }),
	fc.record({ count: fc.nat({ max: 60 }), apart: fc.constant(0) }),
	fc.record({ count: fc.nat({ max: 1_500 }), apart: fc.constant(1) }),
);

const busyPoll = fc.record({
	before: arrivals,
	/** How many records become visible late, up to five minutes by their own dates. */
	late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(40) }),
	/** How many arrive with each of its requests. */
	meanwhile: fc.option(fc.integer({ min: 1, max: 120 }), { freq: 3, nil: 0 }),
	/** After how many requests its time is over. */
	pages: fc.integer({ min: 1, max: 14 }),
	failsAt: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
	quota: fc.option(fc.integer({ min: 2, max: 12 }), { freq: 4, nil: Infinity }),
});

type BusyPoll = typeof busyPoll extends fc.Arbitrary<infer T> ? T : never;

const busyTime = fc.record({
	behaviour: fc.constantFrom(...behaviours.map(([, behaviour]) => behaviour)),
	pageSize: fc.constantFrom(100, 100, 50, 20),
	/** How many records there are before the trigger is published. */
	existing: fc.nat(600),
	backlog: fc.record({
		count: fc.nat(2_500),
		apart: fc.constantFrom(1, 100, 1_000, 10_000, MINUTE),
	}),
	polls: fc.array(busyPoll, { minLength: 1, maxLength: 25 }),
	/** How many pages each poll reads when it is over. */
	calmPages: fc.integer({ min: 2, max: 12 }),
});

/** One that neither fails nor has to wait, with nothing that arrives. */
const QUIET: BusyPoll = {
	before: { count: 0, apart: 0 },
	late: 0,
	meanwhile: 0,
	pages: 14,
	failsAt: null,
	quota: Infinity,
};

/** All that the cursor can know is newer than five minutes before what was the newest at the time. */
const FULL_OF_NEWER_ONES = {
	behaviour: documented,
	pageSize: 100,
	existing: 0,
	backlog: { count: 0, apart: 1 },
	polls: [
		{ ...QUIET, meanwhile: 34, pages: 9 },
		{ ...QUIET, before: { count: 16, apart: 0 }, meanwhile: 2, pages: 1, failsAt: 2 },
		{ ...QUIET, before: { count: 1_181, apart: 1 }, pages: 3 },
		{ ...QUIET, before: { count: 49, apart: 0 }, meanwhile: 107, pages: 4 },
		{ ...QUIET, late: 21, pages: 1 },
	],
	calmPages: 8,
};

it('come to an end, with each record once', async () => {
	await fc.assert(
		fc.asyncProperty(busyTime, async ({ pageSize, backlog, polls, calmPages, ...time }) => {
			const behaviour = { ...time.behaviour, pageSize };
			const account = new SimulatedAccount();
			const existing = new Set(arrive(account, time.existing, MINUTE));
			let { cursor } = await markNow(listOf(account, behaviour).list);
			const late = new Set<string>();
			const given: string[] = [];

			/** How many records it gave. */
			async function poll({ pages, failsAt, quota, meanwhile }: Omit<BusyPoll, 'before' | 'late'>) {
				const counted = listOf(account, behaviour, (request) => {
					arrive(account, meanwhile, 500);
					if (request > quota) throw problem('throttled', { told: { waitMs: 30_000 } });
					if (request === failsAt) throw failure();
				});
				const hasTime = () => counted.requests < pages;
				const found = await readNewRecords(counted.list, cursor, { hasTime, pageSize }).catch(
					() => undefined,
				);
				if (found === undefined) return 0;
				const stored = JSON.stringify(found.cursor);
				expect(stored.length).toBeLessThan(64_000);
				cursor = parseCursor(JSON.parse(stored)) as Cursor;
				given.push(...found.records.map(({ _id }) => String(_id)));
				return found.records.length;
			}

			arrive(account, backlog.count, backlog.apart);
			for (const busy of polls) {
				arrive(account, busy.before.count, busy.before.apart);
				const newestAt = account.newestAt ?? START;
				for (let i = 0; i < busy.late; i++) {
					late.add(account.arrive(newestAt - ((i * 7_919) % (5 * MINUTE)))._id);
				}
				await poll(busy);
			}

			const expected = account.ids.filter((id) => !existing.has(id) && !late.has(id));
			const inTime = () => given.filter((id) => !late.has(id));
			const calm = { pages: calmPages, failsAt: null, quota: Infinity, meanwhile: 0 };
			let inVain = 0;
			while (inVain < STUCK && inTime().length < expected.length) {
				inVain = (await poll(calm)) > 0 ? 0 : inVain + 1;
			}
			// how late a record may be depends on how much there is; none comes twice
			expect(inTime().sort()).toEqual(expected.sort());
			expect(new Set(given).size).toBe(given.length);
		}),
		{ numRuns: runs(40), examples: [[FULL_OF_NEWER_ONES]] },
	);
}, 600_000);
