import type { INodePropertyModeValidation } from 'n8n-workflow';

import fc from '../../../harness/fastCheck';
import {
	isPathSegment,
	readRecordId,
	recordField,
} from '../../../../nodes/verifik/documentLiveness/parameters/recordId';
import { parametersWith, refusal, refusalOf } from '../../parameters/source';

const read = (documentLiveness: unknown) => readRecordId(parametersWith({ documentLiveness }));

const ADVICE =
	'Pick a record from the list, or enter the _id of a record, such as 68a8bf34d8207d5f3357b643.';

test.each<[value: unknown, id: string]>([
	['68a8bf34d8207d5f3357b643', '68a8bf34d8207d5f3357b643'],
	['  68a8bf34d8207d5f3357b643\n', '68a8bf34d8207d5f3357b643'],
	['document_liveness_123456789', 'document_liveness_123456789'],
	[123456789, '123456789'],
	['a.b', 'a.b'],
	['...a', '...a'],
	['a.', 'a.'],
	['50%', '50%'],
	['ñandú', 'ñandú'],
	['x'.repeat(200), 'x'.repeat(200)],
])('%p is the record %p', (value, id) => {
	expect(read(value)).toBe(id);
});

test.each<[value: unknown, problem: string]>([
	['', 'is empty'],
	[null, 'is empty'],
	[true, 'must be text, but is "true"'],
	['/', 'cannot be "/"'],
	['.', 'cannot be "."'],
	['../clients', 'cannot be "../clients"'],
	['a\\b', 'cannot be "a\\b"'],
	['a b', 'cannot be "a b"'],
	['a\nb', 'cannot be "a b"'],
	['x'.repeat(201), `cannot be "${'x'.repeat(40)}…"`],
])('%p is refused before any request', (value, problem) => {
	expect(refusalOf(() => read(value))).toEqual(refusal(`'Record' ${problem}`, ADVICE));
});

test('whatever is accepted stands for one record below the list, and for no other address', () => {
	const hostile = fc.array(
		fc.constantFrom('.', '/', '\\', '?', '#', '%2e', '%2F', ' ', 'a', ':', '@'),
	);
	const list = 'https://api.verifik.co/v2/document-liveness';
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: 'binary' }),
				hostile.map((parts) => parts.join('')),
			),
			(text) => {
				fc.pre(text.trim() !== '' && isPathSegment(text.trim()));
				const id = read(text);
				const { href, origin, pathname } = new URL(`${list}/${encodeURIComponent(id)}`);
				expect(origin).toBe('https://api.verifik.co');
				expect(pathname.split('/')).toHaveLength(4);
				expect(decodeURIComponent(href.slice(list.length + 1))).toBe(id);
			},
		),
	);
});

test('the field refuses on screen what is refused in the run', () => {
	const [validation] = recordField.modes?.[1].validation ?? [];
	const { regex } = (validation as INodePropertyModeValidation).properties as { regex: string };
	for (const id of ['', ' ', 'a b', 'a/b', 'a?b', 'a#b']) expect(id).not.toMatch(new RegExp(regex));
	for (const id of ['68a8bf34d8207d5f3357b643', ' abc ']) expect(id).toMatch(new RegExp(regex));
});
