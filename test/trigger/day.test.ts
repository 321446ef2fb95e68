import type {
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';

import { PollMemories } from '../../nodes/DocumentLivenessTrigger/memory';
import type { World } from '../../nodes/DocumentLivenessTrigger/poll';
import { pollTrigger } from '../../nodes/DocumentLivenessTrigger/pollTrigger';
import { Gates } from '../../nodes/verifik/api/gate';
import { randomFrom } from '../../sandbox/random';
import { runs } from '../harness/fastCheck';
import { SimulatedAccount } from './account';
import { pollContext } from './pollContext';

const MIDNIGHT = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** As many as an account of that size has in a day; fewer in the first tier. */
const ARRIVALS = runs(50_000);
const BATCH = ARRIVALS / 5;
const BATCH_MINUTES = BATCH / 1_000;
const A_WEEKEND = runs(20_000);
const FAILING = 0.02;

interface Arrival {
	createdAt: number;
	/** When it can be seen in the list. */
	visibleAt: number;
}

/**
 * A day's checks: one in five in a batch of a thousand a minute at two in the morning, the others more
 * by day than by night. One in five is visible only a while after its `createdAt`, up to half a
 * minute while the batch runs and up to four and a half minutes otherwise.
 */
function aDay(random: () => number): Arrival[] {
	const batchStart = MIDNIGHT + 120 * MINUTE;
	const createdAt = Array.from({ length: ARRIVALS }, (_, index) => {
		if (index < BATCH) return batchStart + random() * BATCH_MINUTES * MINUTE;
		// the middle of three draws is more often around noon
		const draws = [random(), random(), random()].sort((a, b) => a - b);
		return MIDNIGHT + draws[1] * (DAY - 10 * MINUTE);
	});
	return createdAt
		.map((time) => {
			const inBatch = Math.abs(time - batchStart) < 20 * MINUTE;
			const lateness = random() < 0.2 ? random() * (inBatch ? 0.5 : 4.5) * MINUTE : 0;
			return { createdAt: Math.floor(time), visibleAt: time + lateness };
		})
		.sort((a, b) => a.visibleAt - b.visibleAt);
}

/** Verifik's list as n8n's request helper gives it out, with some requests that fail. */
class SimulatedApi {
	requests = 0;
	failed = 0;

	constructor(
		private readonly account: SimulatedAccount,
		private readonly random: () => number,
	) {}

	answer(options: IHttpRequestOptions): IN8nHttpFullResponse {
		this.requests++;
		if (this.random() < FAILING) {
			this.failed++;
			if (this.random() < 0.3) throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
			const statusCode = this.random() < 0.5 ? 500 : 429;
			return { statusCode, headers: {}, body: { message: 'Not now' } };
		}
		const query = options.qs as IDataObject;
		const since = query.whereGTE_createdAt;
		const pageSize = Number(query.perPage);
		const { entries, ...paging } = this.account.page(
			Number(query.page),
			since === undefined ? null : Date.parse(String(since)),
			{ pageSize, filters: true, counts: true },
		);
		return { statusCode: 200, headers: {}, body: { data: entries, limit: pageSize, ...paging } };
	}
}

/** A clock that waiting moves on. */
class VirtualClock {
	constructor(public at: number) {}
	now = () => this.at;
	elapsedMs = () => this.at;
	wait = async (delayMs: number) => {
		this.at += delayMs;
	};
}

/** An n8n process at that time. */
const processAt = (clock: VirtualClock): World => ({
	clock,
	memories: new PollMemories(),
	gates: new Gates(clock),
});

it('emits every record of a busy day exactly once', async () => {
	const random = randomFrom(2026, 1);
	const account = new SimulatedAccount();
	for (let minute = -700; minute < 0; minute++) account.arrive(MIDNIGHT + minute * MINUTE);
	const before = new Set(account.ids);
	const arrivals = aDay(random);
	const api = new SimulatedApi(account, random);

	const clock = new VirtualClock(MIDNIGHT - MINUTE);
	let world = processAt(clock);
	let database = '{}';
	let emitted: string[] = [];
	let restarts = 0;
	let largest = 0;
	let arrived = 0;

	/** n8n's part: the items run and the static data is stored, or neither. */
	const poll = async (isCutShort: boolean) => {
		const staticData = JSON.parse(database) as IDataObject;
		let items: INodeExecutionData[] | null;
		try {
			// one try per request: nobody waits in a simulated day
			const context = pollContext({
				answer: async (request) => api.answer(request),
				staticData,
				parameters: { options: { maxAttempts: 1 } },
			});
			items = await pollTrigger(context, world);
		} catch {
			expect(JSON.stringify(staticData)).toBe(database);
			return;
		}
		if (isCutShort) {
			world = processAt(clock);
			return;
		}
		database = JSON.stringify(staticData);
		largest = Math.max(largest, database.length);
		emitted = emitted.concat((items ?? []).map(({ json }) => String(json._id)));
	};

	// activated before anything arrives; a failed request would keep the workflow from it
	for (let polls = 0; polls < 60 && database === '{}'; polls++) {
		await poll(false);
		clock.at += MINUTE;
	}
	for (let now = MIDNIGHT; now <= MIDNIGHT + DAY; now += MINUTE) {
		for (; arrived < ARRIVALS && arrivals[arrived].visibleAt <= now; arrived++) {
			account.arrive(arrivals[arrived].createdAt);
		}
		clock.at = Math.max(clock.at, now);
		// once an hour n8n goes down in the middle of a poll and misses the next three
		const minute = (now - MIDNIGHT) / MINUTE;
		if (minute % 60 === 30) restarts++;
		if (minute % 60 < 30 || minute % 60 > 33) await poll(false);
		else if (minute % 60 === 30) await poll(true);
	}

	const expected = account.ids.filter((id) => !before.has(id));
	expect(emitted).toHaveLength(ARRIVALS);
	expect([...emitted].sort()).toEqual([...expected].sort());
	expect(restarts).toBe(24);
	expect(api.failed / api.requests).toBeCloseTo(FAILING, 2);
	expect(largest).toBeLessThan(64_000);
}, 120_000);

it('has days with late records and records of the same moment in them', () => {
	const arrivals = aDay(randomFrom(2026, 1));
	const late = arrivals.filter(({ createdAt, visibleAt }) => visibleAt - createdAt > MINUTE);
	const moments = new Set(arrivals.map(({ createdAt }) => createdAt));
	expect(late.length).toBeGreaterThan(ARRIVALS / 50);
	expect(moments.size).toBeLessThan(ARRIVALS);
});

it('drains two weekends of records under a quota of 30 requests a minute', async () => {
	const account = new SimulatedAccount();
	for (let minute = -700; minute < 0; minute++) account.arrive(MIDNIGHT + minute * MINUTE);
	const before = new Set(account.ids);
	const clock = new VirtualClock(MIDNIGHT);
	const world = processAt(clock);
	const staticData: IDataObject = {};
	const emitted: string[] = [];
	let largest = 0;
	const served: number[] = [];

	const answer = async (options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		clock.at += 100;
		while (served[0] <= clock.at - MINUTE) served.shift();
		if (served.length >= 30) {
			return { statusCode: 509, headers: {}, body: { message: 'Rate limit exceeded for minute' } };
		}
		served.push(clock.at);
		const query = options.qs as IDataObject;
		const since = query.whereGTE_createdAt;
		const pageSize = Number(query.perPage);
		const behaviour = { pageSize, filters: true, counts: true };
		const after = since === undefined ? null : Date.parse(String(since));
		const { entries, ...paging } = account.page(Number(query.page), after, behaviour);
		return { statusCode: 200, headers: {}, body: { data: entries, limit: pageSize, ...paging } };
	};
	const poll = async () => {
		const start = clock.at;
		const context = pollContext({ answer, staticData, isUpdate: true });
		const items = await pollTrigger(context, world).catch(() => null);
		emitted.push(...(items ?? []).map(({ json }) => String(json._id)));
		largest = Math.max(largest, JSON.stringify(staticData).length);
		// waits are within the poll's time
		expect(clock.at - start).toBeLessThan(45_000);
		clock.at = Math.max(clock.at, start + MINUTE);
	};

	await poll();
	for (let weekend = 1; weekend <= 2; weekend++) {
		clock.at += 2 * DAY;
		for (let i = 0; i < A_WEEKEND; i++) {
			account.arrive(clock.at - 2 * DAY + (i * 2 * DAY) / A_WEEKEND);
		}
		for (let minute = 0; minute < 300 && emitted.length < weekend * A_WEEKEND; minute++) {
			account.arrive(clock.at);
			await poll();
		}
	}
	for (let minute = 0; minute < 60 && emitted.length < account.size - 700; minute++) await poll();
	const expected = account.ids.filter((id) => !before.has(id));
	expect([...emitted].sort()).toEqual([...expected].sort());
	expect(largest).toBeLessThan(64_000);
}, 300_000);
