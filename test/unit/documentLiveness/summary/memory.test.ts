import {
	addToSummary,
	beginSummary,
	type SummaryState,
} from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import { recordOf, WEEK } from './support';

/** What a state is made of: how many values there are, and the characters of all texts. */
function sizeOf(value: unknown): { values: number; characters: number } {
	const total = { values: 1, characters: typeof value === 'string' ? value.length : 0 };
	const isMap = value instanceof Map;
	const parts: unknown[] =
		typeof value === 'object' && value !== null
			? isMap
				? [...value].flat()
				: Object.values(value)
			: [];
	for (const part of parts) {
		const { values, characters } = sizeOf(part);
		total.values += values;
		total.characters += characters;
	}
	return total;
}

function add(state: SummaryState, from: number, to: number): void {
	for (let index = from; index < to; index++) {
		const number = String(index).padStart(7, '0');
		// each lower than all before, at its own moment, with an ID and codes that never came
		addToSummary(
			state,
			recordOf({
				_id: number.padEnd(1_000, 'x'),
				createdAt: new Date(WEEK.period.fromMs + index).toISOString(),
				aggregatedScore: 1 - index / 1_000_000,
				screenReplayWarnings: [number, number.padEnd(1_000, 'x'), { number }],
				digitalManipulationErrors: number.padEnd(500, 'y'),
				chargesCount: 1,
			}),
		);
	}
}

test('what is kept of 100,000 records is no more than of 1,000, whatever they are', () => {
	const state = beginSummary({ ...WEEK, lowestCount: 100 });
	add(state, 0, 1_000);
	const size = sizeOf(state);
	expect(size.characters).toBeLessThan(200_000);
	add(state, 1_000, 100_000);
	expect(state.period.records).toBe(100_000);
	expect(sizeOf(state)).toEqual(size);
});
