import type {
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
	INodeExecutionData,
} from 'n8n-workflow';

import { pollTrigger } from '../../nodes/DocumentLivenessTrigger/poll';
import type { PollDependencies } from '../../nodes/DocumentLivenessTrigger/pollMemory';
import { Gates } from '../../nodes/verifik/api/gate';
import { QuotaMeter } from '../../simulator';
import { randomFrom } from '../../simulator/random';
import { SimulatedAccount } from './account';
import { answerFrom, pollContext, VirtualClock } from './pollContext';

const MIDNIGHT = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How many requests fail. */
export const FAILING = 0.02;

interface Arrival {
	createdAt: number;
	/** When it can be seen in the list. */
	visibleAt: number;
}

/**
 * A day's checks: a batch of a fifth of them within ten minutes at two in the morning, the others more
 * by day than by night. One in five is visible only a while after its `createdAt`, up to half a
 * minute while the batch runs and up to four and a half minutes otherwise.
 */
export function aDay(random: () => number, count: number): Arrival[] {
	const batchStart = MIDNIGHT + 120 * MINUTE;
	const createdAt = Array.from({ length: count }, (_, index) => {
		if (index < count / 5) return batchStart + random() * 10 * MINUTE;
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
		return answerFrom(this.account)(options);
	}
}

/** An n8n process at that time. */
const processAt = (clock: VirtualClock): PollDependencies => ({
	clock,
	memories: new Map(),
	gates: new Gates(clock),
});

/**
 * Polls once a minute for a day, with requests that fail, and an n8n that goes down once an hour in the
 * middle of a poll.
 */
export async function liveADay(count: number) {
	const random = randomFrom(2026, 1);
	const account = new SimulatedAccount();
	for (let minute = -700; minute < 0; minute++) account.arrive(MIDNIGHT + minute * MINUTE);
	const before = new Set(account.ids);
	const arrivals = aDay(random, count);
	const api = new SimulatedApi(account, random);

	const clock = new VirtualClock(MIDNIGHT - MINUTE);
	let world = processAt(clock);
	let database = '{}';
	let emitted: string[] = [];
	let polls = 0;
	let failedPolls = 0;
	let restarts = 0;
	let largest = 0;
	let arrived = 0;

	/** n8n's part: the items run and the static data is stored, or neither. */
	const poll = async (isCutShort: boolean) => {
		const staticData = JSON.parse(database) as IDataObject;
		polls++;
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
			failedPolls++;
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
		for (; arrived < count && arrivals[arrived].visibleAt <= now; arrived++) {
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
	const distinct = new Set(emitted);
	const missed = expected.filter((id) => !distinct.has(id)).length;
	const repeated = emitted.length - distinct.size;
	return { arrived, emitted, missed, repeated, polls, failedPolls, restarts, largest, api };
}

/** Two weekends of so many records each, under a quota of 30 a minute. */
export async function liveTwoWeekends(count: number) {
	const account = new SimulatedAccount();
	for (let minute = -700; minute < 0; minute++) account.arrive(MIDNIGHT + minute * MINUTE);
	const before = new Set(account.ids);
	const clock = new VirtualClock(MIDNIGHT);
	const world = processAt(clock);
	const staticData: IDataObject = {};
	const emitted: string[] = [];
	let [polls, requests, failed, largest] = [0, 0, 0, 0];
	const served: number[] = [];

	const answer = async (options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		clock.at += 100;
		while (served[0] <= clock.at - MINUTE) served.shift();
		requests++;
		if (served.length >= 30) {
			return { statusCode: 509, headers: {}, body: { message: 'Rate limit exceeded for minute' } };
		}
		served.push(clock.at);
		return answerFrom(account)(options);
	};
	const poll = async () => {
		const start = clock.at;
		polls++;
		const context = pollContext({ answer, staticData, isUpdate: true });
		const items = await pollTrigger(context, world).catch(() => void failed++);
		emitted.push(...(items ?? []).map(({ json }) => String(json._id)));
		largest = Math.max(largest, JSON.stringify(staticData).length);
		// waits are within the poll's time
		expect(clock.at - start).toBeLessThan(45_000);
		clock.at = Math.max(clock.at, start + MINUTE);
	};

	await poll();
	for (let weekend = 1; weekend <= 2; weekend++) {
		clock.at += 2 * DAY;
		for (let i = 0; i < count; i++) {
			account.arrive(clock.at - 2 * DAY + Math.floor((i * 2 * DAY) / count));
		}
		for (let minute = 0; minute < 300 && emitted.length < weekend * count; minute++) {
			account.arrive(clock.at);
			await poll();
		}
	}
	for (let minute = 0; minute < 60 && emitted.length < account.size - 700; minute++) await poll();
	const expected = account.ids.filter((id) => !before.has(id));
	const distinct = new Set(emitted);
	const missed = expected.filter((id) => !distinct.has(id)).length;
	return {
		emitted,
		missed,
		repeated: emitted.length - distinct.size,
		polls,
		requests,
		failed,
		largest,
	};
}

/**
 * So many records at once under a quota of 30 a minute that says nothing, with a poll a minute for which
 * n8n grants 36 s: how many polls it takes until all are given.
 */
export async function catchUp(count: number, most: number) {
	const account = new SimulatedAccount();
	for (let minute = -700; minute < 0; minute++) account.arrive(MIDNIGHT + minute * MINUTE);
	const before = new Set(account.ids);
	const clock = new VirtualClock(MIDNIGHT);
	const dependencies = processAt(clock);
	const quota = new QuotaMeter({ requests: 30, per: 'minute', window: 'fixed' });
	const staticData: IDataObject = {};
	const emitted: string[] = [];
	let polls = 0;
	let longestMs = 0;

	const answer = async (options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => {
		clock.at += 100;
		if (quota.admit(clock.at).admitted) return answerFrom(account)(options);
		return { statusCode: 509, headers: {}, body: { message: 'Rate limit exceeded' } };
	};
	const poll = async () => {
		const start = clock.at;
		const context = pollContext({ answer, staticData, budget: 36_000 });
		const items = await pollTrigger(context, dependencies).catch(() => null);
		emitted.push(...(items ?? []).map(({ json }) => String(json._id)));
		longestMs = Math.max(longestMs, clock.at - start);
		clock.at = Math.max(clock.at, start + MINUTE);
	};

	await poll();
	for (let i = 0; i < count; i++)
		account.arrive(clock.at - MINUTE + Math.floor((i * MINUTE) / count));
	for (; polls < most && emitted.length < count; polls++) await poll();
	const expected = account.ids.filter((id) => !before.has(id));
	const distinct = new Set(emitted);
	const missed = expected.filter((id) => !distinct.has(id)).length;
	return { missed, repeated: emitted.length - distinct.size, polls, longestMs };
}
