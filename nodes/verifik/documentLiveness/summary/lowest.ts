import { createdAtOf, isLiveOf, type DocumentLivenessRecord } from '../record';
import { shorten } from './shorten';
import type { LowestScore } from './summary';

/** A record that is among the lowest so far. */
interface Low {
	id: string | number | null;
	/** ms since 1970 */
	createdAt: number | undefined;
	score: number;
	isLive: boolean | undefined;
}

/** The lowest so far, in the order in which the summary lists them. */
export type LowestTally = Low[];

/** Keeps the record when it is among the `count` lowest. */
export function addLowest(
	tally: LowestTally,
	record: DocumentLivenessRecord,
	score: number,
	count: number,
): void {
	// nearly every record of a long period ends here
	const highest = tally[count - 1]?.score ?? -Infinity;
	if (tally.length >= count && score > highest) return;
	const low: Low = {
		id: idOf(record),
		createdAt: createdAtOf(record),
		score,
		isLive: isLiveOf(record),
	};
	const place = tally.findIndex((other) => compare(low, other) < 0);
	tally.splice(place === -1 ? tally.length : place, 0, low);
	if (tally.length > count) tally.pop();
}

export function listLowest(tally: LowestTally): LowestScore[] {
	return tally.map(({ id, createdAt, score, isLive }) => ({
		_id: id,
		createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
		aggregatedScore: score,
		isLive: isLive ?? null,
	}));
}

/** Lowest first, then newest first, those without a date last; then by ID, so that it is settled. */
function compare(a: Low, b: Low): number {
	if (a.score !== b.score) return a.score - b.score;
	if (a.createdAt !== b.createdAt) {
		return (b.createdAt ?? -Infinity) - (a.createdAt ?? -Infinity);
	}
	const [idA, idB] = [String(a.id), String(b.id)];
	return idA === idB ? 0 : idA < idB ? -1 : 1;
}

function idOf({ _id }: DocumentLivenessRecord): string | number | null {
	if (typeof _id === 'string') return shorten(_id);
	return typeof _id === 'number' ? _id : null;
}
