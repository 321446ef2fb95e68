import type { Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { readNews, startFromNow } from '../../nodes/DocumentLivenessTrigger/readNews';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import fc, { runs } from '../harness/fastCheck';
import {
	arrive,
	behaviours,
	documented,
	failure,
	listOf,
	SimulatedAccount,
	START,
	type Behaviour,
} from './account';
import { stored } from './pollOnce';

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
	fc.nat(1_500).map((count) => ({ count, apart: Math.ceil(MINUTE / (count + 1)) })),
	fc.record({ count: fc.nat(100), apart: fc.constant(10 * MINUTE) }),
	fc.record({ count: fc.nat(60), apart: fc.constant(0) }),
	fc.record({ count: fc.nat(1_500), apart: fc.constant(1) }),
);

interface BusyPoll {
	/** What arrives before it. */
	before: { count: number; apart: number };
	/** How many records become visible late, up to five minutes by their own dates. */
	late: number;
	/** How many arrive with each of its requests. */
	meanwhile: number;
	/** After how many requests its time is over. */
	pages: number;
	/** Which request fails, from 1. */
	failsAt: number | null;
	/** How many requests the quota lets through. */
	quota: number;
}

const busyPoll: fc.Arbitrary<BusyPoll> = fc.record({
	before: arrivals,
	late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(40) }),
	meanwhile: fc.option(fc.integer({ min: 1, max: 120 }), { freq: 3, nil: 0 }),
	pages: fc.integer({ min: 1, max: 14 }),
	failsAt: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 4 }),
	quota: fc.option(fc.integer({ min: 2, max: 12 }), { freq: 4, nil: Infinity }),
});

const busyTime = fc.record({
	behaviour: fc
		.tuple(fc.constantFrom(...behaviours), fc.constantFrom(100, 100, 50, 20))
		.map(([[, behaviour], pageSize]) => ({ ...behaviour, pageSize })),
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

/** A trigger that was just published, and the account that it reads. */
class Trigger {
	readonly given: string[] = [];

	private constructor(
		private readonly account: SimulatedAccount,
		private readonly behaviour: Behaviour,
		private cursor: Cursor,
	) {}

	static async publish(account: SimulatedAccount, behaviour: Behaviour): Promise<Trigger> {
		const limits = { hasTime: () => true, pageSize: behaviour.pageSize };
		const { cursor } = await startFromNow(listOf(account, behaviour).list, limits);
		return new Trigger(account, behaviour, cursor);
	}

	/** How many records it gave; none when it fails. */
	async poll({ pages, failsAt, quota, meanwhile }: BusyPoll): Promise<number> {
		const { account, behaviour } = this;
		const counted = listOf(account, behaviour, (request) => {
			arrive(account, meanwhile, 500);
			if (request > quota) throw verifikError('throttled', { told: { waitMs: 30_000 } });
			if (request === failsAt) throw failure();
		});
		const limits = { hasTime: () => counted.requests < pages, pageSize: behaviour.pageSize };
		const found = await readNews(counted.list, this.cursor, limits).catch(() => undefined);
		if (found === undefined) return 0;
		expect(JSON.stringify(found.cursor).length).toBeLessThan(64_000);
		this.cursor = stored(found.cursor);
		this.given.push(...found.records.map(({ _id }) => String(_id)));
		return found.records.length;
	}
}

/** Makes records visible late; returns their IDs. */
function arriveLate(account: SimulatedAccount, count: number): string[] {
	const newestAt = account.newestAt ?? START;
	const earlier = Array.from({ length: count }, (_, i) => (i * 7_919) % (5 * MINUTE));
	return earlier.map((ms) => account.arrive(newestAt - ms)._id);
}

it('come to an end, with each record once', async () => {
	await fc.assert(
		fc.asyncProperty(busyTime, async ({ behaviour, existing, backlog, polls, calmPages }) => {
			const account = new SimulatedAccount();
			const before = new Set(arrive(account, existing, MINUTE));
			const trigger = await Trigger.publish(account, behaviour);
			arrive(account, backlog.count, backlog.apart);
			const late = new Set<string>();
			for (const busy of polls) {
				arrive(account, busy.before.count, busy.before.apart);
				arriveLate(account, busy.late).forEach((id) => late.add(id));
				await trigger.poll(busy);
			}

			const isInTime = (id: string) => !before.has(id) && !late.has(id);
			const expected = account.ids.filter(isInTime);
			const given = () => trigger.given.filter(isInTime);
			let inVain = 0;
			while (inVain < STUCK && given().length < expected.length) {
				inVain = (await trigger.poll({ ...QUIET, pages: calmPages })) > 0 ? 0 : inVain + 1;
			}
			expect(given().sort()).toEqual(expected.sort());
			// how late a record may be depends on how much there is; none comes twice
			expect(new Set(trigger.given).size).toBe(trigger.given.length);
		}),
		{ numRuns: runs(40), examples: [[FULL_OF_NEWER_ONES]] },
	);
}, 600_000);
