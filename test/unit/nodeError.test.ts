import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import fc, { runs } from '../harness/fastCheck';
import { CATALOG, type ErrorKind } from '../../nodes/verifik/api/errors/catalog';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import { toNodeError } from '../../nodes/verifik/nodeError';
import { anyThrown } from './thrown';

const node: INode = {
	id: '1',
	name: 'Node',
	type: 'n8n-nodes-verifik.documentLiveness',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

test('whatever is thrown becomes an error that n8n can show, with its item', () => {
	fc.assert(
		fc.property(anyThrown('token'), fc.nat(9), (thrown, itemIndex) => {
			const error = toNodeError(thrown, node, itemIndex);
			expect(error instanceof NodeApiError || error instanceof NodeOperationError).toBe(true);
			expect(error.message).toEqual(expect.any(String));
			expect(error.context.itemIndex).toBe(itemIndex);
		}),
		{ numRuns: runs(1000) },
	);
});

test('an error of n8n stays the error that it is', () => {
	for (const error of [new NodeOperationError(node, 'no'), new NodeApiError(node, {})]) {
		expect(toNodeError(error, node, 3)).toBe(error);
	}
});

describe('a problem', () => {
	test.each(Object.keys(CATALOG) as ErrorKind[])('is shown in its own words: %s', (kind) => {
		const { message, description, httpCode } = verifikError(kind, { statusCode: 418 });
		const error = toNodeError(verifikError(kind, { statusCode: 418 }), node, 2);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({ message, description, httpCode, context: { itemIndex: 2 } });
	});

	test.each<[kind: ErrorKind, failure: unknown]>([
		['throttled', { cause: 'rate-limited', retryAfterMs: 90_000 }],
		['serverFault', { cause: 'temporarily-unavailable', retryAfterMs: 90_000 }],
		['noCredits', { cause: 'quota-exhausted' }],
		['tokenExpired', { cause: 'credential-invalid' }],
		['notVerifik', { cause: 'configuration-invalid' }],
		['notUnderstood', undefined],
	])('tells n8n its cause, and a wait where there is one: %s', (kind, failure) => {
		const told = { waitMs: 90_000, limit: 60 };
		const error = toNodeError(verifikError(kind, { told }), node) as NodeApiError;
		expect(error.failure).toEqual(failure);
	});

	test('tells no wait that nobody named', () => {
		const error = toNodeError(verifikError('throttled'), node) as NodeApiError;
		expect(error.failure).toEqual({ cause: 'rate-limited', retryAfterMs: undefined });
	});
});
