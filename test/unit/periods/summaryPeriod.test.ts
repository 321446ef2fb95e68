import {
	previousOf,
	summaryPeriod,
	type SummaryPeriodName,
} from '../../../nodes/verifik/periods/summaryPeriod';
import { UnknownTimezone } from '../../../nodes/verifik/periods/zoned';

type Preset = Exclude<SummaryPeriodName, 'custom'>;

type Case = [
	name: Preset,
	timezone: string,
	now: string,
	from: string,
	to: string,
	previousFrom: string,
];

const BOGOTA = 'America/Bogota';
const NEW_YORK = 'America/New_York';

test.each<Case>([
	[
		'yesterday',
		BOGOTA,
		'2026-11-23T00:00:00-05:00',
		'2026-11-22T00:00:00.000-05:00',
		'2026-11-22T23:59:59.999-05:00',
		'2026-11-21T00:00:00.000-05:00',
	],
	[
		'yesterday',
		'Asia/Beirut',
		'2025-03-31T09:00:00+03:00',
		'2025-03-30T01:00:00.000+03:00',
		'2025-03-30T23:59:59.999+03:00',
		'2025-03-29T00:00:00.000+02:00',
	],
	[
		'yesterday',
		'Pacific/Apia',
		'2012-01-01T09:00:00+14:00',
		'2011-12-31T00:00:00.000+14:00',
		'2011-12-31T23:59:59.999+14:00',
		'2011-12-29T00:00:00.000-10:00',
	],
	[
		'last7Days',
		BOGOTA,
		'2026-11-23T09:08:07.006-05:00',
		'2026-11-16T00:00:00.000-05:00',
		'2026-11-22T23:59:59.999-05:00',
		'2026-11-09T00:00:00.000-05:00',
	],
	[
		'last7Days',
		NEW_YORK,
		'2025-11-05T09:00:00-05:00',
		'2025-10-29T00:00:00.000-04:00',
		'2025-11-04T23:59:59.999-05:00',
		'2025-10-22T00:00:00.000-04:00',
	],
	[
		'last7Days',
		'Pacific/Apia',
		'2012-01-03T09:00:00+14:00',
		'2011-12-26T00:00:00.000-10:00',
		'2012-01-02T23:59:59.999+14:00',
		'2011-12-19T00:00:00.000-10:00',
	],
	[
		'last30Days',
		'Europe/Berlin',
		'2024-03-31T12:00:00+02:00',
		'2024-03-01T00:00:00.000+01:00',
		'2024-03-30T23:59:59.999+01:00',
		'2024-01-31T00:00:00.000+01:00',
	],
	[
		'previousWeek',
		BOGOTA,
		'2026-11-29T23:59:59.999-05:00',
		'2026-11-16T00:00:00.000-05:00',
		'2026-11-22T23:59:59.999-05:00',
		'2026-11-09T00:00:00.000-05:00',
	],
	[
		'previousWeek',
		'UTC',
		'2026-01-05T00:00:00Z',
		'2025-12-29T00:00:00.000Z',
		'2026-01-04T23:59:59.999Z',
		'2025-12-22T00:00:00.000Z',
	],
	[
		'previousMonth',
		BOGOTA,
		'2024-03-31T12:00:00-05:00',
		'2024-02-01T00:00:00.000-05:00',
		'2024-02-29T23:59:59.999-05:00',
		'2024-01-01T00:00:00.000-05:00',
	],
	[
		'previousMonth',
		NEW_YORK,
		'2026-01-01T00:00:00-05:00',
		'2025-12-01T00:00:00.000-05:00',
		'2025-12-31T23:59:59.999-05:00',
		'2025-11-01T00:00:00.000-04:00',
	],
])('%s in %s at %s', (name, timezone, now, from, to, previousFrom) => {
	const period = summaryPeriod({ name }, Date.parse(now), timezone);
	const fromMs = Date.parse(from);
	expect(period).toEqual({ name, from, to, fromMs, toMs: Date.parse(to), timezone });
	expect(previousOf(period)).toMatchObject({
		name,
		from: previousFrom,
		fromMs: Date.parse(previousFrom),
		toMs: fromMs - 1,
		timezone,
	});
});

describe('a custom period', () => {
	const fromMs = Date.parse('2025-11-02T09:00:00-05:00');
	const toMs = Date.parse('2025-11-03T08:59:59.999-05:00');
	const period = summaryPeriod({ name: 'custom', fromMs, toMs }, 0, NEW_YORK);

	it('is what was chosen', () => {
		expect(period).toEqual({
			name: 'custom',
			from: '2025-11-02T09:00:00.000-05:00',
			to: '2025-11-03T08:59:59.999-05:00',
			fromMs,
			toMs,
			timezone: NEW_YORK,
		});
	});

	it('has one of as many milliseconds before it, also where the clocks were put back', () => {
		expect(previousOf(period)).toMatchObject({
			name: 'custom',
			from: '2025-11-01T10:00:00.000-04:00',
			to: '2025-11-02T08:59:59.999-05:00',
		});
	});

	it('of one millisecond has the millisecond before it', () => {
		const one = summaryPeriod({ name: 'custom', fromMs: 1000, toMs: 1000 }, 0, 'UTC');
		expect(previousOf(one)).toMatchObject({ fromMs: 999, toMs: 999 });
	});
});

it('names a zone that is not known', () => {
	expect(() => summaryPeriod({ name: 'yesterday' }, 0, 'Mars/Olympus')).toThrow(UnknownTimezone);
});
