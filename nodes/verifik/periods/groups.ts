import { countOf } from '../counts';
import type { Period, Span } from './period';
import { isoAt, startOfNext, type CalendarUnit } from './zoned';

/** From short to long. */
const GROUPINGS = ['hour', 'day', 'week', 'month'] as const satisfies readonly CalendarUnit[];

export type GroupBy = (typeof GROUPINGS)[number];

/** A part of a period, from its first to its last millisecond. */
export interface Group extends Span {
	/** ISO text in the period's time zone */
	from: string;
}

/**
 * A year by hour has 8,784. Each is a row of about 100 bytes in one item's output, and is held in
 * memory while the records are read, so this keeps both at about 1 MB.
 */
export const MAX_GROUPS = 10_000;

/** The period would have more groups than `MAX_GROUPS`. */
export class TooManyGroups extends Error {
	/** @param instead the next longer one with few enough; `null` when only a shorter period helps */
	constructor(
		readonly groupBy: GroupBy,
		readonly instead: GroupBy | null,
	) {
		super(`The period has more than ${countOf(MAX_GROUPS, 'groups')} by ${groupBy}`);
		this.name = 'TooManyGroups';
	}
}

/**
 * All hours, days, weeks (from Monday) or months of the period, oldest first, in its time zone. They
 * follow each other without a gap; the first and the last one are cut to the period.
 *
 * @throws {TooManyGroups}
 * @throws {UnknownTimezone}
 */
export function groupsOf(period: Period, groupBy: GroupBy): Group[] {
	const groups = listGroups(period, groupBy);
	if (groups !== null) return groups;
	// none that is shorter can have few enough
	const instead = GROUPINGS.find((grouping) => listGroups(period, grouping) !== null);
	throw new TooManyGroups(groupBy, instead ?? null);
}

/** `null` when there are too many. */
function listGroups({ fromMs, toMs, timezone }: Period, groupBy: GroupBy): Group[] | null {
	const groups: Group[] = [];
	let start = fromMs;
	while (start <= toMs) {
		if (groups.length === MAX_GROUPS) return null;
		const next = startOfNext(groupBy, start, timezone);
		groups.push({ from: isoAt(start, timezone), fromMs: start, toMs: Math.min(next - 1, toMs) });
		start = next;
	}
	return groups;
}
