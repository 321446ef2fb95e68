import { learn, type Closed, type Evidence, type Learned } from '../../../nodes/verifik/api/learn';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Sixty served within half a minute, and then no more. */
const evidence: Evidence = {
	served: Array.from({ length: 60 }, (_, index) => ({ atMs: index * 500, count: 1 })),
	total: 60,
	sinceMs: -Infinity,
};

/** The next one was refused, and so was one a moment before the minute was over. */
const closed: Closed = {
	atMs: 30 * SECOND,
	untilMs: 59.5 * SECOND,
	probes: 1,
	refusals: 2,
	told: {},
	isDoubted: false,
};

describe('a quota that serves again as a minute is over', () => {
	test('is one by the minute, of what was served', () => {
		expect(learn(evidence, closed, 60.5 * SECOND)).toEqual({
			windowMs: MINUTE,
			limit: 60,
			isSure: true,
		});
	});

	test.each([
		['soon before', 46 * SECOND, true],
		['long before', 45 * SECOND, false],
	])('is sure when it was refused %s, and not else', (_, untilMs, isSure) => {
		const { windowMs, ...learned } = learn(evidence, { ...closed, untilMs }, MINUTE);
		expect([windowMs, learned.isSure]).toEqual([MINUTE, isSure]);
	});

	test.each([
		[29, 60],
		[30, 30],
		[59, 59],
		[61, 60],
	])('and says that it is %i of it: is one of %i', (said, limit) => {
		const told = { limit: said };
		expect(learn(evidence, { ...closed, told }, 60.5 * SECOND).limit).toBe(limit);
	});
});

/** So many served, evenly, in the time before the refusal. */
function servedBefore(atMs: number, count: number, spanMs: number): Evidence['served'] {
	return Array.from({ length: count }, (_, index) => ({
		atMs: atMs - spanMs + (index * spanMs) / count,
		count: 1,
	}));
}

describe('a quota that was learned before, and refuses again', () => {
	interface Again {
		/** what was learned: 60 a minute, surely, when it opened at 0 */
		learned?: Partial<Learned>;
		/** how many were served since, and in which time before it refused */
		served: number;
		spanMs?: number;
		/** when it refused, and until when it is known to be closed */
		atMs: number;
		untilMs?: number;
		refusals?: number;
		told?: Closed['told'];
		before?: Partial<NonNullable<Evidence['before']>>;
	}

	function again({ learned, served, spanMs = 30 * SECOND, atMs, ...more }: Again): string {
		const { untilMs = atMs + 10 * SECOND, refusals = 1, told = {}, before } = more;
		const { limit, windowMs, isSure, proven } = learn(
			{
				served: servedBefore(atMs, served, spanMs),
				total: served,
				sinceMs: 0,
				learned: { limit: 60, windowMs: MINUTE, isSure: true, openedMs: 0, ...learned },
				before: { atMs: -30 * SECOND, served: 60, spanMs: 30 * SECOND, chances: 1, ...before },
			},
			{ atMs, untilMs, probes: 1, refusals, told, isDoubted: false },
			untilMs + SECOND,
		);
		const number = Math.round(limit * 1000) / 1000;
		const sure = isSure ? 'sure' : 'not sure';
		const held = proven ? `, ${proven.limit} proven` : '';
		return `${number} in ${windowMs / SECOND} s, ${sure}${held}`;
	}

	test.each<[name: string, again: Again, line: string]>([
		[
			'after it rose: is that much, if it is clearly more',
			{ served: 120, atMs: 12 * MINUTE },
			'120 in 60 s, not sure, 60 proven',
		],
		[
			'after it rose: is four times as much at the most',
			{ served: 900, atMs: 12 * MINUTE },
			'240 in 60 s, not sure, 60 proven',
		],
		[
			'after it rose: is what it was, up to a quarter more',
			{ served: 75, atMs: 12 * MINUTE, refusals: 0 },
			'60 in 60 s, sure',
		],
		[
			'after it rose: is that much from there on',
			{ served: 76, atMs: 12 * MINUTE, refusals: 0 },
			'76 in 60 s, not sure, 60 proven',
		],
		[
			'after it rose, by the second: is a step less',
			{
				learned: { limit: 10, windowMs: SECOND },
				served: 20,
				spanMs: SECOND,
				atMs: 50 * SECOND,
				untilMs: 50.5 * SECOND,
			},
			'18 in 1 s, sure',
		],
		[
			'soon after more was tried: is what was proven',
			{ learned: { proven: { windowMs: MINUTE, limit: 40 } }, served: 20, atMs: 2 * MINUTE },
			'40 in 60 s, sure',
		],
		[
			'after long, with many served: is what it was',
			{ served: 11, atMs: 6 * MINUTE },
			'60 in 60 s, sure',
		],
		['after long, with few served: is less', { served: 10, atMs: 6 * MINUTE }, '54 in 60 s, sure'],
		['after five windows: is less', { served: 40, atMs: 5 * MINUTE }, '54 in 60 s, sure'],
		[
			'soon: is what was served, if that is not much less',
			{ served: 50, atMs: MINUTE },
			'50 in 60 s, sure',
		],
		['soon: is three quarters at the least', { served: 31, atMs: MINUTE }, '45 in 60 s, sure'],
		['soon: is nine tenths at the most', { served: 60, atMs: MINUTE }, '54 in 60 s, sure'],
		[
			'later than two windows: is a small step less',
			{ served: 50, atMs: 1.5 * MINUTE },
			'54 in 60 s, sure',
		],
		[
			'a little sooner: is what was served since',
			{ served: 50, atMs: 1.5 * MINUTE - 1 },
			'50 in 60 s, sure',
		],
		[
			'at once after a first burst: is by the hour, if what was served goes with it',
			{ served: 1, spanMs: SECOND, atMs: 5 * SECOND },
			'59.504 in 3600 s, sure',
		],
		[
			'at once after a first burst: is so too when it was not sure',
			{
				learned: { isSure: false },
				served: 1,
				spanMs: SECOND,
				atMs: 5 * SECOND,
				untilMs: 6 * SECOND,
			},
			'59.504 in 3600 s, sure',
		],
		[
			'with a few served, when it was not sure: is at the rate of these',
			{
				learned: { isSure: false },
				served: 4,
				spanMs: 4 * SECOND,
				atMs: 5 * SECOND,
				untilMs: 6 * SECOND,
			},
			'8.571 in 60 s, not sure',
		],
		[
			'with half served: is sure',
			{ learned: { isSure: false }, served: 30, atMs: 40 * SECOND },
			'45 in 60 s, sure',
		],
		[
			'with less than half served: is at the rate of these',
			{ learned: { isSure: false }, served: 29, atMs: 40 * SECOND },
			'25.714 in 60 s, not sure',
		],
		[
			'when the first burst was another: is kept to',
			{ before: { served: 80 }, served: 1, spanMs: SECOND, atMs: 5 * SECOND },
			'45 in 60 s, sure',
		],
		[
			'by the second: is six tenths at the least',
			{
				learned: { limit: 10, windowMs: SECOND },
				served: 3,
				spanMs: SECOND,
				atMs: 4 * SECOND,
				untilMs: 4.5 * SECOND,
			},
			'6 in 1 s, sure',
		],
		[
			'by the second: is what was served in it',
			{
				learned: { limit: 10, windowMs: SECOND },
				served: 8,
				spanMs: SECOND,
				atMs: 4 * SECOND,
				untilMs: 4.5 * SECOND,
			},
			'7 in 1 s, sure',
		],
		[
			'closed for longer than its time: is by the hour, three quarters at the least',
			{ served: 50, atMs: MINUTE, untilMs: 3 * MINUTE },
			'2700 in 3600 s, sure',
		],
		[
			'that says which time it goes by: goes by that',
			{ served: 50, atMs: MINUTE, told: { windowMs: 60 * MINUTE } },
			'2700 in 3600 s, sure',
		],
	])('%s', (_, given, line) => {
		expect(again(given)).toBe(line);
	});
});
