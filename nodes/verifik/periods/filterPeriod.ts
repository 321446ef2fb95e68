import type { OpenSpan } from './period';
import { daysEarlier, startOf } from './zoned';

/** A period from which records are wanted, by its name in the form. */
export type FilterPeriodName = keyof typeof PRESETS;

/** When an execution began, and how. */
export interface Beginning {
	/** the same for all of its items */
	nowMs: number;
	/** Whether a trigger started it at its own time. */
	isScheduled: boolean;
	/** the workflow's */
	timezone: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The moments that a period means. What ends "now" has no end: a record that Verifik dates a little
 * later than this machine's clock, or that comes while the list is read, is not lost.
 *
 * On a schedule it ends with the last full minute instead, and 24 hours are a day of the calendar:
 * so the periods of runs that start some seconds late follow each other without a gap.
 *
 * @throws {UnknownTimezone}
 */
export function filterPeriod(name: FilterPeriodName, beginning: Beginning): OpenSpan {
	if (!beginning.isScheduled) return PRESETS[name](beginning);
	const minute = beginning.nowMs - (beginning.nowMs % MINUTE);
	const { fromMs, toMs } = PRESETS[name]({ ...beginning, nowMs: minute });
	return { fromMs, toMs: toMs ?? minute - 1 };
}

const PRESETS = {
	lastHour: ({ nowMs }) => ({ fromMs: nowMs - HOUR, toMs: null }),
	last24Hours: (beginning) =>
		beginning.isScheduled
			? lastDays(1, beginning)
			: { fromMs: beginning.nowMs - 24 * HOUR, toMs: null },
	today: ({ nowMs, timezone }) => ({ fromMs: startOf('day', nowMs, timezone), toMs: null }),
	yesterday: ({ nowMs, timezone }) => {
		const toMs = startOf('day', nowMs, timezone) - 1;
		return { fromMs: startOf('day', toMs, timezone), toMs };
	},
	last7Days: (beginning) => lastDays(7, beginning),
	last30Days: (beginning) => lastDays(30, beginning),
} satisfies Record<string, (beginning: Beginning) => OpenSpan>;

/** Since the same time of day: a week in which the clocks are put back has an hour more. */
function lastDays(days: number, { nowMs, timezone }: Beginning): OpenSpan {
	return { fromMs: daysEarlier(days, nowMs, timezone), toMs: null };
}
