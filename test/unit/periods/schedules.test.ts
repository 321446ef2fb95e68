import { DateTime } from 'luxon';

import fc from '../../harness/fastCheck';
import { filterPeriod, type FilterPeriodChoice } from '../../../nodes/verifik/periods/filterPeriod';

const SECOND = 1000;

/** Both clock changes of a year: at night, at midnight, by half an hour, by two hours. */
const CHANGES: Array<[timezone: string, ...days: string[]]> = [
	['America/New_York', '2025-03-09', '2025-11-02'],
	['Europe/Madrid', '2025-03-30', '2025-10-26'],
	['Asia/Beirut', '2025-03-30', '2025-10-26'],
	['Australia/Lord_Howe', '2025-04-06', '2025-10-05'],
	['Antarctica/Troll', '2025-03-30', '2025-10-26'],
];

/** The spans of scheduled runs that start each up to 59 seconds late. */
function spansOf(
	name: Exclude<FilterPeriodChoice['name'], 'custom'>,
	timezone: string,
	runs: DateTime[],
	delays: number[],
) {
	return runs.map((run, index) => {
		const nowMs = run.toMillis() + (delays[index % delays.length] ?? 0);
		return filterPeriod({ name }, { nowMs, timezone, isScheduled: true });
	});
}

const delays = fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 1, maxLength: 7 });

describe.each(CHANGES)('a schedule in %s', (timezone, ...days) => {
	test.each(days)('has each second of the days around %s in exactly one run', (day) => {
		const first = DateTime.fromISO(`${day}T09:00:00`, { zone: timezone }).minus({ days: 2 });
		const daily = Array.from({ length: 5 }, (_, index) => first.plus({ days: index }));
		const hourly = Array.from({ length: 120 }, (_, index) => first.plus({ hours: index }));
		const weekly = [0, 7, 14].map((more) => first.plus({ days: more }));
		fc.assert(
			fc.property(delays, (late) => {
				for (const spans of [
					spansOf('last24Hours', timezone, daily, late),
					spansOf('lastHour', timezone, hourly, late),
					spansOf('last7Days', timezone, weekly, late),
				]) {
					const start = Number(spans[0]?.fromMs);
					const end = Number(spans.at(-1)?.toMs);
					let [run, seen] = [0, 0];
					for (let ms = start; ms <= end; ms += SECOND) {
						while (ms > Number(spans[run]?.toMs)) run++;
						if (ms >= Number(spans[run]?.fromMs)) seen++;
					}
					// each second is in one span, and spans are no longer than the time that they cover
					const covered = spans.reduce(
						(sum, { fromMs, toMs }) => sum + Number(toMs) - Number(fromMs) + 1,
						0,
					);
					expect(seen).toBe((end + 1 - start) / SECOND);
					expect(covered).toBe(end + 1 - start);
				}
			}),
			{ numRuns: 5 },
		);
	});
});

test.each([
	['today', '2026-11-23T00:00:00.000-05:00', '2026-11-23T08:59:59.999-05:00'],
	['yesterday', '2026-11-22T00:00:00.000-05:00', '2026-11-22T23:59:59.999-05:00'],
	['last30Days', '2026-10-24T09:00:00.000-05:00', '2026-11-23T08:59:59.999-05:00'],
	['lastHour', '2026-11-23T08:00:00.000-05:00', '2026-11-23T08:59:59.999-05:00'],
	['all', null, null],
] as const)('%s on a schedule ends with the last full minute', (name, from, to) => {
	const nowMs = Date.parse('2026-11-23T09:00:42-05:00');
	const timezone = 'America/Bogota';
	expect(filterPeriod({ name }, { nowMs, timezone, isScheduled: true })).toMatchObject({
		from,
		to,
	});
});
