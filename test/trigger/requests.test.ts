import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { markNow } from '../../nodes/DocumentLivenessTrigger/markNow';
import { readNewRecords, type Found } from '../../nodes/DocumentLivenessTrigger/readNewRecords';
import type { RecordList, RecordPage } from '../../nodes/DocumentLivenessTrigger/recordList';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import { arrive, behaviours, failure, SimulatedAccount, START, type Behaviour } from './account';
import { stored } from './pollOnce';

/*
 * What every poll of some stories asks for, and what it gives: requests.txt has a line for each story
 * and server. Nothing is lost when a line changes, but somebody's quota pays for it. So whoever changes
 * one says why in the commit.
 */

const MINUTE = 60_000;

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
}

/** So many of the same. */
const times = (count: number, poll: Poll) => Array<Poll>(count).fill(poll);
/** That page is said to be empty. */
const emptyAt =
	(empty: number): Poll['lie'] =>
	(page, number) =>
		number === empty ? { ...page, entries: [] } : page;
/** So many times as many records and pages are counted. */
const countedTimes =
	(factor: number): Poll['lie'] =>
	({ entries, ...counts }) => ({
		entries,
		...Object.fromEntries(
			Object.entries(counts).map(([name, count]) => [name, Math.ceil(Number(count) * factor)]),
		),
	});

/** So many records, and so many ms after one another. */
const FORTY_PAGES: [number, number] = [4_000, 20_000];

const stories: Story[] = [
	{ name: 'nothing new', polls: times(2, {}) },
	{ name: 'an account that stays empty', existing: 0, polls: times(2, {}) },
	{ name: 'the first record', existing: 0, polls: [{ before: [1, 0] }, {}] },
	{ name: 'three new records', polls: [{ before: [3, 20_000] }, {}] },
	{ name: 'one page, all new', polls: [{ before: [100, 49_000] }, {}] },
	{ name: 'three pages', polls: [{ before: [250, 49_000] }, {}] },
	{ name: 'ten pages', polls: [{ before: [990, 49_000] }, {}] },
	{ name: 'eleven pages', polls: [{ before: [1_090, 49_000] }, {}] },
	{ name: 'forty pages', polls: [{ before: FORTY_PAGES }, {}, {}] },
	{ name: 'more than can be known', polls: [{ before: [3_000, 50] }, {}, {}] },
	{ name: 'many known', apart: 300, polls: [{}, { before: [150, 300] }, {}] },
	{
		name: 'forty pages, six a poll',
		polls: [{ before: FORTY_PAGES, time: 6 }, ...times(12, { time: 6 })],
	},
	{
		name: 'forty pages, two a poll',
		polls: [{ before: FORTY_PAGES, time: 2 }, ...times(12, { time: 2 })],
	},
	{
		name: 'forty pages, and more each time',
		polls: [{ before: FORTY_PAGES, time: 8 }, ...times(12, { before: [150, 400], time: 8 })],
	},
	{
		name: 'forty pages, and more with each request',
		polls: [
			{ before: FORTY_PAGES, time: 5, meanwhile: 30 },
			...times(8, { time: 5, meanwhile: 30 }),
			{},
		],
	},
	{
		name: 'more than can be read, then less',
		polls: [...times(10, { before: [700, 80], time: 5 }), ...times(10, { time: 9 }), {}, {}],
	},
	{
		name: 'one moment with many, four a poll',
		polls: [
			{ before: [250, 0], time: 4 },
			{ before: [300, 10_000], time: 4 },
			...times(8, { time: 4 }),
		],
	},
	{
		name: 'one moment with six pages, pushed down',
		polls: [
			{ before: [600, 0], time: 5 },
			...times(2, { before: [400, 100], time: 5 }),
			...times(4, { time: 5 }),
		],
	},
	{
		name: 'late ones',
		polls: [{ before: [2, 1_000], late: [60_000, 290_000] }, { late: [1, 240_000] }, {}],
	},
	...[1, 2, 3, 5].map((failsAt) => ({
		name: `forty pages, and request ${failsAt} fails`,
		polls: [{ before: FORTY_PAGES, failsAt }, { failsAt, time: 9 }, { time: 9 }],
	})),
	...[2, 3, 4].map((quota) => ({
		name: `six pages, ${quota} requests let through`,
		polls: [{ before: [550, 49_000] as [number, number], quota }, ...times(8, { quota })],
	})),
	...[1, 2, 3].map((number) => ({
		name: `five pages, page ${number} empty for a poll`,
		polls: [{ before: [450, 49_000] as [number, number], lie: emptyAt(number) }, {}, {}],
	})),
	{
		name: 'forty pages, page 39 empty for three polls',
		polls: [
			{ before: FORTY_PAGES, lie: emptyAt(39), time: 9 },
			...times(2, { lie: emptyAt(39), time: 9 }),
			...times(3, { time: 9 }),
		],
	},
	{
		name: 'counted twice as many',
		polls: [{ before: [250, 49_000], lie: countedTimes(2) }, { lie: countedTimes(2) }, {}],
	},
	{
		name: 'counted half as many',
		polls: [{ before: [250, 49_000], lie: countedTimes(0.5) }, { lie: countedTimes(0.5) }, {}],
	},
	{
		name: 'a record without a date on top',
		polls: [
			{
				before: [150, 49_000],
				lie: (page, number) =>
					number === 1 ? { ...page, entries: [{ _id: 'damaged' }, ...page.entries] } : page,
			},
			{},
		],
	},
];

/** Lives through a story: what each poll asked for and gave. */
async function told(story: Story, behaviour: Behaviour): Promise<string[]> {
	const account = new SimulatedAccount();
	arrive(account, story.existing ?? 300, story.apart ?? MINUTE);
	let poll: Poll = {};
	let asked: number[] = [];
	const list: RecordList = (createdAfter) => async (number) => {
		asked.push(number);
		arrive(account, poll.meanwhile ?? 0, 500);
		if (asked.length > (poll.quota ?? Infinity)) throw verifikError('throttled', { told: {} });
		if (asked.length === poll.failsAt) throw failure();
		const page = account.page(number, createdAfter, behaviour);
		return poll.lie?.(page, number) ?? page;
	};
	let { cursor } = await markNow(list);
	const lines = [`${pagesText(asked)} marked`];
	for (poll of story.polls) {
		asked = [];
		arrive(account, ...(poll.before ?? [0, 0]));
		const newestAt = account.newestAt ?? START;
		for (const age of poll.late ?? []) account.arrive(newestAt - age);
		const limits = {
			hasTime: () => asked.length < (poll.time ?? Infinity),
			pageSize: behaviour.pageSize,
		};
		const found = await readNewRecords(list, cursor, limits).catch((error: Error) => error.message);
		if (typeof found !== 'string') cursor = stored(found.cursor);
		lines.push(`${pagesText(asked)} ${typeof found === 'string' ? 'failed' : givenText(found)}`);
	}
	return lines;
}

function givenText({ records, failure: reason, contradiction }: Found): string {
	const parts = [String(records.length)];
	if (reason !== undefined) parts.push('failed');
	if (contradiction !== undefined) parts.push('contradicted');
	return parts.join(' ');
}

/** "[1-10 21]": pages in the order in which they were asked for. */
function pagesText(numbers: number[]): string {
	const runs: number[][] = [];
	for (const number of numbers) {
		const latest = runs.at(-1);
		if (latest?.at(-1) === number - 1) latest.push(number);
		else runs.push([number]);
	}
	const texts = runs.map((run) => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(' ')));
	return `[${texts.join(' ')}]`;
}

/** Polls that are the same as the one before are counted. */
function shortened(lines: string[]): string {
	const groups: Array<{ line: string; count: number }> = [];
	for (const line of lines) {
		const latest = groups.at(-1);
		if (latest?.line === line) latest.count++;
		else groups.push({ line, count: 1 });
	}
	return groups.map(({ line, count }) => (count > 1 ? `${count} x ${line}` : line)).join(', ');
}

const expected = readFileSync(join(__dirname, 'requests.txt'), 'utf8').split(/\n(?=\S)|\n$/);

it('requests.txt tells each story', () => {
	expect(expected.map((story) => story.split('\n')[0])).toEqual([
		...stories.map(({ name }) => name),
		'',
	]);
});

it.each(stories)('$name: asks for what requests.txt says, poll for poll', async (story) => {
	const lines = [story.name];
	for (const [server, behaviour] of behaviours) {
		lines.push(`  ${server}: ${shortened(await told(story, behaviour))}`);
	}
	expect(lines.join('\n')).toBe(expected.find((each) => each.startsWith(`${story.name}\n`)));
});
