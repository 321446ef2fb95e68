import { isWithin, makePeriod } from '../../../nodes/verifik/periods/period';

test.each<[fromMs: number | null, toMs: number | null, ms: number, is: boolean]>([
	[10, 20, 9, false],
	[10, 20, 10, true],
	[10, 20, 20, true],
	[10, 20, 21, false],
	[0, 0, 0, true],
	[0, 20, -1, false],
	[-20, 0, 1, false],
	[10, null, 9, false],
	[10, null, Number.MAX_SAFE_INTEGER, true],
	[null, 20, 21, false],
	[null, 20, -1, true],
	[null, null, 0, true],
	[null, null, NaN, false],
])('from %p to %p: %p is within: %p', (fromMs, toMs, ms, is) => {
	expect(isWithin({ fromMs, toMs }, ms)).toBe(is);
});

it('tells its ends in the time zone', () => {
	const fromMs = Date.parse('2025-11-02T04:00:00Z');
	const toMs = Date.parse('2025-11-03T04:59:59.999Z');
	expect(makePeriod('yesterday', { fromMs, toMs }, 'America/New_York')).toEqual({
		name: 'yesterday',
		from: '2025-11-02T00:00:00.000-04:00',
		to: '2025-11-02T23:59:59.999-05:00',
		fromMs,
		toMs,
		timezone: 'America/New_York',
	});
});
