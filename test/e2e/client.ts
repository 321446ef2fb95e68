import { setTimeout as sleep } from 'node:timers/promises';

import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	INode,
	INodeCredentialTestResult,
	INodeListSearchResult,
	INodeTypeDescription,
	IWorkflowBase,
} from 'n8n-workflow';

import { readExecution, type Execution, type StoredExecution } from './execution';

/** Whoever signs in first owns the instance. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Verifik-2026',
	firstName: 'Ada',
	lastName: 'Owner',
};

/** What an exported workflow file holds. */
export type WorkflowFile = Pick<
	IWorkflowBase,
	'name' | 'nodes' | 'connections' | 'settings' | 'pinData'
>;

export interface SavedWorkflow extends WorkflowFile {
	id: string;
	versionId: string;
}

export interface SavedCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

interface Publication {
	status: string;
	triggers: Array<{ errorMessage?: string }>;
}

/** ms */
const PATIENCE = 60_000;

/** Drives a running n8n as its editor does: over the same REST API, with the owner's cookie. */
export class N8nClient {
	private constructor(
		private readonly url: string,
		private readonly cookie: string,
	) {}

	/** Makes the owner of a new instance, and signs in. */
	static async setUpOwner(url: string): Promise<N8nClient> {
		return new N8nClient(url, await cookieFrom(url, '/rest/owner/setup', OWNER));
	}

	/** Every node type that the nodes panel offers, tool variants included. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		return await this.send('GET', '/types/nodes.json');
	}

	async credentialTypes(): Promise<ICredentialType[]> {
		return await this.send('GET', '/types/credentials.json');
	}

	async createCredential(
		type: string,
		name: string,
		data: ICredentialDataDecryptedObject,
	): Promise<SavedCredential> {
		const { id } = await this.rest<{ id: string }>('POST', '/credentials', { type, name, data });
		return { id, name, type, data };
	}

	/** "Save" in the window of a credential that exists. */
	async updateCredential(
		{ id, name, type }: SavedCredential,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.rest('PATCH', `/credentials/${id}`, { name, type, data });
	}

	/** What the credential's window does after "Save". */
	async testCredential(credential: SavedCredential): Promise<INodeCredentialTestResult> {
		return await this.rest('POST', '/credentials/test', { credentials: credential });
	}

	/**
	 * What "From list" offers for a record, as one scrolls.
	 * @param paginationToken of the answer before, absent at first
	 */
	async listRecords(
		{ id, name, type }: SavedCredential,
		paginationToken?: string | number,
	): Promise<INodeListSearchResult> {
		return await this.rest('POST', '/dynamic-node-parameters/resource-locator-results', {
			nodeTypeAndVersion: { name: 'n8n-nodes-verifik.documentLiveness', version: 1 },
			path: 'parameters.documentLiveness',
			methodName: 'searchRecords',
			currentNodeParameters: { operation: 'get' },
			credentials: { [type]: { id, name } },
			paginationToken,
		});
	}

	/** Its `pinData` is what the pinned nodes give instead of running, as in the editor. */
	async importWorkflow(workflow: WorkflowFile): Promise<SavedWorkflow> {
		return await this.rest('POST', '/workflows', workflow);
	}

	/** What the editor saves after a change to the nodes. */
	async updateNodes(
		{ id, connections, settings }: SavedWorkflow,
		nodes: INode[],
	): Promise<SavedWorkflow> {
		return await this.rest('PATCH', `/workflows/${id}`, { nodes, connections, settings });
	}

	/**
	 * "Publish" in the editor, until it is done: from then on triggers fire and forms are open.
	 * @throws when a trigger could not be started
	 */
	async publish({ id, versionId }: SavedWorkflow): Promise<void> {
		await this.rest('POST', `/workflows/${id}/activate`, { versionId });
		const { status, triggers } = await this.poll<Publication>(
			`/workflows/${id}/publication-status`,
			['in_progress'],
		);
		if (status === 'published') return;
		throw new Error(`${status}: ${triggers.map(({ errorMessage }) => errorMessage).join()}`);
	}

	async unpublish({ id }: SavedWorkflow): Promise<void> {
		await this.rest('POST', `/workflows/${id}/deactivate`, {});
	}

	/**
	 * "Execute workflow" in the editor, from that trigger on.
	 * @returns the ID of the execution
	 */
	async start({ id }: SavedWorkflow, trigger: string): Promise<string> {
		const { executionId } = await this.rest<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ triggerToStartFrom: { name: trigger } },
		);
		return executionId;
	}

	/** The same, then what n8n stored of it when it was over. */
	async execute(workflow: SavedWorkflow, trigger: string): Promise<Execution> {
		return await this.waitForExecution(await this.start(workflow, trigger));
	}

	/** The executions that n8n stored, newest first. */
	async executions(filter: { workflowId?: string } = {}, limit = 100): Promise<Execution[]> {
		const { results } = await this.rest<{ results: Array<{ id: string }> }>(
			'GET',
			`/executions?limit=${limit}&filter=${encodeURIComponent(JSON.stringify(filter))}`,
		);
		return await Promise.all(results.map(async ({ id }) => await this.execution(id)));
	}

	async executionsOf({ id }: SavedWorkflow): Promise<Execution[]> {
		return await this.executions({ workflowId: id });
	}

	async execution(id: string): Promise<Execution> {
		return readExecution(await this.rest<StoredExecution>('GET', `/executions/${id}`));
	}

	/**
	 * @param patience in ms
	 * @throws when the execution has not ended in time
	 */
	async waitForExecution(id: string, patience = PATIENCE): Promise<Execution> {
		const unfinished = ['new', 'running', 'waiting'];
		return readExecution(
			await this.poll<StoredExecution>(`/executions/${id}`, unfinished, patience),
		);
	}

	/**
	 * "Retry" in the list of executions, until it is over.
	 * @param id of an execution that did not succeed; the retry gets an ID of its own
	 * @param loadWorkflow whether with the workflow as it is saved now, not as it was then
	 */
	async retry(id: string, loadWorkflow = false): Promise<void> {
		await this.rest('POST', `/executions/${id}/retry`, { loadWorkflow });
	}

	/** Asks until the status is none of these. */
	private async poll<T extends { status: string }>(
		path: string,
		statuses: string[],
		patience = PATIENCE,
	): Promise<T> {
		const deadline = Date.now() + patience;
		while (Date.now() < deadline) {
			const answer = await this.rest<T>('GET', path);
			if (!statuses.includes(answer.status)) return answer;
			await sleep(100);
		}
		throw new Error(`${path} was still ${statuses.join(' or ')} after ${patience / 1000} s.`);
	}

	private async rest<T>(method: string, path: string, body?: object): Promise<T> {
		const { data } = await this.send<{ data: T }>(method, `/rest${path}`, body);
		return data;
	}

	private async send<T>(method: string, path: string, body?: object): Promise<T> {
		const answer = await fetch(this.url + path, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw await refused(answer, `${method} ${path}`);
		return (await answer.json()) as T;
	}
}

async function cookieFrom(url: string, path: string, body: object): Promise<string> {
	const answer = await fetch(url + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw await refused(answer, `POST ${path}`);
	return answer.headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0])
		.join('; ');
}

async function refused(answer: Response, request: string): Promise<Error> {
	// a JSON with a stack trace in it, or a page
	const [start] = (await answer.text()).split('"stacktrace"');
	return new Error(`n8n answered ${answer.status} to ${request}: ${start.slice(0, 500)}`);
}
