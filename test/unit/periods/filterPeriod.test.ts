import { filterPeriod, type FilterPeriodChoice } from '../../../nodes/verifik/periods/filterPeriod';
import { isWithin } from '../../../nodes/verifik/periods/period';
import { UnknownTimezone } from '../../../nodes/verifik/periods/timezone';

const BOGOTA = 'America/Bogota';
const NEW_YORK = 'America/New_York';
const BEIRUT = 'Asia/Beirut';

const byHand = (nowMs: number, timezone: string) => ({ nowMs, timezone, isScheduled: false });

type Preset = Exclude<FilterPeriodChoice['name'], 'custom'>;

test.each<[name: Preset, timezone: string, now: string, from: string | null, to: string | null]>([
	['lastHour', BOGOTA, '2026-11-23T09:08:07.006-05:00', '2026-11-23T08:08:07.006-05:00', null],
	['lastHour', NEW_YORK, '2025-03-09T03:30:00-04:00', '2025-03-09T01:30:00.000-05:00', null],
	['last24Hours', BOGOTA, '2026-11-23T09:08:07.006-05:00', '2026-11-22T09:08:07.006-05:00', null],
	['last24Hours', NEW_YORK, '2025-11-02T09:00:00-05:00', '2025-11-01T10:00:00.000-04:00', null],
	['today', BOGOTA, '2026-11-23T00:00:00-05:00', '2026-11-23T00:00:00.000-05:00', null],
	['today', BOGOTA, '2026-11-23T23:59:59-05:00', '2026-11-23T00:00:00.000-05:00', null],
	['today', BEIRUT, '2025-03-30T12:00:00+03:00', '2025-03-30T01:00:00.000+03:00', null],
	[
		'yesterday',
		BOGOTA,
		'2026-11-23T09:00:00-05:00',
		'2026-11-22T00:00:00.000-05:00',
		'2026-11-22T23:59:59.999-05:00',
	],
	[
		'yesterday',
		BEIRUT,
		'2025-10-26T09:00:00+02:00',
		'2025-10-25T00:00:00.000+03:00',
		'2025-10-25T23:59:59.999+02:00',
	],
	[
		'yesterday',
		BEIRUT,
		'2025-03-31T09:00:00+03:00',
		'2025-03-30T01:00:00.000+03:00',
		'2025-03-30T23:59:59.999+03:00',
	],
	[
		'yesterday',
		'Pacific/Apia',
		'2011-12-31T09:00:00+14:00',
		'2011-12-29T00:00:00.000-10:00',
		'2011-12-29T23:59:59.999-10:00',
	],
	[
		'yesterday',
		'UTC',
		'2024-03-01T00:00:00Z',
		'2024-02-29T00:00:00.000Z',
		'2024-02-29T23:59:59.999Z',
	],
	['last7Days', BOGOTA, '2026-11-23T09:08:07.006-05:00', '2026-11-16T09:08:07.006-05:00', null],
	['last7Days', NEW_YORK, '2025-11-03T09:00:00-05:00', '2025-10-27T09:00:00.000-04:00', null],
	['last30Days', NEW_YORK, '2025-03-31T09:00:00-04:00', '2025-03-01T09:00:00.000-05:00', null],
	['all', BOGOTA, '2026-11-23T09:08:07.006-05:00', null, null],
])('%s in %s at %s', (name, timezone, now, from, to) => {
	expect(filterPeriod({ name }, byHand(Date.parse(now), timezone))).toEqual({
		name,
		from,
		to,
		fromMs: from === null ? null : Date.parse(from),
		toMs: to === null ? null : Date.parse(to),
		timezone,
	});
});

describe('a custom period', () => {
	const moment = Date.parse('2026-11-16T05:00:00Z');
	const text = '2026-11-16T00:00:00.000-05:00';

	test.each<[fromMs: number | null, toMs: number | null, from: string | null, to: string | null]>([
		[moment, moment, text, text],
		[moment, null, text, null],
		[null, moment, null, text],
		[0, null, '1969-12-31T19:00:00.000-05:00', null],
		[null, null, null, null],
	])('from %s to %s is what was chosen', (fromMs, toMs, from, to) => {
		expect(filterPeriod({ name: 'custom', fromMs, toMs }, byHand(Date.now(), BOGOTA))).toEqual({
			name: 'custom',
			from,
			to,
			fromMs,
			toMs,
			timezone: BOGOTA,
		});
	});
});

it('has a record that Verifik dates later than the clock here', () => {
	const now = Date.parse('2026-11-23T09:00:00-05:00');
	for (const name of ['lastHour', 'last24Hours', 'today', 'last7Days', 'last30Days'] as const) {
		expect(isWithin(filterPeriod({ name }, byHand(now, BOGOTA)), now + 5_000)).toBe(true);
	}
});

it('names a zone that is not known', () => {
	expect(() => filterPeriod({ name: 'today' }, byHand(0, 'Mars/Olympus'))).toThrow(UnknownTimezone);
});
