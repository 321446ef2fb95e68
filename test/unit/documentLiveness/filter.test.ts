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

// screen replay 0.0019733, printed copy 0.000001, portrait substitution 0.948844, digital 0.3582724
test.each<[bounds: Partial<RecordFilter>, result: string]>([
	[{ aggregatedScoreMax: SCORE }, 'match'],
	[{ aggregatedScoreMax: 0.00000099 }, 'mismatch'],
	[{ aggregatedScoreMax: 0 }, 'mismatch'],
	[{ aggregatedScoreMin: SCORE }, 'match'],
	[{ aggregatedScoreMin: 0.00000101 }, 'mismatch'],
	[{ aggregatedScoreMin: 0 }, 'match'],
	[{ aggregatedScoreMin: SCORE, aggregatedScoreMax: SCORE }, 'match'],
	[{ createdAfter: CREATED_AT }, 'match'],
	[{ createdAfter: CREATED_AT + 1 }, 'mismatch'],
	[{ createdAfter: 0 }, 'match'],
	[{ createdBefore: CREATED_AT }, 'match'],
	[{ createdBefore: CREATED_AT - 1 }, 'mismatch'],
	[{ createdBefore: 0 }, 'mismatch'],
	[{ createdAfter: CREATED_AT, createdBefore: CREATED_AT }, 'match'],
	[{ failedCheckMax: SCORE }, 'match'],
	[{ failedCheckMax: 0.00000099 }, 'mismatch'],
	[{ failedCheck: ['digitalManipulation'] }, 'match'],
	[{ failedCheck: ['portraitSubstitution'] }, 'mismatch'],
	[{ failedCheck: ['portraitSubstitution', 'printedCopy'] }, 'match'],
	[{ failedCheck: ['digitalManipulation'], failedCheckMax: 0.3 }, 'mismatch'],
])("the user's own record, with the filter %j: %s", (bounds, result) => {
	expect(filterRecord(fullRecord, filterOf(bounds))).toBe(result);
});

describe('a score', () => {
	test.each([undefined, null, '', ' ', 'n/a', 'Infinity', true, [[0.1]], -999999, '1.5'])(
		'of %p counts as missing, and is left out unless missing scores are included',
		(aggregatedScore) => {
			const record = recordWith({ aggregatedScore });
			expect(filterRecord(record, filterOf({ aggregatedScoreMax: 1 }))).toBe('aggregatedScore');
			expect(filterRecord(record, filterOf({ aggregatedScoreMin: 0 }))).toBe('aggregatedScore');
			const included = filterOf({ aggregatedScoreMax: 0, missingScore: 'include' });
			expect(filterRecord(record, included)).toBe('match');
			expect(filterRecord(record, filterOf({ createdAfter: CREATED_AT }))).toBe('match');
		},
	);

	test('is never made up for a nested record from its riskScore or confidence', () => {
		expect(filterRecord(nestedRecord, filterOf({ aggregatedScoreMax: 1 }))).toBe('aggregatedScore');
	});
});

test.each([undefined, null, '', 'yesterday', 1755889465503, {}])(
	'a creation date of %p counts as missing',
	(createdAt) => {
		const record = recordWith({ createdAt });
		expect(filterRecord(record, filterOf({ createdAfter: 0 }))).toBe('createdAt');
		expect(filterRecord(record, filterOf({ createdBefore: 0 }))).toBe('createdAt');
		expect(filterRecord(record, filterOf({}))).toBe('match');
	},
);

test.each<[isLive: unknown, live: string, notLive: string]>([
	[true, 'match', 'mismatch'],
	['true', 'match', 'mismatch'],
	[false, 'mismatch', 'match'],
	[0, 'mismatch', 'match'],
	...[undefined, null, 'yes', 2].map((none) => [none, 'verdict', 'verdict'] as never),
])('a record that says %p, filtered for live: %s, for not live: %s', (isLive, live, notLive) => {
	const record = recordWith({ isLive });
	expect(filterRecord(record, filterOf({ verdict: 'live' }))).toBe(live);
	expect(filterRecord(record, filterOf({ verdict: 'notLive' }))).toBe(notLive);
});

test.each<[name: string, fields: Record<string, unknown>]>([
	['was not run', { validatePrintedCopy: false, printedCopyProbability: 0 }],
	['failed with an error', { printedCopyErrors: ['DOCUMENT_CROPPED'] }],
	['gave a number outside 0–1', { printedCopyProbability: -999999 }],
	['gave nothing', { printedCopyProbability: null }],
])('a check that %s is not one that failed', (_name, fields) => {
	const record = recordWith(fields);
	expect(filterRecord(record, filterOf({ failedCheck: ['printedCopy'] }))).toBe('checks');
	const some = filterOf({ failedCheck: ['printedCopy', 'portraitSubstitution'] });
	expect(filterRecord(record, some)).toBe('mismatch');
});

test('a missing field is reported once, and not when another filter rejects the record', () => {
	const record = recordWithout('aggregatedScore', 'createdAt', 'isLive');
	const filter = filterOf({ aggregatedScoreMax: 1, createdAfter: 0, verdict: 'live' });
	expect(filterRecord(record, filter)).toBe('aggregatedScore');
	expect(filterRecord(record, { ...filter, missingScore: 'include' })).toBe('createdAt');
	expect(filterRecord(record, { ...filter, failedCheckMax: 0 })).toBe('mismatch');
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
