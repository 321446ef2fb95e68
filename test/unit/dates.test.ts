import { formatDate, formatDuration, formatTime } from '../../nodes/verifik/dates';

test.each([
	['2025-08-22T19:04:25.503Z', '22 Aug 2025', '22 Aug 2025 19:04'],
	['2025-01-01T00:00:00Z', '1 Jan 2025', '1 Jan 2025 00:00'],
	['2025-12-31T23:59:59.999Z', '31 Dec 2025', '31 Dec 2025 23:59'],
	['2025-08-22T23:30:00-05:00', '23 Aug 2025', '23 Aug 2025 04:30'],
	['2024-02-29T12:00:00Z', '29 Feb 2024', '29 Feb 2024 12:00'],
	['2025-05-09T09:05:00Z', '9 May 2025', '9 May 2025 09:05'],
])('%s is shown in UTC as %s', (iso, day, moment) => {
	expect(formatDate(new Date(iso))).toBe(day);
	expect(formatTime(new Date(iso))).toBe(moment);
});

test.each([
	[0, '0 ms'],
	[0.6, '1 ms'],
	[999, '999 ms'],
	[1_000, '1 s'],
	[1_499, '1 s'],
	[1_500, '2 s'],
	[99_999, '100 s'],
	[100_000, '2 min'],
	[149_999, '2 min'],
	[150_000, '3 min'],
	[100 * 60_000 - 1, '100 min'],
	[100 * 60_000, '2 h'],
	[26 * 3_600_000, '26 h'],
])('%d ms are shown as %s', (durationMs, shown) => {
	expect(formatDuration(durationMs)).toBe(shown);
});
