import fc from 'fast-check';

import { readCreated, readList, readRecord } from '../../../nodes/verifik/api/answers';
import { VerifikProblem, type Problem } from '../../../nodes/verifik/api/problem';
import list from '../../fixtures/list.200.json';
import missing from '../../fixtures/retrieve.404.json';
import retrieved from '../../fixtures/retrieve.200.json';
import nested from '../../fixtures/retrieve.nested.200.json';
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
function problemIn(read: () => unknown): Problem {
	let refusal: unknown;
	try {
		read();
	} catch (error) {
		refusal = error;
	}
	expect(refusal).toBeInstanceOf(VerifikProblem);
	return (refusal as VerifikProblem).problem;
}

describe('a list is read', () => {
	test.each<[name: string, body: unknown, page: object]>([
		['as documented', list, { records: list.data, total: 2, pages: 1 }],
		[
			'with `pagination` beside the data',
			{
				success: true,
				data: records,
				pagination: { page: 1, limit: 20, total: 45, pages: 3 },
				signature: { message: 'Certified by Verifik.co' },
			},
			{ records, total: 45, pages: 3 },
		],
		[
			'with the page size as `perPage` and no count of pages',
			{ success: true, data: records, pagination: { page: 1, perPage: 20, total: 45 } },
			{ records, total: 45, pages: 3 },
		],
		[
			'with `docs` within the data',
			{ data: { docs: records, total: 45, limit: 20, page: 1, pages: 3 } },
			{ records, total: 45, pages: 3 },
		],
		['without any counts', { data: records }, { records, total: undefined, pages: undefined }],
		['as a bare list', records, { records, total: undefined, pages: undefined }],
		['without a body', undefined, { records: [], total: 0, pages: 0 }],
		[
			'when it is empty',
			{ data: [], total: 0, limit: 20, page: 1, pages: 0 },
			{ records: [], total: 0, pages: 0 },
		],
		[
			'with counts that are text',
			{ data: records, total: '45', limit: '20' },
			{ records, total: 45, pages: 3 },
		],
		[
			'with a page size of 0',
			{ data: records, total: 45, limit: 0 },
			{ records, total: 45, pages: undefined },
		],
		[
			'with counts that are none',
			{ data: records, total: null, pages: 'many', limit: {} },
			{ records, total: undefined, pages: undefined },
		],
		[
			'with `pagination` that is no object, from the envelope itself',
			{ data: records, pagination: null, total: 2, pages: 1 },
			{ records, total: 2, pages: 1 },
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
	])('%p', (body, came) => {
		expect(problemIn(() => readList(body))).toMatchObject({
			message: "Verifik's answer could not be understood",
			description: `Expected document liveness records, but got ${came}. If this stays so, report it to the maintainers of this node.`,
		});
	});
});

describe('one record is read', () => {
	test.each<[name: string, body: unknown, record: unknown]>([
		['as documented', retrieved, fullRecord],
		['with a signature beside it', nested, nestedRecord],
		['even if it has no fields', { data: {} }, {}],
	])('%s', (_name, body, record) => {
		expect(readRecord(deepFreeze(body), '1')).toEqual(record);
	});

	test.each<[name: string, body: unknown]>([
		['without a body', undefined],
		['with null for its data', { data: null }],
	])('as missing %s', (_name, body) => {
		expect(problemIn(() => readRecord(body, 'abc'))).toMatchObject({
			message: 'Verifik has no record with the ID "abc"',
			httpCode: '404',
		});
	});

	test.each<[body: unknown, came: string]>([
		[null, 'null'],
		['text', 'a string'],
		[[fullRecord], 'a list of 1 entries'],
		[{}, 'an empty object'],
		[fullRecord, 'an object with _id, client, imageSaved, imageUrl, validateScreenReplay'],
		[list, 'an object with data, total, limit, page, pages'],
		[{ data: 'text' }, 'an object with data'],
	])('as an answer that is not understood for %p', (body, came) => {
		const { message, description } = problemIn(() => readRecord(body, 'abc'));
		expect(message).toBe("Verifik's answer could not be understood");
		expect(description).toContain(`but got ${came}.`);
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
			expect(error).toBeInstanceOf(VerifikProblem);
			return undefined;
		}
	};
	fc.assert(
		fc.property(anyBody, (body) => {
			deepFreeze(body);
			const { data = body, id } = (body ?? {}) as { data?: unknown; id?: unknown };
			const list = Array.isArray(data) ? data : (data as { docs?: unknown } | null)?.docs;

			const page = understood(() => readList(body));
			if (page !== undefined) expect(page.records).toBe(list);
			for (const number of [page?.total, page?.pages]) {
				expect(number === undefined || Number.isFinite(number)).toBe(true);
			}
			const record = understood(() => readRecord(body, '1'));
			if (record !== undefined) expect(record).toBe(data);
			const created = understood(() => readCreated(body));
			if (created !== undefined) {
				const receipt = typeof id === 'string' ? { receiptId: id } : {};
				expect(created).toEqual({ ...(data as object), ...receipt });
			}
		}),
		{ numRuns: 500 },
	);
});

test('an answer that is nested without end is refused in words, or read', () => {
	for (const body of [deepJson, { data: deepJson }, [deepJson], { deepJson }]) {
		expect(problemIn(() => readList(body)).description).toMatch(/but got .{5,90}\. If/);
	}
	expect(readList({ data: [{ deepJson }] }).records).toHaveLength(1);
	expect(readRecord({ data: { deepJson } }, '1').deepJson).toBe(deepJson);
	expect(readCreated({ data: { deepJson }, id: 'A' }).receiptId).toBe('A');
});
