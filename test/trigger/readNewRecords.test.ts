import { NOTHING_SEEN, OVERLAP_MS, type Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { markNow } from '../../nodes/DocumentLivenessTrigger/markNow';
import { readNewRecords } from '../../nodes/DocumentLivenessTrigger/readNewRecords';
import type { RecordList } from '../../nodes/DocumentLivenessTrigger/recordList';
import {
	arrive,
	behaviours,
	careless,
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

async function mark(list: RecordList): Promise<Cursor> {
	const { cursor, failure } = await markNow(list);
	expect(failure).toBeUndefined();
	return cursor;
}

/** An account with records a minute apart, and the cursor of a trigger activated now. */
async function activated(count: number, behaviour: Behaviour) {
	const account = new SimulatedAccount();
	arrive(account, count, MINUTE);
	return { account, cursor: await mark(listOf(account, behaviour).list) };
}

/** Polls until one finds nothing. */
async function pollAll(account: SimulatedAccount, start: Cursor, behaviour: Behaviour) {
	const polls = [await pollOnce(account, start, behaviour)];
	while (polls[polls.length - 1].ids.length > 0) {
		expect(polls.length).toBeLessThan(1000);
		polls.push(await pollOnce(account, polls[polls.length - 1].cursor, behaviour));
	}
	return { polls, ids: polls.flatMap(({ ids }) => ids) };
}

describe.each(behaviours)('%s', (_, behaviour) => {
	it('is marked without emitting anything', async () => {
		const { account, cursor } = await activated(5_000, behaviour);
		expect((await pollOnce(account, cursor, behaviour)).ids).toEqual([]);
	});

	it('is marked when more than can be known is within the overlap', async () => {
		const account = new SimulatedAccount();
		arrive(account, 5_000, 1);
		const counted = listOf(account, behaviour);
		const cursor = await mark(counted.list);
		expect(counted.requests).toBe(16);
		expect((await pollOnce(account, cursor, behaviour)).ids).toEqual([]);
		const arrived = arrive(account, 3, 0);
		expect((await pollOnce(account, cursor, behaviour)).ids).toEqual(arrived);
	});

	it.each([2, 3])(
		'is marked by what was read when page %i fails, also within one moment',
		async (failsAt) => {
			const account = new SimulatedAccount();
			arrive(account, 130, 1_000);
			arrive(account, 100, 0);
			arrive(account, 50, 1_000);
			const { list } = listOf(account, behaviour, (number) => {
				if (number === failsAt) throw failure();
			});
			const { cursor, failure: reason } = await markNow(list);
			expect(reason).toMatchObject({ message: expect.stringContaining('The request failed') });
			expect((await pollOnce(account, cursor, behaviour)).ids).toEqual([]);
			// within what was read, a late one is told too
			const late = account.arrive((account.newestAt ?? 0) - 10_500);
			const arrived = arrive(account, 3, 1_000);
			expect((await pollAll(account, cursor, behaviour)).ids).toEqual([late._id, ...arrived]);
		},
	);

	it('gives what arrived, oldest first', async () => {
		const { account, cursor } = await activated(500, behaviour);
		const arrived = arrive(account, 30, 1_000);
		expect((await pollOnce(account, cursor, behaviour)).ids).toEqual(arrived);
	});

	it('gives the first records of an account that was empty', async () => {
		const { account, cursor } = await activated(0, behaviour);
		expect(cursor).toEqual(NOTHING_SEEN);
		expect((await pollOnce(account, cursor, behaviour)).ids).toEqual([]);
		const arrived = arrive(account, 250, 1);
		expect((await pollAll(account, cursor, behaviour)).ids).toEqual(arrived);
	});

	it('gives a backlog over several polls, oldest first, at a bounded cost each', async () => {
		const { account, cursor } = await activated(3_000, behaviour);
		const arrived = arrive(account, 12_345, 49_000);
		const { ids, polls } = await pollAll(account, cursor, behaviour);
		expect(ids).toEqual(arrived);
		expect(polls.length).toBeGreaterThan(3);
		for (const poll of polls) {
			expect(poll.ids.length).toBeLessThanOrEqual(7_000);
			expect(poll.requests).toBeLessThanOrEqual(90);
		}
	});

	it.each([
		['ten thousand records of one second', 10],
		['five thousand of the very same moment', 5_000],
	])('gives %s', async (__, atOnce) => {
		const { account, cursor } = await activated(3_000, behaviour);
		const arrived: string[] = [];
		for (let ms = 0; ms < 1_000 && arrived.length < 10_000; ms++) {
			arrived.push(...arrive(account, 1, MINUTE / 60_000), ...arrive(account, atOnce - 1, 0));
			if (atOnce === 5_000) break;
		}
		arrived.push(...arrive(account, 200, MINUTE));
		const { ids, polls } = await pollAll(account, cursor, behaviour);
		expect(ids).toEqual(arrived);
		for (const poll of polls) expect(JSON.stringify(poll.cursor).length).toBeLessThan(64_000);
	});

	it('gives a record that becomes visible late, wherever it is in the list', async () => {
		const { account, cursor } = await activated(3_000, behaviour);
		arrive(account, 700, 400);
		const { polls } = await pollAll(account, cursor, behaviour);
		const late = account.arrive((account.newestAt ?? 0) - OVERLAP_MS + 1_000);
		arrive(account, 1, 1_000);
		const { ids } = await pollAll(account, polls[polls.length - 1].cursor, behaviour);
		expect(ids).toEqual([late._id, account.ids[account.size - 1]]);
	});

	it('gives the same again when a poll runs twice with the same state', async () => {
		const { account, cursor } = await activated(300, behaviour);
		arrive(account, 2_500, 1_000);
		const state = JSON.stringify(cursor);
		const first = await pollOnce(account, cursor, behaviour);
		expect(JSON.stringify(cursor)).toBe(state);
		expect(await pollOnce(account, cursor, behaviour)).toEqual(first);
	});

	it('gets on with every poll, however little time it has', async () => {
		const { account, cursor: marked } = await activated(300, behaviour);
		const arrived = arrive(account, 3_000, 49_000);
		const ids: unknown[] = [];
		let cursor = marked;
		let polls = 0;
		for (; ids.length < arrived.length; polls++) {
			const poll = await pollOnce(account, cursor, behaviour, () => false);
			expect(poll.requests).toBeLessThanOrEqual(5);
			ids.push(...poll.ids);
			cursor = poll.cursor;
			expect(polls).toBeLessThan(110);
		}
		expect(ids).toEqual(arrived);
	});
});

describe('a poll without news costs one request', () => {
	it('with few records in the overlap', async () => {
		const { account, cursor } = await activated(500, documented);
		expect(await pollOnce(account, cursor, documented)).toMatchObject({ ids: [], requests: 1 });
	});

	it('with several pages of records in the overlap', async () => {
		const { account, cursor } = await activated(500, documented);
		arrive(account, 700, 400);
		const busy = await pollOnce(account, cursor, documented);
		expect(busy.requests).toBe(8);
		const quiet = await pollOnce(account, busy.cursor, documented);
		expect(quiet).toMatchObject({ ids: [], requests: 1, cursor: busy.cursor });
	});

	it('with several pages of them from a server that counts all records', async () => {
		const { account, cursor } = await activated(5_000, careless);
		arrive(account, 700, 400);
		const busy = await pollOnce(account, cursor, careless);
		expect(busy.requests).toBeLessThanOrEqual(10);
		const quiet = await pollOnce(account, busy.cursor, careless);
		expect(quiet).toMatchObject({ ids: [], requests: 1, cursor: busy.cursor });
		// a full page of news shows nothing older: what is counted holds all the same
		arrive(account, 100, 400);
		const next = await pollOnce(account, quiet.cursor, careless);
		expect(next.requests).toBe(2);
		expect(await pollOnce(account, next.cursor, careless)).toMatchObject({ ids: [], requests: 1 });
	});

	it('of an account without records', async () => {
		const account = new SimulatedAccount();
		expect(await pollOnce(account, NOTHING_SEEN, documented)).toMatchObject({
			ids: [],
			requests: 1,
		});
	});
});

it('is not misled by a count that stays one too high', async () => {
	const { account, cursor } = await activated(500, documented);
	const { list } = listOf(account, documented);
	const tooHigh: RecordList = (createdAfter) => async (page, label, signal) => {
		const { entries, total = 0, ...paging } = await list(createdAfter)(page, label, signal);
		return { entries, total: total + 1, ...paging };
	};
	expect(await readNewRecords(tooHigh, cursor, unhurried)).toMatchObject({ records: [] });
	const arrived = arrive(account, 3, MINUTE);
	const { records, ...found } = await readNewRecords(tooHigh, cursor, unhurried);
	expect(records.map(({ _id }) => _id)).toEqual(arrived);
	expect(found).toMatchObject({ failure: undefined, contradiction: undefined });
});

it('marks no more than the overlap, and reads no further', async () => {
	const account = new SimulatedAccount();
	arrive(account, 900, 1_000);
	const counted = listOf(account, documented);
	const cursor = await mark(counted.list);
	expect(cursor.floorAt).toBe((account.newestAt ?? 0) - OVERLAP_MS);
	expect(Object.keys(cursor.known)).toHaveLength(301);
	expect(counted.requests).toBe(4);
});

describe('a poll with news costs one request per page of them', () => {
	it.each([
		['the server filters and counts', documented],
		['the server counts, and shows what is older', careless],
	])('one when they are on one page and %s', async (_, behaviour) => {
		const { account, cursor } = await activated(5_000, behaviour);
		const ids = arrive(account, 30, 1_000);
		expect(await pollOnce(account, cursor, behaviour)).toMatchObject({ ids, requests: 1 });
	});

	it.each(['total', 'pages'] as const)('one when the server tells only %s', async (told) => {
		const { account, cursor } = await activated(500, documented);
		const ids = arrive(account, 30, 1_000);
		const counted = listOf(account, documented);
		const list: RecordList = (createdAfter) => async (page, label, signal) => {
			const { entries, [told]: count } = await counted.list(createdAfter)(page, label, signal);
			return { entries, [told]: count };
		};
		const { records } = await readNewRecords(list, cursor, unhurried);
		expect(records.map(({ _id }) => _id)).toEqual(ids);
		expect(counted.requests).toBe(1);
	});

	it('three when they are on three pages, and the server tells only how many pages there are', async () => {
		const { account, cursor } = await activated(500, documented);
		const ids = arrive(account, 250, 49_000);
		const counted = listOf(account, documented);
		const list: RecordList = (createdAfter) => async (page, label, signal) => {
			const { entries, pages } = await counted.list(createdAfter)(page, label, signal);
			return { entries, pages };
		};
		const { records } = await readNewRecords(list, cursor, unhurried);
		expect(records.map(({ _id }) => _id)).toEqual(ids);
		expect(counted.requests).toBe(3);
	});

	it('two when all records are gone: a list that has become empty is asked for again', async () => {
		const { cursor } = await activated(500, documented);
		let requests = 0;
		const list: RecordList = () => async () => {
			requests++;
			return { entries: [] };
		};
		expect((await readNewRecords(list, cursor, unhurried)).records).toEqual([]);
		expect(requests).toBe(2);
	});

	it.each([
		['and two more', 'asked for twice behind the only one', 30, 3],
		['and two more', 'behind a page that is not full', 120, 4],
		['and three more', 'asked for twice behind a full one', 194, 5],
	])('%s when the server neither counts nor shows what is older: the end is %s', async (...row) => {
		const [, , count, requests] = row;
		const uncounted = { ...documented, counts: false };
		const { account, cursor } = await activated(500, uncounted);
		const ids = arrive(account, count, 49_000);
		// one is whether there are more than ten pages
		expect(await pollOnce(account, cursor, uncounted)).toMatchObject({ ids, requests });
	});

	it('ten when they are on ten pages', async () => {
		const { account, cursor } = await activated(500, documented);
		const ids = arrive(account, 990, 49_000);
		expect(await pollOnce(account, cursor, documented)).toMatchObject({ ids, requests: 10 });
	});
});

it('begins a backlog at its old end, whatever is behind that', async () => {
	const { account, cursor } = await activated(5_000, careless);
	const arrived = arrive(account, 6_000, 49_000);
	let looks = 0;
	const { ids, requests } = await pollOnce(account, cursor, careless, () => ++looks < 30);
	expect(ids.length).toBeGreaterThanOrEqual(700);
	expect(ids).toEqual(arrived.slice(0, ids.length));
	expect(requests).toBeLessThanOrEqual(40);
});

it('puts records that are listed out of order in the order of their creation', async () => {
	const { account, cursor } = await activated(20, documented);
	const arrived = arrive(account, 5, 1_000);
	const { entries, ...paging } = account.page(1, null, documented);
	const [a, b, c, d, e, ...old] = entries;
	const shuffled = [c, e, a, d, b, ...old];
	const news = await readNewRecords(
		() => async () => ({ entries: shuffled, ...paging }),
		cursor,
		unhurried,
	);
	expect(news.records.map(({ _id }) => _id)).toEqual(arrived);
});

it('names every request by its page', async () => {
	const { account, cursor } = await activated(300, documented);
	arrive(account, 3_000, 49_000);
	const requests: Array<[number, string?]> = [];
	const list: RecordList =
		(createdAfter) =>
		async (page, { label }) => {
			requests.push([page, label]);
			return account.page(page, createdAfter, documented);
		};
	await readNewRecords(list, cursor, unhurried);
	expect(requests.length).toBeGreaterThan(30);
	for (const [page, label] of requests) expect(label).toMatch(RegExp(`^page ${page}( of \\d+)?$`));
});

it('gives up a list that has no end, and says what to do', async () => {
	const { cursor } = await activated(300, documented);
	let requests = 0;
	const createdAt = new Date(START + 1_000 * MINUTE).toISOString();
	const endless: RecordList = () => async (page) => {
		requests++;
		return { entries: Array.from({ length: 10 }, (_, i) => ({ _id: `${page}-${i}`, createdAt })) };
	};
	await expect(readNewRecords(endless, cursor, unhurried)).rejects.toMatchObject({
		message: 'Verifik has more new records than one poll can read',
		description: expect.stringContaining('use Get Many'),
	});
	expect(requests).toBeLessThan(60);
});

it('says what to do when one moment has more records than a poll can read', async () => {
	const behaviour = { ...documented, pageSize: 5 };
	const { account, cursor } = await activated(300, behaviour);
	arrive(account, 1, MINUTE);
	arrive(account, 10_000, 0);
	const polls = async () => {
		let poll = await pollOnce(account, cursor, behaviour);
		for (let left = 50; left > 0; left--) poll = await pollOnce(account, poll.cursor, behaviour);
	};
	await expect(polls()).rejects.toMatchObject({
		message: 'Verifik has more new records of one moment than one poll can read',
		description: expect.stringContaining('use Get Many in another workflow'),
	});
});

it('gives what it has read when a request fails, whichever it is, and the rest later', async () => {
	const { account, cursor } = await activated(300, documented);
	const arrived = arrive(account, 3_000, 49_000);
	const { requests } = await pollOnce(account, cursor, documented);
	for (let failsAt = 1; failsAt <= requests; failsAt++) {
		const { list } = listOf(account, documented, (number) => {
			if (number === failsAt) throw failure();
		});
		const polled = readNewRecords(list, cursor, unhurried);
		if (failsAt <= 2) {
			await expect(polled).rejects.toThrow('The request failed');
			continue;
		}
		const { cursor: next, records, failure: reason } = await polled;
		expect(reason).toMatchObject({ message: expect.stringContaining('The request failed') });
		if (failsAt > 4) expect(records.length).toBeGreaterThanOrEqual(100);
		const { ids } = await pollAll(account, next, documented);
		expect([...records.map(({ _id }) => _id), ...ids]).toEqual(arrived);
	}
});

it('comes to an end with a server that gives the first page for ever', async () => {
	const { account, cursor } = await activated(300, documented);
	const arrived = arrive(account, 3_000, 49_000);
	let requests = 0;
	const { records } = await readNewRecords(
		() => async () => {
			requests++;
			return { ...account.page(1, null, documented), pages: undefined };
		},
		cursor,
		unhurried,
	);
	expect(records.map(({ _id }) => _id)).toEqual(arrived.slice(-100));
	expect(requests).toBeLessThan(10);
});

it('is not marked while the first page of a list that goes on is empty', async () => {
	const account = new SimulatedAccount();
	arrive(account, 300, MINUTE);
	const { list } = listOf(account, documented);
	const holed: RecordList = (createdAfter) => async (page, label, signal) => {
		const { entries, pages } = await list(createdAfter)(page, label, signal);
		return { entries: page === 1 ? [] : entries, pages };
	};
	await expect(markNow(holed)).rejects.toMatchObject({ kind: 'incomplete' });
});

it.each([1, 100])('passes over a record without a creation date (%i a page)', async (pageSize) => {
	const behaviour = { ...careless, pageSize };
	const { account, cursor } = await activated(20, behaviour);
	const arrived = arrive(account, 5, MINUTE);
	const { list } = listOf(account, behaviour);
	const damaged: RecordList = (createdAfter) => async (page, label, signal) => {
		const { entries, ...paging } = await list(createdAfter)(page, label, signal);
		return { entries: page === 1 ? [{ _id: 'damaged' }, ...entries] : entries, ...paging };
	};
	const { records } = await readNewRecords(damaged, cursor, unhurried);
	expect(records.map(({ _id }) => _id)).toEqual(arrived);
});

it('shrinks the overlap to the records that can be known, and says so by what it does', async () => {
	const { account, cursor } = await activated(300, documented);
	arrive(account, 3_000, 50);
	const { polls } = await pollAll(account, cursor, documented);
	const { cursor: last } = polls[polls.length - 1];
	const newestAt = account.newestAt ?? 0;
	account.arrive(newestAt - 80_000);
	const seen = account.arrive(newestAt - 70_000);
	const { ids } = await pollAll(account, last, documented);
	expect(ids).toEqual([seen._id]);
});
