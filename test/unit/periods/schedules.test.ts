import { CronTime } from 'cron';
import { DateTime } from 'luxon';

import fc from '../../harness/fastCheck';
import { filterPeriod, type FilterPeriodName } from '../../../nodes/verifik/periods/filterPeriod';

const HALF_AN_HOUR = 30 * 60_000;

/** Both clock changes of a year: at night, at and to midnight, by half an hour, by two hours. */
const CHANGES: Array<[timezone: string, ...days: string[]]> = [
	['America/New_York', '2025-03-09', '2025-11-02'],
	['America/Santiago', '2025-04-06', '2025-09-07'],
	['America/Havana', '2025-03-09', '2025-11-02'],
	['Australia/Lord_Howe', '2025-04-06', '2025-10-05'],
	['Antarctica/Troll', '2025-03-30', '2025-10-26'],
];

const AT_NINE = '0 0 9 * * *';
const HOURLY = '0 0 * * * *';

/** Times that are skipped, or come twice, somewhere in that night; a Sunday's, in every zone. */
const AT_NIGHT = ['0 0 0', '0 30 0', '0 0 1', '0 30 1', '0 0 2', '0 30 2', '0 0 3'];

/** When n8n starts the workflow, by its own cron, in so many days around that one. */
function startsOf(cron: string, timezone: string, day: string, days: number): DateTime[] {
	const schedule = new CronTime(cron, timezone);
	const change = DateTime.fromISO(`${day}T12:00:00`, { zone: timezone });
	const starts: DateTime[] = [];
	let start: DateTime = change.minus({ days: days / 2 });
	while (start < change.plus({ days: days / 2 })) {
		start = schedule.getNextDateFrom(start, timezone);
		starts.push(start);
	}
	return starts;
}

/** The time between each run's period and the next one's: above 0 is lost, below 0 comes twice. */
function gapsOf(name: FilterPeriodName, timezone: string, starts: DateTime[], lateMs: number[]) {
	const spans = starts.map((start, run) => {
		const nowMs = start.toMillis() + (lateMs[run % lateMs.length] ?? 0);
		return filterPeriod(name, { nowMs, timezone, isScheduled: true });
	});
	return spans.slice(1).map(({ fromMs }, run) => Number(fromMs) - Number(spans[run]?.toMs) - 1);
}

/** How late each run starts. */
const delays = fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 1, maxLength: 7 });

describe.each(CHANGES)('a schedule in %s', (timezone, ...changes) => {
	describe.each(changes)('around %s', (day) => {
		function forEachDelay(
			name: FilterPeriodName,
			cron: string,
			days: number,
			judge: (gaps: number[]) => void,
		): void {
			const starts = startsOf(cron, timezone, day, days);
			expect(starts.length).toBeGreaterThan(4);
			fc.assert(fc.property(delays, (lateMs) => judge(gapsOf(name, timezone, starts, lateMs))));
		}

		it.each<[name: FilterPeriodName, cron: string, days: number]>([
			['last24Hours', AT_NINE, 5],
			['yesterday', AT_NINE, 5],
			['last7Days', '0 0 9 * * 1', 42],
		])('has each record of %s by "%s" in exactly one run', (name, cron, days) => {
			forEachDelay(name, cron, days, (gaps) => expect(gaps).toEqual(gaps.map(() => 0)));
		});

		// n8n starts some of these a second time, an hour or half of one away
		it.each(AT_NIGHT)('loses none in the night, at "%s"', (time) => {
			for (const [name, cron, days] of [
				['last24Hours', `${time} * * *`, 5],
				['yesterday', `${time} * * *`, 5],
				['last7Days', `${time} * * 0`, 42],
			] as const) {
				forEachDelay(name, cron, days, (gaps) => expect(Math.max(...gaps)).toBe(0));
			}
		});

		// in the two hours that come twice there, n8n starts nothing at all
		if (timezone === 'Antarctica/Troll') return;
		it('has each record of an hour in a run; in two, where n8n starts one half an hour early', () => {
			const twice = timezone === 'Australia/Lord_Howe' ? -HALF_AN_HOUR : 0;
			forEachDelay('lastHour', HOURLY, 5, (gaps) => {
				expect(gaps.filter((gap) => gap !== 0 && gap !== twice)).toEqual([]);
			});
		});
	});
});

test.each<[name: FilterPeriodName, from: string, to: string]>([
	['today', '2026-11-23T00:00:00.000-05:00', '2026-11-23T08:59:59.999-05:00'],
	['yesterday', '2026-11-22T00:00:00.000-05:00', '2026-11-22T23:59:59.999-05:00'],
	['last30Days', '2026-10-24T09:00:00.000-05:00', '2026-11-23T08:59:59.999-05:00'],
	['lastHour', '2026-11-23T08:00:00.000-05:00', '2026-11-23T08:59:59.999-05:00'],
])('%s on a schedule ends with the last full minute', (name, from, to) => {
	const nowMs = Date.parse('2026-11-23T09:00:42-05:00');
	const timezone = 'America/Bogota';
	expect(filterPeriod(name, { nowMs, timezone, isScheduled: true })).toEqual({
		fromMs: Date.parse(from),
		toMs: Date.parse(to),
	});
});
