import type { IDataObject, INode, INodeParameters, INodeType, Workflow } from 'n8n-workflow';
import type { Credentials } from './credentials';
import { n8nWorkflow } from './engine';
import { withCredentials } from './execution';
import type { LoadedPackage } from './package';

/** A node as the editor or a poll deals with it, outside of any execution. */
export interface LoneNodeOptions {
	/** The node's full type name. */
	type: string;
	parameters: INodeParameters;
	credentials: Credentials;
	/** What the node kept between polls. */
	staticData?: IDataObject;
}

/** A workflow of that one node. */
export function loneNode(
	pkg: LoadedPackage,
	{ type, parameters, credentials, staticData = {} }: LoneNodeOptions,
): { workflow: Workflow; node: INode; nodeType: INodeType } {
	const nodeType = pkg.nodeTypes.getByNameAndVersion(type);
	const { version } = nodeType.description;
	const node = withCredentials(
		pkg,
		{
			id: 'node',
			name: 'Node',
			type,
			typeVersion: Array.isArray(version) ? Math.max(...version) : version,
			position: [0, 0],
			parameters,
		},
		credentials,
	);
	const workflow = new n8nWorkflow.Workflow({
		id: 'workflow',
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes: pkg.nodeTypes,
		staticData: { [`node:${node.name}`]: staticData },
	});
	return { workflow, node: workflow.nodes[node.name], nodeType };
}
