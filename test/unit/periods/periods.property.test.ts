import fc, { runs } from '../../harness/fastCheck';
import type { DateTime } from 'luxon';

import { groupsOf, type GroupBy } from '../../../nodes/verifik/periods/groups';
import { isWithin } from '../../../nodes/verifik/periods/period';
import { previousOf, summaryPeriod } from '../../../nodes/verifik/periods/summaryPeriod';
import { anyMoment, clockAt, isChangedAround } from './zones';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Moments per property. */
const numRuns = runs(1_000);

/** Something that grows by one unit of the calendar, whatever it is called there. */
const NUMBER_OF = {
	day: (clock: DateTime) => (clock.year * 100 + clock.month) * 100 + clock.day,
	week: (clock: DateTime) => clock.weekYear * 100 + clock.weekNumber,
	month: (clock: DateTime) => clock.year * 100 + clock.month,
};

const LONGEST: Record<GroupBy, number> = {
	hour: 2 * DAY,
	day: 20 * DAY,
	week: 100 * DAY,
	month: 400 * DAY,
};

/** How far into something: 0 is its start, and 1 would be beyond its end. */
const anyShare = fc.nat({ max: 9_999 }).map((drawn) => drawn / 10_000);

const anyPreset = fc.constantFrom(
	'yesterday',
	'last7Days',
	'last30Days',
	'previousWeek',
	'previousMonth',
);

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

function anyGroups(groupBy: GroupBy) {
	return fc.tuple(anyMoment, anyShare).map(([{ timezone, ms }, share]) => {
		const toMs = ms + Math.floor(share * LONGEST[groupBy]);
		const period = summaryPeriod({ name: 'custom', fromMs: ms, toMs }, 0, timezone);
		return { period, groups: groupsOf(period, groupBy) };
	});
}

it.each(['hour', 'day', 'week', 'month'] as const)(
	'groups by %s follow each other from the first to the last millisecond of the period',
	(groupBy) => {
		fc.assert(
			fc.property(anyGroups(groupBy), ({ period, groups }) => {
				const nexts = [...groups.slice(1).map(({ fromMs }) => fromMs), period.toMs + 1];
				expect(groups[0].fromMs).toBe(period.fromMs);
				groups.forEach((group, index) => {
					expect(group.toMs).toBe(nexts[index] - 1);
					expect(group.fromMs).toBeLessThanOrEqual(group.toMs);
					expect(Date.parse(group.from)).toBe(group.fromMs);
				});
			}),
			{ numRuns },
		);
	},
);

it.each(['day', 'week', 'month'] as const)(
	'a %s begins when the clocks first show it, and ends when they first show the next',
	(unit) => {
		fc.assert(
			fc.property(anyGroups(unit), fc.array(anyShare), ({ period, groups }, draws) => {
				const { timezone } = period;
				const shownAt = (ms: number) => NUMBER_OF[unit](clockAt({ timezone, ms }));
				groups.slice(1).forEach(({ fromMs, toMs }, index) => {
					const shown = shownAt(fromMs);
					const before = groups[index];
					const inside = (share: number) =>
						before.fromMs + Math.floor(share * (fromMs - before.fromMs));
					for (const ms of [fromMs - 1, ...draws.map(inside)]) {
						expect(shownAt(ms)).toBeLessThan(shown);
					}
					expect(shownAt(toMs)).toBeLessThanOrEqual(shown);
				});
			}),
			{ numRuns },
		);
	},
);

it('an hour begins at a full hour, or where the clocks are put forward beyond one', () => {
	fc.assert(
		fc.property(anyGroups('hour'), ({ period: { timezone }, groups }) => {
			for (const { fromMs: ms } of groups.slice(1)) {
				const { minute, second, millisecond } = clockAt({ timezone, ms });
				const isFullHour = minute + second + millisecond === 0;
				expect(isFullHour || isChangedAround({ timezone, ms }, 0)).toBe(true);
			}
		}),
		{ numRuns },
	);
});
