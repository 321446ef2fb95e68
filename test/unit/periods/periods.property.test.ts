import fc, { runs } from '../../harness/fastCheck';
import type { DateTime } from 'luxon';

import { filterPeriod } from '../../../nodes/verifik/periods/filterPeriod';
import { groupsOf, type GroupBy } from '../../../nodes/verifik/periods/groups';
import { isWithin } from '../../../nodes/verifik/periods/period';
import { previousOf, summaryPeriod } from '../../../nodes/verifik/periods/summaryPeriod';
import { isoAt } from '../../../nodes/verifik/periods/timezone';
import { startOf, startOfNext } from '../../../nodes/verifik/periods/zonedTime';
import { anyMoment, clockAt, isChangedAround } from './zones';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUARTER = HOUR / 4;

/** Moments per property. */
const numRuns = runs(1_000);

/** Something that grows by one unit of the calendar, whatever it is called there. */
const NUMBER_OF = {
	day: (clock: DateTime) => (clock.year * 100 + clock.month) * 100 + clock.day,
	week: (clock: DateTime) => clock.weekYear * 100 + clock.weekNumber,
	month: (clock: DateTime) => clock.year * 100 + clock.month,
};

const anyUnit = fc.constantFrom('day', 'week', 'month');

/** How far into something: 0 is its start, and 1 would be beyond its end. */
const anyShare = fc.nat({ max: 9_999 }).map((drawn) => drawn / 10_000);

const anyPreset = fc.constantFrom(
	'yesterday',
	'last7Days',
	'last30Days',
	'previousWeek',
	'previousMonth',
);

/** Islands that moved across the date line skipped a day: luxon counts it, and a period does not. */
function isSkippedDayNear(ms: number): boolean {
	const beforeKiribati = Date.UTC(1995, 3);
	const nearSamoa = ms > Date.UTC(2011, 11, 28) && ms < Date.UTC(2012, 2, 5);
	return ms < beforeKiribati || nearSamoa;
}

describe('against luxon', () => {
	it('a moment has the same text, and the text is that moment', () => {
		fc.assert(
			fc.property(anyMoment, (asked) => {
				const text = isoAt(asked.ms, asked.timezone);
				expect(Date.parse(text)).toBe(asked.ms);
				expect(text).toBe(clockAt(asked).toISO());
			}),
			{ numRuns },
		);
	});

	it('a day, a week and a month begin when they do there, where the clocks run on', () => {
		fc.assert(
			fc.property(anyMoment, anyUnit, (asked, unit) => {
				const start = clockAt(asked).startOf(unit).toMillis();
				fc.pre(!isChangedAround(asked, 2 * DAY));
				fc.pre(!isChangedAround({ ...asked, ms: start }, 2 * DAY));
				expect(startOf(unit, asked.ms, asked.timezone)).toBe(start);
			}),
			{ numRuns },
		);
	});

	it('an hour begins when it does there, also where the clocks are changed at a full hour', () => {
		fc.assert(
			fc.property(anyMoment, (asked) => {
				const start = clockAt(asked).startOf('hour').toMillis();
				// St. John's used to put its clocks back at 0:01
				fc.pre(asked.timezone !== 'America/St_Johns');
				expect(startOf('hour', asked.ms, asked.timezone)).toBe(start);
			}),
			{ numRuns },
		);
	});

	it('the last seven and thirty days begin at the time of day that it is', () => {
		fc.assert(
			fc.property(anyMoment, fc.constantFrom(7, 30), (asked, days) => {
				const earlier = clockAt(asked).minus({ days }).toMillis();
				fc.pre(!isChangedAround({ ...asked, ms: earlier }, 2 * DAY));
				const name = days === 7 ? 'last7Days' : 'last30Days';
				expect(
					filterPeriod({ name }, { nowMs: asked.ms, isScheduled: false, ...asked }).fromMs,
				).toBe(earlier);
			}),
			{ numRuns },
		);
	});

	it('the presets of a summary have the same days', () => {
		fc.assert(
			fc.property(anyMoment, anyPreset, ({ timezone, ms }, name) => {
				fc.pre(!isSkippedDayNear(ms));
				const today = clockAt({ timezone, ms: startOf('day', ms, timezone) });
				const [from, next] = {
					yesterday: [today.minus({ days: 1 }), today],
					last7Days: [today.minus({ days: 7 }), today],
					last30Days: [today.minus({ days: 30 }), today],
					previousWeek: [today.startOf('week').minus({ weeks: 1 }), today.startOf('week')],
					previousMonth: [today.startOf('month').minus({ months: 1 }), today.startOf('month')],
				}[name];
				const period = summaryPeriod({ name }, ms, timezone);
				expect(period.from.slice(0, 10)).toBe(from.toISODate());
				expect(isoAt(period.toMs + 1, timezone).slice(0, 10)).toBe(next.toISODate());
			}),
			{ numRuns },
		);
	});
});

describe('with luxon as the clock on the wall', () => {
	it('a unit begins when the clocks first show it, and ends when they first show the next', () => {
		fc.assert(
			fc.property(anyMoment, anyUnit, fc.array(anyShare), (asked, unit, draws) => {
				const { timezone, ms } = asked;
				const shownAt = (at: number) => NUMBER_OF[unit](clockAt({ timezone, ms: at }));
				const start = startOf(unit, ms, timezone);
				const next = startOfNext(unit, ms, timezone);
				expect(start).toBeLessThanOrEqual(ms);
				expect(next).toBeGreaterThan(ms);

				const shown = shownAt(start);
				const before = draws.map((draw) => start - 1 - Math.floor(draw * 2 * DAY));
				const within = draws.map((draw) => start + Math.floor(draw * (next - start)));
				for (const at of [start - 1, ...before]) expect(shownAt(at)).toBeLessThan(shown);
				for (const at of [next - 1, ...within]) expect(shownAt(at)).toBeLessThanOrEqual(shown);
				expect(shownAt(next)).toBeGreaterThan(shown);
			}),
			{ numRuns },
		);
	});

	it('an hour begins at a full hour or a change of the clocks, and has none inside', () => {
		fc.assert(
			fc.property(anyMoment, ({ timezone, ms }) => {
				const start = startOf('hour', ms, timezone);
				const next = startOfNext('hour', ms, timezone);
				const isFullHour = (at: number) => {
					const { minute, second, millisecond } = clockAt({ timezone, ms: at });
					return minute + second + millisecond === 0;
				};
				for (const at of [start, next]) {
					expect(isFullHour(at) || isChangedAround({ timezone, ms: at }, 0)).toBe(true);
				}
				// clocks show a full hour when UTC shows a quarter of one
				for (let at = Math.floor(start / QUARTER + 1) * QUARTER; at < next; at += QUARTER) {
					expect(isFullHour(at)).toBe(false);
				}
				expect(next - start).toBeLessThan(2 * HOUR);
			}),
			{ numRuns },
		);
	});
});

it('the period before ends where this one begins, and is the one that was given then', () => {
	fc.assert(
		fc.property(anyMoment, anyPreset, ({ timezone, ms }, name) => {
			const period = summaryPeriod({ name }, ms, timezone);
			const previous = previousOf(period);
			expect(previous.toMs + 1).toBe(period.fromMs);
			expect(previous).toEqual(summaryPeriod({ name }, period.fromMs, timezone));
			expect([previous.fromMs, previous.toMs]).toEqual(
				[previous.from, previous.to].map((text) => Date.parse(text)),
			);
			expect(isWithin(period, ms)).toBe(false);
			expect(isWithin(period, period.toMs)).toBe(true);
		}),
		{ numRuns },
	);
});

it('groups follow each other from the first to the last millisecond of the period', () => {
	const longest: Record<GroupBy, number> = {
		hour: 2 * DAY,
		day: 20 * DAY,
		week: 100 * DAY,
		month: 400 * DAY,
	};
	fc.assert(
		fc.property(
			anyMoment,
			fc.constantFrom<GroupBy>('hour', 'day', 'week', 'month'),
			anyShare,
			({ timezone, ms }, groupBy, share) => {
				const toMs = ms + Math.floor(share * longest[groupBy]);
				const period = summaryPeriod({ name: 'custom', fromMs: ms, toMs }, 0, timezone);
				const groups = groupsOf(period, groupBy);
				const nexts = [...groups.slice(1).map(({ fromMs }) => fromMs), toMs + 1];
				expect(groups[0].fromMs).toBe(ms);
				groups.forEach((group, index) => {
					expect(group.toMs).toBe(nexts[index] - 1);
					expect(group.fromMs).toBeLessThanOrEqual(group.toMs);
					expect(Date.parse(group.from)).toBe(group.fromMs);
					const start = startOf(groupBy, group.toMs, timezone);
					expect(Math.max(start, ms)).toBe(group.fromMs);
				});
			},
		),
		{ numRuns },
	);
});
