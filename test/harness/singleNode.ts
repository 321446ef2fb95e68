import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { RunOptions } from './run';

/** One node with its settings, and the items that come in. */
export type SingleNode = Partial<INode> & { items?: INodeExecutionData[] };

/**
 * The workflow for trying one node: `Start` gives it the items (one empty item unless given), and
 * what leaves the node's first output arrives at `Success`, what leaves its error output at `Error`.
 */
export function singleNode(
	parameters: INode['parameters'],
	{ items, ...settings }: SingleNode = {},
): Pick<RunOptions, 'nodes' | 'connections' | 'input'> {
	const node = (name: string, type: string, rest?: Partial<INode>): INode => {
		return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...rest };
	};
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	const tried = node('Node', 'n8n-nodes-verifik.documentLiveness', { parameters, ...settings });
	return {
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			tried,
			node('Success', 'n8n-nodes-base.noOp'),
			node('Error', 'n8n-nodes-base.noOp'),
		],
		connections: {
			Start: { main: [to(tried.name)] },
			[tried.name]: { main: [to('Success'), to('Error')] },
		},
		input: items,
	};
}
