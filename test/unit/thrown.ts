import fc from '../harness/fastCheck';

const CODES = [
	'ECONNRESET',
	'ECONNREFUSED',
	'ECONNABORTED',
	'ENOTFOUND',
	'CERT_HAS_EXPIRED',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'EPIPE',
	'toString',
];

/** Anything that code can throw: errors as Node, axios and n8n make them, and what is no error. */
export function anyThrown(token: string): fc.Arbitrary<unknown> {
	const text = fc.oneof(
		fc.string(),
		fc.constantFrom(
			...CODES,
			'timeout of 30000ms exceeded',
			'connect ECONNREFUSED 127.0.0.1:80',
			`header "Bearer ${token}" is not valid`,
			'',
			'\ud800',
		),
	);
	const loose = fc.anything({
		withBigInt: true,
		withDate: true,
		withMap: true,
		withNullPrototype: true,
		withObjectString: true,
		withSet: true,
		withSparseArray: true,
	});
	const fields = fc.record(
		{
			code: fc.oneof(fc.constantFrom(...CODES), text, loose),
			message: fc.oneof(text, loose),
			messages: fc.oneof(fc.array(text), loose),
			cause: fc.oneof(
				fc.record({ code: fc.oneof(fc.constantFrom(...CODES), loose), message: text }),
				text.map((message) => new Error(message)),
				loose,
			),
		},
		{ requiredKeys: [] },
	);
	return fc.oneof(
		loose,
		text,
		fields,
		fc
			.tuple(text, fields)
			.map(([message, rest]) => Object.assign(new Error(message), rest, { message })),
		fc.constantFrom<unknown>(
			undefined,
			null,
			Symbol('thrown'),
			() => {},
			Object.create(null),
			{ toString: 1, valueOf: 1 },
			new Error('circular', { cause: 'none' }),
		),
	);
}
