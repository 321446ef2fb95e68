import fc, { runs } from '../../harness/fastCheck';
import { VerifikError } from '../../../nodes/verifik/api/errors/VerifikError';
import { readCreated, readList, readRecord } from '../../../nodes/verifik/documentLiveness/answers';
import { isDocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';
import created from '../../../simulator/documented/create.200.json';
import list from '../../../simulator/documented/list.200.json';
import missing from '../../../simulator/documented/retrieve.404.json';
import retrieved from '../../../simulator/documented/retrieve.200.json';
import nested from '../../../simulator/documented/retrieve.nested.200.json';
import {
	anyJson,
	anyRecord,
	deepFreeze,
	deepJson,
	fullRecord,
	nestedRecord,
	partialRecord,
} from '../samples';

const records = [fullRecord, partialRecord];

/** What reading a body is refused with. */
function problemIn(read: () => unknown): VerifikError {
	let refusal: unknown;
	try {
		read();
	} catch (error) {
		refusal = error;
	}
	expect(refusal).toBeInstanceOf(VerifikError);
	return refusal as VerifikError;
}

describe('a list is read', () => {
	test.each<[name: string, body: unknown, page: object]>([
		['as documented', list, { entries: list.data, total: 2, pages: 1 }],
		[
			'with `pagination` beside the data',
			{
				success: true,
				data: records,
				pagination: { page: 1, limit: 20, total: 45, pages: 3 },
				signature: { message: 'Certified by Verifik.co' },
			},
			{ entries: records, total: 45, pages: 3 },
		],
		[
			'with the page size as `perPage` and no count of pages',
			{ success: true, data: records, pagination: { page: 1, perPage: 20, total: 45 } },
			{ entries: records, total: 45, pages: 3 },
		],
		[
			'with `docs` within the data',
			{ data: { docs: records, total: 45, limit: 20, page: 1, pages: 3 } },
			{ entries: records, total: 45, pages: 3 },
		],
		[
			'without any counts',
			{ data: records },
			{ entries: records, total: undefined, pages: undefined },
		],
		['as a bare list', records, { entries: records, total: undefined, pages: undefined }],
		['without a body', undefined, { entries: [], total: 0, pages: 0 }],
		[
			'when it is empty',
			{ data: [], total: 0, limit: 20, page: 1, pages: 0 },
			{ entries: [], total: 0, pages: 0 },
		],
		[
			'with counts that are text',
			{ data: records, total: '45', limit: '20' },
			{ entries: records, total: 45, pages: 3 },
		],
		[
			'with a page size of 0',
			{ data: records, total: 45, limit: 0 },
			{ entries: records, total: 45, pages: undefined },
		],
		[
			'with counts that cannot be',
			{ data: records, total: -2, pages: 0.5, limit: 1e308 },
			{ entries: records, total: undefined, pages: undefined },
		],
		[
			'with counts that are none',
			{ data: records, total: null, pages: 'many', limit: {} },
			{ entries: records, total: undefined, pages: undefined },
		],
		[
			'with `pagination` that is no object, from the envelope itself',
			{ data: records, pagination: null, total: 2, pages: 1 },
			{ entries: records, total: 2, pages: 1 },
		],
	])('%s', (_name, body, page) => {
		expect(readList(deepFreeze(body))).toMatchObject(page);
	});
});

describe('a list is never taken for empty when something else came', () => {
	test.each<[body: unknown, came: string]>([
		[null, 'null'],
		['<html>', 'a string'],
		['', 'a string'],
		[5, 'a number'],
		[true, 'a boolean'],
		[{}, 'an empty object'],
		[{ data: null }, 'an object with data'],
		[{ data: {} }, 'an object with data'],
		[{ data: { docs: {} } }, 'an object with data'],
		[{ data: { docs: null }, total: 0 }, 'an object with data, total'],
		[missing, 'an object with message, code'],
		[retrieved, 'an object with data'],
		[[fullRecord, null], 'a list with null in it'],
		[{ data: ['68a8bf34d8207d5f3357b643'] }, 'a list with a string in it'],
		[{ data: [[fullRecord, fullRecord]] }, 'a list with a list of 2 entries in it'],
		[{ data: [fullRecord, {}] }, 'a list with an empty object in it'],
		[[fullRecord, { status: 'failed' }], 'a list with an object with status in it'],
	])('%p', (body, came) => {
		expect(problemIn(() => readList(body))).toMatchObject({
			message: "Verifik's answer could not be understood",
			kind: 'notUnderstood',
			description: `Expected document liveness records, but got ${came}. If it keeps happening, report it to the maintainers of this node.`,
		});
	});
});

describe('a refusal that comes with a 2xx', () => {
	test.each([
		[{ success: false, error: 'No luck' }],
		[{ success: false, error: 'No luck', data: [] }],
		[{ success: false, error: 'No luck', data: fullRecord }],
		[{ success: false, error: 'No luck', data: null }],
	])('is told in its own words: %#', (body) => {
		for (const read of [readList, readCreated, (it: unknown) => readRecord(it, 'abc')]) {
			expect(problemIn(() => read(body))).toMatchObject({
				kind: 'saidNo',
				description: 'Check the parameters of this node. Verifik says: No luck',
			});
		}
	});
});

describe('one record is read', () => {
	const id = String(fullRecord._id);

	test.each<[name: string, body: unknown, id: string, record: unknown]>([
		['as documented', retrieved, id, fullRecord],
		['with its ID in other letters', retrieved, id.toUpperCase(), fullRecord],
		['with a signature beside it', nested, String(nestedRecord._id), nestedRecord],
		['with a number for its ID', { data: { _id: 7 } }, '7', { _id: 7 }],
	])('%s', (_name, body, asked, record) => {
		expect(readRecord(deepFreeze(body), asked)).toEqual(record);
	});

	test('never as another one than was asked for, which is not shown', () => {
		const found = problemIn(() => readRecord(retrieved, 'abc'));
		expect(found).toMatchObject({
			kind: 'anotherRecord',
			message: 'Verifik returned a different record',
		});
		expect(found.description).toContain('"abc" was asked for');
		expect(found.description).not.toContain(id);
	});

	test.each<[_id: unknown]>([
		[undefined],
		[null],
		[['abc']],
		[{ $oid: 'abc' }],
		[{ toString: 1, valueOf: 1 }],
		[deepJson],
	])('never when its ID is neither text nor a number (%#)', (_id) => {
		const { kind, description } = problemIn(() =>
			readRecord({ data: { _id, isLive: true } }, 'abc'),
		);
		expect(kind).toBe('notUnderstood');
		expect(description).toContain('but got a record without an ID.');
	});
});

describe('a new record is read', () => {
	test('with the receipt apart from the ID', () => {
		expect(readCreated(created)).toEqual({ ...created.data, receiptId: '8YISP' });
		expect(readCreated({ data: { _id: 'a', id: 'b' }, id: 'c' })).toEqual({
			_id: 'a',
			id: 'b',
			receiptId: 'c',
		});
	});

	test('without a receipt, or without a known field: it was paid for', () => {
		expect(readCreated({ data: { _id: 'a' } })).toEqual({ _id: 'a' });
		expect(readCreated({ data: { _id: 'a' }, id: 5 })).toEqual({ _id: 'a' });
		expect(readCreated({ data: { verdict: 'fake' } })).toEqual({ verdict: 'fake' });
	});
});

test('an answer that is not understood is described in a line, without what is in it', () => {
	const wide = Object.fromEntries(
		Array.from({ length: 1000 }, (_, index) => [`field${index}`.repeat(20), 'secret']),
	);
	const { description } = problemIn(() => readList(wide));
	expect(description).not.toContain('secret');
	expect(description.length).toBeLessThan(250);
});

test('any JSON is either understood or refused in words, and no entry is lost or changed', () => {
	const entries = fc.array(fc.oneof({ arbitrary: anyRecord, weight: 9 }, anyJson));
	const anyBody = fc.oneof(
		anyJson,
		anyRecord,
		entries,
		fc.record(
			{
				data: fc.oneof(entries, fc.record({ docs: fc.oneof(entries, anyJson) }), anyJson),
				id: anyJson,
				pagination: anyJson,
				total: anyJson,
				pages: anyJson,
				limit: anyJson,
			},
			{ requiredKeys: [] },
		),
	);
	const understood = <T>(read: () => T): T | undefined => {
		try {
			return read();
		} catch (error) {
			expect(error).toBeInstanceOf(VerifikError);
			return undefined;
		}
	};
	fc.assert(
		fc.property(anyBody, (body) => {
			deepFreeze(body);
			const { data = body, id } = (body ?? {}) as { data?: unknown; id?: unknown };
			const list = Array.isArray(data) ? data : (data as { docs?: unknown } | null)?.docs;

			const page = understood(() => readList(body));
			if (page !== undefined) expect(page.entries).toBe(list);
			expect(page?.entries.every(isDocumentLivenessRecord) ?? true).toBe(true);
			for (const number of [page?.total, page?.pages]) {
				expect(number === undefined || (Number.isInteger(number) && number >= 0)).toBe(true);
			}
			const record = understood(() => readRecord(body, '1'));
			if (record !== undefined) expect(record).toBe(data);
			const created = understood(() => readCreated(body));
			if (created !== undefined) {
				const receipt = typeof id === 'string' ? { receiptId: id } : {};
				expect(created).toEqual({ ...(data as object), ...receipt });
			}
		}),
		{ numRuns: runs(500) },
	);
});

test('an answer that is nested without end is refused in words, or read', () => {
	for (const body of [deepJson, { data: deepJson }, [deepJson], { deepJson }]) {
		expect(problemIn(() => readList(body)).description).toMatch(/but got .{5,90}\. If/);
	}
	expect(readList({ data: [{ _id: '1', deepJson }] }).entries).toHaveLength(1);
	expect(readRecord({ data: { _id: '1', deepJson } }, '1').deepJson).toBe(deepJson);
	expect(readCreated({ data: { deepJson }, id: 'A' }).receiptId).toBe('A');
});
