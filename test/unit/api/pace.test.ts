import fc, { runs } from '../../harness/fastCheck';
import {
	nextAt,
	perMinute,
	step,
	toldUntil,
	UNLIMITED,
	type Pace,
} from '../../../nodes/verifik/api/pace';
import type { ToldQuota } from '../../../nodes/verifik/api/quota';
import { KINDS, run, TELLS, type Quota, type Run, type Scenario } from './quotas';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function windowsOf({ quota }: Scenario, { timeMs }: Run): number {
	return Math.ceil(timeMs / quota.windowMs);
}

/** How long it takes over what the quota, and the answers' time, make unavoidable. */
function slowness({ quota, pages, rival, ...scenario }: Scenario, { timeMs }: Run): number {
	const perMs = (quota.limit * (1 - (rival?.share ?? 0))) / quota.windowMs;
	const atOnce = scenario.concurrency * (scenario.executions ?? 1);
	return timeMs / Math.max(pages / perMs, (pages * scenario.latencyMs * 1.02) / atOnce);
}

/** How many requests more than allowed: two for each window, and some to learn. */
function excess(scenario: Scenario, result: Run): number {
	return result.requests - scenario.pages - 2 * windowsOf(scenario, result) - 14;
}

function isOneWindow({ quota, latencyMs }: Scenario, { timeMs }: Run): boolean {
	return timeMs <= quota.windowMs + 1.5 * latencyMs;
}

describe.each(KINDS)('a quota by the minute or hour, %s', (kind) => {
	test.each(TELLS)('is kept to when a refusal tells: %s', (tells) => {
		const quotas = [10, 30, 60, 100, 300].map((limit) => ({ limit, windowMs: MINUTE }));
		for (const quota of [...quotas, { limit: 500, windowMs: HOUR }]) {
			for (const concurrency of [1, 4, 10]) {
				for (const pages of quota.windowMs === HOUR ? [1000] : [100, 1000]) {
					const scenario: Scenario = {
						quota: { ...quota, kind, offsetMs: 0.37 * quota.windowMs },
						tells,
						pages,
						concurrency,
						latencyMs: 100,
					};
					const result = run(scenario);
					const what = JSON.stringify(scenario);
					// an hour takes more asking to be found
					const more = quota.windowMs === HOUR ? 6 : 0;
					if (excess(scenario, result) > more) throw new Error(`requests: ${what}`);
					if (isOneWindow(scenario, result)) continue;
					if (slowness(scenario, result) > 1.35) throw new Error(`time: ${what}`);
				}
			}
		}
	});
});

test('two executions that share what was learned keep to the same bounds', () => {
	for (const kind of KINDS) {
		const scenario: Scenario = {
			quota: { kind, limit: 60, windowMs: MINUTE },
			tells: 'nothing',
			pages: 1000,
			concurrency: 4,
			executions: 2,
			latencyMs: 100,
		};
		const result = run(scenario);
		expect(excess(scenario, result)).toBeLessThanOrEqual(0);
		expect(slowness(scenario, result)).toBeLessThanOrEqual(1.35);
	}
});

function anyScenario(windowMs: number, limits: { min: number; max: number }, share: number) {
	return fc.record({
		quota: fc.record({
			kind: fc.constantFrom(...KINDS),
			limit: fc.integer(limits),
			windowMs: fc.constant(windowMs),
			offsetMs: fc.integer({ min: 0, max: windowMs }),
			countsRefused: fc.boolean(),
		}),
		tells: fc.constantFrom(...TELLS),
		pages: fc.constantFrom(100, 300),
		concurrency: fc.integer({ min: 1, max: 10 }),
		latencyMs: fc.integer({ min: 20, max: 330 }),
		rival: fc.record({
			share: fc.double({ min: 0, max: share, noNaN: true }),
			isUneven: fc.boolean(),
		}),
		seed: fc.nat(1000),
	});
}

const PLAIN = { excess: 0, slowness: 1.35 };

function isWithin(scenario: Scenario, bounds = PLAIN): boolean {
	const result = run(scenario);
	const isOnTime = isOneWindow(scenario, result) || slowness(scenario, result) <= bounds.slowness;
	return isOnTime && excess(scenario, result) <= bounds.excess;
}

/*
 * Beside another program, and by the second, what one refusal tells is coarse: nearly every run
 * keeps the plain bounds. The seed is fixed, so that the same runs are counted each time.
 */
test.each([
	['by the minute', MINUTE, { min: 10, max: 400 }, 0, 0],
	['by the minute, beside another program', MINUTE, { min: 30, max: 400 }, 0.4, 0.01],
	['by the second', SECOND, { min: 5, max: 14 }, 0, 0.02],
])('nearly every run keeps to any quota %s', (_what, windowMs, limits, share, most) => {
	const runs = fc.sample(anyScenario(windowMs, limits, share), { numRuns: 500, seed: 1 });
	const missed = runs.filter((scenario) => !isWithin(scenario));
	expect(missed.length).toBeLessThanOrEqual(most * runs.length);
});

/* The bounds are what was measured over thousands of runs, with a margin; the seed is any. */
test.each([
	['by the minute', anyScenario(MINUTE, { min: 10, max: 400 }, 0), 6, 1.5],
	['by the minute, beside another program', anyScenario(MINUTE, { min: 10, max: 400 }, 0.4), 40, 3],
	['by the second', anyScenario(SECOND, { min: 5, max: 14 }, 0), 0, 4],
])('every run finishes in reasonable time under any quota %s', (_what, scenarios, most, slow) => {
	fc.assert(
		fc.property(scenarios, (scenario) => isWithin(scenario, { excess: most, slowness: slow })),
		{ numRuns: runs(200) },
	);
});

describe('a refusal by chance', () => {
	const quiet: Scenario = {
		quota: { kind: 'fixed', limit: Infinity, windowMs: MINUTE },
		tells: 'nothing',
		pages: 1000,
		concurrency: 4,
		latencyMs: 20,
	};

	test.each([5, 57, 500, 990])('of page %s costs little', (page) => {
		for (const tells of ['nothing', 'zero'] as const) {
			const { timeMs, refused, pace } = run({ ...quiet, tells, strays: [page] });
			expect(refused).toBe(1);
			expect(timeMs).toBeLessThanOrEqual(1.2 * run(quiet).timeMs);
			expect(perMinute(pace)).toBeUndefined();
		}
	});

	test.each([0, 1, 5])('of page %s costs the wait that the server names, and no more', (page) => {
		const { timeMs, refused, pace } = run({ ...quiet, tells: 'one', strays: [page] });
		expect(refused).toBe(1);
		expect(timeMs).toBeLessThanOrEqual(1.2 * run(quiet).timeMs + SECOND);
		expect(perMinute(pace)).toBeUndefined();
	});

	test('is chance a few times soon after one another, but not after a few requests, nor for ever', () => {
		expect(perMinute(run({ ...quiet, strays: [100, 200, 300] }).pace)).toBeUndefined();
		expect(perMinute(run({ ...quiet, strays: [100, 108] }).pace)).toBeDefined();
		expect(perMinute(run({ ...quiet, strays: [100, 200, 300, 400] }).pace)).toBeDefined();
	});

	test('is chance again when the one before is long past', () => {
		const slow = { ...quiet, latencyMs: 2000, strays: [100, 900] };
		const { pace, refused } = run(slow);
		expect(refused).toBe(2);
		expect(perMinute(pace)).toBeUndefined();

		// the same when those long past were as many as are chance
		const few = run({ ...slow, strays: [50, 100, 150, 900] });
		expect(few.refused).toBe(4);
		expect(perMinute(few.pace)).toBeUndefined();
	});

	test('is none when the server says how long to wait; naming the window proves nothing', () => {
		let pace: Pace = UNLIMITED;
		for (let now = 0; now < 400; now += 20) {
			pace = step(step(pace, { type: 'sent' }, now), { type: 'served', sentAtMs: now }, now + 10);
		}
		pace = step(pace, { type: 'sent' }, 400);
		pace = step(pace, { type: 'refused', sentAtMs: 400, told: { waitMs: 2000 } }, 410);
		const probeAt = nextAt(pace, 410);
		expect(probeAt).toBe(2410);
		pace = step(pace, { type: 'sent' }, probeAt);
		pace = step(pace, { type: 'served', sentAtMs: probeAt }, probeAt + 10);
		expect(perMinute(pace)).toBeDefined();
		expect(perMinute(run({ ...quiet, tells: 'window', strays: [100] }).pace)).toBeUndefined();
	});
});

test('without a refusal nothing waits', () => {
	let pace: Pace = UNLIMITED;
	for (let now = 0; now < 1000; now += 10) {
		expect(nextAt(pace, now)).toBeLessThanOrEqual(now);
		pace = step(step(pace, { type: 'sent' }, now), { type: 'served', sentAtMs: now }, now + 5);
	}
	expect(perMinute(pace)).toBeUndefined();
});

describe('a refusal', () => {
	const told = { waitMs: 30 * SECOND };
	// enough to tell how much is served
	const begun = Array.from({ length: 10 }, (_, index) => index * 100 - 1100).reduce(
		(pace, at) =>
			step(step(pace, { type: 'sent' }, at), { type: 'served', sentAtMs: at }, at + 100),
		UNLIMITED,
	);
	const burst = step(step(begun, { type: 'sent' }, 0), { type: 'sent' }, 1);
	const closed = step(burst, { type: 'refused', sentAtMs: 0, told }, 100);

	test('is waited for as long as the server says', () => {
		expect(nextAt(closed, 100)).toBe(30_100);
		expect(toldUntil(closed)).toBe(30_100);
	});

	test('of a request that was under way changes nothing', () => {
		const late = step(closed, { type: 'refused', sentAtMs: 1, told }, 20_000);
		expect(nextAt(late, 20_000)).toBe(30_100);
	});

	test('lets one request ask, and none beside it', () => {
		const asking = step(closed, { type: 'sent' }, 30_100);
		expect(nextAt(asking, 30_101)).toBe(Infinity);
		const lost = step(asking, { type: 'lost', sentAtMs: 30_100 }, 30_200);
		expect(nextAt(lost, 30_200)).toBeLessThanOrEqual(30_200);
		const opened = step(asking, { type: 'served', sentAtMs: 30_100 }, 30_200);
		expect(toldUntil(opened)).toBeUndefined();
		expect(nextAt(opened, 30_200)).not.toBe(30_200);
	});

	test.each([0, 1, 5])(
		'of the very first request tells nothing of how much is served (%i more)',
		(more) => {
			let pace = step(UNLIMITED, { type: 'sent' }, 0);
			pace = step(pace, { type: 'refused', sentAtMs: 0, told: { waitMs: SECOND } }, 100);
			for (let refusals = 0; refusals < more; refusals++) {
				const askedMs = nextAt(pace, 100);
				pace = step(pace, { type: 'sent' }, askedMs);
				const told = { waitMs: SECOND };
				pace = step(pace, { type: 'refused', sentAtMs: askedMs, told }, askedMs + 100);
			}
			const askedMs = nextAt(pace, 100);
			pace = step(pace, { type: 'sent' }, askedMs);
			pace = step(pace, { type: 'served', sentAtMs: askedMs }, askedMs + 100);
			expect(perMinute(pace)).toBeUndefined();
			expect(nextAt(pace, askedMs + 100)).toBeLessThanOrEqual(askedMs + 100);
		},
	);

	describe('after a few that others may have used the quota before', () => {
		/** One was served, the next refused; then it was asked again and served. */
		function reopened(waitMs: number) {
			const few = step(step(UNLIMITED, { type: 'sent' }, 0), { type: 'served', sentAtMs: 0 }, 100);
			const sent = step(few, { type: 'sent' }, 100);
			const refused = step(sent, { type: 'refused', sentAtMs: 100, told: { waitMs } }, 200);
			const askedMs = nextAt(refused, 200);
			const asked = step(refused, { type: 'sent' }, askedMs);
			const nowMs = askedMs + 100;
			return { pace: step(asked, { type: 'served', sentAtMs: askedMs }, nowMs), nowMs };
		}

		test.each([SECOND, 30 * SECOND])('tells no more either, asked to wait %i ms', (waitMs) => {
			const { pace, nowMs } = reopened(waitMs);
			expect(perMinute(pace)).toBeUndefined();
			expect(nextAt(pace, nowMs)).toBeLessThanOrEqual(nowMs);
		});
	});

	describe('that names the quota', () => {
		const named = { waitMs: undefined, windowMs: MINUTE, limit: 8 };
		const first = step(burst, { type: 'refused', sentAtMs: 0, told: named }, 100);
		const refusedAgain = (told: ToldQuota) => {
			const askedMs = nextAt(first, 100);
			const asked = step(first, { type: 'sent' }, askedMs);
			return step(asked, { type: 'refused', sentAtMs: askedMs, told }, askedMs + 100).closed?.told;
		};

		test('counts on when the next one says nothing of it', () => {
			const silent = { waitMs: 2000, windowMs: undefined, limit: undefined };
			expect(refusedAgain(silent)).toEqual({ ...named, waitMs: 2000 });
			expect(refusedAgain({})).toEqual(named);
		});

		test('counts on as far as the next one says nothing else of it', () => {
			expect(refusedAgain({ limit: 9 })).toEqual({ ...named, limit: 9 });
			expect(refusedAgain({ windowMs: MINUTE })).toEqual(named);
		});

		test('counts no more when the next one names another', () => {
			const other = { waitMs: 5000, windowMs: HOUR, limit: undefined };
			expect(refusedAgain(other)).toEqual(other);
		});
	});

	test('is forgotten when nothing was sent for some minutes', () => {
		const asked = step(closed, { type: 'sent' }, 30_100);
		const opened = step(asked, { type: 'served', sentAtMs: 30_100 }, 30_200);
		expect(perMinute(opened)).toBeDefined();
		expect(nextAt(opened, 30_200 + 6 * MINUTE)).toBe(30_200 + 6 * MINUTE);
	});

	test('is forgotten when nobody has asked for some minutes', () => {
		const forgottenMs = nextAt(closed, 100) + 5 * MINUTE;
		const asking = step(closed, { type: 'sent' }, forgottenMs - 1);
		expect(nextAt(asking, forgottenMs - 1)).toBe(Infinity);
		const reading = step(closed, { type: 'sent' }, forgottenMs);
		expect(nextAt(reading, forgottenMs)).toBe(forgottenMs);
	});
});

test.each(KINDS)('a quota that was lifted (%s) is found out within 15 minutes', (kind) => {
	const scenario: Scenario = {
		quota: { kind, limit: 60, windowMs: MINUTE, changed: { limit: 1e6, atMs: 5 * MINUTE } },
		tells: 'nothing',
		pages: 3000,
		concurrency: 4,
		latencyMs: 100,
	};
	const { sentMs } = run(scenario);
	const from = 20 * MINUTE;
	expect(
		sentMs.filter((at) => at >= from && at < from + MINUTE).length || Infinity,
	).toBeGreaterThan(3 * 48);
});

test('a limit that a refusal names is believed, although more was served while the bucket was full', () => {
	const { pace } = run({
		quota: { kind: 'bucket', limit: 300, windowMs: MINUTE },
		tells: 'wait and limit',
		pages: 1800,
		concurrency: 10,
		latencyMs: 100,
	});
	expect(perMinute(pace)).toBeCloseTo(0.8 * 300);
});

test.each(KINDS)('a quota that is lowered meanwhile (%s) is kept to within minutes', (kind) => {
	const atMs = 5 * MINUTE;
	for (const tells of TELLS) {
		for (const [limit, lower] of [
			[300, 60],
			[100, 30],
			[60, 45],
		]) {
			const changed = { limit: lower, atMs };
			const quota: Quota = { kind, limit, windowMs: MINUTE, offsetMs: 20 * SECOND, changed };
			const pages = 5 * limit + 12 * lower;
			const result = run({ quota, tells, pages, concurrency: 4, latencyMs: 100 });
			const what = JSON.stringify({ quota, tells });
			const refusedFrom = (from: number) => result.refusedMs.filter((at) => at >= from).length;
			if (refusedFrom(atMs) > 24) throw new Error(`refused: ${what}`);
			const minutesLeft = result.timeMs / MINUTE - 10;
			if (refusedFrom(10 * MINUTE) > minutesLeft) throw new Error(`still refused: ${what}`);
			const sent = result.sentMs.filter((at) => at >= 8 * MINUTE && at < 12 * MINUTE).length;
			if (sent < 0.8 * 4 * lower) throw new Error(`${sent} in four minutes: ${what}`);
		}
	}
});

test.each(KINDS)('in the steady state (%s) a fifth is left, and nothing is refused', (kind) => {
	const scenario: Scenario = {
		quota: { kind, limit: 60, windowMs: MINUTE },
		tells: 'nothing',
		pages: 480,
		concurrency: 10,
		latencyMs: 100,
	};
	const { sentMs, refusedMs, timeMs } = run(scenario);
	const from = 2 * MINUTE;
	expect(refusedMs.filter((at) => at > from)).toEqual([]);
	for (let start = from; start + MINUTE < Math.min(timeMs, 10 * MINUTE); start += SECOND) {
		const sent = sentMs.filter((at) => at >= start && at < start + MINUTE).length;
		expect(sent).toBeLessThanOrEqual(0.8 * 60 + 1);
	}
});

test('what is remembered is bounded', () => {
	const { pace } = run({
		quota: { kind: 'sliding', limit: 7000, windowMs: HOUR },
		tells: 'nothing',
		pages: 9000,
		concurrency: 10,
		latencyMs: 100,
	});
	expect(JSON.stringify(pace).length).toBeLessThan(10_000);
});
