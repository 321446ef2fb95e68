import fc, { runs } from '../harness/fastCheck';
import type { Behaviour } from './account';
import { CALM, historiesWith, isAscending, live } from './histories';

/**
 * How many histories, with which server, and what each poll is granted when it is over. Ten times as
 * many: FAST_CHECK_RUNS_FACTOR=10.
 */
const rows: Array<[name: string, count: number, server: Partial<Behaviour>, quota: number]> = [
	['servers of all kinds', 2_000, {}, Infinity],
	['servers of all kinds, and two requests a poll', 5_000, {}, 2],
	['a server that ignores the upper bound', 2_000, { hasUpperBound: false }, Infinity],
	[
		'a server that ignores both bounds',
		2_000,
		{ hasLowerBound: false, hasUpperBound: false },
		Infinity,
	],
	['a server whose pages come in any order', 2_000, { isSorted: false }, Infinity],
];

it.each(rows)(
	'every record is given exactly once: %s, %i histories',
	async (name, count, server, quota) => {
		let [given, missed, repeated, failed] = [0, 0, 0, 0];
		await fc.assert(
			fc.asyncProperty(historiesWith(server), async (history) => {
				const { life, expected, emitted } = await live(history, { ...CALM, quota });
				const distinct = new Set(emitted);
				given += emitted.length;
				failed += life.n8n.failed;
				missed += expected.filter((id) => !distinct.has(id)).length;
				repeated += emitted.length - distinct.size;
				expect(emitted.sort()).toEqual(expected.sort());
				expect(life.n8n.polls.every(isAscending)).toBe(true);
			}),
			{ numRuns: runs(count) },
		);
		process.stdout.write(
			`${name}: ${runs(count)} histories, ${given} records, ${missed} missed, ${repeated} repeated, ${failed} polls failed\n`,
		);
		expect(failed).toBeGreaterThan(runs(count) / 10);
	},
	7_200_000,
);
