import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault, Simulator, SimulatorOptions } from '../../simulator';
import { byId, execute, getAll, withSimulator, type ExecuteOptions } from '../engine/support';
import { create, executeWith } from '../engine/createSupport';
import { waitFor } from '../harness/waitFor';

/*
 * Many executions at once of one loaded node, each with an account of its own: each has to give
 * exactly what it gives when it runs alone.
 */

interface Scenario {
	name: string;
	parameters: INodeParameters;
	simulator?: SimulatorOptions;
	faults?: Fault[];
	items?: (simulator: Simulator) => IDataObject[];
	onError?: ExecuteOptions['onError'];
	/** Cancels the execution once a request for that page has come and, unless it hangs, been answered so. */
	cancelAt?: { page: number; status: number | null };
	/** How it has to end, alone as well as in company. */
	ends: 'success' | 'error' | 'canceled';
}

const THROTTLE = { kind: 'status', status: 429, headers: { 'retry-after': '0' } } as const;
const paged = (options: INodeParameters = {}) => ({ options: { pageSize: 10, ...options } });

const SCENARIOS: Scenario[] = [
	{ name: 'everything', parameters: { ...getAll, ...paged() }, ends: 'success' },
	{
		name: 'raw records',
		parameters: { ...getAll, simplify: false, ...paged({ concurrency: 10 }) },
		ends: 'success',
	},
	{
		name: 'a filter that misses scores, and a split',
		parameters: {
			...getAll,
			filters: { aggregatedScoreMax: 0.4 },
			splitWarnings: 'perCheck',
			...paged({ includeErrors: true, recordsWithoutWarnings: 'drop' }),
		},
		simulator: { withoutScore: 0.3 },
		ends: 'success',
	},
	{
		name: 'another filter and another split',
		parameters: {
			...getAll,
			filters: { aggregatedScoreMin: 0.4, missingScore: 'include' },
			splitWarnings: 'perCode',
			...paged({ concurrency: 2 }),
		},
		simulator: { withoutScore: 0.1 },
		ends: 'success',
	},
	{
		name: 'a limit for each input item',
		parameters: { operation: 'getAll', returnAll: false, limit: '={{ $json.n }}', ...paged() },
		items: () => [{ n: 3 }, { n: 25 }, { n: -1 }],
		onError: 'continueErrorOutput',
		ends: 'success',
	},
	{
		name: 'single records, one of which does not exist',
		parameters: byId('={{ $json._id }}'),
		items: (simulator) => [...simulator.records().slice(0, 9), { _id: 'gone' }],
		onError: 'continueRegularOutput',
		ends: 'success',
	},
	{
		name: 'a throttle that passes',
		parameters: { ...getAll, ...paged() },
		faults: [{ ...THROTTLE, page: 2, times: 3 }],
		ends: 'success',
	},
	{
		name: 'a throttle that stays',
		parameters: { ...getAll, ...paged({ maxWait: 0 }) },
		faults: [{ ...THROTTLE, headers: { 'retry-after': '3600' }, page: 4 }],
		items: () => [{}, {}],
		onError: 'continueErrorOutput',
		ends: 'success',
	},
	{
		name: 'a connection that breaks twice',
		parameters: { ...getAll, ...paged() },
		faults: [
			{ kind: 'drop', page: 1 },
			{ kind: 'cut', page: 3 },
		],
		ends: 'success',
	},
	{
		name: 'a refusal',
		parameters: { ...getAll, ...paged() },
		faults: [{ kind: 'status', status: 403, page: 3 }],
		ends: 'error',
	},
	{
		name: 'a cancellation while a request hangs',
		parameters: { ...getAll, ...paged() },
		faults: [{ kind: 'hang', page: 3 }],
		onError: 'continueRegularOutput',
		cancelAt: { page: 3, status: null },
		ends: 'canceled',
	},
	{
		name: 'a cancellation while it waits',
		parameters: { ...getAll, ...paged() },
		faults: [{ ...THROTTLE, headers: { 'retry-after': '60' }, page: 2 }],
		cancelAt: { page: 2, status: 429 },
		ends: 'canceled',
	},
	{
		name: 'an image that is checked',
		parameters: { ...create, imageSource: 'base64', imageBase64: '/9j/2gAC/9k=' },
		ends: 'success',
	},
];

/** What an execution gives, without times and without the address of its simulator. */
async function outcomeOf(scenario: Scenario, seed: number): Promise<{ status: string }> {
	const { cancelAt, faults = [], parameters } = scenario;
	// no other simulator accepts it
	const token = `token-of-account-${seed}`;
	const options = { count: 30 + seed, seed, token, latency: 1, ...scenario.simulator };

	return await withSimulator({ ...options, now: new Date(0) }, async (simulator) => {
		for (const fault of faults) simulator.fault(fault);
		const controller = new AbortController();
		const run = parameters.operation === 'create' ? executeCreate : execute;
		const execution = run(parameters, {
			items: scenario.items?.(simulator),
			onError: scenario.onError,
			account: { url: simulator.url, token },
			signal: controller.signal,
		});
		if (cancelAt) {
			const { page, status } = cancelAt;
			const isThere = () =>
				simulator.requests.some((sent) => sent.page === page && sent.status === status) &&
				simulator.pendingFaults.length === 0;
			await waitFor('what it is cancelled at', isThere);
			controller.abort();
		}
		const { status, error, success, failed, hints } = await execution;
		const { concurrency = 4 } = (parameters.options ?? {}) as { concurrency?: number };
		expect(simulator.maxInFlight).toBeLessThanOrEqual(concurrency);
		// how far a cancelled walk had come is chance
		const message = cancelAt ? error?.message.replace(/ \(page .*/, '') : error?.message;
		// and so is how long a quota kept it waiting
		const told = hints('Node').filter(({ message }) => !/kept this run waiting/.test(message));
		const described = { status, message, success, failed, hints: told };
		const text = JSON.stringify(described)
			.replace(/"timestamp":\d+/g, '"timestamp":0')
			.replace(/in about \d+ \w+, at [\w :]+ UTC/g, 'later');
		return JSON.parse(text.replaceAll(simulator.url, 'the simulator'));
	});
}

const executeCreate: typeof execute = async (parameters, { account, signal } = {}) =>
	await executeWith(parameters, { account, signal });

/** Each scenario with several accounts. */
const RUNS = SCENARIOS.flatMap((scenario) =>
	[1, 2, 3, 4].map((variant) => ({ scenario, seed: 10 * variant + SCENARIOS.indexOf(scenario) })),
);

describe('executions that run at the same time', () => {
	let alone: unknown[];
	let together: unknown[];

	beforeAll(async () => {
		alone = [];
		for (const { scenario, seed } of RUNS) alone.push(await outcomeOf(scenario, seed));
		together = await Promise.all(
			RUNS.map(async ({ scenario, seed }) => await outcomeOf(scenario, seed)),
		);
	}, 300_000);

	it.each(RUNS.map((run, index) => ({ ...run, index, name: run.scenario.name })))(
		'give what they give alone: $name, account $seed',
		({ scenario, index }) => {
			expect(alone[index]).toMatchObject({ status: scenario.ends });
			expect(together[index]).toEqual(alone[index]);
		},
	);

	it('differ from one another, so that a mix-up would show', () => {
		const completed = RUNS.flatMap(({ scenario }, index) =>
			scenario.ends === 'success' ? [JSON.stringify(together[index])] : [],
		);
		expect(new Set(completed).size).toBe(completed.length);
	});
});
