/** The calendar of a time zone, by luxon, which n8n hands in. Moments are ms since 1970. */
import { DateTime } from 'luxon';

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month';

/** No zone of that name is known to the Node that n8n runs on. The message says what to do. */
export class UnknownTimezone extends Error {
	constructor(timezone: string) {
		super(
			`The time zone "${timezone}" is not known. Choose another one under "Timezone" in the workflow's settings.`,
		);
		this.name = 'UnknownTimezone';
	}
}

/** The moment in an IANA zone: "2026-11-16T00:00:00.000-05:00", or with "Z" in UTC. */
export function isoAt(ms: number, timezone: string): string {
	return zoned(ms, timezone).toISO();
}

/** When the unit began that the moment is in. Weeks begin on Monday. */
export function startOf(unit: CalendarUnit, ms: number, timezone: string): number {
	const start = zoned(ms, timezone).startOf(unit);
	return unit === 'hour' ? start.toMillis() : firstOf(start);
}

/** When the next unit begins: always after the moment. */
export function startOfNext(unit: CalendarUnit, ms: number, timezone: string): number {
	const start = zoned(startOf(unit, ms, timezone), timezone);
	let next = ms;
	// an hour on, it can still be the same one: where clocks are put back by half an hour
	for (let count = 1; next <= ms; count++) {
		next = startOf(unit, start.plus({ [unit]: count }).toMillis(), timezone);
	}
	return next;
}

/**
 * The same time of day so many calendar days earlier; where the clocks skipped it, the first moment
 * after the gap. What was to start in a gap, n8n starts at its end or an hour later. So within an
 * hour of it, it is the time that the clocks would show had they not been put forward: then some
 * comes twice, and nothing is left out.
 */
export function daysEarlier(days: number, ms: number, timezone: string): number {
	const now = zoned(ms, timezone);
	const before = now.minus({ hours: 1 });
	if (before.offset < now.offset) return firstOf(before.minus({ days }).plus({ hours: 1 }));
	const earlier = now.minus({ days });
	if (earlier.toFormat('HH:mm') === now.toFormat('HH:mm')) return firstOf(earlier);
	let first = earlier.startOf('minute');
	while (first.minus({ minutes: 1 }).offset === earlier.offset) first = first.minus({ minutes: 1 });
	return first.toMillis();
}

/** The first of the two moments at which clocks that are put back show that time, as n8n has it. */
function firstOf(moment: DateTime): number {
	return Math.min(...moment.getPossibleOffsets().map((possible) => possible.toMillis()));
}

/** @throws {UnknownTimezone} */
function zoned(ms: number, timezone: string): DateTime<true> {
	const moment = DateTime.fromMillis(ms, { zone: timezone });
	if (!moment.isValid) throw new UnknownTimezone(timezone);
	return moment;
}
