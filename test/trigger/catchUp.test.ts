import { markNow } from '../../nodes/DocumentLivenessTrigger/markNow';
import { parseCursor } from '../../nodes/DocumentLivenessTrigger/parseCursor';
import { readNewRecords } from '../../nodes/DocumentLivenessTrigger/readNewRecords';
import type { Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { listOf, SimulatedAccount, type Behaviour } from './account';

const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;

const BEHAVIOURS: Array<[string, Behaviour]> = [
	['a server that does as documented', { pageSize: 100, filters: true, counts: true }],
	['one that ignores the date bound', { pageSize: 100, filters: false, counts: true }],
	['one that does not count', { pageSize: 100, filters: true, counts: false }],
	['one that does neither', { pageSize: 100, filters: false, counts: false }],
];

/** For how many polls, a minute apart, more arrives than they can read. */
const BUSY_POLLS = 20;

function arrive(account: SimulatedAccount, count: number, apart: number): string[] {
	return Array.from(
		{ length: count },
		() => account.arrive((account.newestAt ?? START) + apart)._id,
	);
}

/** One poll that has time for so many pages; its cursor goes through JSON, as in n8n's database. */
async function pollOnce(
	account: SimulatedAccount,
	behaviour: Behaviour,
	start: Cursor,
	pages: number,
) {
	const counted = listOf(account, behaviour);
	const { cursor, records } = await readNewRecords(counted.list, start, {
		hasTime: () => counted.requests < pages,
		pageSize: behaviour.pageSize,
	});
	return {
		cursor: parseCursor(JSON.parse(JSON.stringify(cursor))) as Cursor,
		ids: records.map(({ _id }) => _id),
	};
}

/*
 * A slow server, or a small quota: a poll reads few pages, and meanwhile more arrives than that. It
 * may fall behind, but must not get stuck: once fewer arrive, it comes to the end, with each record
 * once.
 */
describe.each(BEHAVIOURS)('%s', (_, behaviour) => {
	test.each([
		[2, 150],
		[2, 300],
		[3, 500],
		[5, 500],
		[10, 500],
		[10, 1_000],
	])('is caught up with by polls of %i pages after %i records each', async (pages, perPoll) => {
		const account = new SimulatedAccount();
		arrive(account, 300, MINUTE);
		let { cursor } = await markNow(listOf(account, behaviour).list);
		const arrived = arrive(account, 1_500, 10_000);
		const given: unknown[] = [];
		for (let poll = 0; given.length < arrived.length; poll++) {
			expect(poll).toBeLessThan(500);
			const { ids, ...next } = await pollOnce(account, behaviour, cursor, pages);
			given.push(...ids);
			cursor = next.cursor;
			if (poll < BUSY_POLLS) arrived.push(...arrive(account, perPoll, MINUTE / perPoll));
		}
		expect([...given].sort()).toEqual([...arrived].sort());
		expect(JSON.stringify(cursor).length).toBeLessThan(64_000);
	});
});
