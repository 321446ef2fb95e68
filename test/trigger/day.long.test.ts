import { catchUp, FAILING, liveADay, liveTwoWeekends } from './day';

it('gives every one of 50,000 records of a day exactly once', async () => {
	const day = await liveADay(50_000);
	const { emitted, missed, repeated, polls, failedPolls, restarts, largest, api } = day;
	process.stdout.write(
		`24 hours: ${emitted.length} given, ${missed} missed, ${repeated} repeated; ${polls} polls (${failedPolls} failed), ${api.requests} requests (${api.failed} failed), ${restarts} restarts, static data at most ${(largest / 1000).toFixed(1)} kB\n`,
	);
	expect({ given: emitted.length, missed, repeated }).toEqual({
		given: 50_000,
		missed: 0,
		repeated: 0,
	});
	expect(api.failed / api.requests).toBeCloseTo(FAILING, 2);
	expect(largest).toBeLessThan(64_000);
}, 600_000);

it('comes to the end of two weekends of 20,000 records each under a quota of 30 a minute', async () => {
	const { emitted, missed, repeated, polls, requests, failed, largest } =
		await liveTwoWeekends(20_000);
	process.stdout.write(
		`two weekends: ${emitted.length} given, ${missed} missed, ${repeated} repeated, ${polls} polls (${failed} failed), ${requests} requests, static data at most ${(largest / 1000).toFixed(1)} kB\n`,
	);
	expect({ missed, repeated }).toEqual({ missed: 0, repeated: 0 });
	expect(largest).toBeLessThan(64_000);
}, 600_000);

it('gives 20,000 records at once within twelve polls of a minute, under a quota of 30 a minute', async () => {
	const { missed, repeated, polls, longestMs } = await catchUp(20_000, 30);
	process.stdout.write(`20,000 at once: ${polls} polls\n`);
	expect({ missed, repeated }).toEqual({ missed: 0, repeated: 0 });
	expect(polls).toBeLessThanOrEqual(12);
	expect(longestMs).toBeLessThan(36_000);
});
