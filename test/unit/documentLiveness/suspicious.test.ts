import type { DocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';
import {
	classify,
	DEFAULT_CRITERIA,
	needsReview,
	type Reason,
} from '../../../nodes/verifik/documentLiveness/suspicious';
import { fullRecord, nestedRecord, newerRecord, partialRecord } from '../samples';

const reasonsOf = (record: DocumentLivenessRecord, criteria = DEFAULT_CRITERIA) =>
	classify(record, criteria).reasons;

test.each<[name: string, record: DocumentLivenessRecord, reasons: Reason[]]>([
	[
		"the user's own record",
		fullRecord,
		['aggregatedScore', 'screenReplay', 'printedCopy', 'digitalManipulation'],
	],
	[
		'the newer record, with a verdict',
		newerRecord,
		['verdict', 'aggregatedScore', 'screenReplay', 'printedCopy'],
	],
	[
		'a record of which some checks were not run',
		partialRecord,
		['aggregatedScore', 'screenReplay', 'digitalManipulation'],
	],
	['the nested shape, which has none of these fields', nestedRecord, []],
])('the documented records: %s', (_name, record, reasons) => {
	expect(reasonsOf(record)).toEqual(reasons);
});

/** A document that nothing speaks against, but for some fields. */
const genuine = (fields: DocumentLivenessRecord): DocumentLivenessRecord => ({
	aggregatedScore: 0.9,
	validatePrintedCopy: true,
	printedCopyProbability: 0.95,
	...fields,
});

describe('why a document is suspicious', () => {
	test.each<[name: string, fields: DocumentLivenessRecord, reasons: Reason[]]>([
		['nothing', {}, []],
		['a score below the maximum', { aggregatedScore: 0.1 }, ['aggregatedScore']],
		['a score on the maximum', { aggregatedScore: 0.5 }, ['aggregatedScore']],
		['not a score just above it', { aggregatedScore: 0.5000001 }, []],
		['a score that came as text', { aggregatedScore: '0.0004' }, ['aggregatedScore']],
		['not an empty text, which is no score of 0', { aggregatedScore: '' }, []],
		['the verdict, whatever the score', { aggregatedScore: 1, isLive: false }, ['verdict']],
		['the verdict, without a score', { aggregatedScore: null, isLive: false }, ['verdict']],
		['the verdict as text', { isLive: ' False ' }, ['verdict']],
		['the verdict as 0', { isLive: 0 }, ['verdict']],
		[
			'the score, although Verifik says live',
			{ aggregatedScore: 0.2, isLive: 1 },
			['aggregatedScore'],
		],
		['not a verdict that is none', { isLive: 'no' }, []],
		['not a verdict that is a list', { isLive: [0] }, []],
		[
			'one check that hides in a mean',
			{ aggregatedScore: 0.71, printedCopyProbability: 0.001 },
			['printedCopy'],
		],
		['a check on the maximum', { printedCopyProbability: '0.5' }, ['printedCopy']],
		['not a check just above it', { printedCopyProbability: 0.5000001 }, []],
		['not a check that was not run', { validatePrintedCopy: false, printedCopyProbability: 0 }, []],
		[
			'not one whose switch is text',
			{ validatePrintedCopy: 'false', printedCopyProbability: 0 },
			[],
		],
		[
			'a check that does not say whether it was run',
			{ validatePrintedCopy: undefined, printedCopyProbability: 0 },
			['printedCopy'],
		],
		[
			'not a check that failed with an error',
			{ printedCopyProbability: 0, printedCopyErrors: ['DOCUMENT_CROPPED'] },
			[],
		],
		[
			'a check of which another one failed with an error',
			{ printedCopyProbability: 0, screenReplayErrors: ['DOCUMENT_CROPPED'] },
			['printedCopy'],
		],
		['not a number outside 0–1', { aggregatedScore: -999999, printedCopyProbability: -999999 }, []],
		['not a score above 1', { aggregatedScore: 1.1 }, []],
	])('%s', (_name, fields, reasons) => {
		expect(reasonsOf(genuine(fields))).toEqual(reasons);
	});

	test('maximums of one’s own', () => {
		const record = genuine({ aggregatedScore: 0.3, printedCopyProbability: 0.2 });
		const at = (suspiciousScoreMax: number, suspiciousCheckMax: number) =>
			reasonsOf(record, { suspiciousScoreMax, suspiciousCheckMax });
		expect(at(0.3, 0.2)).toEqual(['aggregatedScore', 'printedCopy']);
		expect(at(0.29, 0.2)).toEqual(['printedCopy']);
		expect(at(0.3, 0.19)).toEqual(['aggregatedScore']);
	});
});

test.each<[name: string, fields: DocumentLivenessRecord, isJudged: boolean]>([
	['a score', {}, true],
	['a verdict alone', { aggregatedScore: null, isLive: 'true' }, true],
	['a failed check alone', { aggregatedScore: null, printedCopyProbability: 0.1 }, true],
	['no score and no verdict', { aggregatedScore: null }, false],
	['a score that is no number', { aggregatedScore: 'n/a' }, false],
	['a score outside 0–1', { aggregatedScore: -999999 }, false],
])('a record with %s: can it be judged?', (_name, fields, isJudged) => {
	expect(classify(genuine(fields), DEFAULT_CRITERIA).isJudged).toBe(isJudged);
});

test.each<[name: string, fields: DocumentLivenessRecord, invalid: boolean]>([
	['none', {}, false],
	['the bounds themselves', { aggregatedScore: 0, printedCopyProbability: '1' }, false],
	['a score', { aggregatedScore: -999999 }, true],
	['a score as text', { aggregatedScore: '-999999' }, true],
	['a probability', { printedCopyProbability: 1.5 }, true],
	[
		'that of a check that was not run',
		{ validatePrintedCopy: false, printedCopyProbability: -1 },
		false,
	],
	['what is no number at all', { aggregatedScore: 'n/a' }, false],
])('numbers outside 0–1: %s', (_name, fields, invalid) => {
	expect(classify(genuine(fields), DEFAULT_CRITERIA).hasInvalidNumbers).toBe(invalid);
});

test.each<[name: string, record: DocumentLivenessRecord, included: string, leftOut: string]>([
	['suspicious', fullRecord, 'match', 'match'],
	['genuine', genuine({}), 'mismatch', 'mismatch'],
	['neither, without score and verdict', nestedRecord, 'match', 'scoreAndVerdict'],
])('a record that is %s: does it need review?', (_name, record, included, leftOut) => {
	const classified = classify(record, DEFAULT_CRITERIA);
	expect(needsReview(classified, true)).toBe(included);
	expect(needsReview(classified, false)).toBe(leftOut);
});
