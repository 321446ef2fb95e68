import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { INodeParameters } from 'n8n-workflow';

import { identityOf } from '../../nodes/verifik/documentLiveness/record';
import { forgetLogged, loadPackage, runWorkflow, singleNode } from '../harness';
import { answerParent } from './child';
import type { LongAccount } from './longList';

/** The operations that read a list to its end. */
export type Walker = 'getSummary' | 'getAll';

/** One execution of the node in n8n's engine. */
export interface WalkWork {
	account: LongAccount;
	walker: Walker;
	/** Whether memory is looked at meanwhile: that takes time. */
	isWatched: boolean;
}

export interface WalkRun {
	milliseconds: number;
	/** Of the processor, in all threads of the process: what else the machine does is not in it. */
	processorMs: number;
	/** What the operation counts. */
	counted: number;
	/** Bytes in use above what was before, the most of several looks; of a run that is watched. */
	live?: number;
	/** Bytes that the IDs of all records take, in the set by which the walk tells them apart. */
	ids?: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is in use, in bytes. */
function inUse(): number {
	// n8n keeps no log of an execution in memory, as the harness does
	forgetLogged();
	collectGarbage();
	collectGarbage();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

const LOOK_EVERY_MS = 1_000;

const loaded = loadPackage('dist');

/** Everything falls into one period of this length, so that what is kept differs by nothing else. */
const PERIOD_MS = 30 * 24 * 3_600_000;

function parametersOf({ walker, account }: WalkWork): INodeParameters {
	const common = { operation: walker, simplify: true, splitWarnings: 'none', options: {} };
	// no score is below 0, and none is 0 in the list
	const filters = { aggregatedScoreMax: 0 };
	if (walker === 'getAll') return { ...common, returnAll: true, filters };
	return {
		...common,
		filters: {},
		period: 'custom',
		createdAfter: new Date(account.newestMs - PERIOD_MS).toISOString(),
		createdBefore: new Date(account.newestMs).toISOString(),
		suspiciousScoreMax: 0.5,
		groupBy: 'day',
		compare: true,
		lowestCount: 5,
		report: ['html', 'text'],
	};
}

async function execute(work: WalkWork): Promise<WalkRun> {
	const { url: baseUrl, token: accessToken } = work.account;
	const start = performance.now();
	const used = process.cpuUsage();
	const { error, items } = await runWorkflow(await loaded, {
		...singleNode(parametersOf(work)),
		credentials: { verifikApi: { accessToken, baseUrl } },
	});
	const milliseconds = performance.now() - start;
	const { user, system } = process.cpuUsage(used);
	if (error) throw new Error(error.message);
	const given = items('Node');
	const counted = work.walker === 'getAll' ? given.length : Number(given[0]?.json.records);
	return { milliseconds, processorMs: (user + system) / 1000, counted };
}

/** What it takes to know that many records again, as the walk does. */
function sizeOfIds(records: number): number {
	const before = inUse();
	const seen = new Set<string>();
	for (let index = 0; index < records; index++) {
		const _id = String(index).padStart(24, '0');
		seen.add(identityOf(JSON.parse(JSON.stringify({ _id })) as { _id: string }));
	}
	const size = inUse() - before;
	return seen.size === records ? size : NaN;
}

async function watch(work: WalkWork): Promise<WalkRun> {
	const idle = inUse();
	let live = 0;
	const look = setInterval(() => (live = Math.max(live, inUse() - idle)), LOOK_EVERY_MS);
	try {
		const run = await execute(work);
		return { ...run, live, ids: sizeOfIds(work.account.records) };
	} finally {
		clearInterval(look);
	}
}

answerParent<WalkWork, WalkRun>(async (work) => {
	// the first execution loads what all need
	const run = work.isWatched ? await watch(work) : await execute(work);
	forgetLogged();
	return run;
});
