import fc from 'fast-check';
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { notUnderstood, VerifikProblem } from '../../nodes/verifik/api/problem';
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
		{ numRuns: 1000 },
	);
});

test('an error of n8n stays the error that it is', () => {
	for (const error of [new NodeOperationError(node, 'no'), new NodeApiError(node, {})]) {
		expect(toNodeError(error, node, 3)).toBe(error);
	}
});

test('a problem is shown in its own words', () => {
	const error = toNodeError(new VerifikProblem(notUnderstood('a number')), node, 2);
	expect(error).toBeInstanceOf(NodeApiError);
	expect(error).toMatchObject({ ...notUnderstood('a number'), context: { itemIndex: 2 } });
});
