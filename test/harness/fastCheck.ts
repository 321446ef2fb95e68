import fc from 'fast-check';

/*
 * fast-check, with the number of runs of every property scaled by FAST_CHECK_RUNS_FACTOR: 0.1 for a
 * quick look, 10 for a long night. Properties import it from here.
 */

const factor = Number(process.env.FAST_CHECK_RUNS_FACTOR ?? 1);
if (!(factor > 0)) throw new Error('FAST_CHECK_RUNS_FACTOR must be a number above 0');

/** So many runs, times the factor; one at least. */
export function runs(count: number): number {
	return Math.max(1, Math.round(count * factor));
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) });

export default fc;
