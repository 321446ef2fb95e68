import { filterPeriod, type FilterPeriodName } from '../../../nodes/verifik/periods/filterPeriod';
import { isWithin } from '../../../nodes/verifik/periods/period';
import { isoAt, UnknownTimezone } from '../../../nodes/verifik/periods/zoned';

const BOGOTA = 'America/Bogota';
const NEW_YORK = 'America/New_York';
const BEIRUT = 'Asia/Beirut';

const byHand = (nowMs: number, timezone: string) => ({ nowMs, timezone, isScheduled: false });

test.each<[name: FilterPeriodName, timezone: string, now: string, from: string, to: string | null]>(
	[
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
		// the clocks skipped 2:30, and showed 1:30 twice
		['last7Days', NEW_YORK, '2025-03-16T02:30:07-04:00', '2025-03-09T03:00:00.000-04:00', null],
		['last7Days', NEW_YORK, '2025-11-09T01:30:00-05:00', '2025-11-02T01:30:00.000-04:00', null],
		// n8n starts at 1:00 what was to start at the midnight that Chile skips
		[
			'last7Days',
			'America/Santiago',
			'2025-09-07T01:00:00-03:00',
			'2025-08-31T00:00:00.000-04:00',
			null,
		],
		// in Havana, midnight comes twice: a day begins at the first
		[
			'yesterday',
			'America/Havana',
			'2025-11-02T09:00:00-05:00',
			'2025-11-01T00:00:00.000-04:00',
			'2025-11-01T23:59:59.999-04:00',
		],
		[
			'yesterday',
			'America/Havana',
			'2025-11-03T09:00:00-05:00',
			'2025-11-02T00:00:00.000-04:00',
			'2025-11-02T23:59:59.999-05:00',
		],
	],
)('%s in %s at %s', (name, timezone, now, from, to) => {
	const { fromMs, toMs } = filterPeriod(name, byHand(Date.parse(now), timezone));
	expect(isoAt(fromMs ?? NaN, timezone)).toBe(from);
	expect(toMs).toBe(to === null ? null : Date.parse(to));
});

it('has a record that Verifik dates later than the clock here', () => {
	const now = Date.parse('2026-11-23T09:00:00-05:00');
	for (const name of ['lastHour', 'last24Hours', 'today', 'last7Days', 'last30Days'] as const) {
		expect(isWithin(filterPeriod(name, byHand(now, BOGOTA)), now + 5_000)).toBe(true);
	}
});

it('names a zone that is not known', () => {
	const inSpace = () => filterPeriod('today', byHand(0, 'Mars/Olympus'));
	expect(inSpace).toThrow(UnknownTimezone);
	expect(inSpace).toThrow(
		'The time zone "Mars/Olympus" is not known. Choose another one under "Timezone" in the workflow\'s settings.',
	);
});
