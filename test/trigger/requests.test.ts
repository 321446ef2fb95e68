import {
	readNews,
	startFromNow,
	type RecordList,
	type RecordPage,
} from '../../nodes/DocumentLivenessTrigger/readNews';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import { arrive, behaviours, failure, SimulatedAccount, START, type Behaviour } from './account';
import { stored } from './pollOnce';

/*
 * How many requests each poll of some stories makes, and how many records it gives. Nothing is lost
 * when a number changes, but somebody's quota pays for it: whoever changes one says why in the commit.
 */

const MINUTE = 60_000;
const SERVERS = behaviours.slice(0, 4);

interface Poll {
	/** What arrives before it: how many records, and how many ms after one another. */
	before?: [count: number, apart: number];
	/** How old the records are that become visible late before it, ms. */
	late?: number[];
	/** How many arrive with each of its requests. */
	meanwhile?: number;
	/** After how many requests its time is over. */
	time?: number;
	/** How many requests the quota lets through. */
	quota?: number;
	/** Which request fails, from 1. */
	failsAt?: number;
	/** What is said instead, by the number of the page. */
	lie?: (page: RecordPage, number: number) => RecordPage;
}

interface Story {
	name: string;
	/** How many records there are at first, a minute apart unless told. */
	existing?: number;
	apart?: number;
	polls: Poll[];
	/** "requests:records" of each poll, the one at publishing first; one line for each of SERVERS. */
	lines: string[];
}

/** So many of the same. */
const times = (count: number, poll: Poll) => Array<Poll>(count).fill(poll);
const isEmptyAt =
	(empty: number): Poll['lie'] =>
	(page, number) =>
		number === empty ? { ...page, entries: [] } : page;
const countsTimes =
	(factor: number): Poll['lie'] =>
	(page) => ({ ...page, total: page.total && Math.ceil(page.total * factor) });

/** So many records, and so many ms after one another. */
const SIX_PAGES: [number, number] = [550, 49_000];
const FORTY_PAGES: [number, number] = [4_000, 20_000];

const stories: Story[] = [
	{
		name: 'nothing new',
		polls: times(2, {}),
		lines: ['1:now 1:0 1:0', '1:now 2:0 2:0', '1:now 1:0 1:0', '1:now 1:0 1:0'],
	},
	{
		name: 'an account that stays empty',
		existing: 0,
		polls: times(2, {}),
		lines: ['2:now 1:0 1:0', '2:now 1:0 1:0', '2:now 1:0 1:0', '2:now 1:0 1:0'],
	},
	{
		name: 'the first record',
		existing: 0,
		polls: [{ before: [1, 0] }, {}],
		lines: ['2:now 1:1 1:0', '2:now 6:1 2:0', '2:now 1:1 1:0', '2:now 1:1 1:0'],
	},
	{
		name: 'three new records',
		polls: [{ before: [3, 20_000] }, {}],
		lines: ['1:now 1:3 1:0', '1:now 6:3 2:0', '1:now 1:3 1:0', '1:now 1:3 1:0'],
	},
	{
		name: 'one page, all new',
		polls: [{ before: [100, 49_000] }, {}],
		lines: ['1:now 1:100 1:0', '1:now 7:100 2:0', '1:now 2:100 1:0', '1:now 1:100 1:0'],
	},
	{
		name: 'three pages',
		polls: [{ before: [250, 49_000] }, {}],
		lines: ['1:now 3:250 1:0', '1:now 8:250 2:0', '1:now 3:250 1:0', '1:now 9:250 1:0'],
	},
	{
		name: 'eleven pages',
		polls: [{ before: [1_090, 49_000] }, {}],
		lines: ['1:now 11:1090 1:0', '1:now 17:1090 2:0', '1:now 12:1090 1:0', '1:now 17:1090 1:0'],
	},
	{
		name: 'forty pages',
		polls: [{ before: FORTY_PAGES }, {}],
		lines: ['1:now 41:4000 1:0', '1:now 46:4000 2:0', '1:now 41:4000 1:0', '1:now 47:4000 1:0'],
	},
	{
		name: 'more than can be told apart',
		polls: [{ before: [3_000, 50] }, {}, { late: [30_000] }],
		lines: [
			'1:now 31:3000 1:0 7:1',
			'1:now 36:3000 11:0 13:1',
			'1:now 31:3000 11:0 11:1',
			'1:now 37:3000 1:0 7:1',
		],
	},
	{
		name: 'many within the overlap',
		apart: 300,
		polls: [{}, { before: [150, 300] }],
		lines: ['4:now 1:0 2:150', '7:now 4:0 10:150', '4:now 1:0 2:150', '5:now 1:0 4:150'],
	},
	{
		name: 'forty pages, six a poll',
		polls: [{ before: FORTY_PAGES, time: 6 }, ...times(9, { time: 6 })],
		lines: [
			'1:now 6:595 6:594 6:594 6:594 6:594 6:594 5:435 1:0 1:0 1:0',
			'1:now 6:595 6:594 6:594 6:594 6:594 6:594 6:435 5:0 2:0 2:0',
			'1:now 6:595 6:594 6:594 6:594 6:594 6:594 5:435 1:0 1:0 1:0',
			'1:now 6:400 6:600 6:600 6:600 6:600 6:600 6:600 5:0 1:0 1:0',
		],
	},
	{
		name: 'six pages, two a poll, and more with each request',
		polls: [
			{ before: SIX_PAGES, time: 2, meanwhile: 30 },
			...times(9, { time: 2, meanwhile: 30 }),
			{},
		],
		lines: [
			'1:now 2:199 2:198 2:183 2:180 1:60 1:30 1:30 1:30 1:30 1:30 1:0',
			'1:now 2:199 2:198 2:183 2:0 2:0 2:0 2:0 2:199 2:198 2:23 5:0',
			'1:now 2:199 2:198 2:183 2:180 1:0 2:90 2:0 2:120 2:0 1:0 6:120',
			'1:now 2:100 2:0 2:0 2:90 2:140 2:140 2:110 2:0 2:0 2:0 5:0',
		],
	},
	{
		name: 'six pages of one moment, two a poll',
		polls: [{ before: [600, 0], time: 2 }, ...times(7, { time: 2 })],
		lines: [
			'1:now 2:100 2:200 2:200 2:101 1:0 1:0 1:0 1:0',
			'1:now 2:100 2:200 2:200 2:101 2:0 2:0 2:0 2:0',
			'1:now 2:100 2:200 2:200 2:101 1:0 1:0 1:0 1:0',
			'1:now 2:100 2:200 2:200 2:101 2:0 2:0 2:0 2:0',
		],
	},
	{
		name: 'late ones',
		polls: [{ before: [2, 1_000], late: [60_000, 290_000] }, { late: [1, 240_000] }, {}],
		lines: ['1:now 1:4 1:2 1:0', '1:now 6:4 4:2 2:0', '1:now 1:4 1:2 1:0', '1:now 1:4 1:2 1:0'],
	},
	{
		name: 'six pages, and request 3 fails',
		polls: [{ before: SIX_PAGES, failsAt: 3 }, { failsAt: 1 }, {}],
		lines: [
			'1:now 3:199 1:failed 4:351',
			'1:now 3:199 1:failed 9:351',
			'1:now 3:199 1:failed 4:351',
			'1:now 3:100 1:failed 11:450',
		],
	},
	{
		name: 'six pages, two requests let through',
		polls: [{ before: SIX_PAGES, quota: 2 }, ...times(6, { quota: 2 })],
		lines: [
			'1:now 3:199 3:198 2:153 1:0 1:0 1:0 1:0',
			'1:now 3:199 3:198 3:153 3:0 3:0 3:0 2:0',
			'1:now 3:199 3:198 2:153 1:0 1:0 1:0 1:0',
			'1:now 3:100 3:0 3:200 3:200 3:50 3:0 3:0',
		],
	},
	{
		name: 'six pages, the first empty for a poll',
		polls: [{ before: SIX_PAGES, lie: isEmptyAt(1) }, {}],
		lines: ['1:now 1:0 6:550', '1:now 1:0 11:550', '1:now 1:0 6:550', '1:now 1:0 12:550'],
	},
	{
		name: 'six pages of one moment, the second empty for a poll',
		polls: [{ before: [600, 0], lie: isEmptyAt(2) }, {}],
		lines: ['1:now 3:100 11:501', '1:now 3:100 11:501', '1:now 3:100 7:501', '1:now 3:100 11:501'],
	},
	{
		name: 'three pages, counted twice as many',
		polls: [...times(2, { before: [250, 49_000], lie: countsTimes(2) }), {}],
		lines: [
			'1:now 8:250 8:250 1:0',
			'1:now 8:250 8:250 2:0',
			'1:now 3:250 3:250 1:0',
			'1:now 9:250 9:250 1:0',
		],
	},
	{
		name: 'three pages, counted half as many',
		polls: [...times(2, { before: [250, 49_000], lie: countsTimes(0.5) }), {}],
		lines: [
			'1:now 4:250 4:250 1:0',
			'1:now 8:250 8:250 2:0',
			'1:now 3:250 3:250 1:0',
			'1:now 9:250 9:250 1:0',
		],
	},
];

/** Lives through a story: what each poll asked for and gave. */
async function told(story: Story, behaviour: Behaviour): Promise<string> {
	const account = new SimulatedAccount();
	arrive(account, story.existing ?? 300, story.apart ?? MINUTE);
	let poll: Poll = {};
	let requests = 0;
	const list: RecordList = async (query) => {
		requests++;
		arrive(account, poll.meanwhile ?? 0, 500);
		if (requests > (poll.quota ?? Infinity)) throw verifikError('throttled', { told: {} });
		if (requests === poll.failsAt) throw failure();
		const page = account.page(query, behaviour);
		return poll.lie?.(page, query.page) ?? page;
	};
	const limits = { hasTime: () => requests < (poll.time ?? Infinity), pageSize: 100 };
	let { cursor } = await startFromNow(list, limits);
	const polls = [`${requests}:now`];
	for (poll of story.polls) {
		requests = 0;
		arrive(account, ...(poll.before ?? [0, 0]));
		const newestAt = account.newestAt ?? START;
		for (const age of poll.late ?? []) account.arrive(newestAt - age);
		const found = await readNews(list, cursor, limits).catch(() => undefined);
		if (found !== undefined) cursor = stored(found.cursor);
		polls.push(`${requests}:${found?.records.length ?? 'failed'}`);
	}
	return polls.join(' ');
}

it.each(stories)('$name', async (story) => {
	const lines = [];
	for (const [, behaviour] of SERVERS) lines.push(await told(story, behaviour));
	expect(lines).toEqual(story.lines);
});
