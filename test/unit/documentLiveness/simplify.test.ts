import fc from '../../harness/fastCheck';
import { simplify } from '../../../nodes/verifik/documentLiveness/simplify';
import {
	anyRecord,
	fullRecord,
	nestedRecord,
	newerRecord,
	partialRecord,
	recordWith,
} from '../samples';

const TEN_FIELDS = [
	'_id',
	'createdAt',
	'aggregatedScore',
	'isLive',
	'screenReplayProbability',
	'printedCopyProbability',
	'portraitSubstitutionProbability',
	'digitalManipulationProbability',
	'warnings',
	'errors',
];

test("the user's own record becomes ten fields", () => {
	expect(simplify(fullRecord)).toStrictEqual({
		_id: '68a8bf34d8207d5f3357b643',
		createdAt: '2025-08-22T19:04:25.503Z',
		aggregatedScore: 0.000001,
		isLive: null,
		screenReplayProbability: 0.0019733,
		printedCopyProbability: 0.000001,
		portraitSubstitutionProbability: 0.948844,
		digitalManipulationProbability: 0.3582724,
		warnings: ['GLARE_ON_IMAGE'],
		errors: [],
	});
});

test('a check that was not run has no probability, although the API says 0', () => {
	expect(partialRecord).toMatchObject({ validatePrintedCopy: false, printedCopyProbability: 0 });
	expect(simplify(partialRecord)).toMatchObject({
		screenReplayProbability: 0.000002,
		printedCopyProbability: null,
		portraitSubstitutionProbability: null,
		digitalManipulationProbability: 0.000005,
	});
});

test('a check that was run keeps a probability of 0', () => {
	const record = recordWith({ validateScreenReplay: true, screenReplayProbability: 0 });
	expect(simplify(record).screenReplayProbability).toBe(0);
});

test('a record that does not say which checks were run keeps its probabilities', () => {
	const record = recordWith({ validateScreenReplay: undefined, screenReplayProbability: 0.25 });
	expect(simplify(record).screenReplayProbability).toBe(0.25);
});

test('a newer record keeps what it says about live or not live', () => {
	expect(simplify(newerRecord)).toMatchObject({ isLive: false, aggregatedScore: 0.0004 });
	expect(simplify(recordWith({ isLive: true })).isLive).toBe(true);
});

test.each<[isLive: unknown, shown: boolean | null]>([
	['true', true],
	[' FALSE ', false],
	[1, true],
	['0', false],
	['unknown', null],
	[2, null],
	[[true], null],
])('a verdict that came as %p is shown as %p', (isLive, shown) => {
	expect(simplify(recordWith({ isLive })).isLive).toBe(shown);
});

test('numbers that the API wrote as text become numbers', () => {
	const record = recordWith({ aggregatedScore: '0.0004', printedCopyProbability: '1e-6' });
	expect(simplify(record)).toMatchObject({
		aggregatedScore: 0.0004,
		printedCopyProbability: 0.000001,
	});
});

test.each([
	[undefined],
	[null],
	[''],
	['none'],
	['Infinity'],
	[[]],
	[{}],
	[true],
	[-999999],
	[1.1],
])('a score of %p is shown as none', (aggregatedScore) => {
	expect(simplify(recordWith({ aggregatedScore })).aggregatedScore).toBeNull();
});

test('each code is listed once, in the order in which the checks first give it', () => {
	const record = recordWith({
		screenReplayWarnings: ['IMAGE_TOO_BLURRY', 'GLARE_ON_IMAGE'],
		printedCopyWarnings: ['GLARE_ON_IMAGE', 'LOW_RESOLUTION'],
		portraitSubstitutionWarnings: [],
		digitalManipulationWarnings: ['POOR_IMAGE_EXPOSURE', 'IMAGE_TOO_BLURRY'],
		screenReplayErrors: [],
		printedCopyErrors: ['DOCUMENT_CROPPED'],
		portraitSubstitutionErrors: ['DOCUMENT_PHOTO_NOT_FOUND', 'DOCUMENT_CROPPED'],
		digitalManipulationErrors: [],
	});
	expect(simplify(record)).toMatchObject({
		warnings: ['IMAGE_TOO_BLURRY', 'GLARE_ON_IMAGE', 'LOW_RESOLUTION', 'POOR_IMAGE_EXPOSURE'],
		errors: ['DOCUMENT_CROPPED', 'DOCUMENT_PHOTO_NOT_FOUND'],
	});
});

test('a code of another type than text is shown as its JSON, a lone one too, an empty one not at all', () => {
	const record = recordWith({
		screenReplayWarnings: ['', null, { code: 'GLARE' }, 7, false],
		printedCopyWarnings: 'GLARE_ON_IMAGE',
		portraitSubstitutionWarnings: null,
		digitalManipulationWarnings: { 0: 'GLARE_ON_IMAGE' },
	});
	expect(simplify(record).warnings).toEqual([
		'{"code":"GLARE"}',
		'7',
		'false',
		'GLARE_ON_IMAGE',
		'{"0":"GLARE_ON_IMAGE"}',
	]);
});

test('a nested record keeps its ID and date, and has nothing else to show', () => {
	expect(simplify(nestedRecord)).toStrictEqual({
		_id: 'document_liveness_123456789',
		createdAt: '2024-01-15T10:30:00Z',
		aggregatedScore: null,
		isLive: null,
		screenReplayProbability: null,
		printedCopyProbability: null,
		portraitSubstitutionProbability: null,
		digitalManipulationProbability: null,
		warnings: [],
		errors: [],
	});
});

test('whatever the API sends, the same ten columns come out in the same order', () => {
	fc.assert(
		fc.property(anyRecord, (record) => {
			const simplified = simplify(record);
			expect(Object.keys(simplified)).toEqual(TEN_FIELDS);
			expect(Object.values(simplified)).not.toContain(undefined);
			expect(new Set(simplified.warnings).size).toBe(simplified.warnings.length);
			expect(new Set(simplified.errors).size).toBe(simplified.errors.length);
		}),
	);
});
