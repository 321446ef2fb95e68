import { connect } from 'node:net';
import { queryObjects } from 'node:v8';

import { startSimulator, type Simulator, type SimulatorRequest } from '../../simulator';
import { create, executeWith } from '../engine/createSupport';
import { byId, execute, getAll, type Execution } from '../engine/support';
import { forgetLogged } from '../harness';
import { pause } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';

/*
 * Runs the node a thousand times, one execution after another, and tells its parent what the
 * process held on to after the warm-up and at the end. Then it leaves things behind on purpose:
 * what is measured has to show them.
 */

const WARM_UP = 200;
const EXECUTIONS = 1000;
const LEAKING = 100;

/** What a process holds on to when nothing runs in it and its garbage is gone. */
export interface AtRest {
	objects: number;
	/** bytes */
	memory: number;
	/** Both ends of a connection: the simulator is in the same process. */
	sockets: number;
	timers: number;
}

export interface SoakReport {
	warm: AtRest;
	/** So many executions later. */
	executions: number;
	end: AtRest;
	/** And so many more, each of which left an object behind, and the last a socket and a timer. */
	leaks: number;
	leaking: AtRest;
	/** How often each scenario ended how, the leaking ones left out. */
	outcomes: Record<string, number>;
}

const TWO_HOURS = 2 * 60 * 60 * 1000;

const now = performance.now.bind(performance);
let skippedMs = 0;
/** So that what an execution learned of a throttle is forgotten when the next one begins. */
performance.now = () => now() + skippedMs;

const PAGED = { concurrency: 4, pageSize: 20 };

/** Cancels an execution once it has sent a certain request. */
async function cancelledAfter(
	simulator: Simulator,
	isTheOne: (request: SimulatorRequest) => boolean,
): Promise<Execution> {
	const controller = new AbortController();
	const execution = execute(
		{ ...getAll, options: PAGED },
		{ account: simulator, signal: controller.signal },
	);
	await waitFor('the request to cancel at', () => simulator.requests.some(isTheOne));
	controller.abort();
	return await execution;
}

const SCENARIOS: Record<string, (simulator: Simulator) => Promise<Execution>> = {
	all: async (simulator) =>
		await execute(
			{ ...getAll, splitWarnings: 'perCode', options: PAGED },
			{ account: simulator, items: [{}, {}] },
		),
	'stopped early': async (simulator) =>
		await execute(
			{
				operation: 'getAll',
				returnAll: false,
				limit: 3,
				filters: { aggregatedScoreMin: 0 },
				options: PAGED,
			},
			{ account: simulator },
		),
	one: async (simulator) => await execute(byId(simulator.records()[3]._id), { account: simulator }),
	throttled: async (simulator) => {
		simulator.fault({ page: 2, kind: 'status', status: 429, headers: { 'retry-after': '0' } });
		return await execute({ ...getAll, simplify: false, options: PAGED }, { account: simulator });
	},
	'given up': async (simulator) => {
		simulator.fault({ page: 3, kind: 'status', status: 509 });
		const options = { ...PAGED, maxWait: 0 };
		const execution = await execute({ ...getAll, options }, { account: simulator });
		// what was on its way must not meet the fault of the next one
		await pause(50);
		return execution;
	},
	'cut off': async (simulator) => {
		simulator.fault({ page: 4, kind: 'cut' });
		return await execute(
			{ ...getAll, options: { ...PAGED, maxAttempts: 1 } },
			{ account: simulator, items: [{}, {}], onError: 'continueErrorOutput' },
		);
	},
	refused: async ({ url }) => await execute(getAll, { account: { url, token: 'wrong' } }),
	'refused, with an image': async ({ url }) =>
		await executeWith(create, {
			account: { url, token: 'wrong' },
			onError: 'continueRegularOutput',
		}),
	'cancelled without an answer': async (simulator) => {
		simulator.fault({ page: 2, kind: 'hang' });
		return await cancelledAfter(simulator, ({ page }) => page === 2);
	},
	'cancelled in a pause': async (simulator) => {
		simulator.fault({ page: 1, kind: 'status', status: 429, headers: { 'retry-after': '60' } });
		return await cancelledAfter(simulator, ({ status }) => status === 429);
	},
};

async function atRest(): Promise<AtRest> {
	// a wait that was cancelled leaves a timer of up to a second
	await pause(1500);
	// what one round frees can free more
	for (let round = 0; round < 3; round++) {
		globalThis.gc?.();
		await pause(10);
	}
	const { heapUsed, external } = process.memoryUsage();
	const held = process.getActiveResourcesInfo();
	const count = (kind: string) => held.filter((resource) => resource === kind).length;
	return {
		objects: queryObjects(Object, { format: 'count' }),
		memory: heapUsed + external,
		sockets: count('TCPSocketWrap'),
		timers: count('Timeout'),
	};
}

async function soak(): Promise<SoakReport> {
	const simulator = await startSimulator({ count: 100 });
	const outcomes: Record<string, number> = {};
	const names = Object.keys(SCENARIOS);
	const run = async (from: number, to: number) => {
		for (let index = from; index < to; index++) {
			const name = names[index % names.length];
			const { status, success, failed } = await SCENARIOS[name](simulator);
			const records = new Set(success.flatMap(({ json }) => json._id ?? [])).size;
			const errors = [...success, ...failed].filter(({ json }) => json.error).length;
			const outcome = `${name}: ${status}, ${records} records, ${errors} error items`;
			outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
			simulator.reset();
			forgetLogged();
			skippedMs += TWO_HOURS;
		}
		return await atRest();
	};

	const warm = await run(0, WARM_UP);
	const end = await run(WARM_UP, EXECUTIONS);
	const counted = { ...outcomes };

	const kept: Buffer[] = [];
	for (let index = 0; index < LEAKING; index++) {
		await SCENARIOS.one(simulator);
		kept.push(Buffer.alloc(100_000));
	}
	const timer = setInterval(() => {}, 100_000);
	const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
	const leaking = await atRest();
	clearInterval(timer);
	socket.destroy();
	await simulator.close();

	const executions = EXECUTIONS - WARM_UP;
	return { warm, executions, end, leaks: kept.length, leaking, outcomes: counted };
}

void soak().then((report) => process.send?.(report));
