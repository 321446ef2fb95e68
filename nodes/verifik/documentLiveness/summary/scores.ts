import type { ScoreBin, Summary } from './summary';

/** Where the bins begin. Tenths as they are written: adding or multiplying would miss some. */
const LOWER_BOUNDS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** The scores so far. */
export interface ScoreTally {
	count: number;
	missing: number;
	minimum: number;
	mean: number;
	maximum: number;
	/** How many are in each bin. */
	bins: number[];
}

export function noScores(): ScoreTally {
	return {
		count: 0,
		missing: 0,
		minimum: Infinity,
		mean: 0,
		maximum: -Infinity,
		bins: LOWER_BOUNDS.map(() => 0),
	};
}

export function addScore(tally: ScoreTally, score: number | null): void {
	if (score === null) {
		tally.missing++;
		return;
	}
	tally.count++;
	tally.minimum = Math.min(tally.minimum, score);
	tally.maximum = Math.max(tally.maximum, score);
	// divided one by one, so that no sum can overflow, whatever numbers come
	tally.mean += score / tally.count - tally.mean / tally.count;
	tally.bins[binOf(score)]++;
}

export function listScores(tally: ScoreTally): Summary['scores'] {
	const { count, missing, minimum, mean, maximum } = tally;
	const isEmpty = count === 0;
	return {
		count,
		missing,
		minimum: isEmpty ? null : minimum,
		mean: isEmpty ? null : mean,
		maximum: isEmpty ? null : maximum,
		bins: listBins(tally),
	};
}

function listBins({ bins }: ScoreTally): ScoreBin[] {
	return LOWER_BOUNDS.map((from, index) => ({
		from,
		to: LOWER_BOUNDS[index + 1] ?? 1,
		count: bins[index],
	}));
}

/** The outermost bins take what is outside of 0–1. */
function binOf(score: number): number {
	let bin = LOWER_BOUNDS.length - 1;
	while (bin > 0 && score < LOWER_BOUNDS[bin]) bin--;
	return bin;
}
