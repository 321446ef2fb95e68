import type { Fault } from '../../simulator';
import { print } from '../e2e/print';
import { canvas, httpAndCode, thisNode, type Contender } from './contenders';
import { differenceOf, type Finding } from './finding';
import type { Floor } from './race';
import type { Trial } from './results';
import { Stage, type Run, type Source } from './stage';

const IN_N8N: Contender[] = [canvas, httpAndCode, thisNode];

/** How much memory n8n takes for the work: each contender in an n8n that was just started. */
export async function tryMemory(stage: Stage, floor: Floor, records: number): Promise<Trial[]> {
	return await tryEach(stage, floor, records, IN_N8N, { isFresh: true });
}

/** The same with n8n held to a small heap. */
export async function trySmallHeap(
	floor: Floor,
	records: number,
	megabytes: number,
): Promise<Trial[]> {
	const stage = await Stage.open({ NODE_OPTIONS: `--max-old-space-size=${megabytes}` });
	try {
		return await tryEach(stage, floor, records, IN_N8N, { isFresh: true });
	} finally {
		await stage.close();
	}
}

/** One page is throttled once. The others with n8n's own remedy too, Retry On Fail. */
export async function tryThrottle(
	stage: Stage,
	floor: Floor,
	records: number,
	page: number,
): Promise<Trial[]> {
	const faults: Fault[] = [{ kind: 'status', status: 429, page }];
	const others = [canvas, httpAndCode];
	return [
		...(await tryEach(stage, floor, records, others, { faults })),
		...(await tryEach(stage, floor, records, others, { faults, retryOnFail: true })),
		...(await tryEach(stage, floor, records, [thisNode], { faults })),
	];
}

async function tryEach(
	stage: Stage,
	floor: Floor,
	records: number,
	contenders: Contender[],
	circumstances: Circumstances,
): Promise<Trial[]> {
	const source = await stage.addSource({ count: records });
	const trials: Trial[] = [];
	try {
		const { account } = source;
		const { findings: expected } = await floor.ask({ account, connections: 'one' });
		for (const contender of contenders) {
			const run = await tryOne(stage, source, contender, expected, circumstances);
			trials.push({
				label: contender.label + (circumstances.retryOnFail ? ', Retry On Fail' : ''),
				records,
				requests: run.requests,
				delivered: run.findings.length,
				expected: expected.length,
				memoryBefore: run.memoryBefore,
				peakMemory: run.peakMemory,
				failure: run.failure,
			});
			print(`  ${contender.label}: ${run.failure ?? `${run.findings.length} items`}`);
		}
		return trials;
	} finally {
		source.stop();
	}
}

interface Circumstances {
	faults?: Fault[];
	retryOnFail?: boolean;
	/** Whether n8n is started anew before the run. */
	isFresh?: boolean;
}

/**
 * Runs a contender once. It may fail; n8n is then started anew.
 *
 * @throws when it delivers anything else than what is expected
 */
export async function tryOne(
	stage: Stage,
	source: Source,
	contender: Contender,
	expected: Finding[],
	{ faults, retryOnFail, isFresh }: Circumstances = {},
): Promise<Run> {
	const entrant = await stage.enter(contender, source, retryOnFail);
	if (isFresh) await stage.restart();
	const run = await stage.run(entrant, source, faults);
	const difference = run.failure === undefined ? differenceOf(run.findings, expected) : null;
	if (difference !== null) throw new Error(`${contender.label} delivered ${difference}`);
	if (run.failure !== undefined) await stage.restart();
	return run;
}

/** What there is to find, from a simulator that does not keep one waiting: the same count gives the same records. */
export async function findingsOf(stage: Stage, floor: Floor, records: number): Promise<Finding[]> {
	const { account, stop } = await stage.addSource({ count: records });
	try {
		const { findings } = await floor.ask({ account, connections: 'one' });
		return findings;
	} finally {
		stop();
	}
}
