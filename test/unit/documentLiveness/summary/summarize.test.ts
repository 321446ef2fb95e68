import { fullRecord, nestedRecord, newerRecord, partialRecord } from '../../samples';
import { earlierOf, recordOf, several, summaryOf, WEEK } from './support';

/** All records whatever their date. */
const ALWAYS = {
	period: { ...WEEK.period, fromMs: 0, toMs: Date.parse('2100-01-01') },
	previous: null,
	groups: [],
};

const NO_REASONS = {
	verdict: 0,
	aggregatedScore: 0,
	screenReplay: 0,
	printedCopy: 0,
	portraitSubstitution: 0,
	digitalManipulation: 0,
};

/** The greatest number below a positive one. */
function nextLower(number: number): number {
	const bits = new BigInt64Array(new Float64Array([number]).buffer);
	bits[0]--;
	return new Float64Array(bits.buffer)[0];
}

test('an empty period is a summary of zeros, with shares of null', () => {
	expect(summaryOf([])).toEqual({
		period: {
			name: 'last7Days',
			from: '2026-11-16T00:00:00.000-05:00',
			to: '2026-11-22T23:59:59.999-05:00',
			timezone: 'America/Bogota',
		},
		records: 0,
		suspicious: {
			count: 0,
			judged: 0,
			share: null,
			reasons: NO_REASONS,
			scoreMaximum: 0.5,
			checkMaximum: 0.5,
		},
		verdicts: { live: 0, notLive: 0, none: 0 },
		scores: {
			count: 0,
			missing: 0,
			minimum: null,
			mean: null,
			maximum: null,
			bins: expect.any(Array) as unknown,
		},
		checks: {
			screenReplay: { run: 0, withWarnings: 0, withErrors: 0 },
			printedCopy: { run: 0, withWarnings: 0, withErrors: 0 },
			portraitSubstitution: { run: 0, withWarnings: 0, withErrors: 0 },
			digitalManipulation: { run: 0, withWarnings: 0, withErrors: 0 },
		},
		warnings: [],
		errors: [],
		trend: WEEK.groups.map(({ from }) => ({ from, records: 0, suspicious: 0 })),
		previous: {
			from: '2026-11-09T00:00:00.000-05:00',
			to: '2026-11-15T23:59:59.999-05:00',
			records: 0,
			suspicious: { count: 0, judged: 0, share: null },
		},
		change: { records: null, suspiciousShare: null },
		lowestScores: [],
		checksCharged: null,
	});
});

test('the documented records are counted as one reads them', () => {
	const records = [fullRecord, partialRecord, newerRecord, nestedRecord];
	const summary = summaryOf(records, ALWAYS);
	expect(summary).toMatchObject({
		records: 4,
		suspicious: {
			count: 3,
			judged: 3,
			share: 1,
			reasons: {
				verdict: 1,
				aggregatedScore: 3,
				screenReplay: 3,
				printedCopy: 2,
				portraitSubstitution: 0,
				digitalManipulation: 2,
			},
		},
		verdicts: { live: 0, notLive: 1, none: 3 },
		scores: { count: 3, missing: 1, minimum: 0.000001, maximum: 0.0004 },
		checks: {
			screenReplay: { run: 4, withWarnings: 2, withErrors: 0 },
			printedCopy: { run: 3, withWarnings: 2, withErrors: 0 },
			portraitSubstitution: { run: 2, withWarnings: 1, withErrors: 0 },
			digitalManipulation: { run: 3, withWarnings: 2, withErrors: 0 },
		},
		previous: null,
		change: null,
		checksCharged: 2,
	});
	expect(summary.warnings.map(({ code, records }) => [code, records])).toEqual([
		['GLARE_ON_IMAGE', 2],
		['IMAGE_IS_TOO_COMPRESSED', 1],
		['IMAGE_TOO_BLURRY', 1],
		['LOW_RESOLUTION', 1],
	]);
	expect(summary.warnings[0].checks).toEqual({
		screenReplay: 2,
		printedCopy: 2,
		portraitSubstitution: 1,
		digitalManipulation: 1,
	});
});

test('nothing personal, no photo and none of the four probabilities gets in', () => {
	const text = JSON.stringify(summaryOf([fullRecord, newerRecord], ALWAYS));
	expect(text).not.toMatch(/probability|cdn\.verifik|imageUrl|613375a1eab2fe08527f81e2|0\.948844/i);
});

describe('the bounds of a period are inclusive', () => {
	test.each<[name: string, createdAt: string, now: number, before: number]>([
		['its first moment', '2026-11-16T05:00:00.000Z', 1, 0],
		['its last moment', '2026-11-23T04:59:59.999Z', 1, 0],
		['1 ms before it', '2026-11-16T04:59:59.999Z', 0, 1],
		['1 ms behind it', '2026-11-23T05:00:00.000Z', 0, 0],
		['the first moment of the period before', '2026-11-09T05:00:00.000Z', 0, 1],
		['1 ms before that', '2026-11-09T04:59:59.999Z', 0, 0],
		['the same moment in another zone', '2026-11-16T14:00:00.000+09:00', 1, 0],
	])('%s', (_name, createdAt, now, before) => {
		const { records, previous } = summaryOf([recordOf({ createdAt })]);
		expect([records, previous?.records]).toEqual([now, before]);
	});
});

test('a record without a readable date counts, but in no group of the trend', () => {
	const dates = [undefined, null, '', 'yesterday', 1_755_889_465_503];
	const records = dates.map((createdAt) => recordOf({ createdAt, aggregatedScore: 0.1 }));
	const summary = summaryOf([...records, recordOf()]);
	expect(summary.records).toBe(6);
	expect(summary.suspicious.count).toBe(5);
	expect(summary.previous?.records).toBe(0);
	expect(summary.trend.map(({ records }) => records)).toEqual([0, 0, 0, 0, 0, 0, 1]);
	expect(summary.lowestScores[0].createdAt).toBeNull();
});

test('the share is of the records that can be judged', () => {
	const nothing = recordOf({ aggregatedScore: null });
	const summary = summaryOf([
		recordOf({ aggregatedScore: 0.1 }),
		recordOf({ aggregatedScore: null, isLive: true }),
		recordOf(),
		recordOf(),
		nothing,
	]);
	expect(summary.suspicious).toMatchObject({ count: 1, judged: 4, share: 0.25 });
	expect(summaryOf([nothing]).suspicious).toMatchObject({ count: 0, judged: 0, share: null });
});

test('the change of records is relative, that of the share a difference', () => {
	const now = several(6, (index) => recordOf({ aggregatedScore: index < 3 ? 0.1 : 0.9 }));
	const before = several(4, (index) => earlierOf({ aggregatedScore: index < 1 ? 0.1 : 0.9 }));
	expect(summaryOf([...now, ...before]).change).toEqual({ records: 0.5, suspiciousShare: 0.25 });
	expect(summaryOf(before).change).toEqual({ records: -1, suspiciousShare: null });
	expect(summaryOf(now).change).toEqual({ records: null, suspiciousShare: null });
});

describe('scores', () => {
	const binsOf = (...scores: number[]) =>
		summaryOf(scores.map((aggregatedScore) => recordOf({ aggregatedScore }))).scores.bins;

	test.each([
		[0.1, 1],
		[0.2, 2],
		[0.3, 3],
		[0.4, 4],
		[0.5, 5],
		[0.6, 6],
		[0.7, 7],
		[0.8, 8],
		[0.9, 9],
	])(
		'of %p, the lower bound of a bin, are in it, and the next lower one in the bin below',
		(at, bin) => {
			const below = nextLower(at);
			expect(binsOf(at)[bin]).toEqual({ from: at, to: bin === 9 ? 1 : (bin + 1) / 10, count: 1 });
			expect(binsOf(below)[bin - 1].count).toBe(1);
		},
	);

	test('of 1 are in the last bin, and what is outside 0–1 is none', () => {
		const counts = binsOf(0, 1, -0.2, 1.5, -999999, 1e308).map(({ count }) => count);
		expect(counts).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
	});

	test('have a mean that is theirs when they are the same', () => {
		const meanOf = (...scores: number[]) =>
			summaryOf(scores.map((aggregatedScore) => recordOf({ aggregatedScore }))).scores.mean;
		expect(meanOf(0.25, 0.75)).toBe(0.5);
		expect(meanOf(...Array<number>(1_000).fill(0.1))).toBe(0.1);
	});
});

describe('the lowest scores', () => {
	const listed = (records: Array<Record<string, unknown>>, lowestCount: number) =>
		summaryOf(records.map(recordOf), { lowestCount }).lowestScores.map(({ _id }) => _id);

	test('come lowest first, then newest first, then by ID, and never more than asked for', () => {
		const late = '2026-11-20T00:00:00Z';
		const records = [
			{ _id: 'higher', aggregatedScore: 0.3 },
			{ _id: 'undated', aggregatedScore: 0.2, createdAt: null },
			{ _id: 'early', aggregatedScore: 0.2, createdAt: '2026-11-19T00:00:00Z' },
			{ _id: 'late b', aggregatedScore: 0.2, createdAt: late },
			{ _id: 'late a', aggregatedScore: 0.2, createdAt: '2026-11-20T02:00:00+02:00' },
			{ _id: 'lowest', aggregatedScore: '0.1' },
			{ _id: 'none', aggregatedScore: null, isLive: false },
		];
		const all = ['lowest', 'late a', 'late b', 'early', 'undated', 'higher'];
		for (const count of [0, 1, 2, 3, 6, 100]) {
			expect(listed(records, count)).toEqual(all.slice(0, count));
			expect(listed([...records].reverse(), count)).toEqual(all.slice(0, count));
		}
	});

	test('say date, score, verdict and ID, whatever came', () => {
		const records = [
			recordOf({ aggregatedScore: '0.1', isLive: false, createdAt: '2026-11-20T02:00+02:00' }),
			recordOf({ aggregatedScore: 0.2, _id: 7, isLive: 'unknown' }),
			recordOf({ aggregatedScore: 0.3, _id: { $oid: 'x' }, isLive: true }),
			recordOf({ aggregatedScore: 0.4, _id: 'x'.repeat(10_000) }),
		];
		expect(summaryOf(records).lowestScores).toEqual([
			{
				_id: '68a8bf34d8207d5f3357b643',
				createdAt: '2026-11-20T00:00:00.000Z',
				aggregatedScore: 0.1,
				isLive: false,
				reasons: ['verdict', 'aggregatedScore'],
				failedChecks: {},
			},
			expect.objectContaining({ _id: 7, isLive: null }),
			expect.objectContaining({ _id: null, isLive: true }),
			expect.objectContaining({ _id: `${'x'.repeat(199)}…` }),
		]);
	});
});

test('the checks charged are those that records tell, and null when none does', () => {
	const chargedOf = (...values: unknown[]) =>
		summaryOf(values.map((chargesCount) => recordOf({ chargesCount }))).checksCharged;
	expect(chargedOf(4, '2', undefined, null)).toBe(6);
	expect(chargedOf(0)).toBe(0);
	expect(chargedOf(undefined, 'four', 1e308, -1, 0.5)).toBeNull();
});
