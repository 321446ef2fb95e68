import { isoAt } from './timezone';
import type { OpenPeriod, OpenSpan } from './period';
import { daysEarlier, startOf } from './zonedTime';

/** A period as it is chosen to filter records. The moments of `custom` are `null` where left out. */
export type FilterPeriodChoice = { name: keyof typeof PRESETS } | ({ name: 'custom' } & OpenSpan);

export type FilterPeriodName = FilterPeriodChoice['name'];

/** When an execution began, and how. */
export interface Beginning {
	/** the same for all of its items */
	nowMs: number;
	/** Whether a trigger started it at its own time. */
	isScheduled: boolean;
	/** the workflow's */
	timezone: string;
}

/**
 * The period from which records are wanted. What ends "now" has no end: a record that Verifik dates
 * a little later than this machine's clock, or that comes while the list is read, is not lost.
 *
 * On a schedule it ends with the last full minute instead, and 24 hours are a day of the calendar:
 * so the periods of runs that start some seconds late follow each other without a gap.
 *
 * - `lastHour`, `last24Hours`: that long, to the millisecond, up to now
 * - `last7Days`, `last30Days`: from the same time of day so many calendar days ago up to now; so
 *   what runs at nine each Monday leaves no hour out in the week in which the clocks are put back
 * - `today`: from the first moment of the day up to now
 * - `yesterday`: the whole day before; the gapless choice for what runs once a day
 * - `all`: no bound
 *
 * @throws {UnknownTimezone}
 */
export function filterPeriod(
	choice: FilterPeriodChoice,
	beginning: Beginning,
): OpenPeriod<FilterPeriodName> {
	const { timezone } = beginning;
	const { fromMs, toMs } = choice.name === 'custom' ? choice : spanOf(choice.name, beginning);
	return {
		name: choice.name,
		from: fromMs === null ? null : isoAt(fromMs, timezone),
		to: toMs === null ? null : isoAt(toMs, timezone),
		fromMs,
		toMs,
		timezone,
	};
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function spanOf(name: keyof typeof PRESETS, { nowMs, isScheduled, timezone }: Beginning): OpenSpan {
	if (!isScheduled) return PRESETS[name](nowMs, timezone);
	const minute = nowMs - (nowMs % MINUTE);
	const isDay = name === 'last24Hours';
	const span = isDay ? upToNow(daysEarlier(1, minute, timezone)) : PRESETS[name](minute, timezone);
	return span.fromMs === null ? span : { ...span, toMs: span.toMs ?? minute - 1 };
}

const PRESETS = {
	lastHour: (now) => upToNow(now - HOUR),
	last24Hours: (now) => upToNow(now - 24 * HOUR),
	today: (now, timezone) => upToNow(startOf('day', now, timezone)),
	yesterday: (now, timezone) => {
		const today = startOf('day', now, timezone);
		return { fromMs: startOf('day', today - 1, timezone), toMs: today - 1 };
	},
	last7Days: (now, timezone) => upToNow(daysEarlier(7, now, timezone)),
	last30Days: (now, timezone) => upToNow(daysEarlier(30, now, timezone)),
	all: () => ({ fromMs: null, toMs: null }),
} satisfies Record<string, (nowMs: number, timezone: string) => OpenSpan>;

function upToNow(fromMs: number): OpenSpan {
	return { fromMs, toMs: null };
}
