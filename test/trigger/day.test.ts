import { randomFrom } from '../../simulator/random';
import { aDay, catchUp, liveADay, liveTwoWeekends } from './day';

it('gives every one of 2,000 records of a day exactly once', async () => {
	const { emitted, missed, repeated, restarts, api, largest } = await liveADay(2_000);
	expect({ given: emitted.length, missed, repeated }).toEqual({
		given: 2_000,
		missed: 0,
		repeated: 0,
	});
	expect(restarts).toBe(24);
	expect(api.failed).toBeGreaterThan(10);
	expect(largest).toBeLessThan(64_000);
});

it('comes to the end of two weekends of 4,000 records under a quota of 30 a minute', async () => {
	const { missed, repeated, requests } = await liveTwoWeekends(4_000);
	expect({ missed, repeated }).toEqual({ missed: 0, repeated: 0 });
	expect(requests).toBeLessThan(110);
});

it('gives 8,000 records at once within five polls of a minute, under a quota of 30 a minute', async () => {
	const { missed, repeated, polls, longestMs } = await catchUp(8_000, 12);
	expect({ missed, repeated }).toEqual({ missed: 0, repeated: 0 });
	expect(polls).toBeLessThanOrEqual(5);
	expect(longestMs).toBeLessThan(36_000);
});

it('has days with late records and records of the same moment in them', () => {
	const arrivals = aDay(randomFrom(2026, 1), 50_000);
	const late = arrivals.filter(({ createdAt, visibleAt }) => visibleAt - createdAt > 60_000);
	const moments = new Set(arrivals.map(({ createdAt }) => createdAt));
	expect(late.length).toBeGreaterThan(1_000);
	expect(moments.size).toBeLessThan(50_000 - 50);
});
