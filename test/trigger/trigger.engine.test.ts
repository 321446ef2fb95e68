import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type INodeParameters,
} from 'n8n-workflow';

import { processDependencies } from '../../nodes/DocumentLivenessTrigger/pollMemory';
import {
	startSimulator,
	type Simulator,
	type SimulatorOptions,
	type SimulatorRecord,
} from '../../simulator';
import { failure } from '../engine/support';
import { loadPackage, logged, poll, type PollOptions } from '../harness';
import { core } from '../harness/engine';
import fc, { runs } from '../harness/fastCheck';
import { waitFor } from '../harness/waitFor';
import { isJudged, isSuspicious } from '../unit/documentLiveness/reasonsByWords';

const TYPE = 'n8n-nodes-verifik.documentLivenessTrigger';
const DEFAULTS: INodeParameters = {
	event: 'newRecord',
	filters: {},
	simplify: true,
	splitWarnings: 'none',
	options: { maxAttempts: 1 },
};
const MINUTE = 60_000;

const grantsBudget = 'getPollBudgetMs' in core.PollContext.prototype;

const packageFromSources = loadPackage('sources');
let simulator: Simulator | undefined;

afterEach(async () => {
	await simulator?.close();
	simulator = undefined;
});

/** A workflow with the trigger: polls as n8n does, keeping the static data of polls that succeed. */
class ActiveWorkflow {
	staticData: IDataObject | undefined;

	constructor(
		readonly api: Simulator,
		public parameters: INodeParameters = {},
	) {}

	async poll(options: Partial<PollOptions> = {}): Promise<IDataObject[]> {
		// a process of its own for each poll: n8n keeps this between them, and the tests beside this do
		processDependencies.memories.clear();
		const { items, staticData } = await poll(await packageFromSources, {
			type: TYPE,
			parameters: { ...DEFAULTS, ...this.parameters },
			credentials: { verifikApi: { accessToken: this.api.token, baseUrl: this.api.url } },
			staticData: this.staticData,
			...options,
		});
		if (options.mode !== 'manual') this.staticData = staticData;
		else expect(staticData).toEqual(this.staticData ?? {});
		return (items ?? []).map(({ json }) => json);
	}

	async pollIds(options?: Partial<PollOptions>): Promise<unknown[]> {
		return (await this.poll(options)).map(({ _id }) => _id);
	}
}

async function start(
	options: SimulatorOptions = {},
	parameters?: INodeParameters,
): Promise<ActiveWorkflow> {
	simulator = await startSimulator({ count: 200, ...options });
	return new ActiveWorkflow(simulator, parameters);
}

function idsOf(records: readonly object[]): unknown[] {
	return records.map((record) => (record as IDataObject)._id);
}

const isUnjudged = (record: SimulatorRecord) => !isJudged(record);

/** With what is unjudged, or "judged" alone. */
const isOfConcern = (event: string) => (record: SimulatorRecord) =>
	isSuspicious(record) || (event !== 'judged' && isUnjudged(record));

function ofConcern(records: readonly SimulatorRecord[]) {
	const wanted = records.filter(isOfConcern('all'));
	expect(wanted.length).toBeGreaterThan(0);
	expect(wanted.length).toBeLessThan(records.length);
	return wanted;
}

describe('an active workflow', () => {
	it('starts from now, then runs once per poll with all new records, oldest first', async () => {
		const workflow = await start();
		expect(await workflow.poll()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
		const arrived = idsOf(workflow.api.arrive(3));
		expect(await workflow.pollIds()).toEqual(arrived);
		expect(await workflow.pollIds()).toEqual([]);
	});

	it('on "Suspicious Record" runs with what is suspicious or cannot be judged', async () => {
		const suspicious = {
			event: 'suspiciousRecord',
			suspiciousScoreMax: 0.5,
			includeUnjudged: true,
		};
		const workflow = await start({ withoutScore: 0.3 }, suspicious);
		expect(await workflow.poll()).toEqual([]);
		const arrived = workflow.api.arrive(150);
		const wanted = ofConcern(arrived);
		expect(await workflow.pollIds()).toEqual(idsOf(wanted));
		workflow.parameters = { ...suspicious, includeUnjudged: false };
		const more = ofConcern(workflow.api.arrive(150));
		expect(more.some(isUnjudged)).toBe(true);
		expect(await workflow.pollIds()).toEqual(idsOf(more.filter((r) => !isUnjudged(r))));
	});

	it('loses and repeats nothing when the event is switched', async () => {
		const suspicious = {
			event: 'suspiciousRecord',
			suspiciousScoreMax: 0.5,
			includeUnjudged: true,
		};
		const workflow = await start();
		await workflow.poll();
		const seen: unknown[] = [];
		const expected: unknown[] = [];
		for (const isSwitched of [true, false, true]) {
			workflow.parameters = isSwitched ? suspicious : {};
			const arrived = workflow.api.arrive(60);
			expected.push(...idsOf(isSwitched ? ofConcern(arrived) : arrived));
			seen.push(...(await workflow.pollIds()));
		}
		expect(seen).toEqual(expected);
	});

	it('loses and repeats nothing however the event is switched, also of what arrives meanwhile', async () => {
		const suspicious = { event: 'suspiciousRecord', suspiciousScoreMax: 0.5 };
		const events: Record<string, INodeParameters> = {
			all: {},
			suspicious: { ...suspicious, includeUnjudged: true },
			judged: { ...suspicious, includeUnjudged: false },
			token: { event: 'tokenExpiring', daysBefore: 1 },
		};
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({ event: fc.constantFrom(...Object.keys(events)), arrivals: fc.nat(60) }),
					{ minLength: 4, maxLength: 8 },
				),
				async (steps) => {
					await simulator?.close();
					// while a poll reads, more arrives
					const options = { withoutScore: 0.3, drift: { every: 3, records: 2 } };
					const workflow = await start(options, { options: { maxAttempts: 1, pageSize: 10 } });
					const { api } = workflow;
					const old = new Set(idsOf(api.records()));
					await workflow.poll();
					const seen: unknown[] = [];
					const due = new Set<unknown>();
					for (const { event, arrivals } of [...steps, { event: 'suspicious', arrivals: 0 }]) {
						workflow.parameters = { ...events[event], options: { maxAttempts: 1, pageSize: 10 } };
						const arrived = api.arrive(arrivals);
						const before = api.records().filter(({ _id }) => !old.has(_id));
						if (event === 'token') {
							expect(await workflow.pollIds()).toEqual([]);
							continue;
						}
						const wanted = event === 'all' ? arrived : arrived.filter(isOfConcern(event));
						for (const id of idsOf(wanted)) due.add(id);
						const given = await workflow.pollIds();
						const after = api.records().filter(({ _id }) => !old.has(_id));
						const allowed = new Set(
							idsOf(event === 'all' ? after : after.filter(isOfConcern(event))),
						);
						expect(given.filter((id) => !allowed.has(id))).toEqual([]);
						seen.push(...given);
						// what was there when the poll began is given, or was let pass by an earlier one
						for (const record of before) if (isOfConcern('judged')(record)) due.add(record._id);
					}
					expect(new Set(seen).size).toBe(seen.length);
					expect([...due].filter((id) => !seen.includes(id))).toEqual([]);
				},
			),
			{ numRuns: runs(12) },
		);
	});

	it('asks once when there is nothing new', async () => {
		const workflow = await start();
		await workflow.poll();
		workflow.api.arrive(250, new Date('2026-01-02T00:00:00Z'));
		expect(await workflow.poll()).toHaveLength(250);
		workflow.api.reset();
		await workflow.poll();
		expect(workflow.api.requests).toHaveLength(1);
	});

	it('gives the first record of an account that was empty', async () => {
		const workflow = await start({ count: 0 });
		expect(await workflow.poll()).toEqual([]);
		expect(await workflow.poll()).toEqual([]);
		const arrived = idsOf(workflow.api.arrive(2));
		expect(await workflow.pollIds()).toEqual(arrived);
	});

	it('gives records of the same moment and late ones', async () => {
		const workflow = await start();
		await workflow.poll();
		const moment = new Date('2026-01-02T00:00:00Z');
		const first = idsOf(workflow.api.arrive(1, moment));
		expect(await workflow.pollIds()).toEqual(first);
		const twin = idsOf(workflow.api.arrive(1, moment));
		const late = idsOf(workflow.api.arrive(1, new Date(moment.getTime() - 5 * MINUTE)));
		expect(await workflow.pollIds()).toEqual([...late, ...twin]);
		workflow.api.arrive(1, new Date(moment.getTime() - 5 * MINUTE - 1));
		expect(await workflow.pollIds()).toEqual([]);
	});

	it('gives a backlog over several polls, newest page first, whatever the server makes of dates', async () => {
		for (const ignoreFilters of [false, true]) {
			const workflow = await start(
				{ ignoreFilters },
				{ options: { maxAttempts: 1, pageSize: 10 } },
			);
			await workflow.poll();
			const arrived = idsOf(workflow.api.arrive(1_000));
			const polls: unknown[][] = [];
			for (let poll = 0; poll < 100 && polls.flat().length < arrived.length; poll++) {
				polls.push(await workflow.pollIds({ budgetMs: poll === 0 ? 0 : undefined }));
			}
			expect(polls.reverse().flat()).toEqual(arrived);
			// lines of n8n before 2.36 grant no budget, so that the first poll goes on
			expect(polls.length).toBeGreaterThanOrEqual(grantsBudget ? 3 : 2);
			await workflow.api.close();
		}
	});

	it('misses and repeats nothing while records arrive and requests fail', async () => {
		const workflow = await start(
			{ count: 100, drift: { every: 2, records: 3 } },
			{ options: { maxAttempts: 1, pageSize: 7 } },
		);
		await workflow.poll();
		const before = new Set(idsOf(workflow.api.records()).slice(3));
		const emitted: unknown[] = [];
		const faults = ['status', 'drop', 'cut', 'truncate', 'html'] as const;
		let failures = 0;
		for (let round = 0; round < 50; round++) {
			workflow.api.arrive(round % 7 === 0 ? 40 : round % 3);
			const kind = faults[round % 9];
			const page = (round % 4) + 1;
			if (kind === 'status') workflow.api.fault({ kind, status: 503, page });
			else if (kind !== undefined) workflow.api.fault({ kind, page });
			const state = JSON.stringify(workflow.staticData);
			try {
				emitted.push(...(await workflow.pollIds()));
			} catch (error) {
				failures++;
				expect(error).toBeInstanceOf(NodeApiError);
				expect(JSON.stringify(workflow.staticData)).toBe(state);
			}
		}
		workflow.api.reset();
		// records arrive with each request, so the last few are always still to come
		const expected = idsOf(workflow.api.records()).filter((id) => !before.has(id));
		for (let poll = 0; poll < 100 && !emitted.includes(expected[0]); poll++) {
			emitted.push(...(await workflow.pollIds()));
		}
		const asked = new Set(expected);
		expect(emitted.filter((id) => asked.has(id)).sort()).toEqual([...expected].sort());
		expect(new Set(emitted).size).toBe(emitted.length);
		// what was read before a failure counts, so that fewer polls fail than requests
		expect(failures).toBeGreaterThan(5);
	});

	it('tells n8n why a poll failed', async () => {
		const workflow = await start();
		await workflow.poll();
		workflow.api.fault({ kind: 'status', status: 429, headers: { 'retry-after': '100' } });
		const error = await workflow.poll().then(String, (thrown: unknown) => thrown);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			message: 'Verifik is receiving too many requests',
			description: expect.stringContaining('No record is lost'),
		});
		// n8n tells the cause from 2.36 on
		const { failure } = error as { failure?: { cause: string; retryAfterMs: number } };
		if (failure === undefined) return;
		expect(failure.cause).toBe('rate-limited');
		expect(failure.retryAfterMs).toBeGreaterThan(95_000);
		expect(failure.retryAfterMs).toBeLessThanOrEqual(100_000);
	});

	it('ends when an answer comes a few bytes at a time', async () => {
		const workflow = await start({}, { options: { maxAttempts: 1, timeout: 1_000 } });
		await workflow.poll();
		workflow.api.arrive(3);
		workflow.api.fault({ kind: 'dribble', intervalMs: 100, bytes: 16 });
		await expect(workflow.poll()).rejects.toThrow('Verifik did not answer within 1 s');
		await waitFor('the end of the answer', () => workflow.api.openSockets === 0);
		expect(workflow.api.requests.at(-1)?.closedEarly).toBe(true);
		expect(await workflow.poll()).toHaveLength(3);
	});

	it('gives the records from Start From on, once, whatever becomes of the date', async () => {
		const workflow = await start({ count: 500 }, {});
		const newestFirst = workflow.api.records();
		const from = String((newestFirst[249] as unknown as IDataObject).createdAt);
		workflow.parameters = { options: { startFrom: from } };
		const expected = idsOf(newestFirst).slice(0, 250).reverse();
		const given: unknown[] = [];
		for (let poll = 0; poll < 5; poll++) given.push(...(await workflow.pollIds()));
		expect(given).toEqual(expected);
		workflow.parameters = { options: { startFrom: '2020-01-01' } };
		expect(await workflow.poll()).toEqual([]);
	});

	it('believes no empty first page of a list that has records', async () => {
		const workflow = await start();
		workflow.api.fault({ kind: 'empty', times: 20 });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: expect.stringContaining('fewer records than it counts'),
			description: expect.stringContaining('the next poll reads the same again'),
		});
		expect(workflow.staticData).toBeUndefined();
	});

	it('asks again by itself when a request fails in passing', async () => {
		const workflow = await start({}, { options: { maxAttempts: 2 } });
		await workflow.poll();
		const arrived = idsOf(workflow.api.arrive(1));
		workflow.api.fault({ kind: 'status', status: 503, headers: { 'retry-after': '0' } });
		expect(await workflow.pollIds()).toEqual(arrived);
	});

	it('can be deactivated, activated and restarted: nothing is lost meanwhile', async () => {
		const workflow = await start();
		await workflow.poll();
		const meanwhile = idsOf(workflow.api.arrive(5));
		const later = new ActiveWorkflow(workflow.api);
		later.staticData = JSON.parse(JSON.stringify(workflow.staticData));
		expect(await later.pollIds()).toEqual(meanwhile);
	});

	it('starts from now when its memory is damaged, and says so in the log', async () => {
		const workflow = await start();
		workflow.staticData = { cursor: { version: 0, lastTime: '2026' }, foreign: 'kept' };
		expect(await workflow.poll()).toEqual([]);
		expect(logged().some(({ text }) => text.includes('It starts from now'))).toBe(true);
		expect(workflow.staticData).toMatchObject({ foreign: 'kept', cursor: { version: 2 } });
		const arrived = idsOf(workflow.api.arrive(1));
		expect(await workflow.pollIds()).toEqual(arrived);
	});
});

describe('filters and output', () => {
	it('let only matching records through, and keep the place when they change', async () => {
		const workflow = await start({}, { filters: { aggregatedScoreMax: 0.5 } });
		await workflow.poll();
		const arrived = workflow.api.arrive(40);
		const scores = (await workflow.poll()).map(({ aggregatedScore }) => aggregatedScore);
		const expected = arrived.map(({ aggregatedScore }) => aggregatedScore ?? 1);
		expect(scores).toEqual(expected.filter((score) => score <= 0.5));
		expect(scores.length).toBeGreaterThan(0);
		workflow.parameters = {};
		expect(await workflow.poll()).toEqual([]);
	});

	it('start no execution when nothing matches', async () => {
		const workflow = await start({}, { filters: { aggregatedScoreMin: 1 } });
		await workflow.poll();
		workflow.api.arrive(5);
		expect(await workflow.poll()).toEqual([]);
	});

	it('can go by what Verifik calls live', async () => {
		const workflow = await start({}, { filters: { verdict: 'notLive' } });
		await workflow.poll();
		const arrived = workflow.api.arrive(40);
		const expected = arrived.filter(({ isLive }) => isLive === false);
		expect(await workflow.pollIds()).toEqual(idsOf(expected));
		expect(expected.length).toBeGreaterThan(0);
	});

	it('give the record as it came, or one item per warning', async () => {
		const workflow = await start({}, { simplify: false });
		await workflow.poll();
		const arrived = workflow.api.arrive(20);
		const state = workflow.staticData;
		expect(await workflow.poll()).toEqual(JSON.parse(JSON.stringify(arrived)));
		workflow.staticData = state;
		workflow.parameters = { splitWarnings: 'perCheck' };
		const items = await workflow.poll();
		expect(items).not.toEqual([]);
		expect(Object.keys(items[0])).toEqual(expect.arrayContaining(['check', 'severity', 'code']));
	});

	it('are refused before any request when they cannot be met', async () => {
		const workflow = await start(
			{},
			{ filters: { aggregatedScoreMin: 0.9, aggregatedScoreMax: 0.1 } },
		);
		const polled = workflow.poll();
		await expect(polled).rejects.toBeInstanceOf(NodeOperationError);
		await expect(polled).rejects.toThrow("'Aggregated Score Minimum' (0.9) is above");
		expect(workflow.api.requests).toHaveLength(0);
	});
});

describe('Fetch Test Event', () => {
	const manual = { mode: 'manual' } as const;

	it('shows the newest three records, oldest first, and leaves the memory alone', async () => {
		const workflow = await start();
		const newest = idsOf(workflow.api.records()).slice(0, 3).reverse();
		expect(await workflow.pollIds(manual)).toEqual(newest);
		await workflow.poll();
		const arrived = idsOf(workflow.api.arrive(5));
		expect(await workflow.pollIds(manual)).toEqual(arrived.slice(-3));
		expect(await workflow.pollIds()).toEqual(arrived);
	});

	it('shows the newest that pass the filters, however few', async () => {
		const workflow = await start({ count: 50 }, { filters: { aggregatedScoreMax: 0.000001 } });
		expect(await workflow.pollIds(manual)).toContain('68a8bf34d8207d5f3357b643');
	});

	it('says what to do when the account is empty', async () => {
		const workflow = await start({ count: 0 });
		await expect(workflow.poll(manual)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: 'This Verifik account has no document liveness record yet',
			description: expect.stringContaining('Check one document with Verifik'),
		});
	});

	it('says what to do when no record passes the filters, after a thousand', async () => {
		const workflow = await start({ count: 3_000 }, { filters: { aggregatedScoreMin: 1 } });
		await expect(workflow.poll(manual)).rejects.toMatchObject({
			message: 'None of the newest 1,000 records would start this workflow',
			description: expect.stringContaining('Loosen the filters'),
		});
		expect(workflow.api.requests).toHaveLength(10);
	});

	it('tells what went wrong with a request', async () => {
		const workflow = await start();
		workflow.api.fault({ kind: 'status', status: 401 });
		await expect(workflow.poll(manual)).rejects.toMatchObject({
			message: 'Verifik did not accept the access token',
			...failure('credential-invalid'),
		});
		await workflow.poll();
		workflow.api.fault({ kind: 'status', status: 401 });
		await expect(workflow.poll()).rejects.toMatchObject({
			message: 'Verifik did not accept the access token',
			description: expect.stringMatching(/^Create a new token .*longer\.$/s),
		});
	});
});

it('is a polling trigger of the same service, with its codex', async () => {
	const { nodeTypes } = await packageFromSources;
	const { description } = nodeTypes.getByNameAndVersion(TYPE);
	expect(description).toMatchObject({
		displayName: 'Verifik Document Liveness Trigger',
		name: 'documentLivenessTrigger',
		group: ['trigger'],
		polling: true,
		inputs: [],
		credentials: [{ name: 'verifikApi', required: true }],
		codex: { alias: expect.arrayContaining(['document fraud']) },
	});
	expect(description.usableAsTool).toBeUndefined();
	const names = description.properties.map(({ name }) => name);
	expect(names).toEqual(
		expect.arrayContaining(['event', 'filters', 'simplify', 'splitWarnings', 'options']),
	);
});
