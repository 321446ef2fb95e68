/** Draws the next number, 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/**
 * A repeatable stream of numbers (mulberry32): the same seed and index always give the same stream.
 * Streams of one seed differ for every index below 2³².
 */
export function randomFrom(seed: number, index: number): Random {
	let state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
	};
}

/** A number from `low` to `high`, rounded to `decimals` (7, as the API prints its own numbers). */
export function between(random: Random, low: number, high: number, decimals = 7): number {
	return round(low + random() * (high - low), decimals);
}

export function round(value: number, decimals: number): number {
	return Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/** One of the choices, each equally likely. */
export function pick<Choice>(random: Random, choices: readonly Choice[]): Choice {
	return choices[Math.floor(random() * choices.length)] as Choice;
}
