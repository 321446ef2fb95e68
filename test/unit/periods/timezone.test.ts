import { isoAt, offsetAt, UnknownTimezone } from '../../../nodes/verifik/periods/timezone';

const MINUTE = 60_000;

test.each<[timezone: string, asked: string, minutes: number]>([
	['UTC', '2025-08-22T00:00:00Z', 0],
	['Europe/London', '2025-01-01T00:00:00Z', 0],
	['Europe/London', '2025-07-01T00:00:00Z', 60],
	['America/St_Johns', '2025-01-01T00:00:00Z', -210],
	['Asia/Kathmandu', '2025-01-01T00:00:00Z', 345],
	['Pacific/Kiritimati', '2025-01-01T00:00:00Z', 840],
	['Africa/Monrovia', '1970-01-01T00:00:00Z', -44.5],
	['Etc/GMT+5', '2025-01-01T00:00:00Z', -300],
	['asia/kathmandu', '2025-01-01T00:00:00Z', 345],
])('%s at %s is %d minutes ahead of UTC', (timezone, asked, minutes) => {
	expect(offsetAt(Date.parse(asked), timezone)).toBe(minutes * MINUTE);
});

test.each<[timezone: string, asked: string, text: string]>([
	['America/Bogota', '2026-11-16T05:00:00Z', '2026-11-16T00:00:00.000-05:00'],
	['Asia/Kathmandu', '2025-12-31T20:00:00.007Z', '2026-01-01T01:45:00.007+05:45'],
	['America/St_Johns', '2025-01-01T00:00:00Z', '2024-12-31T20:30:00.000-03:30'],
	['UTC', '2025-08-22T19:04:25.503Z', '2025-08-22T19:04:25.503Z'],
	['GMT', '2025-08-22T19:04:25.503Z', '2025-08-22T19:04:25.503Z'],
	['Etc/UTC', '2025-08-22T19:04:25.503Z', '2025-08-22T19:04:25.503+00:00'],
	['Europe/London', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00.000+00:00'],
])('in %s, %s is %s', (timezone, asked, text) => {
	expect(isoAt(Date.parse(asked), timezone)).toBe(text);
});

it('writes the same moment where the offset has seconds, which ISO text cannot have', () => {
	const text = isoAt(0, 'Africa/Monrovia');
	expect(text).toBe('1969-12-31T23:16:00.000-00:44');
	expect(Date.parse(text)).toBe(0);
});

test.each(['Mars/Olympus', '', 'Bogota'])('the unknown zone "%s" is named', (timezone) => {
	expect(() => offsetAt(0, timezone)).toThrow(UnknownTimezone);
	expect(() => isoAt(0, timezone)).toThrow(
		`The time zone "${timezone}" is not known. Choose another one under "Timezone" in the workflow's settings.`,
	);
});

it('makes one formatter per zone, because that takes long', () => {
	const made = jest.spyOn(Intl, 'DateTimeFormat');
	try {
		for (let ms = 0; ms < 100; ms++) offsetAt(ms, 'America/Manaus');
		expect(made).toHaveBeenCalledTimes(1);
	} finally {
		made.mockRestore();
	}
});

it('takes "GMT" alone for no offset, as some versions of Node write it', () => {
	const clock = { format: () => '1/1/2025, GMT' } as unknown as Intl.DateTimeFormat;
	const made = jest.spyOn(Intl, 'DateTimeFormat').mockReturnValue(clock);
	try {
		expect(offsetAt(0, 'Etc/Universal')).toBe(0);
	} finally {
		made.mockRestore();
	}
});
