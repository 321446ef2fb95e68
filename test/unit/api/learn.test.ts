import { learn, type Closed, type Evidence } from '../../../nodes/verifik/api/learn';

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
