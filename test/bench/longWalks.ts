import { print } from '../e2e/print';
import { Child } from './child';
import { seconds } from './format';
import type { LongAccount, LongList } from './longList';
import type { Walker, WalkRun, WalkWork } from './longWalk';
import type { LongWalk } from './results';

/** A list to read to its end, and how often for the times. */
export interface LongWork extends LongList {
	rounds: number;
}

/**
 * Get Summary beside a Get Many whose filter keeps nothing, on the same list: both in n8n's engine
 * in one process, in turn, after a round for warming up. Then once more each, watched, for memory.
 *
 * @param node the Node that runs n8n
 * @throws when not every record was counted, or one was kept
 */
export async function tryLongWalk({ records, rounds }: LongWork, node: string): Promise<LongWalk> {
	const list = new Child<LongList, LongAccount>('longList.ts');
	const engine = new Child<WalkWork, WalkRun>('longWalk.ts', node);
	try {
		const account = await list.ask({ records });
		const walk = async (walker: Walker, isWatched = false): Promise<WalkRun> => {
			const run = await engine.ask({ account, walker, isWatched });
			const expected = walker === 'getSummary' ? records : 0;
			if (run.counted !== expected) throw new Error(`${walker} counted ${run.counted} records`);
			print(`  ${walker}${isWatched ? ', watched' : ''}: ${seconds(run.milliseconds)}`);
			return run;
		};
		await walk('getSummary');
		await walk('getAll');
		const [summary, many]: [WalkRun[], WalkRun[]] = [[], []];
		for (let round = 0; round < rounds; round++) {
			summary.push(await walk('getSummary'));
			many.push(await walk('getAll'));
		}
		const { live = NaN, ids = NaN } = await walk('getSummary', true);
		return { records, summary, many, live, ids };
	} finally {
		list.stop();
		engine.stop();
	}
}
