import fc, { runs } from '../../harness/fastCheck';
import { itemsOf } from '../../../nodes/verifik/documentLiveness/items';
import {
	filterRecord,
	type RecordFilter,
} from '../../../nodes/verifik/documentLiveness/filters/filter';
import { shapeRecord, type OutputShape } from '../../../nodes/verifik/documentLiveness/output';
import {
	CHECK_FIELDS,
	identityOf,
	type DocumentLivenessRecord,
	type Severity,
} from '../../../nodes/verifik/documentLiveness/record';
import { isObject } from '../../../nodes/verifik/json';
import { simplify } from '../../../nodes/verifik/documentLiveness/simplify';
import { findingsPerCheck } from '../../../nodes/verifik/documentLiveness/split';
import { anyRecord, deepFreeze, deepJson, fullRecord } from '../samples';
import { saidOf, shareIn, wasRun } from './reasonsByWords';

/*
 * What holds for every list that the API may send. The records are frozen, so that whatever
 * changes one of them fails.
 */

const anyShape: fc.Arbitrary<OutputShape> = fc.record({
	simplify: fc.boolean(),
	splitWarnings: fc.constantFrom('none', 'perCheck', 'perCode'),
	includeErrors: fc.boolean(),
	recordsWithoutWarnings: fc.constantFrom('keep', 'drop'),
});

const score = fc.double({ min: 0, max: 1, noNaN: true });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyFilter: fc.Arbitrary<RecordFilter> = fc.record({
	aggregatedScoreMin: maybe(score),
	aggregatedScoreMax: maybe(score),
	missingScore: fc.constantFrom('include', 'exclude'),
	createdAfter: maybe(fc.constant(Date.parse('2025-08-22'))),
	verdict: maybe(fc.constantFrom('live', 'notLive')),
	failedCheckMax: maybe(score),
});

/** The entries of a record's warnings or errors that say anything, check by check. */
function entriesOf(record: DocumentLivenessRecord, severity: Severity) {
	return CHECK_FIELDS.flatMap((fields) => {
		const found = record[fields[severity]];
		const isLoneObject = isObject(found) && Object.keys(found).length > 0;
		const entries =
			typeof found === 'string' || isLoneObject ? [found] : Array.isArray(found) ? found : [];
		return entries
			.filter((entry) => entry !== null && entry !== '')
			.map((entry) => ({ check: fields.check, entry }));
	});
}

test('no code is lost, none is made up, and each can be traced back to what came', () => {
	fc.assert(
		fc.property(anyRecord, (record) => {
			for (const severity of ['warning', 'error'] as const) {
				const findings = findingsPerCheck(record, true).filter((f) => f.severity === severity);
				const readBack = findings.map(({ check, code }, index) => {
					const { entry } = entriesOf(record, severity)[index] ?? {};
					return { check, entry: typeof entry === 'string' ? code : JSON.parse(code) };
				});
				const came = entriesOf(record, severity);
				expect(JSON.stringify(readBack)).toBe(JSON.stringify(came));

				const list = simplify(record)[severity === 'warning' ? 'warnings' : 'errors'];
				expect(list).toEqual([...new Set(findings.map(({ code }) => code))]);
			}
		}),
		{ numRuns: runs(1000) },
	);
});

test('a simplified record says what the record says, or null', () => {
	fc.assert(
		fc.property(anyRecord, (record) => {
			const simplified = simplify(record);
			expect(Object.keys(simplified)).toEqual(Object.keys(simplify(fullRecord)));
			expect(simplified._id).toBe(record._id ?? null);
			expect(simplified.createdAt).toBe(record.createdAt ?? null);
			expect(simplified.aggregatedScore).toBe(shareIn(record.aggregatedScore));
			expect(simplified.isLive).toBe(saidOf(record.isLive));
			for (const { check, probability } of CHECK_FIELDS) {
				const expected = wasRun(record, check) ? shareIn(record[probability]) : null;
				expect(simplified[probability as keyof typeof simplified]).toBe(expected);
			}
		}),
		{ numRuns: runs(1000) },
	);
});

test('of a list, what matches comes out in its order, whole, and nothing else', () => {
	const list = fc.array(anyRecord, { maxLength: 12 });
	fc.assert(
		fc.property(list, anyFilter, anyShape, (records, filter, shape) => {
			const verdicts = records.map((record) => filterRecord(record, filter));
			const matches = records.filter((_record, index) => verdicts[index] === 'match');
			const { aggregatedScoreMin: min = -Infinity, aggregatedScoreMax: max = Infinity } = filter;
			for (const { aggregatedScore } of matches) {
				const given = shareIn(aggregatedScore);
				expect(given === null || (given >= min && given <= max)).toBe(true);
			}

			const items = matches.flatMap((record, item) => itemsOf(record, shape, { item }));
			const origins = items.map(({ pairedItem }) => (pairedItem as { item: number }).item);
			expect(origins).toEqual([...origins].sort((a, b) => a - b));

			for (const [item, record] of matches.entries()) {
				const own = items.filter((_item, index) => origins[index] === item);
				expect(own.map(({ json }) => json)).toEqual(shapeRecord(record, shape));
				const isDropped =
					shape.splitWarnings !== 'none' &&
					shape.recordsWithoutWarnings === 'drop' &&
					findingsPerCheck(record, shape.includeErrors).length === 0;
				expect(own.length === 0).toBe(isDropped);
				for (const { json } of own) expect(json._id ?? null).toEqual(record._id ?? null);
			}
		}),
		{ numRuns: runs(500) },
	);
});

describe('a value that is nested without end', () => {
	const fields = [
		'_id',
		'createdAt',
		'aggregatedScore',
		'isLive',
		'anything',
		...CHECK_FIELDS.flatMap(({ probability, warning, error }) => [probability, warning, error]),
	];
	const shapes = fc.sample(anyShape, { numRuns: 50, seed: 1 });
	const filter: RecordFilter = {
		aggregatedScoreMin: 0,
		missingScore: 'exclude',
		createdAfter: 0,
		verdict: 'live',
	};

	test.each(fields)('in "%s" does no harm', (field) => {
		for (const value of [deepJson, [deepJson], { deepJson }, [deepJson, 'GLARE_ON_IMAGE']]) {
			const record = deepFreeze({ [field]: value });
			expect(filterRecord(record, filter)).not.toBe('match');
			expect(identityOf(record)).toEqual(expect.any(String));
			for (const shape of shapes) {
				const items = shapeRecord(record, shape);
				const isSplit = shape.splitWarnings !== 'none';
				if (!isSplit && !shape.simplify) expect(items[0]).toBe(record);
				if (!isSplit || shape.recordsWithoutWarnings === 'keep') {
					expect(items.length).toBeGreaterThan(0);
				}
			}
		}
	});

	test('in a list of codes is a code of its own beside the others', () => {
		const record = { screenReplayWarnings: ['LOW_RESOLUTION', deepJson, 'GLARE_ON_IMAGE'] };
		const codes = simplify(deepFreeze(record)).warnings;
		expect(codes).toHaveLength(3);
		expect([codes[0], codes[2]]).toEqual(['LOW_RESOLUTION', 'GLARE_ON_IMAGE']);
	});
});
