import { makePeriod, type Period, type Span } from './period';
import { startOf, type CalendarUnit } from './zoned';

/** A period as it is chosen for a summary. The bounds of `custom` are in order: `fromMs` is not after `toMs`. */
export type SummaryPeriodChoice = { name: keyof typeof PRESETS } | ({ name: 'custom' } & Span);

export type SummaryPeriodName = SummaryPeriodChoice['name'];

/** A period for which there can be a summary, and one before it. */
export type SummaryPeriod = Period<SummaryPeriodName>;

/** How many whole units of the calendar before the current one; a week begins on Monday. */
const PRESETS = {
	yesterday: { unit: 'day', count: 1 },
	last7Days: { unit: 'day', count: 7 },
	last30Days: { unit: 'day', count: 30 },
	previousWeek: { unit: 'week', count: 1 },
	previousMonth: { unit: 'month', count: 1 },
} satisfies Record<string, { unit: CalendarUnit; count: number }>;

/**
 * The period of a summary: whole days before today, but for `custom`, which is as it was chosen.
 *
 * @param nowMs taken once per execution, so that all of its items mean the same period
 * @param timezone the workflow's
 * @throws {UnknownTimezone}
 */
export function summaryPeriod(
	choice: SummaryPeriodChoice,
	nowMs: number,
	timezone: string,
): SummaryPeriod {
	if (choice.name === 'custom') return makePeriod('custom', choice, timezone);
	return presetBefore(choice.name, startOf(PRESETS[choice.name].unit, nowMs, timezone), timezone);
}

/**
 * The period of the same length just before: so many whole days, the week, the month; before a
 * custom one the same number of milliseconds.
 *
 * @throws {UnknownTimezone}
 */
export function previousOf({ name, fromMs, toMs, timezone }: SummaryPeriod): SummaryPeriod {
	if (name !== 'custom') return presetBefore(name, fromMs, timezone);
	const length = toMs - fromMs + 1;
	return makePeriod(name, { fromMs: fromMs - length, toMs: fromMs - 1 }, timezone);
}

function presetBefore(name: keyof typeof PRESETS, end: number, timezone: string): SummaryPeriod {
	const { unit, count } = PRESETS[name];
	let start = end;
	// step by step, because a day that the calendar skipped is none: Samoa had no 30 Dec 2011
	for (let step = 0; step < count; step++) start = startOf(unit, start - 1, timezone);
	return makePeriod(name, { fromMs: start, toMs: end - 1 }, timezone);
}
