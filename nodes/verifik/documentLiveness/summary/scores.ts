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
	bins: ScoreBin[];
}

export function noScores(): ScoreTally {
	return {
		count: 0,
		missing: 0,
		minimum: Infinity,
		mean: 0,
		maximum: -Infinity,
		bins: LOWER_BOUNDS.map((from, index) => ({ from, to: LOWER_BOUNDS[index + 1] ?? 1, count: 0 })),
	};
}

export function addScore(tally: ScoreTally, score: number | undefined): void {
	if (score === undefined) {
		tally.missing++;
		return;
	}
	tally.count++;
	tally.minimum = Math.min(tally.minimum, score);
	tally.maximum = Math.max(tally.maximum, score);
	// divided one by one, so that no sum can overflow, whatever numbers come
	tally.mean += score / tally.count - tally.mean / tally.count;
	const bin = binOf(score, tally.bins);
	if (bin !== undefined) bin.count++;
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
		bins: tally.bins.map((bin) => ({ ...bin })),
	};
}

/** The outermost bins take what is outside of 0–1. */
function binOf(score: number, bins: ScoreBin[]): ScoreBin | undefined {
	return bins.find(({ to }) => score < to) ?? bins.at(-1);
}
