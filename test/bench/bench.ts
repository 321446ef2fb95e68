import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Command, InvalidArgumentError } from 'commander';

import { ensureNode24 } from '../e2e/cache';
import { exitOnSignal } from '../e2e/exitOnSignal';
import { projectFolder } from '../e2e/pack';
import { print } from '../e2e/print';
import { Child } from './child';
import { tryArrivals, tryLoneThrottle } from './disturbances';
import type { FloorRun, FloorWork } from './floor';
import { number } from './format';
import { tryLongWalk } from './longWalks';
import { plot } from './plot';
import { tryMinute, trySeconds } from './quotaTrials';
import { race, type Race } from './race';
import { asPage, report } from './report';
import { NOTHING, type Results } from './results';
import { isMinuteWanted, isWanted, isWhole, PARTS, type Part, type Selection } from './selection';
import { Stage } from './stage';
import { targetsOf } from './targets';
import { tryMemory, trySmallHeap, tryThrottle } from './trials';

const RACES: Race[] = [
	{ records: 1_000, latency: 0, rounds: 7, canvasRounds: 3 },
	{ records: 10_000, latency: 0, rounds: 8, canvasRounds: 3 },
	{ records: 50_000, latency: 0, rounds: 4, canvasRounds: 1 },
	{ records: 100_000, latency: 0, rounds: 2, canvasRounds: 1 },
	{ records: 1_000, latency: 100, rounds: 3, canvasRounds: 1 },
	{ records: 10_000, latency: 100, rounds: 2, canvasRounds: 1, withTen: true },
	{ records: 50_000, latency: 100, rounds: 1, canvasRounds: 1 },
];

/** How many records the memory is measured with: n8n is started anew for each contender. */
const MEMORY = [1_000, 10_000, 50_000];
const SMALL_HEAP = { records: 50_000, megabytes: 320 };
const THROTTLE = { records: 10_000, page: 57 };
const LONE_THROTTLE = { records: 100_000, latency: 20, page: 500, rounds: 3 };
const ARRIVALS = { records: 10_000, latency: 100, rounds: 3 };
const QUOTAS = { records: 10_000 };
const SUMMARIES = [
	{ records: 100_000, rounds: 5 },
	{ records: 1_000_000, rounds: 1 },
];

const program = new Command('bench')
	.description('Measures this node in the real n8n, beside what people build without it.')
	.option(
		'--records <list>',
		'only what has these numbers of records, such as 1000,10000; docs/ stays as it is then',
		numbers,
	)
	.option('--parts <list>', `only these parts, of ${PARTS.join(', ')}; docs/ stays as it is`, parts)
	.option(
		'--minute',
		'only the quota of a real minute, which takes four; with the other two, that too',
	)
	.action(run);

async function run(selection: Selection): Promise<void> {
	if (process.platform !== 'linux') {
		print('The benchmark reads the memory of n8n from /proc, so it needs Linux.');
		process.exit(1);
	}
	const results = await measure(selection);
	const text = await report(results);
	print(`\n${text}`);
	if (isWhole(selection)) await publish(text, results);
	const missed = targetsOf(results).filter(({ isMet }) => !isMet);
	print(missed.length === 0 ? 'Every target is met.' : `${missed.length} targets are missed.`);
	process.exit(missed.length === 0 ? 0 : 1);
}

async function measure(selection: Selection): Promise<Results> {
	const results: Results = { ...NOTHING };
	const node = await ensureNode24();
	const floor = new Child<FloorWork, FloorRun>('floor.ts', node);
	const wants = (part: Part, records: number) => isWanted(selection, part, records);
	print('Starting n8n …');
	const stage = await Stage.open();
	try {
		for (const work of RACES.filter(({ records }) => wants('speed', records))) {
			print(`\n${number(work.records)} records, ${work.latency} ms a request`);
			results.speed = [...results.speed, ...(await race(stage, floor, work))];
		}
		for (const records of MEMORY.filter((count) => wants('memory', count))) {
			print(`\nMemory, ${number(records)} records`);
			results.memory = [...results.memory, ...(await tryMemory(stage, floor, records))];
		}
		if (wants('throttle', THROTTLE.records)) {
			print(`\nOne page answered 429, ${number(THROTTLE.records)} records`);
			results.throttled = await tryThrottle(stage, floor, THROTTLE.records, THROTTLE.page);
		}
		if (wants('lone-throttle', LONE_THROTTLE.records)) {
			print(`\nOne page answered 429, ${number(LONE_THROTTLE.records)} records`);
			results.loneThrottle = await tryLoneThrottle(stage, floor, LONE_THROTTLE);
		}
		if (wants('arrivals', ARRIVALS.records)) {
			print(`\nA record arrives every second, ${number(ARRIVALS.records)} records`);
			results.arrivals = await tryArrivals(stage, floor, ARRIVALS);
		}
		if (wants('quotas', QUOTAS.records)) {
			print(`\nQuotas by the second, ${number(QUOTAS.records)} records`);
			results.perSecond = await trySeconds(stage, floor, QUOTAS.records);
		}
		if (isMinuteWanted(selection)) {
			print(`\nA quota by the minute, ${number(QUOTAS.records)} records`);
			results.perMinute = await tryMinute(stage, floor, QUOTAS.records);
		}
	} finally {
		await stage.close();
	}
	if (wants('heap', SMALL_HEAP.records)) {
		print(`\nA heap of ${SMALL_HEAP.megabytes} MB, ${number(SMALL_HEAP.records)} records`);
		results.smallHeap = await trySmallHeap(floor, SMALL_HEAP.records, SMALL_HEAP.megabytes);
	}
	for (const work of SUMMARIES.filter(({ records }) => wants('summary', records))) {
		print(`\nGet Summary, ${number(work.records)} records`);
		results.longWalks = [...results.longWalks, await tryLongWalk(work, node)];
	}
	floor.stop();
	return results;
}

/** Writes down a whole run for those who will not repeat it. */
async function publish(text: string, { speed }: Results): Promise<void> {
	const docs = join(projectFolder, 'docs');
	await writeFile(join(docs, 'images', 'benchmark.svg'), await plot(speed));
	await writeFile(join(docs, 'benchmark.md'), await asPage(text));
}

function numbers(text: string): number[] {
	return choices(text.split(',').map(Number), [
		...new Set([...RACES, ...SUMMARIES].map(({ records }) => records)),
	]);
}

function parts(text: string): Part[] {
	return choices(text.split(',') as Part[], PARTS);
}

function choices<T>(chosen: T[], known: readonly T[]): T[] {
	if (chosen.every((each) => known.includes(each))) return chosen;
	throw new InvalidArgumentError(`Choose from ${known.join(', ')}.`);
}

exitOnSignal();
program.parseAsync().catch((error) => {
	print(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exit(1);
});
