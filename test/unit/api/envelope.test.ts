import {
	isNothing,
	readEntry,
	readPage,
	type EntryKind,
} from '../../../nodes/verifik/api/envelope';
import { deepFreeze } from '../samples';

/** A resource of which the API knows nothing. */
const parcels: EntryKind<{ weight: number }> = {
	noun: 'parcel',
	isEntry: (value): value is { weight: number } =>
		typeof (value as { weight?: unknown } | null | undefined)?.weight === 'number',
};
const parcel = deepFreeze({ weight: 3 });

describe('a page of any resource', () => {
	test.each<[body: unknown, page: object]>([
		[
			{ data: [parcel], total: 45, limit: 20, page: 1, pages: 3 },
			{ total: 45, pages: 3 },
		],
		[
			{ data: [parcel], pagination: { total: 45, perPage: 20 } },
			{ total: 45, pages: 3 },
		],
		[{ data: { docs: [parcel], total: '45', pages: '3' } }, { total: 45, pages: 3 }],
		[
			{ data: [parcel], total: '4.5', pages: -1 },
			{ total: undefined, pages: undefined },
		],
		[
			{ data: [parcel], total: Infinity },
			{ total: undefined, pages: undefined },
		],
		[[parcel], { total: undefined, pages: undefined }],
	])('is read from %j', (body, page) => {
		expect(readPage(deepFreeze(body), parcels)).toEqual({ entries: [parcel], ...page });
	});

	test('has what the resource says that it has', () => {
		expect(() => readPage({ data: [parcel, { _id: 'a' }] }, parcels)).toThrow(
			expect.objectContaining({
				kind: 'notUnderstood',
				description: expect.stringMatching(
					/^Expected parcel records, but got a list with an object with _id in it\./,
				) as string,
			}),
		);
	});
});

describe('an entry of any resource', () => {
	test('is the data', () => expect(readEntry({ data: parcel }, parcels)).toBe(parcel));

	test.each([[undefined], [null], [parcel], [[parcel]], [{ data: null }], [{ data: {} }]])(
		'is not read from %j',
		(body) => {
			expect(() => readEntry(body, parcels)).toThrow(
				expect.objectContaining({ kind: 'notUnderstood' }),
			);
		},
	);

	test('may be missing, which is told from what is not understood', () => {
		expect([undefined, { data: null }].map(isNothing)).toEqual([true, true]);
		expect([null, {}, [], { success: false, data: null }].map(isNothing)).toEqual([
			false,
			false,
			false,
			false,
		]);
	});
});
