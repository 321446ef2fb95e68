/**
 * The calendar of a time zone. "Wall" is what the clocks on the wall show there, kept as the ms
 * since 1970 at which UTC shows the same: so days can be counted in it as if none was ever
 * shorter or longer. Moments are ms since 1970, and zones are IANA names. Where clocks are put
 * forward or back, one rule gives every answer: a day, week or month begins at the first moment at
 * which the clocks show its first midnight or a later time. So each moment is in exactly one.
 */
import { offsetAt } from './timezone';

export type CalendarUnit = 'hour' | 'day' | 'week' | 'month';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * When the unit began that the moment is in. Weeks begin on Monday. An hour begins when the clocks
 * show a full hour, or are put forward beyond one.
 *
 * @throws {UnknownTimezone}
 */
export function startOf(unit: CalendarUnit, ms: number, timezone: string): number {
	if (unit === 'hour') return startOfHour(ms, timezone);
	return firstMomentAt(floorTo(unit, dayAt(ms, timezone)), timezone);
}

/**
 * When the next unit begins: always after the moment.
 *
 * @throws {UnknownTimezone}
 */
export function startOfNext(unit: CalendarUnit, ms: number, timezone: string): number {
	if (unit === 'hour') return startOfNextHour(ms, timezone);
	return firstMomentAt(following(unit, dayAt(ms, timezone)), timezone);
}

/**
 * The same time of day so many calendar days earlier; where the clocks skipped it, the first moment
 * after the gap, where they showed it twice, the first time.
 *
 * @throws {UnknownTimezone}
 */
export function daysEarlier(days: number, ms: number, timezone: string): number {
	return firstMomentAt(wallAt(ms, timezone) - days * DAY, timezone);
}

function wallAt(ms: number, timezone: string): number {
	return ms + offsetAt(ms, timezone);
}

/**
 * The first moment at which the clocks show that time or a later one. Takes for granted that they
 * are changed at most once in two days, as they have been everywhere.
 */
function firstMomentAt(wall: number, timezone: string): number {
	const offsets = [offsetAt(wall - DAY, timezone), offsetAt(wall + DAY, timezone)];
	const earliest = wall - Math.max(...offsets);
	const latest = wall - Math.min(...offsets);
	for (const moment of [earliest, latest]) {
		if (wallAt(moment, timezone) === wall) return moment;
	}
	return changeBetween(earliest, latest, timezone);
}

/** The day that the moment is in, as the wall time of its midnight. */
function dayAt(ms: number, timezone: string): number {
	const shown = floorTo('day', wallAt(ms, timezone));
	// clocks put back over midnight show the day before again, when the next one has begun
	const next = shown + DAY;
	return firstMomentAt(next, timezone) <= ms ? next : shown;
}

function startOfHour(ms: number, timezone: string): number {
	const wall = wallAt(ms, timezone);
	const fullHour = wall - modulo(wall, HOUR);
	const start = ms - (wall - fullHour);
	if (wallAt(start, timezone) === fullHour) return start;

	// the clocks did not show that full hour, or they showed it before they were changed
	const change = changeBetween(start, ms, timezone);
	const before = wallAt(change - 1, timezone);
	const isSkipped = before < fullHour;
	return isSkipped ? change : change - 1 - modulo(before, HOUR);
}

function startOfNextHour(ms: number, timezone: string): number {
	let moment = ms;
	let start;
	do {
		moment += HOUR - modulo(wallAt(moment, timezone), HOUR);
		start = startOfHour(moment, timezone);
	} while (start <= ms);
	return start;
}

/** When the clocks were changed: after `from`, at `to` at the latest. */
function changeBetween(from: number, to: number, timezone: string): number {
	const offset = offsetAt(from, timezone);
	let [before, after] = [from, to];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (offsetAt(middle, timezone) === offset) before = middle;
		else after = middle;
	}
	return after;
}

/** The wall time at which the day, week or month begins. */
function floorTo(unit: Exclude<CalendarUnit, 'hour'>, wall: number): number {
	const day = wall - modulo(wall, DAY);
	if (unit === 'day') return day;
	const date = new Date(day);
	if (unit === 'month') return date.setUTCDate(1);
	const daysSinceMonday = (date.getUTCDay() + 6) % 7;
	return day - daysSinceMonday * DAY;
}

/** The wall time at which the next day, week or month begins. */
function following(unit: Exclude<CalendarUnit, 'hour'>, wall: number): number {
	const start = floorTo(unit, wall);
	if (unit === 'day') return start + DAY;
	if (unit === 'week') return start + 7 * DAY;
	const date = new Date(start);
	return date.setUTCMonth(date.getUTCMonth() + 1);
}

/** Also of what was before 1970. */
function modulo(value: number, divisor: number): number {
	return ((value % divisor) + divisor) % divisor;
}
