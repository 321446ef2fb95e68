import { fullRecord, nestedRecord, newerRecord, partialRecord } from '../../samples';
import { recordOf, summaryOf, WEEK } from './support';

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

describe('scores', () => {
	const binsOf = (...scores: number[]) =>
		summaryOf(scores.map((aggregatedScore) => recordOf({ aggregatedScore }))).scores.bins;

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
