import fc from '../../harness/fastCheck';
import {
	filterRecord,
	isSelective,
	type RecordFilter,
} from '../../../nodes/verifik/documentLiveness/filters/filter';
import { anyRecord, fullRecord, nestedRecord, recordWith, recordWithout } from '../samples';

/** What the user's own record says of itself. */
const SCORE = 0.000001;
const CREATED_AT = Date.parse('2025-08-22T19:04:25.503Z');

function filterOf(bounds: Partial<RecordFilter>): RecordFilter {
	return { missingScore: 'exclude', ...bounds };
}

describe('a score', () => {
	test.each<[name: string, bounds: Partial<RecordFilter>, verdict: string]>([
		['on the maximum is kept', { aggregatedScoreMax: SCORE }, 'match'],
		['just above the maximum is left out', { aggregatedScoreMax: 0.00000099 }, 'mismatch'],
		['just below the maximum is kept', { aggregatedScoreMax: 0.00000101 }, 'match'],
		['on the minimum is kept', { aggregatedScoreMin: SCORE }, 'match'],
		['just below the minimum is left out', { aggregatedScoreMin: 0.00000101 }, 'mismatch'],
		['just above the minimum is kept', { aggregatedScoreMin: 0.00000099 }, 'match'],
		[
			'that is minimum and maximum at once is kept',
			{ aggregatedScoreMin: SCORE, aggregatedScoreMax: SCORE },
			'match',
		],
		[
			'outside of both bounds is left out',
			{ aggregatedScoreMin: 0.2, aggregatedScoreMax: 0.5 },
			'mismatch',
		],
		['above a maximum of 0 is left out', { aggregatedScoreMax: 0 }, 'mismatch'],
		['above a minimum of 0 is kept', { aggregatedScoreMin: 0 }, 'match'],
	])('%s', (_name, bounds, verdict) => {
		expect(filterRecord(fullRecord, filterOf(bounds))).toBe(verdict);
	});

	test.each<[score: unknown, verdict: string]>([
		[0, 'match'],
		[0.5, 'match'],
		['0.000001', 'match'],
		['1e-6', 'match'],
		[' 0.5 ', 'match'],
		['0.500001', 'mismatch'],
		[1, 'mismatch'],
	])('of %p is held against a maximum of 0.5, as number or text', (aggregatedScore, verdict) => {
		const record = recordWith({ aggregatedScore });
		expect(filterRecord(record, filterOf({ aggregatedScoreMax: 0.5 }))).toBe(verdict);
	});

	const unusable: Array<[score: unknown]> = [
		[undefined],
		[null],
		[''],
		[' '],
		['n/a'],
		['NaN'],
		['Infinity'],
		[true],
		[[0.1]],
		[{ value: 0.1 }],
		[-999999],
		['1.5'],
	];

	test.each(unusable)('of %p counts as missing and is left out', (aggregatedScore) => {
		const record = recordWith({ aggregatedScore });
		expect(filterRecord(record, filterOf({ aggregatedScoreMax: 1 }))).toBe('aggregatedScore');
		expect(filterRecord(record, filterOf({ aggregatedScoreMin: 0 }))).toBe('aggregatedScore');
	});

	test.each(unusable)('of %p is kept when missing scores are included', (aggregatedScore) => {
		const filter = filterOf({ aggregatedScoreMax: 0, missingScore: 'include' });
		expect(filterRecord(recordWith({ aggregatedScore }), filter)).toBe('match');
	});

	test('that is missing does not matter when no bound is set', () => {
		const record = recordWithout('aggregatedScore');
		expect(filterRecord(record, filterOf({}))).toBe('match');
		expect(filterRecord(record, filterOf({ createdAfter: CREATED_AT }))).toBe('match');
	});

	test('is never made up for a nested record from its riskScore or confidence', () => {
		expect(filterRecord(nestedRecord, filterOf({ aggregatedScoreMax: 1 }))).toBe('aggregatedScore');
	});
});

describe('a creation date', () => {
	test.each<[name: string, bounds: Partial<RecordFilter>, verdict: string]>([
		['at "created after" is kept', { createdAfter: CREATED_AT }, 'match'],
		['1 ms before it is left out', { createdAfter: CREATED_AT + 1 }, 'mismatch'],
		['1 ms after it is kept', { createdAfter: CREATED_AT - 1 }, 'match'],
		['at "created before" is kept', { createdBefore: CREATED_AT }, 'match'],
		['1 ms after it is left out', { createdBefore: CREATED_AT - 1 }, 'mismatch'],
		['1 ms before it is kept', { createdBefore: CREATED_AT + 1 }, 'match'],
		[
			'that is both bounds at once is kept',
			{ createdAfter: CREATED_AT, createdBefore: CREATED_AT },
			'match',
		],
		['later than 1970 is kept for a bound of 0', { createdAfter: 0 }, 'match'],
		['later than 1970 is left out for a bound of 0', { createdBefore: 0 }, 'mismatch'],
	])('%s', (_name, bounds, verdict) => {
		expect(filterRecord(fullRecord, filterOf(bounds))).toBe(verdict);
	});

	test('with a zone other than UTC is the same moment', () => {
		const record = recordWith({ createdAt: '2025-08-22T14:04:25.503-05:00' });
		expect(
			filterRecord(record, filterOf({ createdAfter: CREATED_AT, createdBefore: CREATED_AT })),
		).toBe('match');
	});

	test.each([[undefined], [null], [''], ['yesterday'], [1755889465503], [{}]])(
		'of %p counts as missing',
		(createdAt) => {
			const record = recordWith({ createdAt });
			expect(filterRecord(record, filterOf({ createdAfter: 0 }))).toBe('createdAt');
			expect(filterRecord(record, filterOf({ createdBefore: 0 }))).toBe('createdAt');
			expect(filterRecord(record, filterOf({}))).toBe('match');
		},
	);
});

describe('the verdict live or not live', () => {
	test.each([
		[true, 'live', 'match'],
		['true', 'live', 'match'],
		[0, 'notLive', 'match'],
		[true, 'notLive', 'mismatch'],
		[false, 'notLive', 'match'],
		[false, 'live', 'mismatch'],
	] as const)("of a record that says %p, with 'Verdict' at %p: %s", (isLive, verdict, result) => {
		expect(filterRecord(recordWith({ isLive }), filterOf({ verdict }))).toBe(result);
	});

	test.each([[undefined], [null], ['yes'], [2]])('of %p counts as missing', (isLive) => {
		expect(filterRecord(recordWith({ isLive }), filterOf({ verdict: 'live' }))).toBe('verdict');
		expect(filterRecord(recordWith({ isLive }), filterOf({ verdict: 'notLive' }))).toBe('verdict');
		expect(filterRecord(recordWith({ isLive }), filterOf({}))).toBe('match');
	});
});

describe('a failed check', () => {
	// screen replay 0.0019733, printed copy 0.000001, portrait substitution 0.948844, digital 0.3582724
	test.each<[name: string, bounds: Partial<RecordFilter>, result: string]>([
		['of any kind is found', { failedCheckMax: 0.5 }, 'match'],
		['on the maximum is found', { failedCheckMax: SCORE }, 'match'],
		['just above the maximum is not', { failedCheckMax: 0.00000099 }, 'mismatch'],
		['of the chosen kind is found, by 0.5', { failedCheck: ['digitalManipulation'] }, 'match'],
		['of another kind is not', { failedCheck: ['portraitSubstitution'] }, 'mismatch'],
		[
			'of one of several kinds is found',
			{ failedCheck: ['portraitSubstitution', 'printedCopy'] },
			'match',
		],
		[
			'above its own maximum is not',
			{ failedCheck: ['digitalManipulation'], failedCheckMax: 0.3 },
			'mismatch',
		],
	])('%s', (_name, bounds, result) => {
		expect(filterRecord(fullRecord, filterOf(bounds))).toBe(result);
	});

	test.each<[name: string, fields: Record<string, unknown>]>([
		['was not run', { validatePrintedCopy: false, printedCopyProbability: 0 }],
		['failed with an error', { printedCopyErrors: ['DOCUMENT_CROPPED'] }],
		['gave a number outside 0–1', { printedCopyProbability: -999999 }],
		['gave nothing', { printedCopyProbability: null }],
	])('says nothing when the check %s', (_name, fields) => {
		const record = recordWith(fields);
		expect(filterRecord(record, filterOf({ failedCheck: ['printedCopy'] }))).toBe('checks');
		const some = filterOf({ failedCheck: ['printedCopy', 'portraitSubstitution'] });
		expect(filterRecord(record, some)).toBe('mismatch');
	});
});

describe('a missing field', () => {
	test('is not reported when another filter rejects the record anyway', () => {
		const record = recordWithout('aggregatedScore');
		const filter = filterOf({ aggregatedScoreMax: 0.5, createdAfter: CREATED_AT + 1 });
		expect(filterRecord(record, filter)).toBe('mismatch');
	});

	test('is reported once when the record lacks two of them', () => {
		const record = recordWithout('aggregatedScore', 'createdAt', 'isLive');
		const filter = filterOf({ aggregatedScoreMax: 1, createdAfter: 0, verdict: 'live' });
		expect(filterRecord(record, filter)).toBe('aggregatedScore');
		expect(filterRecord(record, { ...filter, missingScore: 'include' })).toBe('createdAt');
	});
});

test.each<Partial<RecordFilter>>([
	{ aggregatedScoreMin: 0 },
	{ aggregatedScoreMax: 1 },
	{ createdAfter: 0 },
	{ createdBefore: 0 },
	{ verdict: 'notLive' },
	{ failedCheck: ['printedCopy'] },
	{ failedCheckMax: 0 },
])('one bound alone makes a filter selective: %o', (bound) => {
	expect(isSelective(filterOf(bound))).toBe(true);
});

describe('for any record and any filter', () => {
	const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
	const score = fc.double({ min: 0, max: 1, noNaN: true });
	const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
	const anyFilter: fc.Arbitrary<RecordFilter> = fc.record({
		aggregatedScoreMin: maybe(score),
		aggregatedScoreMax: maybe(score),
		missingScore: fc.constantFrom('include', 'exclude'),
		createdAfter: maybe(time),
		createdBefore: maybe(time),
		verdict: maybe(fc.constantFrom('live', 'notLive')),
		failedCheckMax: maybe(score),
	});

	test('a filter without bounds rejects nothing, and only such a filter is not selective', () => {
		fc.assert(
			fc.property(anyRecord, anyFilter, (record, filter) => {
				const { missingScore, ...bounds } = filter;
				const isEmpty = Object.values(bounds).every((bound) => bound === undefined);
				expect(isSelective(filter)).toBe(!isEmpty);
				if (isEmpty) expect(filterRecord(record, filter)).toBe('match');
				expect(filterRecord(record, { missingScore })).toBe('match');
			}),
		);
	});

	test('the whole filter keeps what each of its parts keeps', () => {
		fc.assert(
			fc.property(anyRecord, anyFilter, (record, filter) => {
				const { missingScore, ...bounds } = filter;
				const parts = Object.entries(bounds).map(([name, bound]) =>
					filterRecord(record, { missingScore, [name]: bound }),
				);
				const verdict = filterRecord(record, filter);
				expect(verdict === 'match').toBe(parts.every((part) => part === 'match'));
				expect(verdict === 'mismatch').toBe(parts.includes('mismatch'));
			}),
		);
	});

	test('splitting a list at a score loses no record that has one, and repeats only that score', () => {
		fc.assert(
			fc.property(score, score, (aggregatedScore, bound) => {
				const record = recordWith({ aggregatedScore });
				const halves = [
					filterRecord(record, filterOf({ aggregatedScoreMax: bound })),
					filterRecord(record, filterOf({ aggregatedScoreMin: bound })),
				];
				const kept = halves.filter((verdict) => verdict === 'match').length;
				expect(kept).toBe(aggregatedScore === bound ? 2 : 1);
			}),
		);
	});
});
