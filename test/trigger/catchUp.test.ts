import { startFromNow } from '../../nodes/DocumentLivenessTrigger/readNews';
import { arrive, behaviours, listOf, SimulatedAccount } from './account';
import { pollOnce } from './pollOnce';

const MINUTE = 60_000;

/** For how many polls, a minute apart, more arrives than they can read. */
const BUSY_POLLS = 20;

/*
 * A slow server, or a small quota: a poll reads few pages, and meanwhile more arrives than that. It
 * may fall behind, but must not get stuck: once fewer arrive, it comes to the end, with each record
 * once.
 */
describe.each(behaviours)('%s', (_, behaviour) => {
	test.each([
		[2, 150],
		[3, 500],
	])('is caught up with by polls of %i pages after %i records each', async (pages, perPoll) => {
		const account = new SimulatedAccount();
		arrive(account, 300, MINUTE);
		const start = { hasTime: () => true, pageSize: 100 };
		let { cursor } = await startFromNow(listOf(account, behaviour).list, start);
		const arrived = arrive(account, 1_500, 10_000);
		const given: unknown[] = [];
		for (let poll = 0; poll < BUSY_POLLS || given.length < arrived.length; poll++) {
			expect(poll).toBeLessThan(500);
			const hasTime = (requests: number) => requests < pages;
			const { ids, ...next } = await pollOnce(account, cursor, behaviour, hasTime);
			given.push(...ids);
			cursor = next.cursor;
			if (poll < BUSY_POLLS) arrived.push(...arrive(account, perPoll, MINUTE / perPoll));
		}
		expect([...given].sort()).toEqual([...arrived].sort());
		expect(JSON.stringify(cursor).length).toBeLessThan(64_000);
	});
});
