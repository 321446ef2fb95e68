import type {
	IExecuteData,
	INode,
	INodeParameters,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { HarnessCredentials, type Credentials } from './credentials';
import type { LoadedPackage } from './package';

/** What the engine needs to know of the n8n around it. */
export function additionalData(
	pkg: LoadedPackage,
	credentials: Credentials,
	currentNodeParameters?: INodeParameters,
	executionId = '1',
): IWorkflowExecuteAdditionalData {
	const url = 'http://localhost:5678';
	const known: Partial<IWorkflowExecuteAdditionalData> = {
		credentialsHelper: new HarnessCredentials(pkg, credentials),
		executionId,
		currentNodeExecutionIndex: 0,
		currentNodeParameters,
		variables: {},
		instanceBaseUrl: url,
		restApiUrl: url,
		webhookWaitingBaseUrl: url,
		formWaitingBaseUrl: url,
	};
	return known as IWorkflowExecuteAdditionalData;
}

/**
 * The state of an execution that is to start with the given nodes. Written out, because not every
 * version of n8n-workflow has a function that makes one.
 */
export function executionStartingWith(...nodeExecutionStack: IExecuteData[]): IRunExecutionData {
	const state = {
		version: 1,
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			nodeExecutionStack,
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	};
	return state as unknown as IRunExecutionData;
}

/** Gives the node each of the credentials that its type asks for, as a user would choose them. */
export function withCredentials(pkg: LoadedPackage, node: INode, credentials: Credentials): INode {
	const { description } = pkg.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	const chosen = (description.credentials ?? [])
		.filter(({ name }) => name in credentials)
		.map(({ name }) => [name, { id: name, name }]);
	return { ...node, credentials: chosen.length > 0 ? Object.fromEntries(chosen) : undefined };
}
