import type {
	ExecutionStatus,
	IConnections,
	INode,
	INodeExecutionData,
	IRun,
	IRunData,
	IRunExecutionData,
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
	/** An execution that failed: runs on from its stored data, as Retry in the list of executions does. */
	retryOf?: WorkflowRun;
}

/** What became of an execution. */
export interface WorkflowRun {
	id: string;
	/** What a Retry goes on from, as it comes out of n8n's database. */
	stored: () => IRunExecutionData;
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
	const { credentials = {}, retryOf, input = [{ json: {} }], signal } = options;
	const { mode = retryOf ? 'retry' : 'trigger' } = options;
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

	const id = retryOf ? String(Number(retryOf.id) + 1) : '1';
	const data = additionalData(pkg, credentials, undefined, id);
	data.hooks = new core.ExecutionLifecycleHooks(mode, id, workflow as unknown as IWorkflowBase);
	const state = retryOf
		? stateForRetry(retryOf.stored(), workflow)
		: executionStartingWith({ node: start, data: { main: [input] }, source: null });

	const logsBefore = logged().length;
	const execution = new core.WorkflowExecute(data, mode, state).processRunExecutionData(workflow);
	const cancel = () => execution.cancel();
	signal?.addEventListener('abort', cancel);
	const run = await execution.finally(() => signal?.removeEventListener('abort', cancel));
	return described(id, run, workflow, logged().slice(logsBefore));
}

/** What n8n's server does with the stored data of a failed execution, with the saved workflow. */
function stateForRetry(state: IRunExecutionData, workflow: Workflow): IRunExecutionData {
	for (const entry of state.executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.nodes[entry.node.name];
	}
	return state;
}

/** As JSON, without the run that failed and its error. */
function storedData({ resultData, ...data }: IRunExecutionData): IRunExecutionData {
	const { runData, ...rest } = resultData;
	delete rest.error;
	const kept = Object.entries(runData).map(([name, runs]) => {
		const hasFailed = name === rest.lastNodeExecuted && runs.at(-1)?.error !== undefined;
		return [name, hasFailed ? runs.slice(0, -1) : runs];
	});
	const state = { ...data, resultData: { ...rest, runData: Object.fromEntries(kept) } };
	return JSON.parse(JSON.stringify(state));
}

function described(
	id: string,
	{ status, data }: IRun,
	workflow: Workflow,
	logs: LogEntry[],
): WorkflowRun {
	const { runData, error } = data.resultData;
	const runsOf = (nodeName: string) => {
		if (workflow.getNode(nodeName)) return runData[nodeName] ?? [];
		throw new Error(`The workflow has no node "${nodeName}"`);
	};
	return {
		id,
		stored: () => storedData(data),
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
