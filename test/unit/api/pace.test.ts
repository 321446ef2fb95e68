import { nextAt, perMinute, step, UNLIMITED, type Pace } from '../../../nodes/verifik/api/pace';
import { KINDS, run, type Scenario } from './quotas';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** One request that is served, or refused with that hint. */
function ask(pace: Pace, atMs: number, refusal?: { waitMs?: number }, tookMs = 100): Pace {
	const sent = step(pace, { type: 'sent' }, atMs);
	const answeredMs = atMs + tookMs;
	return refusal
		? step(sent, { type: 'refused', sentAtMs: atMs, hint: refusal }, answeredMs)
		: step(sent, { type: 'served', sentAtMs: atMs }, answeredMs);
}

/** As many as are let go within that time, one after another; how many, and what is known then. */
function read(pace: Pace, fromMs: number, toMs: number): { pace: Pace; sent: number } {
	let sent = 0;
	let known = pace;
	for (let at = fromMs; at < toMs;) {
		const next = Math.max(at, nextAt(known, at));
		if (next >= toMs) break;
		known = ask(known, next);
		sent++;
		at = next + 100;
	}
	return { pace: known, sent };
}

/** Twenty a minute: so many were served, the next was refused, and a minute later one is served. */
function twentyAMinute(): Pace {
	const { pace } = read(UNLIMITED, 0, 2000);
	return ask(ask(pace, 2000, { waitMs: 58 * SECOND }), 60 * SECOND, undefined, 0);
}

test('without a refusal nothing waits', () => {
	expect(read(UNLIMITED, 0, 10 * SECOND).sent).toBe(100);
	expect(perMinute(read(UNLIMITED, 0, 10 * SECOND).pace)).toBeUndefined();
});

describe('a refusal', () => {
	const begun = read(UNLIMITED, 0, SECOND).pace;
	const closed = ask(begun, SECOND, { waitMs: 30 * SECOND });

	test('is waited for as long as the server says', () => {
		expect(nextAt(closed, 1100)).toBe(31_100);
		expect(closed.closed?.hintedMs).toBe(31_100);
	});

	test('of a request that was under way changes nothing', () => {
		const late = step(closed, { type: 'refused', sentAtMs: 1001, hint: {} }, 20_000);
		expect(nextAt(late, 20_000)).toBe(31_100);
	});

	test('lets one request ask, and none beside it', () => {
		const asking = step(closed, { type: 'sent' }, 31_100);
		expect(nextAt(asking, 31_101)).toBe(Infinity);
		const lost = step(asking, { type: 'lost', sentAtMs: 31_100 }, 31_200);
		expect(nextAt(lost, 31_200)).toBeLessThanOrEqual(31_200);
		const opened = step(asking, { type: 'served', sentAtMs: 31_100 }, 31_200);
		expect(opened.closed).toBeUndefined();
	});

	test('after no request, or a few, tells nothing of how much is served: others may have used it', () => {
		for (const served of [0, 1, 8]) {
			let pace = read(UNLIMITED, 0, served * 100).pace;
			pace = ask(pace, served * 100, { waitMs: 5 * SECOND });
			const askedMs = nextAt(pace, served * 100 + 100);
			pace = ask(pace, askedMs);
			expect(perMinute(pace)).toBeUndefined();
			expect(nextAt(pace, askedMs + 100)).toBeLessThanOrEqual(askedMs + 100);
		}
	});

	test('is asked about at the end of the minute that began as the quota opened', () => {
		let pace = ask(begun, SECOND, {});
		const asked: number[] = [];
		for (let at = 1100; at < MINUTE; at = asked.at(-1)! + 100) {
			asked.push(nextAt(pace, at));
			pace = ask(pace, asked.at(-1)!, {});
		}
		expect(asked.length).toBeLessThan(12);
		expect(asked.at(-1)).toBe(1.02 * MINUTE);
	});

	test('is forgotten when nobody has asked for some minutes', () => {
		const forgottenMs = nextAt(closed, 1100) + 5 * MINUTE + 1;
		expect(nextAt(step(closed, { type: 'sent' }, forgottenMs - 1), forgottenMs)).toBe(Infinity);
		expect(nextAt(step(closed, { type: 'sent' }, forgottenMs), forgottenMs)).toBe(forgottenMs);
	});

	test('is forgotten when whoever asked never tells of an answer', () => {
		const asking = step(closed, { type: 'sent' }, 31_100);
		expect(nextAt(asking, 31_100 + 6 * MINUTE)).toBe(31_100 + 6 * MINUTE);
	});
});

describe('a quota that was found out', () => {
	const known = twentyAMinute();

	test('is kept to four fifths, turn after turn', () => {
		expect(perMinute(known)).toBeCloseTo(16);
		const { sent } = read(known, MINUTE, 4 * MINUTE);
		expect(sent).toBeGreaterThan(3 * 15);
		expect(sent).toBeLessThanOrEqual(3 * 16);
	});

	test('lets turns that nobody used be used at once, and no more', () => {
		const idle = read(known, MINUTE, MINUTE + 4 * SECOND).pace;
		const { sent, pace } = read(idle, 3 * MINUTE, 3 * MINUTE + 3 * SECOND);
		expect(sent).toBe(16);
		expect(nextAt(pace, 3 * MINUTE + 3 * SECOND)).toBeGreaterThan(3 * MINUTE + 3 * SECOND);
	});

	test('by the hour keeps most of what was not used, or nothing new could be read for long', () => {
		const { pace } = read(UNLIMITED, 0, 50 * SECOND);
		const hourly = ask(ask(pace, 50 * SECOND, { waitMs: HOUR - 50 * SECOND }), HOUR, undefined, 0);
		expect(perMinute(hourly)).toBeCloseTo((0.8 * 500) / 60);
		const { sent } = read(hourly, 2 * HOUR - MINUTE, 2 * HOUR);
		expect(sent).toBeGreaterThan(80);
		expect(sent).toBeLessThan(120);
	});

	test('sends no more at first than were served: it may be less', () => {
		const sent = step(known, { type: 'sent' }, 66 * SECOND);
		expect(nextAt(sent, 100 * SECOND)).toBe(Infinity);
		const lost = step(sent, { type: 'lost', sentAtMs: 66 * SECOND }, 70 * SECOND);
		expect(nextAt(lost, 100 * SECOND)).toBeLessThan(100 * SECOND);
	});

	test('does not count a lost request that was sent before it opened', () => {
		expect(step(known, { type: 'lost', sentAtMs: 1000 }, MINUTE).sent).toBe(known.sent);
	});

	test('is forgotten when nothing was sent for some minutes', () => {
		expect(nextAt(known, MINUTE)).toBeGreaterThan(MINUTE);
		expect(nextAt(known, 7 * MINUTE)).toBe(7 * MINUTE);
	});
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

	test('is chance again when the one before is long past, and not before', () => {
		const slow = { ...quiet, latencyMs: 2000 };
		expect(perMinute(run({ ...slow, strays: [100, 900] }).pace)).toBeUndefined();
		expect(perMinute(run({ ...quiet, strays: [100, 108] }).pace)).toBeDefined();
	});
});

test.each(KINDS)('in the steady state (%s) a fifth is left, and nothing is refused', (kind) => {
	const { sentMs, refusedMs, timeMs } = run({
		quota: { kind, limit: 60, windowMs: MINUTE },
		tells: 'nothing',
		pages: 480,
		concurrency: 10,
		latencyMs: 100,
	});
	const from = 2 * MINUTE;
	expect(refusedMs.filter((at) => at > from)).toEqual([]);
	for (let start = from; start + MINUTE < Math.min(timeMs, 10 * MINUTE); start += SECOND) {
		const sent = sentMs.filter((at) => at >= start && at < start + MINUTE).length;
		expect(sent).toBeLessThanOrEqual(0.8 * 60 + 1);
	}
});

test.each(KINDS)('a quota that was lifted (%s) is found out within 15 minutes', (kind) => {
	const { sentMs } = run({
		quota: { kind, limit: 60, windowMs: MINUTE, changed: { limit: 1e6, atMs: 5 * MINUTE } },
		tells: 'nothing',
		pages: 3000,
		concurrency: 4,
		latencyMs: 100,
	});
	const from = 20 * MINUTE;
	const sent = sentMs.filter((at) => at >= from && at < from + MINUTE).length;
	expect(sent || Infinity).toBeGreaterThan(3 * 48);
});
