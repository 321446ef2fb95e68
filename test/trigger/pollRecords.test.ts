import { sleep, type IDataObject } from 'n8n-workflow';

import { DocumentLivenessTrigger } from '../../nodes/DocumentLivenessTrigger/DocumentLivenessTrigger.node';
import { pollTrigger } from '../../nodes/DocumentLivenessTrigger/poll';
import type { PollMemory } from '../../nodes/DocumentLivenessTrigger/pollMemory';
import { systemClock } from '../../nodes/verifik/api/clock';
import { SimulatedAccount, START } from './account';
import {
	answerFrom as answersOf,
	CREDENTIAL,
	pollContext,
	type SimulatedPoll,
} from './pollContext';

function answerFrom(account: SimulatedAccount): SimulatedPoll['answer'] {
	const answer = answersOf(account);
	return async (request) => await Promise.resolve(answer(request));
}

/** A process of its own for each test. */
let memories = new Map<string, PollMemory>();
beforeEach(() => (memories = new Map()));

async function poll(simulated: SimulatedPoll): Promise<unknown[]> {
	const items = await pollTrigger(pollContext(simulated), { clock: systemClock, memories });
	return (items ?? []).map(({ json }) => json._id);
}

async function activated(staticData: IDataObject) {
	const account = new SimulatedAccount();
	for (let minute = 0; minute < 50; minute++) account.arrive(START + minute * 60_000);
	const answer = answerFrom(account);
	await poll({ answer, staticData });
	return { account, answer };
}

/** 3 000 new records, a minute apart: thirty pages. */
function addBacklog(account: SimulatedAccount): void {
	for (let minute = 100; minute < 3_100; minute++) account.arrive(START + minute * 60_000);
}

describe('two polls at the same time', () => {
	it('emit new records once', async () => {
		const staticData: IDataObject = {};
		const { account, answer } = await activated(staticData);
		const { _id } = account.arrive(START + 60 * 60_000);
		const emitted = await Promise.all([poll({ answer, staticData }), poll({ answer, staticData })]);
		expect(emitted.flat()).toEqual([_id]);
		expect(await poll({ answer, staticData })).toEqual([]);
	});

	it('mark "now" once when both are the first: the second one stands back', async () => {
		const staticData: IDataObject = {};
		const account = new SimulatedAccount();
		account.arrive(START);
		const answer = answerFrom(account);
		let release: (() => void) | undefined;
		const slow = poll({
			answer: async (request) => {
				if (release === undefined) await new Promise<void>((resolve) => (release = resolve));
				return await answer(request);
			},
			staticData,
		});
		expect(await poll({ answer, staticData })).toEqual([]);
		await sleep(1);
		release?.();
		expect(await slow).toEqual([]);
		const { _id } = account.arrive(START + 1_000);
		expect(await poll({ answer, staticData })).toEqual([_id]);
	});
});

it('goes on reading a backlog without being told how long it may take', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	addBacklog(account);
	expect(await poll({ answer, staticData })).toHaveLength(3_000);
});

it('leaves the rest of a backlog when half of the time that n8n grants is over, newest page first', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	addBacklog(account);
	const log: string[] = [];
	const polls: unknown[][] = [];
	while (polls.flat().length < 3_000) {
		polls.push(await poll({ answer, staticData, budget: 0, log }));
		expect(polls.length).toBeLessThan(20);
	}
	// each poll gives what is older than the one before it gave, and begins with the oldest
	expect(polls.reverse().flat()).toEqual(account.ids.slice(50));
	const isMore = (line: string) => line.startsWith('info: Verifik: there are more new records');
	expect(log.filter(isMore)).toHaveLength(polls.length - 1);
	log.length = 0;
	expect(await poll({ answer, staticData, log })).toEqual([]);
	expect(log.filter(isMore)).toEqual([]);
});

it('stores nothing when there is nothing new', async () => {
	const staticData: IDataObject = {};
	const { answer } = await activated(staticData);
	const { cursor } = staticData;
	await poll({ answer, staticData });
	expect(staticData.cursor).toBe(cursor);
});

it('gives null when there is nothing new, so that no execution starts', async () => {
	const staticData: IDataObject = {};
	const { answer } = await activated(staticData);
	const context = pollContext({ answer, staticData });
	expect(await DocumentLivenessTrigger.prototype.poll.call(context)).toBeNull();
});

it('reads for half of the time that n8n grants, and no longer', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	addBacklog(account);
	let now = performance.now();
	const start = now;
	const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
	try {
		const slow: typeof answer = async (request) => {
			now += 100;
			return await answer(request);
		};
		const ids = await poll({ answer: slow, staticData, budget: 2_600 });
		expect(now - start).toBe(1_300);
		expect(ids.length).toBeGreaterThan(1_200);
	} finally {
		clock.mockRestore();
	}
});

it('logs what it found, and warns when what it remembered cannot be read', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	const log: string[] = [];
	const warnings = () => log.filter((line) => line.startsWith('warn'));
	account.arrive(START + 60 * 60_000);
	account.arrive(START + 61 * 60_000);
	await poll({ answer, staticData, log });
	expect(log).toContain('debug: Verifik: 2 new records, 2 items for them');
	await poll({ answer, staticData: {}, log });
	expect(warnings()).toEqual([]);
	staticData.cursor = { version: 1, floorAt: 'yesterday' };
	expect(await poll({ answer, staticData, log })).toEqual([]);
	expect(warnings()).toEqual([
		'warn: Verifik: what this trigger remembered cannot be read. It starts from now.',
	]);
});

it('warns when a poll gives a part only, and says why and what becomes of the rest', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	addBacklog(account);
	let requests = 0;
	const log: string[] = [];
	const failing: SimulatedPoll['answer'] = async (request) =>
		++requests > 8 ? { statusCode: 401, headers: {}, body: {} } : await answer(request);
	const ids = await poll({ answer: failing, staticData, log });
	expect(log.filter((line) => line.startsWith('warn'))).toEqual([
		'warn: Verifik: the poll ended early: Verifik did not accept the access token. What was read until then counts, and the next poll goes on from there.',
	]);
	expect(ids.length).toBeGreaterThan(700);
	ids.unshift(...(await poll({ answer, staticData, log })));
	expect(ids).toEqual(account.ids.slice(50));
});

it.each([
	['is empty, although it had records', 0, 'it is empty, although it had records'],
	['ends before the records that it counts', 99, 'it ends before the records that it counts'],
])('warns when the list %s, and gives the rest later', async (_, shown, doubt) => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	const moment = (account.newestAt ?? START) + 60 * 60_000;
	for (let i = 0; i < 150; i++) account.arrive(moment);
	const log: string[] = [];
	const holed: SimulatedPoll['answer'] = async (request) => {
		const whole = await answer(request);
		const { data, ...body } = whole.body as IDataObject & { data: unknown[] };
		const isShown = (request.qs as IDataObject).page === 1;
		return { ...whole, body: { ...body, data: isShown ? data.slice(0, shown) : [] } };
	};
	const ids = await poll({ answer: holed, staticData, log });
	expect(ids).toHaveLength(shown);
	expect(log.filter((line) => line.startsWith('warn'))).toEqual([
		`warn: Verifik: what the list says contradicts itself: ${doubt}.`,
	]);
	ids.push(...(await poll({ answer, staticData, log })));
	expect([...ids].sort()).toEqual(account.ids.slice(50).sort());
});

describe('too many requests', () => {
	/** What a poll says when Verifik refuses its request; of an account of its own, which it holds up. */
	async function saidOf(headers: Record<string, string>): Promise<unknown> {
		const refused = { statusCode: 429, headers, body: {} };
		const credential = { ...CREDENTIAL, accessToken: JSON.stringify(headers) };
		const answer = async () => await Promise.resolve(refused);
		const failing = poll({ answer, staticData: {}, budget: 0, credential });
		return await failing.catch(({ description }: Error & { description: string }) => description);
	}

	const rest =
		'No record is lost: the next poll goes on from here. If this happens often, poll less often, or ask Verifik for a higher quota.';

	it('are told with the time from which Verifik lets requests through again', async () => {
		expect(await saidOf({ 'retry-after': '600' })).toMatch(
			/^It lets requests through again in about 10 min, at .* UTC\. No record is lost/,
		);
		expect(await saidOf({ 'retry-after': '75' })).toMatch(/^It lets requests through again in/);
	});

	it.each([
		['when it does not say', {}],
		['when the next poll can ask again', { 'retry-after': '45' }],
	])('are told without a time %s', async (_, headers) => {
		expect(await saidOf(headers)).toBe(rest);
	});
});
