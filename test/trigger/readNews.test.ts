import { createHash } from 'node:crypto';

import {
	NOTHING_GIVEN,
	OVERLAP_MS,
	parseCursor,
	type Cursor,
} from '../../nodes/DocumentLivenessTrigger/cursor';
import {
	readNews,
	startFromNow,
	type RecordList,
} from '../../nodes/DocumentLivenessTrigger/readNews';
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
import { pollOnce } from './pollOnce';

const MINUTE = 60_000;

/** A poll that has all the time it wants. */
const unhurried = { hasTime: () => true, pageSize: 100 };

/** An account with records a minute apart, and the cursor of a trigger published now. */
async function published(count: number, behaviour: Behaviour = documented, apart = MINUTE) {
	const account = new SimulatedAccount();
	arrive(account, count, apart);
	const { cursor } = await startFromNow(listOf(account, behaviour).list, unhurried);
	return { account, cursor };
}

/** Polls until one finds nothing: what each gave, and the last cursor. */
async function pollAll(account: SimulatedAccount, start: Cursor, behaviour = documented) {
	const polls: unknown[][] = [];
	let cursor = start;
	do {
		const { ids, ...polled } = await pollOnce(account, cursor, behaviour);
		cursor = polled.cursor;
		expect(JSON.stringify(cursor).length).toBeLessThan(64_000);
		polls.push(ids);
		expect(polls.length).toBeLessThan(200);
	} while (polls.at(-1)?.length !== 0 || cursor.walk !== null);
	return { polls, ids: polls.flat(), cursor };
}

describe.each(behaviours)('%s', (_, behaviour) => {
	it.each([MINUTE, 1])(
		'starts from now: what is there, %i ms apart, is not given',
		async (apart) => {
			const { account, cursor } = await published(2_000, behaviour, apart);
			expect((await pollAll(account, cursor, behaviour)).ids).toEqual([]);
			const arrived = arrive(account, 3, 1);
			expect((await pollAll(account, cursor, behaviour)).ids).toEqual(arrived);
		},
	);

	it('gives a backlog of several polls newest page first, each poll oldest first', async () => {
		const { account, cursor } = await published(300, behaviour);
		const arrived = arrive(account, 12_345, 49_000);
		const { polls } = await pollAll(account, cursor, behaviour);
		expect(polls.length).toBeGreaterThan(2);
		expect([...polls].reverse().flat()).toEqual(arrived);
	});

	it('gives five thousand records of the very same moment, and those after it', async () => {
		const { account, cursor } = await published(300, behaviour);
		const arrived = [...arrive(account, 1, MINUTE), ...arrive(account, 4_999, 0)];
		arrived.push(...arrive(account, 200, MINUTE));
		const { ids, cursor: next } = await pollAll(account, cursor, behaviour);
		expect([...ids].sort()).toEqual(arrived.sort());
		const later = arrive(account, 2, 1);
		expect((await pollAll(account, next, behaviour)).ids).toEqual(later);
	});

	it('finds nothing to doubt in a list that ends where it should', async () => {
		const { account, cursor } = await published(300, behaviour);
		arrive(account, 250, 49_000);
		const { list } = listOf(account, behaviour);
		expect(await readNews(list, cursor, unhurried)).toMatchObject({ doubt: undefined });
	});

	it('gives a record that becomes visible late, wherever it is in the list', async () => {
		const { account, cursor } = await published(1_000, behaviour);
		arrive(account, 700, 400);
		const { cursor: next } = await pollAll(account, cursor, behaviour);
		const late = account.arrive((account.newestAt ?? 0) - OVERLAP_MS + 1_000);
		const [newest] = arrive(account, 1, 1_000);
		expect((await pollAll(account, next, behaviour)).ids).toEqual([late._id, newest]);
	});

	it('gives the same again when a poll runs twice with the same state', async () => {
		const { account, cursor } = await published(300, behaviour);
		arrive(account, 500, 1_000);
		const state = JSON.stringify(cursor);
		const first = await pollOnce(account, cursor, behaviour);
		expect(JSON.stringify(cursor)).toBe(state);
		expect(await pollOnce(account, cursor, behaviour)).toEqual(first);
	});

	it('goes on where a request failed, whichever it was', async () => {
		const { account, cursor } = await published(300, behaviour);
		const arrived = arrive(account, 900, 49_000);
		const { requests } = await pollOnce(account, cursor, behaviour);
		for (let failsAt = 1; failsAt <= requests; failsAt++) {
			const { list } = listOf(account, behaviour, (number) => {
				if (number === failsAt) throw failure();
			});
			const polled = readNews(list, cursor, unhurried);
			if (failsAt === 1) {
				await expect(polled).rejects.toThrow('The request failed');
				continue;
			}
			const { cursor: next, records, failure: reason } = await polled;
			expect(reason).toMatchObject({ message: 'The request failed' });
			expect(records.length).toBeGreaterThanOrEqual(100);
			const { ids } = await pollAll(account, next, behaviour);
			expect([...ids, ...records.map(({ _id }) => _id)]).toEqual(arrived);
		}
	});

	it('keeps its place when another page size is chosen in the middle', async () => {
		const { account, cursor } = await published(300, behaviour);
		const arrived = arrive(account, 900, 49_000);
		const small = { ...behaviour, pageSize: 20 };
		const first = await pollOnce(account, cursor, small, (requests) => requests < 9);
		const { ids } = await pollAll(account, first.cursor, behaviour);
		expect(first.ids.length).toBeGreaterThan(0);
		expect([...ids, ...first.ids]).toEqual(arrived);
	});
});

it('goes on from a cursor of the first version, in the middle of a backlog', async () => {
	const { account } = await published(300);
	const floorAt = (account.newestAt ?? 0) - 30_000;
	const arrived = arrive(account, 400, 49_000);
	const given = [...account.ids.slice(299, 300), ...arrived.slice(100, 300)];
	const known = Object.fromEntries(
		given.map((id) => {
			const mark = createHash('sha256').update(id).digest('base64url').slice(0, 16);
			return [mark, floorAt];
		}),
	);
	const behind = { page: 2, step: 0, isNarrowing: false, newestAt: account.newestAt };
	const first = { version: 1, floorAt, known, unfilteredTotal: null, behind };
	const { ids } = await pollAll(account, parseCursor(first) as Cursor);
	expect(ids).toEqual([...arrived.slice(0, 100), ...arrived.slice(300)]);
});

it('reads on from its place when all that is left of the list was deleted', async () => {
	const { account, cursor } = await published(300);
	arrive(account, 500, 49_000);
	const first = await pollOnce(account, cursor, documented, (requests) => requests < 3);
	expect(first.cursor.walk).not.toBeNull();
	const remaining = new SimulatedAccount();
	for (let i = 0; i < 500; i++) remaining.arrive(START);
	const arrived = [remaining.arrive((account.newestAt ?? 0) + MINUTE)._id];
	arrived.push(...arrive(remaining, 2, 1_000));
	const { ids, cursor: next } = await pollAll(remaining, first.cursor);
	expect([...ids, ...(await pollAll(remaining, next)).ids]).toEqual(arrived);
});

it('asks for an empty page again in the same poll, and gives all', async () => {
	const { account, cursor } = await published(300);
	const arrived = arrive(account, 550, 49_000);
	let requests = 0;
	const emptyOnce: RecordList = async (query) => {
		const page = account.page(query, documented);
		return await Promise.resolve(++requests === 3 ? { ...page, entries: [] } : page);
	};
	const { records, doubt } = await readNews(emptyOnce, cursor, unhurried);
	expect(records.map(({ _id }) => _id)).toEqual(arrived);
	expect({ requests, doubt }).toEqual({ requests: 7, doubt: undefined });
});

it('doubts a list that is empty although it had a record, and no other one', async () => {
	const away: RecordList = async () => await Promise.resolve({ entries: [] });
	const { cursor } = await published(3, documented, 10 * MINUTE);
	expect((await readNews(away, cursor, unhurried)).doubt).toBe(
		'it is empty, although it had records',
	);
	expect((await readNews(away, NOTHING_GIVEN, unhurried)).doubt).toBeUndefined();
});

it('is not misled by a count that stays one too high', async () => {
	const { account, cursor } = await published(500);
	const tooHigh: RecordList = async (query) => {
		const { entries, total = 0 } = account.page(query, documented);
		return await Promise.resolve({ entries, total: total + 1 });
	};
	expect(await readNews(tooHigh, cursor, unhurried)).toMatchObject({ records: [] });
	const arrived = arrive(account, 3, MINUTE);
	const { records } = await readNews(tooHigh, cursor, unhurried);
	expect(records.map(({ _id }) => _id)).toEqual(arrived);
});

it('does not take the count of a page for that of the list', async () => {
	const { account, cursor } = await published(500);
	const arrived = arrive(account, 450, 49_000);
	const ofPage: RecordList = async (query) => {
		const { entries } = account.page(query, documented);
		return await Promise.resolve({ entries, total: entries.length });
	};
	const { records } = await readNews(ofPage, cursor, unhurried);
	expect(records.map(({ _id }) => _id)).toEqual(arrived);
});

it.each([1, 100])('passes over a record without a creation date (%i a page)', async (pageSize) => {
	const { account, cursor } = await published(20);
	const arrived = arrive(account, 5, MINUTE);
	const damaged: RecordList = async (query) => {
		const page = account.page(query, { ...documented, pageSize });
		return await Promise.resolve({ ...page, entries: [{ _id: 'damaged' }, ...page.entries] });
	};
	const { records } = await readNews(damaged, cursor, { ...unhurried, pageSize });
	expect(records.map(({ _id }) => _id)).toEqual(arrived);
});

describe('starting from now', () => {
	it('finds a late record for as long as could be read, and says why that is less', async () => {
		const account = new SimulatedAccount();
		arrive(account, 400, 1_000);
		const { list } = listOf(account, documented, (request) => {
			if (request === 3) throw failure();
		});
		const { cursor, failure: reason } = await startFromNow(list, unhurried);
		expect(reason).toMatchObject({ message: 'The request failed' });
		const newestAt = account.newestAt ?? 0;
		account.arrive(newestAt - 199_000);
		const found = account.arrive(newestAt - 190_000);
		expect((await pollAll(account, cursor)).ids).toEqual([found._id]);
	});

	it('fails with its first request', async () => {
		const list: RecordList = async () => await Promise.reject(failure());
		await expect(startFromNow(list, unhurried)).rejects.toThrow('The request failed');
	});

	it('keeps the first page when the second request fails', async () => {
		const { account } = await published(0);
		arrive(account, 400, 1_000);
		const { list } = listOf(account, documented, (request) => {
			if (request === 2) throw failure();
		});
		const { cursor } = await startFromNow(list, unhurried);
		expect((await pollAll(account, cursor)).ids).toEqual([]);
	});

	it.each([
		['a page that is empty although records are counted', { entries: [], total: 3 }],
		['records without a date', { entries: [{ _id: 'a' }] }],
	])('is refused with %s', async (_, page) => {
		const list: RecordList = async () => await Promise.resolve(page);
		await expect(startFromNow(list, unhurried)).rejects.toMatchObject({
			kind: 'incomplete',
			description: expect.stringContaining('the next poll reads the same again'),
		});
	});

	it('asks again before it takes the account for an empty one', async () => {
		const account = new SimulatedAccount();
		arrive(account, 30, MINUTE);
		let requests = 0;
		const list: RecordList = async (query) => {
			const { entries } = account.page(query, documented);
			return await Promise.resolve({ entries: ++requests === 1 ? [] : entries });
		};
		const { cursor } = await startFromNow(list, unhurried);
		expect((await pollAll(account, cursor)).ids).toEqual([]);
		expect(await startFromNow(async () => ({ entries: [] }), unhurried)).toEqual({
			cursor: NOTHING_GIVEN,
			records: [],
		});
	});
});
