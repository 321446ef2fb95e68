import { isoAt } from '../../../nodes/verifik/periods/timezone';
import { daysEarlier } from '../../../nodes/verifik/periods/zonedTime';
import { around, type Case } from './around';

const HOUR = 3_600_000;

describe('an hour', () => {
	test.each<Case>([
		[
			'at an offset with 45 minutes',
			'Asia/Kathmandu',
			'2025-08-22T10:10:00Z',
			'2025-08-22T15:00:00.000+05:45',
			'2025-08-22T16:00:00.000+05:45',
		],
		[
			'before the clocks are put forward',
			'America/New_York',
			'2025-03-09T06:30:00Z',
			'2025-03-09T01:00:00.000-05:00',
			'2025-03-09T03:00:00.000-04:00',
		],
		[
			'that comes twice, the first time',
			'America/New_York',
			'2025-11-02T05:30:00Z',
			'2025-11-02T01:00:00.000-04:00',
			'2025-11-02T01:00:00.000-05:00',
		],
		[
			'that comes twice, the second time',
			'America/New_York',
			'2025-11-02T06:30:00Z',
			'2025-11-02T01:00:00.000-05:00',
			'2025-11-02T02:00:00.000-05:00',
		],
		[
			'of which only the second half exists on Lord Howe Island',
			'Australia/Lord_Howe',
			'2025-10-04T15:45:00Z',
			'2025-10-05T02:30:00.000+11:00',
			'2025-10-05T03:00:00.000+11:00',
		],
		[
			'whose second half comes twice on Lord Howe Island, the first time',
			'Australia/Lord_Howe',
			'2025-04-05T14:45:00Z',
			'2025-04-06T01:00:00.000+11:00',
			'2025-04-06T02:00:00.000+10:30',
		],
		[
			'whose second half comes twice on Lord Howe Island, at its first moment',
			'Australia/Lord_Howe',
			'2025-04-05T14:00:00Z',
			'2025-04-06T01:00:00.000+11:00',
			'2025-04-06T02:00:00.000+10:30',
		],
		[
			'whose second half comes twice on Lord Howe Island, the second time',
			'Australia/Lord_Howe',
			'2025-04-05T15:15:00Z',
			'2025-04-06T01:00:00.000+11:00',
			'2025-04-06T02:00:00.000+10:30',
		],
		[
			'whose second half was skipped in Caracas',
			'America/Caracas',
			'2016-05-01T06:45:00Z',
			'2016-05-01T02:00:00.000-04:30',
			'2016-05-01T03:00:00.000-04:00',
		],
		[
			'that ends with the day in Samoa',
			'Pacific/Apia',
			'2011-12-30T09:30:00Z',
			'2011-12-29T23:00:00.000-10:00',
			'2011-12-31T00:00:00.000+14:00',
		],
	])('%s', (_name, timezone, asked, start, next) => {
		expect(around('hour', asked, timezone)).toEqual([start, next]);
	});
});

describe('a week', () => {
	test.each<Case>([
		[
			'at the end of the year',
			'Europe/Berlin',
			'2026-01-01T12:00:00Z',
			'2025-12-29T00:00:00.000+01:00',
			'2026-01-05T00:00:00.000+01:00',
		],
		[
			'asked for on its Monday',
			'America/Bogota',
			'2026-11-23T05:00:00Z',
			'2026-11-23T00:00:00.000-05:00',
			'2026-11-30T00:00:00.000-05:00',
		],
		[
			'asked for on its Sunday',
			'America/Bogota',
			'2026-11-23T04:59:59.999Z',
			'2026-11-16T00:00:00.000-05:00',
			'2026-11-23T00:00:00.000-05:00',
		],
		[
			'that ends with a change of clocks',
			'America/New_York',
			'2025-11-02T12:00:00Z',
			'2025-10-27T00:00:00.000-04:00',
			'2025-11-03T00:00:00.000-05:00',
		],
		[
			'that began before 1970',
			'UTC',
			'1970-01-01T00:00:00Z',
			'1969-12-29T00:00:00.000Z',
			'1970-01-05T00:00:00.000Z',
		],
	])('%s', (_name, timezone, asked, start, next) => {
		expect(around('week', asked, timezone)).toEqual([start, next]);
	});
});

describe('a month', () => {
	test.each<Case>([
		[
			'of 29 days',
			'America/Bogota',
			'2024-02-29T12:00:00Z',
			'2024-02-01T00:00:00.000-05:00',
			'2024-03-01T00:00:00.000-05:00',
		],
		[
			'asked for on its 31st',
			'America/New_York',
			'2025-03-31T12:00:00Z',
			'2025-03-01T00:00:00.000-05:00',
			'2025-04-01T00:00:00.000-04:00',
		],
		[
			'at the end of the year',
			'Asia/Kathmandu',
			'2025-12-31T18:14:59Z',
			'2025-12-01T00:00:00.000+05:45',
			'2026-01-01T00:00:00.000+05:45',
		],
		[
			'in the first century',
			'UTC',
			'0099-12-31T12:00:00Z',
			'0099-12-01T00:00:00.000Z',
			'0100-01-01T00:00:00.000Z',
		],
	])('%s', (_name, timezone, asked, start, next) => {
		expect(around('month', asked, timezone)).toEqual([start, next]);
	});
});

describe('the same time of day, days earlier', () => {
	test.each<[name: string, timezone: string, days: number, asked: string, earlier: string]>([
		[
			'with the clocks as they are',
			'America/Bogota',
			7,
			'2026-11-23T09:08:07.006-05:00',
			'2026-11-16T09:08:07.006-05:00',
		],
		[
			'before they were put forward',
			'America/New_York',
			7,
			'2025-03-10T09:00:00-04:00',
			'2025-03-03T09:00:00.000-05:00',
		],
		[
			'before they were put back',
			'America/New_York',
			7,
			'2025-11-03T09:00:00-05:00',
			'2025-10-27T09:00:00.000-04:00',
		],
		[
			'where they skipped that time',
			'America/New_York',
			7,
			'2025-03-16T02:30:00-04:00',
			'2025-03-09T03:00:00.000-04:00',
		],
		[
			'where they showed it twice',
			'America/New_York',
			7,
			'2025-11-09T01:30:00-05:00',
			'2025-11-02T01:30:00.000-04:00',
		],
		[
			'across the end of February',
			'Europe/Berlin',
			30,
			'2024-03-15T00:00:00+01:00',
			'2024-02-14T00:00:00.000+01:00',
		],
	])('%s', (_name, timezone, days, asked, earlier) => {
		expect(isoAt(daysEarlier(days, Date.parse(asked), timezone), timezone)).toBe(earlier);
	});

	it('are a week of 169 hours in the week in which the clocks were put back', () => {
		const monday = Date.parse('2025-11-03T09:00:00-05:00');
		expect(monday - daysEarlier(7, monday, 'America/New_York')).toBe(169 * HOUR);
	});
});
