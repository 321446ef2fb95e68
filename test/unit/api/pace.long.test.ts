import fc, { runs } from '../../harness/fastCheck';
import { KINDS, run, TELLS, type Quota, type Run, type Scenario } from './quotas';

/* The pace alone, under many more quotas than a user will meet. The seed of a count is fixed. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long it takes over what the quota, and the answers' time, make unavoidable. */
function slowness({ quota, pages, rival, ...scenario }: Scenario, { timeMs }: Run): number {
	if (timeMs <= quota.windowMs + 1.5 * scenario.latencyMs) return 0;
	const perMs = (quota.limit * (1 - (rival?.share ?? 0))) / quota.windowMs;
	const atOnce = scenario.concurrency * (scenario.executions ?? 1);
	return timeMs / Math.max(pages / perMs, (pages * scenario.latencyMs * 1.02) / atOnce);
}

/** How many requests more than two for each window and 14. */
function excess({ quota, pages }: Scenario, { timeMs, requests }: Run): number {
	return requests - pages - 2 * Math.ceil(timeMs / quota.windowMs) - 14;
}

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

test.each([
	['by the minute', MINUTE, { min: 10, max: 400 }, 0, 1.35, 0.01],
	['by the minute, beside another program', MINUTE, { min: 30, max: 400 }, 0.4, 1.35, 0.01],
	['by the second', SECOND, { min: 5, max: 14 }, 0, 1.7, 0.02],
])('nearly every run is on time under any quota %s', (_, windowMs, limits, share, slow, most) => {
	const drawn = fc.sample(anyScenario(windowMs, limits, share), { numRuns: 500, seed: 1 });
	const missed = drawn.filter((scenario) => slowness(scenario, run(scenario)) > slow);
	expect(missed.length).toBeLessThanOrEqual(most * drawn.length);
});

/* The bounds are what was measured over thousands of runs, with a margin; the seed is any. */
test.each([
	['by the minute', anyScenario(MINUTE, { min: 10, max: 400 }, 0), 30, 3],
	['by the minute, beside another program', anyScenario(MINUTE, { min: 10, max: 400 }, 0.4), 60, 4],
	['by the second', anyScenario(SECOND, { min: 5, max: 14 }, 0), 5, 4],
])('every run finishes in reasonable time under any quota %s', (_, scenarios, most, slow) => {
	fc.assert(
		fc.property(scenarios, (scenario) => {
			const result = run(scenario);
			return slowness(scenario, result) <= slow && excess(scenario, result) <= most;
		}),
		{ numRuns: runs(500) },
	);
});

/** Sixty a minute, and what else may be going on; seconds and refusals, told how long and not. */
const perMinute = (kind: Quota['kind'], changed?: Quota['changed']): Quota => ({
	kind,
	limit: 60,
	windowMs: MINUTE,
	...(changed && { changed }),
});

const CIRCUMSTANCES: Record<
	string,
	(kind: Quota['kind']) => Omit<Scenario, 'tells' | 'latencyMs'>
> = {
	'page by page': (kind) => ({ quota: perMinute(kind), pages: 300, concurrency: 1 }),
	'two executions': (kind) => ({
		quota: perMinute(kind),
		pages: 300,
		concurrency: 4,
		executions: 2,
	}),
	'half of it taken': (kind) => ({
		quota: perMinute(kind),
		pages: 300,
		concurrency: 4,
		rival: { share: 0.5 },
	}),
	'240 from the third minute on': (kind) => ({
		quota: perMinute(kind, { limit: 240, atMs: 3 * MINUTE }),
		pages: 1_200,
		concurrency: 4,
	}),
	'20 from the third minute on': (kind) => ({
		quota: perMinute(kind, { limit: 20, atMs: 3 * MINUTE }),
		pages: 300,
		concurrency: 4,
	}),
};

const rows = Object.keys(CIRCUMSTANCES).flatMap((name) =>
	(['fixed', 'sliding', 'bucket'] as const).flatMap((kind) =>
		(['wait', 'nothing'] as const).map((tells) => ({ name, kind, tells })),
	),
);

/* A record of what a change does to all of them: whoever changes a line says why in the commit. */
const PACES = [
	'page by page, fixed, wait: 360 s, 1 refused',
	'page by page, fixed, nothing: 367 s, 8 refused',
	'page by page, sliding, wait: 360 s, 1 refused',
	'page by page, sliding, nothing: 367 s, 8 refused',
	'page by page, bucket, wait: 270 s, 6 refused',
	'page by page, bucket, nothing: 263 s, 12 refused',
	'two executions, fixed, wait: 364 s, 5 refused',
	'two executions, fixed, nothing: 367 s, 12 refused',
	'two executions, sliding, wait: 364 s, 5 refused',
	'two executions, sliding, nothing: 367 s, 12 refused',
	'two executions, bucket, wait: 270 s, 19 refused',
	'two executions, bucket, nothing: 265 s, 25 refused',
	'half of it taken, fixed, wait: 537 s, 4 refused',
	'half of it taken, fixed, nothing: 556 s, 14 refused',
	'half of it taken, sliding, wait: 537 s, 4 refused',
	'half of it taken, sliding, nothing: 556 s, 14 refused',
	'half of it taken, bucket, wait: 525 s, 10 refused',
	'half of it taken, bucket, nothing: 572 s, 13 refused',
	'240 from the third minute on, fixed, wait: 1132 s, 3 refused',
	'240 from the third minute on, fixed, nothing: 1145 s, 10 refused',
	'240 from the third minute on, sliding, wait: 1132 s, 3 refused',
	'240 from the third minute on, sliding, nothing: 1145 s, 10 refused',
	'240 from the third minute on, bucket, wait: 1120 s, 12 refused',
	'240 from the third minute on, bucket, nothing: 1013 s, 14 refused',
	'20 from the third minute on, fixed, wait: 693 s, 5 refused',
	'20 from the third minute on, fixed, nothing: 735 s, 20 refused',
	'20 from the third minute on, sliding, wait: 693 s, 5 refused',
	'20 from the third minute on, sliding, nothing: 735 s, 20 refused',
	'20 from the third minute on, bucket, wait: 439 s, 15 refused',
	'20 from the third minute on, bucket, nothing: 357 s, 18 refused',
];

test('sixty a minute, and what else may be going on: as fast as the table says, and as often refused', () => {
	const paces = rows.map(({ name, kind, tells }) => {
		const { timeMs, refused } = run({ ...CIRCUMSTANCES[name](kind), tells, latencyMs: 100 });
		return `${name}, ${kind}, ${tells}: ${Math.round(timeMs / SECOND)} s, ${refused} refused`;
	});
	expect(paces).toEqual(PACES);
});
