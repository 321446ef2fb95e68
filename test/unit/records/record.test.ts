import { CHECK_FIELDS, identityOf } from '../../../nodes/verifik/records/record';
import { fullRecord, nestedRecord } from '../samples';

test('the fields of the four checks are those of the documented record', () => {
	const names = CHECK_FIELDS.flatMap(({ wasRun, probability, warning, error }) => [
		wasRun,
		probability,
		warning,
		error,
	]);
	expect(names).toHaveLength(16);
	expect(Object.keys(fullRecord)).toEqual(expect.arrayContaining(names));
});

describe('two records are the same record', () => {
	test('when their IDs are the same, whatever else changed', () => {
		expect(identityOf({ ...fullRecord, aggregatedScore: 1 })).toBe(identityOf(fullRecord));
	});

	test.each([[undefined], [null], [''], [7]])('when all is the same, with an ID of %p', (_id) => {
		const record = { ...nestedRecord, _id };
		expect(identityOf({ ...record })).toBe(identityOf(record));
		expect(identityOf({ ...record, status: 'failed' })).not.toBe(identityOf(record));
	});
});
