import {
	sleep,
	type IDataObject,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import { PollMemories } from '../../nodes/DocumentLivenessTrigger/memory';
import { pollTrigger } from '../../nodes/DocumentLivenessTrigger/pollTrigger';
import { DocumentLivenessTrigger } from '../../nodes/DocumentLivenessTrigger/DocumentLivenessTrigger.node';
import { systemClock } from '../../nodes/verifik/api/clock';
import { SimulatedAccount } from './account';
import { CREDENTIAL, pollContext, type SimulatedPoll } from './pollContext';

const START = Date.parse('2026-01-01T00:00:00Z');

function answerFrom(account: SimulatedAccount) {
	return async ({ qs }: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		const { page, perPage, whereGTE_createdAt: since } = qs as Record<string, string | undefined>;
		const createdAfter = since === undefined ? null : Date.parse(since);
		const { entries, ...paging } = account.page(Number(page), createdAfter, {
			pageSize: Number(perPage),
			filters: true,
			counts: true,
		});
		return { statusCode: 200, headers: {}, body: { data: entries, ...paging } };
	};
}

/** A process of its own for each test. */
let memories = new PollMemories();
beforeEach(() => (memories = new PollMemories()));

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

it('leaves the rest of a backlog when half of the time that n8n grants is over', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	addBacklog(account);
	const emitted: unknown[] = [];
	const log: string[] = [];
	let polls = 0;
	for (let ids: unknown[] = []; emitted.length < 3_000; polls++) {
		ids = await poll({ answer, staticData, budget: 0, log });
		emitted.push(...ids);
	}
	expect(polls).toBeGreaterThanOrEqual(3);
	expect(polls).toBeLessThan(110);
	expect(emitted).toEqual(account.ids.slice(50));
	const isMore = (line: string) => line.startsWith('info: Verifik: there are more new records');
	expect(log.filter(isMore)).toHaveLength(polls - 1);
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
		expect(ids.length).toBeGreaterThanOrEqual(300);
		expect(ids.length).toBeLessThan(1_300);
		// a stretch may be under way when half of it is over
		expect(now - start).toBeLessThan(2_600);
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
	expect(ids.length).toBeGreaterThan(0);
	expect(log.filter((line) => line.startsWith('warn'))).toEqual([
		'warn: Verifik: the poll ended early: Verifik did not accept the access token. What was read until then counts, and the next poll goes on from there.',
	]);
	while (ids.length < 3_000) ids.push(...(await poll({ answer, staticData, log })));
	expect(ids).toEqual(account.ids.slice(50));
});

it('warns when the list contradicts itself, gives what came, and the rest once it does not', async () => {
	const staticData: IDataObject = {};
	const { account, answer } = await activated(staticData);
	for (let minute = 100; minute < 450; minute++) account.arrive(START + minute * 60_000);
	const log: string[] = [];
	const holed: SimulatedPoll['answer'] = async (request) => {
		const whole = await answer(request);
		const isEmptied = (request.qs as IDataObject).page === 2;
		return isEmptied ? { ...whole, body: { ...(whole.body as IDataObject), data: [] } } : whole;
	};
	const ids = await poll({ answer: holed, staticData, log });
	expect(ids).toHaveLength(250);
	expect(log.filter((line) => line.startsWith('warn'))).toEqual([
		'warn: Verifik: what the list says contradicts itself: page 1 and those after it do not fit together. 250 new records were given, and the next poll reads the same part again.',
	]);
	ids.push(...(await poll({ answer, staticData })));
	expect(ids).toHaveLength(350);
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
