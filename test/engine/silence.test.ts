import { setTimeout as sleep } from 'node:timers/promises';

import { startSimulator, type Fault, type Simulator, type SimulatorRequest } from '../../simulator';
import { runs } from '../harness/fastCheck';
import { ownTimeOf, pause } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';
import { create, executeWith, photos } from './createSupport';
import { byId, execute, getAll, type Execution, type ExecuteOptions } from './support';

/*
 * When the node has ended, it is silent: after success, failure or cancellation no further request
 * leaves, and no connection stays open. Each way to end meets each thing that may go on behind it.
 */

/** How long nothing may come, in ms: only time itself shows that. Longer in the second tier. */
const SILENCE_MS = runs(10_000);

const ON_THE_WAY_MS = 300;

/** What goes on while the node ends, for every request but one. */
const BEHIND: Record<string, Fault> = {
	'a throttle': { kind: 'status', status: 509, times: Infinity },
	'a back-off': { kind: 'status', status: 500, times: Infinity },
	'a request': { kind: 'hang', times: Infinity },
};

/** An execution against a simulator, and what the simulator saw until it ended and afterwards. */
interface Ending {
	execution: Execution;
	during: SimulatorRequest[];
	after: SimulatorRequest[];
	openSockets: number;
	simulator: Simulator;
}

async function ending(
	run: (simulator: Simulator) => Promise<Execution>,
	silenceMs = SILENCE_MS,
): Promise<Ending> {
	const simulator = await startSimulator({ count: 1000, createLatency: 30_000 });
	try {
		const execution = await run(simulator);
		// what had left by then may still be on its way
		await pause(ON_THE_WAY_MS);
		const during = [...simulator.requests];
		await sleep(silenceMs);
		// and be read, should it come at the last moment
		await pause(50);
		const after = simulator.requests.slice(during.length);
		return { execution, during, after, openSockets: simulator.openSockets, simulator };
	} finally {
		await simulator.close();
	}
}

/** Cancels the execution as soon as the simulator has seen so many requests, and a moment later. */
async function cancelledAfter(
	simulator: Simulator,
	requests: number,
	run: (options: ExecuteOptions) => Promise<Execution>,
	onError?: ExecuteOptions['onError'],
): Promise<Execution & { tookMs: number }> {
	const controller = new AbortController();
	const execution = run({ account: simulator, signal: controller.signal, onError });
	await waitFor(`${requests} requests`, () => simulator.requests.length >= requests);
	await pause(100);
	controller.abort();
	const tookMs = await ownTimeOf(execution);
	return { ...(await execution), tookMs };
}

/** A cancelled item is no failed one. (n8n itself hands a cancelled node's input on.) */
function errorItems({ success, failed }: Execution) {
	return [...success, ...failed].filter(({ error, json }) => error ?? json.error);
}

const behind = Object.keys(BEHIND);

// all in one block, so that all wait at the same time

it.concurrent.each(behind)('success by a limit during %s', async (what) => {
	const { execution, after, openSockets } = await ending(async (simulator) => {
		// the pages behind the one with the last match
		for (const page of [3, 4, 5, 6]) simulator.fault({ ...BEHIND[what], page });
		const filters = { aggregatedScoreMin: 0 };
		const parameters = { operation: 'getAll', returnAll: false, limit: 150, filters };
		return await execute(parameters, { account: simulator });
	});
	expect(execution.success).toHaveLength(150);
	expect(after).toEqual([]);
	expect(openSockets).toBe(0);
});

it.concurrent.each(behind)('the failure of one item during %s', async (what) => {
	const { execution, during, after, openSockets } = await ending(async (simulator) => {
		simulator.fault({ ...BEHIND[what], path: '/v2/document-liveness/6' });
		const items = [{ id: 'gone' }, ...simulator.records().slice(0, 7)].map(({ ...json }) => json);
		const ids = items.map((item) => ('id' in item ? item.id : item._id));
		return await execute(byId(`={{ ${JSON.stringify(ids)}[$itemIndex] }}`), {
			account: simulator,
			items: ids.map(() => ({})),
		});
	});
	expect(execution.error?.message).toBe('Verifik has no record with the ID "gone"');
	expect(during.length).toBeLessThanOrEqual(10);
	expect(after).toEqual([]);
	expect(openSockets).toBe(0);
});

it.concurrent.each(behind)('the failure of one page during %s', async (what) => {
	const { execution, after, openSockets } = await ending(async (simulator) => {
		simulator.fault({ page: 2, kind: 'status', status: 400 });
		for (const page of [3, 4, 5, 6]) simulator.fault({ ...BEHIND[what], page });
		return await execute(getAll, { account: simulator });
	});
	expect(execution.error?.message).toMatch(/^Verifik refused the request/);
	expect(after).toEqual([]);
	expect(openSockets).toBe(0);
});

it.concurrent.each(behind)('cancellation of Get Many during %s', async (what) => {
	const { execution, after, openSockets } = await ending(async (simulator) => {
		for (const page of [3, 4, 5, 6]) simulator.fault({ ...BEHIND[what], page });
		return await cancelledAfter(
			simulator,
			3,
			async (options) => await execute(getAll, options),
			'continueRegularOutput',
		);
	});
	expect(execution.status).toBe('canceled');
	expect(errorItems(execution)).toEqual([]);
	expect((execution as unknown as { tookMs: number }).tookMs).toBeLessThan(2000);
	expect(after).toEqual([]);
	expect(openSockets).toBe(0);
});

it.concurrent.each(behind)('cancellation of Get for many items during %s', async (what) => {
	const { execution, after, openSockets } = await ending(async (simulator) => {
		simulator.fault({ ...BEHIND[what], path: '/v2/document-liveness/6' });
		const ids = simulator.records().map(({ _id }) => _id);
		const parameters = byId(`={{ ${JSON.stringify(ids.slice(0, 8))}[$itemIndex] }}`);
		const items = Array.from({ length: 8 }, () => ({}));
		const run = async (options: ExecuteOptions) => await execute(parameters, { ...options, items });
		return await cancelledAfter(simulator, 1, run, 'continueErrorOutput');
	});
	expect(execution.status).toBe('canceled');
	expect(errorItems(execution)).toEqual([]);
	expect(after).toEqual([]);
	expect(openSockets).toBe(0);
});

it.concurrent('cancellation of Create while an image is checked', async () => {
	const { execution, during, after, openSockets } = await ending(async (simulator) => {
		const items = photos(4);
		const run = async ({ account, signal, onError }: ExecuteOptions) =>
			await executeWith(create, { account, signal, onError, items });
		return await cancelledAfter(simulator, 1, run, 'continueRegularOutput');
	});
	expect(execution.status).toBe('canceled');
	expect(during).toHaveLength(1);
	expect(after).toEqual([]);
	expect(openSockets).toBe(0);
});

it.concurrent('cancellation during a pause that Verifik asked for', async () => {
	const { execution, after } = await ending(async (simulator) => {
		const headers = { 'retry-after': '20' };
		simulator.fault({ page: 2, kind: 'status', status: 503, headers });
		return await cancelledAfter(simulator, 2, async (options) => await execute(getAll, options));
	}, 0);
	expect(execution.status).toBe('canceled');
	expect((execution as unknown as { tookMs: number }).tookMs).toBeLessThan(2000);
	expect(after).toEqual([]);
});

it.concurrent('a request that hangs is dropped when the execution is cancelled', async () => {
	const { during } = await ending(async (simulator) => {
		simulator.fault({ kind: 'hang' });
		return await cancelledAfter(simulator, 1, async (options) => await execute(getAll, options));
	}, 200);
	expect(during).toHaveLength(1);
	expect(during[0].closedEarly).toBe(true);
});
