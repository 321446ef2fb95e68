import type {
	ExecutionStatus,
	IDataObject,
	INodeExecutionData,
	IRunExecutionData,
} from 'n8n-workflow';

/** As n8n's REST API gives it. */
export interface StoredExecution {
	id: string;
	status: ExecutionStatus;
	/** "flatted" */
	data: string;
	/** ISO; null as long as it runs. */
	stoppedAt?: string | null;
}

/** One run of a workflow, as n8n stored it. */
export interface Execution {
	id: string;
	status: ExecutionStatus;
	data: IRunExecutionData;
	/** The text that n8n keeps in its database. */
	stored: string;
	/** When it ended or n8n gave it up; invalid before that. */
	stoppedAt: Date;
}

export function readExecution({ id, status, data, stoppedAt }: StoredExecution): Execution {
	return {
		id,
		status,
		data: unflatten(data) as IRunExecutionData,
		stored: data,
		stoppedAt: new Date(stoppedAt ?? NaN),
	};
}

/**
 * The items that a node gave, of its last run. Output 0 is the first one; when a node has an error
 * output, that is the one after its own.
 */
export function itemsOf(execution: Execution, node: string, output = 0): INodeExecutionData[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.at(-1)?.data?.main[output] ?? [];
}

/** The same, without what n8n adds to an item. */
export function jsonOf(execution: Execution, node: string, output = 0): IDataObject[] {
	return itemsOf(execution, node, output).map((item) => item.json);
}

/** Whether a node ran at all. */
export function hasRun(execution: Execution, node: string): boolean {
	return node in execution.data.resultData.runData;
}

/** The error that stopped the execution, as its user reads it: the message, then the explanation. */
export function errorOf(execution: Execution): string {
	const error = execution.data.resultData.error;
	return [error?.message, error?.description].filter(Boolean).join(' ');
}

/**
 * Undoes the "flatted" form: a list whose first entry is the value, and in which every string
 * inside an object or array stands for the index of the entry that belongs there.
 */
function unflatten(text: string): unknown {
	const entries = JSON.parse(text) as unknown[];
	const seen = new Set<unknown>();
	const entryAt = (reference: unknown): unknown =>
		typeof reference === 'string' ? filled(entries[Number(reference)]) : reference;
	const filled = (entry: unknown): unknown => {
		if (typeof entry !== 'object' || entry === null || seen.has(entry)) return entry;
		seen.add(entry);
		const holder = entry as Record<string, unknown>;
		for (const key of Object.keys(holder)) holder[key] = entryAt(holder[key]);
		return holder;
	};
	return filled(entries[0]);
}
