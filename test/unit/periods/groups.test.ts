import {
	groupsOf,
	MAX_GROUPS,
	TooManyGroups,
	type GroupBy,
} from '../../../nodes/verifik/periods/groups';
import { summaryPeriod, type SummaryPeriod } from '../../../nodes/verifik/periods/summaryPeriod';

const NEW_YORK = 'America/New_York';

function custom(from: string, to: string, timezone: string): SummaryPeriod {
	return summaryPeriod(
		{ name: 'custom', fromMs: Date.parse(from), toMs: Date.parse(to) },
		0,
		timezone,
	);
}

function starts(period: SummaryPeriod, groupBy: GroupBy): string[] {
	return groupsOf(period, groupBy).map(({ from }) => from);
}

it('gives each day of the last seven, with its first and its last millisecond', () => {
	const now = Date.parse('2026-11-23T09:00:00-05:00');
	const groups = groupsOf(summaryPeriod({ name: 'last7Days' }, now, 'America/Bogota'), 'day');
	expect(groups).toHaveLength(7);
	expect(groups[0]).toEqual({
		from: '2026-11-16T00:00:00.000-05:00',
		fromMs: Date.parse('2026-11-16T05:00:00Z'),
		toMs: Date.parse('2026-11-17T04:59:59.999Z'),
	});
	expect(groups[6]).toEqual({
		from: '2026-11-22T00:00:00.000-05:00',
		fromMs: Date.parse('2026-11-22T05:00:00Z'),
		toMs: Date.parse('2026-11-23T04:59:59.999Z'),
	});
});

test.each<[name: string, groupBy: GroupBy, period: SummaryPeriod, expected: string[]]>([
	[
		'weeks, the first and the last cut to the period',
		'week',
		custom('2025-12-03T12:00:00Z', '2025-12-31T23:59:59.999Z', 'UTC'),
		[
			'2025-12-03T12:00:00.000Z',
			'2025-12-08T00:00:00.000Z',
			'2025-12-15T00:00:00.000Z',
			'2025-12-22T00:00:00.000Z',
			'2025-12-29T00:00:00.000Z',
		],
	],
	[
		'months, the last of one millisecond',
		'month',
		custom('2024-01-31T00:00:00-05:00', '2024-04-01T00:00:00-04:00', NEW_YORK),
		[
			'2024-01-31T00:00:00.000-05:00',
			'2024-02-01T00:00:00.000-05:00',
			'2024-03-01T00:00:00.000-05:00',
			'2024-04-01T00:00:00.000-04:00',
		],
	],
	[
		'the hours of a night in which one comes twice',
		'hour',
		custom('2025-11-02T00:30:00-04:00', '2025-11-02T02:15:00-05:00', NEW_YORK),
		[
			'2025-11-02T00:30:00.000-04:00',
			'2025-11-02T01:00:00.000-04:00',
			'2025-11-02T01:00:00.000-05:00',
			'2025-11-02T02:00:00.000-05:00',
		],
	],
	[
		'the hours of a night in which one is missing',
		'hour',
		custom('2025-03-09T01:00:00-05:00', '2025-03-09T03:59:59.999-04:00', NEW_YORK),
		['2025-03-09T01:00:00.000-05:00', '2025-03-09T03:00:00.000-04:00'],
	],
	[
		'the hours of a night on Lord Howe Island that is half an hour shorter',
		'hour',
		custom('2025-10-05T01:00:00+10:30', '2025-10-05T03:59:59.999+11:00', 'Australia/Lord_Howe'),
		[
			'2025-10-05T01:00:00.000+10:30',
			'2025-10-05T02:30:00.000+11:00',
			'2025-10-05T03:00:00.000+11:00',
		],
	],
	[
		'the hours of a night on Lord Howe Island that is half an hour longer',
		'hour',
		custom('2025-04-06T00:15:00+11:00', '2025-04-06T02:59:59.999+10:30', 'Australia/Lord_Howe'),
		[
			'2025-04-06T00:15:00.000+11:00',
			'2025-04-06T01:00:00.000+11:00',
			'2025-04-06T02:00:00.000+10:30',
		],
	],
	[
		'the hours at an offset with 45 minutes',
		'hour',
		custom('2025-08-22T10:10:00Z', '2025-08-22T11:30:00Z', 'Asia/Kathmandu'),
		[
			'2025-08-22T15:55:00.000+05:45',
			'2025-08-22T16:00:00.000+05:45',
			'2025-08-22T17:00:00.000+05:45',
		],
	],
	[
		'the days around one with two midnights, from the first',
		'day',
		custom('2025-11-01T12:00:00-04:00', '2025-11-03T12:00:00-05:00', 'America/Havana'),
		[
			'2025-11-01T12:00:00.000-04:00',
			'2025-11-02T00:00:00.000-04:00',
			'2025-11-03T00:00:00.000-05:00',
		],
	],
	[
		'the days around one without a midnight',
		'day',
		custom('2025-03-29T00:00:00+02:00', '2025-03-31T12:00:00+03:00', 'Asia/Beirut'),
		[
			'2025-03-29T00:00:00.000+02:00',
			'2025-03-30T01:00:00.000+03:00',
			'2025-03-31T00:00:00.000+03:00',
		],
	],
	[
		'the days around the one that Samoa skipped',
		'day',
		custom('2011-12-29T00:00:00-10:00', '2012-01-01T23:59:59.999+14:00', 'Pacific/Apia'),
		[
			'2011-12-29T00:00:00.000-10:00',
			'2011-12-31T00:00:00.000+14:00',
			'2012-01-01T00:00:00.000+14:00',
		],
	],
	[
		'one group of a period within an hour',
		'hour',
		custom('2025-08-22T19:04:25Z', '2025-08-22T19:04:25Z', 'UTC'),
		['2025-08-22T19:04:25.000Z'],
	],
])('gives %s', (_name, groupBy, period, expected) => {
	expect(starts(period, groupBy)).toEqual(expected);
	expect(groupsOf(period, groupBy).at(-1)?.toMs).toBe(period.toMs);
});

test.each<[groupBy: GroupBy, count: number]>([
	['hour', 23 + 30 * 24],
	['day', 31],
	['week', 6],
	['month', 1],
])('the March of New York by %s has %d groups', (groupBy, count) => {
	const now = Date.parse('2025-04-15T12:00:00Z');
	const march = summaryPeriod({ name: 'previousMonth' }, now, NEW_YORK);
	expect(groupsOf(march, groupBy)).toHaveLength(count);
});

describe('a period with too many groups', () => {
	function refusal(period: SummaryPeriod, groupBy: GroupBy): TooManyGroups {
		try {
			groupsOf(period, groupBy);
		} catch (error) {
			if (error instanceof TooManyGroups) return error;
		}
		throw new Error('Nothing was refused');
	}

	it.each<[years: number, groupBy: GroupBy, instead: GroupBy | null]>([
		[2, 'hour', 'day'],
		[50, 'hour', 'week'],
		[50, 'day', 'week'],
		[800, 'hour', 'month'],
		[900, 'month', null],
	])('of %d years by %s is refused, and offers: %s', (years, groupBy, instead) => {
		const end = `${1100 + years}-01-01T00:00:00Z`;
		const error = refusal(custom('1100-01-01T00:00:00Z', end, 'UTC'), groupBy);
		expect({ groupBy: error.groupBy, instead: error.instead }).toEqual({ groupBy, instead });
	});

	it('is one with more than the maximum, and none with just as many', () => {
		const hour = 3_600_000;
		const period = (hours: number) =>
			summaryPeriod({ name: 'custom', fromMs: 0, toMs: hours * hour - 1 }, 0, 'UTC');
		expect(groupsOf(period(MAX_GROUPS), 'hour')).toHaveLength(MAX_GROUPS);
		expect(refusal(period(MAX_GROUPS + 1), 'hour').message).toContain('by hour');
	});

	it('is not a leap year by hour', () => {
		const period = custom('2024-01-01T00:00:00-05:00', '2024-12-31T23:59:59.999-05:00', NEW_YORK);
		expect(groupsOf(period, 'hour')).toHaveLength(366 * 24);
	});
});
