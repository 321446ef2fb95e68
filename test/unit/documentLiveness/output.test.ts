import fc from '../../harness/fastCheck';
import { shapeRecord, type OutputShape } from '../../../nodes/verifik/documentLiveness/output';
import { CHECK_FIELDS } from '../../../nodes/verifik/documentLiveness/record';
import { simplify } from '../../../nodes/verifik/documentLiveness/simplify';
import { findingsPerCheck, findingsPerCode } from '../../../nodes/verifik/documentLiveness/split';
import type { Reason } from '../../../nodes/verifik/documentLiveness/suspicious';
import {
	anyRecord,
	fullRecord,
	nestedRecord,
	newerRecord,
	partialRecord,
	recordWith,
} from '../samples';

const WARNING_ARRAYS = CHECK_FIELDS.map((fields) => fields.warning);
const ERROR_ARRAYS = CHECK_FIELDS.map((fields) => fields.error);

/** Warnings are there in every one of these records, so that a wrong switch shows. */
const withError = recordWith({ printedCopyErrors: ['DOCUMENT_CROPPED'] });

/** A sharp photo: all four checks ran, none complained. */
const spotless = recordWith(
	Object.fromEntries([...WARNING_ARRAYS, ...ERROR_ARRAYS].map((name) => [name, []])),
);

function shapeOf(changes: Partial<OutputShape>): OutputShape {
	return {
		simplify: true,
		splitWarnings: 'none',
		includeErrors: false,
		recordsWithoutWarnings: 'keep',
		...changes,
	};
}

/** A record's own entries, in order, without some of them. */
function entriesOf(record: object, left: string[] = []): Array<[string, unknown]> {
	return Object.entries(record).filter(([name]) => !left.includes(name));
}

describe('without a split', () => {
	test('a record is one item: simplified, or every field as it came', () => {
		expect(shapeRecord(fullRecord, shapeOf({}))).toEqual([simplify(fullRecord)]);
		expect(shapeRecord(fullRecord, shapeOf({ simplify: false }))).toEqual([fullRecord]);
	});

	test('a record without warnings stays, whatever the split would do with it', () => {
		const shape = shapeOf({ recordsWithoutWarnings: 'drop', includeErrors: true });
		expect(shapeRecord(spotless, shape)).toEqual([simplify(spotless)]);
	});
});

describe('the reasons of a suspicious record', () => {
	const reasons: Reason[] = ['aggregatedScore', 'printedCopy'];

	test('are right behind the verdict of a simplified one', () => {
		const [item = {}] = shapeRecord(newerRecord, shapeOf({}), reasons);
		const { isLive, ...rest } = simplify(newerRecord);
		expect(item).toEqual({ isLive, reasons, ...rest });
		expect(Object.keys(item).slice(2, 5)).toEqual(['aggregatedScore', 'isLive', 'reasons']);
	});

	test('are behind a record that came as it is', () => {
		const [item = {}] = shapeRecord(newerRecord, shapeOf({ simplify: false }), reasons);
		expect(Object.entries(item)).toEqual([...Object.entries(newerRecord), ['reasons', reasons]]);
	});

	test.each([true, false])('are in every row of a split (simplified: %s)', (simplified) => {
		const shape = shapeOf({ splitWarnings: 'perCheck', simplify: simplified });
		const items = shapeRecord(newerRecord, shape, reasons);
		const without = shapeRecord(newerRecord, shape);
		expect(items).toEqual(without.map((item) => ({ ...item, reasons })));
		for (const item of items) {
			const names = Object.keys(item);
			const before = names.indexOf('reasons') - 1;
			expect(names[before]).toBe(simplified ? 'isLive' : Object.keys(without[0]).at(-1));
		}
	});
});

describe('split per check', () => {
	test('a simplified record is repeated for each warning, with its errors as a list', () => {
		const items = shapeRecord(withError, shapeOf({ splitWarnings: 'perCheck' }));
		expect(items).toHaveLength(4);
		expect(items[1]).toStrictEqual({
			_id: '68a8bf34d8207d5f3357b643',
			createdAt: '2025-08-22T19:04:25.503Z',
			aggregatedScore: 0.000001,
			isLive: null,
			screenReplayProbability: 0.0019733,
			printedCopyProbability: 0.000001,
			portraitSubstitutionProbability: 0.948844,
			digitalManipulationProbability: 0.3582724,
			errors: ['DOCUMENT_CROPPED'],
			check: 'printedCopy',
			severity: 'warning',
			code: 'GLARE_ON_IMAGE',
		});
		expect(Object.keys(items[1]).slice(2, 6)).toEqual([
			'aggregatedScore',
			'check',
			'severity',
			'code',
		]);
	});

	test('a raw record keeps every field but the four warning arrays', () => {
		const shape = shapeOf({ simplify: false, splitWarnings: 'perCheck' });
		const [item] = shapeRecord(newerRecord, shape);
		const kept = entriesOf(newerRecord, WARNING_ARRAYS);
		const place = kept.findIndex(([name]) => name === 'aggregatedScore') + 1;
		expect(Object.entries(item)).toEqual([
			...kept.slice(0, place),
			['check', 'screenReplay'],
			['severity', 'warning'],
			['code', 'GLARE_ON_IMAGE'],
			...kept.slice(place),
		]);
	});

	test('of a record without a score, the finding is at the end; a field of its name gives way', () => {
		const shape = shapeOf({ simplify: false, splitWarnings: 'perCheck' });
		const [item] = shapeRecord({ code: 'own', _id: 'a', screenReplayWarnings: ['X'] }, shape);
		expect(item).toStrictEqual({ code: 'X', _id: 'a', check: 'screenReplay', severity: 'warning' });
		expect(Object.keys(item)).toEqual(['code', '_id', 'check', 'severity']);
		const [scored] = shapeRecord(
			{ aggregatedScore: 1, code: 'own', screenReplayWarnings: ['X'] },
			shape,
		);
		expect(Object.keys(scored)).toEqual(['aggregatedScore', 'check', 'severity', 'code']);
	});
});

describe('split per code', () => {
	test('one item does not change when another one’s list of checks is changed', () => {
		const [first, second] = shapeRecord(newerRecord, shapeOf({ splitWarnings: 'perCode' }));
		(first as { checks: string[] }).checks.push('mine');
		expect(second).toMatchObject({ checks: ['screenReplay', 'printedCopy'] });
	});
});

describe('a record with nothing to split', () => {
	test('stays one item without a code, since a good photo can show a forged document', () => {
		expect(shapeRecord(spotless, shapeOf({ splitWarnings: 'perCheck' }))).toMatchObject([
			{ aggregatedScore: 0.000001, check: null, severity: null, code: null },
		]);
		expect(shapeRecord(spotless, shapeOf({ splitWarnings: 'perCode' }))).toMatchObject([
			{ aggregatedScore: 0.000001, checks: [], severity: null, code: null },
		]);
	});

	test('is dropped when the user says so', () => {
		const shape = shapeOf({ splitWarnings: 'perCheck', recordsWithoutWarnings: 'drop' });
		expect(shapeRecord(spotless, shape)).toEqual([]);
		expect(shapeRecord(nestedRecord, shape)).toEqual([]);
		expect(shapeRecord(partialRecord, shape)).toHaveLength(1);
	});

	test('is one that has errors only, unless errors are included', () => {
		const record = { ...spotless, screenReplayErrors: ['DOCUMENT_NOT_FOUND'] };
		const shape = shapeOf({ splitWarnings: 'perCheck', recordsWithoutWarnings: 'drop' });
		expect(shapeRecord(record, shape)).toEqual([]);
		expect(shapeRecord(record, { ...shape, includeErrors: true })).toMatchObject([
			{ check: 'screenReplay', severity: 'error', code: 'DOCUMENT_NOT_FOUND' },
		]);
	});

	test('does not hand the same list of checks to two records', () => {
		const shape = shapeOf({ splitWarnings: 'perCode' });
		const [item] = shapeRecord(spotless, shape) as Array<{ checks: string[] }>;
		item.checks.push('mine');
		expect(shapeRecord(spotless, shape)).toMatchObject([{ checks: [] }]);
	});
});

test('a field called __proto__ is a field like others', () => {
	const record = JSON.parse('{"_id":"1","__proto__":{"polluted":true}}');
	const shape = shapeOf({ simplify: false, splitWarnings: 'perCheck' });
	const [item] = shapeRecord(record, shape);
	expect(JSON.stringify(item)).toBe(
		'{"_id":"1","__proto__":{"polluted":true},"check":null,"severity":null,"code":null}',
	);
	expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

describe('whatever the API sends, in every shape', () => {
	const anyShape: fc.Arbitrary<OutputShape> = fc.record({
		simplify: fc.boolean(),
		splitWarnings: fc.constantFrom('none', 'perCheck', 'perCode'),
		includeErrors: fc.boolean(),
		recordsWithoutWarnings: fc.constantFrom('keep', 'drop'),
	});

	test('there is an item for each finding, in order, and none is made up', () => {
		fc.assert(
			fc.property(anyRecord, anyShape, (record, shape) => {
				const items = shapeRecord(record, shape);
				const { splitWarnings, includeErrors } = shape;
				if (splitWarnings === 'none') return expect(items).toHaveLength(1);

				const find = splitWarnings === 'perCheck' ? findingsPerCheck : findingsPerCode;
				const findings = find(record, includeErrors);
				if (findings.length > 0) return expect(items).toMatchObject(findings);
				expect(items).toHaveLength(shape.recordsWithoutWarnings === 'keep' ? 1 : 0);
			}),
		);
	});

	test('an item that is not simplified has every field that was not split, as it came', () => {
		const splitOff = (shape: OutputShape) => [
			...(shape.splitWarnings === 'none' ? [] : ['check', 'checks', 'severity', 'code']),
			...(shape.splitWarnings === 'none' ? [] : WARNING_ARRAYS),
			...(shape.splitWarnings !== 'none' && shape.includeErrors ? ERROR_ARRAYS : []),
		];
		fc.assert(
			fc.property(anyRecord, anyShape, (record, anySimplify) => {
				const shape = { ...anySimplify, simplify: false };
				const wanted = JSON.stringify(entriesOf(record, splitOff(shape)));
				for (const item of shapeRecord(record, shape)) {
					const shown = entriesOf(item, splitOff(shape));
					expect(JSON.stringify(shown)).toBe(wanted);
				}
			}),
		);
	});
});
