import fc from 'fast-check';

/*
 * fast-check as the tests use it. The cases that it draws are the same each time, so that a failure
 * can be repeated and a change is judged by its own merits; FAST_CHECK_SEED draws others: a number,
 * or `random` to look for what nobody has thought of. FAST_CHECK_RUNS_FACTOR scales how many: 0.1
 * for a quick look, 10 for a long night. Properties import it from here.
 */

/** As good as any other. */
const SEED = 20261125;

const { FAST_CHECK_SEED = SEED } = process.env;
const seed = FAST_CHECK_SEED === 'random' ? undefined : Number(FAST_CHECK_SEED);
if (Number.isNaN(seed)) throw new Error('FAST_CHECK_SEED must be a number, or "random"');

const factor = Number(process.env.FAST_CHECK_RUNS_FACTOR ?? 1);
if (!(factor > 0)) throw new Error('FAST_CHECK_RUNS_FACTOR must be a number above 0');

/**
 * So many of a table's rows as the factor says, from all over it; all of them unless it is below 1.
 *
 * @param turn another number, other rows: for a table that is gone through several times
 */
export function sampled<T>(rows: readonly T[], turn = 0): T[] {
	const step = Math.max(1, 1 / factor);
	const count = Math.ceil(rows.length / step);
	const at = (index: number) => (Math.floor(index * step) + turn) % rows.length;
	return Array.from({ length: count }, (_, index) => rows[at(index)]);
}

/** So many runs, times the factor; one at least. */
export function runs(count: number): number {
	return Math.max(1, Math.round(count * factor));
}

fc.configureGlobal({
	...fc.readConfigureGlobal(),
	numRuns: runs(100),
	...(seed !== undefined && { seed }),
});

export default fc;
