import type {
	ExecutionStatus,
	IConnections,
	INode,
	INodeExecutionData,
	IRun,
	IRunData,
	IWorkflowBase,
	IWorkflowSettings,
	NodeExecutionHint,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { Credentials } from './credentials';
import { core, logged, n8nWorkflow, type LogEntry } from './engine';
import { additionalData, executionStartingWith, withCredentials } from './execution';
import type { LoadedPackage } from './package';

/** A workflow, as its JSON export has it, and what to run it with. */
export interface RunOptions {
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	/** Every node that can use one of these gets it. */
	credentials?: Credentials;
	/** What the start node gives out; one empty item unless given. */
	input?: INodeExecutionData[];
	/** `trigger`, as in production, unless given. */
	mode?: WorkflowExecuteMode;
	/** Cancels the execution, as the editor's stop button does. */
	signal?: AbortSignal;
}

/** What became of an execution. */
export interface WorkflowRun {
	status: ExecutionStatus;
	/** What stopped the execution. */
	error: IRun['data']['resultData']['error'];
	/** The items that left one output (0 unless given) of a node, over all its runs, as it gave them out. */
	items: (nodeName: string, output?: number) => INodeExecutionData[];
	/** The hints that the editor shows under a node's output. */
	hints: (nodeName: string) => NodeExecutionHint[];
	/** The engine's own record of every node's every run. */
	runData: IRunData;
	/** What n8n logged meanwhile. */
	logs: LogEntry[];
}

/**
 * Runs a workflow in n8n's engine from its start node to its end.
 * @throws what n8n shows instead of starting an execution, such as a required parameter left empty.
 */
export async function runWorkflow(pkg: LoadedPackage, options: RunOptions): Promise<WorkflowRun> {
	const { credentials = {}, mode = 'trigger', input = [{ json: {} }], signal } = options;
	const workflow = new n8nWorkflow.Workflow({
		id: 'workflow',
		nodes: options.nodes.map((node) => withCredentials(pkg, node, credentials)),
		connections: options.connections,
		settings: { executionOrder: 'v1', ...options.settings },
		active: mode !== 'manual',
		nodeTypes: pkg.nodeTypes,
	});
	const start = workflow.getStartNode();
	if (!start) throw new Error('The workflow has no node to start from');

	const data = additionalData(pkg, credentials);
	data.hooks = new core.ExecutionLifecycleHooks(mode, '1', workflow as unknown as IWorkflowBase);
	const state = executionStartingWith({ node: start, data: { main: [input] }, source: null });

	const logsBefore = logged().length;
	const execution = new core.WorkflowExecute(data, mode, state).processRunExecutionData(workflow);
	const cancel = () => execution.cancel();
	signal?.addEventListener('abort', cancel);
	const run = await execution.finally(() => signal?.removeEventListener('abort', cancel));
	return described(run, workflow, logged().slice(logsBefore));
}

function described({ status, data }: IRun, workflow: Workflow, logs: LogEntry[]): WorkflowRun {
	const { runData, error } = data.resultData;
	const runsOf = (nodeName: string) => {
		if (workflow.getNode(nodeName)) return runData[nodeName] ?? [];
		throw new Error(`The workflow has no node "${nodeName}"`);
	};
	return {
		// Older engines leave a failed execution at `running`; n8n itself then judges by the error
		status: error && status === 'running' ? 'error' : status,
		error,
		items: (nodeName, output = 0) =>
			runsOf(nodeName).flatMap(({ data }) => data?.main?.[output] ?? []),
		hints: (nodeName) => runsOf(nodeName).flatMap(({ hints }) => hints ?? []),
		runData,
		logs,
	};
}
