/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a benchmark, never part of the package */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Command, InvalidArgumentError } from 'commander';

import { ensureNode24 } from '../e2e/cache';
import { exitOnSignal } from '../e2e/exitOnSignal';
import { projectFolder } from '../e2e/pack';
import { print } from '../e2e/print';
import { Child } from './child';
import type { FloorRun } from './floor';
import { plot } from './plot';
import { race, type Race } from './race';
import { asPage, report } from './report';
import type { Results } from './results';
import type { Account } from './sandboxProcess';
import { Stage } from './stage';
import { targetsOf } from './targets';
import { tryMemory, trySmallHeap, tryThrottle } from './trials';

const RACES: Race[] = [
	{ records: 1_000, latency: 0, rounds: 7, canvasRounds: 3 },
	{ records: 10_000, latency: 0, rounds: 8, canvasRounds: 3 },
	{ records: 50_000, latency: 0, rounds: 4, canvasRounds: 1 },
	{ records: 100_000, latency: 0, rounds: 2, canvasRounds: 1 },
	{ records: 1_000, latency: 100, rounds: 3, canvasRounds: 1 },
	{ records: 10_000, latency: 100, rounds: 2, canvasRounds: 1 },
	{ records: 50_000, latency: 100, rounds: 1, canvasRounds: 1 },
	{ records: 100_000, latency: 100, rounds: 1, canvasRounds: 1 },
];

/** How many records the memory is measured with: n8n is started anew for each contender. */
const MEMORY = [1_000, 10_000, 50_000];
const SMALL_HEAP = { records: 50_000, megabytes: 320 };
const THROTTLE = { records: 10_000, page: 57 };

const program = new Command('bench')
	.description('Measures this node in the real n8n, beside what people build without it.')
	.option(
		'--records <list>',
		'only these numbers of records, such as 1000,10000; docs/ stays as it is then',
		numbers,
	)
	.action(run);

async function run({ records }: { records?: number[] }): Promise<void> {
	const isWanted = (count: number) => records?.includes(count) ?? true;
	const results = await measure(isWanted);
	const text = await report(results);
	print(`\n${text}`);
	if (records === undefined) await publish(text, results);
	const missed = targetsOf(results).filter(({ isMet }) => !isMet);
	print(missed.length === 0 ? 'Every target is met.' : `${missed.length} targets are missed.`);
	process.exit(missed.length === 0 ? 0 : 1);
}

async function measure(isWanted: (records: number) => boolean): Promise<Results> {
	const results: Results = { speed: [], memory: [], smallHeap: [], throttled: [] };
	const floor = new Child<Account, FloorRun>('floor.ts', await ensureNode24());
	print('Starting n8n …');
	const stage = await Stage.open();
	try {
		for (const work of RACES.filter((each) => isWanted(each.records))) {
			print(`\n${work.records} records, ${work.latency} ms a request`);
			results.speed.push(...(await race(stage, floor, work)));
		}
		for (const records of MEMORY.filter(isWanted)) {
			print(`\nMemory, ${records} records`);
			results.memory.push(...(await tryMemory(stage, floor, records)));
		}
		if (isWanted(THROTTLE.records)) {
			print(`\nOne page answered 429, ${THROTTLE.records} records`);
			results.throttled = await tryThrottle(stage, floor, THROTTLE.records, THROTTLE.page);
		}
	} finally {
		await stage.close();
	}
	if (isWanted(SMALL_HEAP.records)) {
		print(`\nA heap of ${SMALL_HEAP.megabytes} MB, ${SMALL_HEAP.records} records`);
		results.smallHeap = await trySmallHeap(floor, SMALL_HEAP.records, SMALL_HEAP.megabytes);
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
	const list = text.split(',').map(Number);
	const known = RACES.map(({ records }) => records);
	if (list.every((count) => known.includes(count))) return list;
	throw new InvalidArgumentError(`Choose from ${[...new Set(known)].join(', ')}.`);
}

exitOnSignal();
program.parseAsync().catch((error) => {
	print(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exit(1);
});
