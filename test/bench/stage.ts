import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';

import type { Fault, SimulatorOptions, SimulatorRequest } from '../../simulator';
import { N8nClient, type SavedCredential } from '../e2e/client';
import type { N8n } from '../e2e/n8n';
import { startPackedN8n } from '../e2e/world';
import { Child } from './child';
import { workflowOf, type Contender } from './contenders';
import type { Finding } from './finding';
import type { Account } from './simulatorProcess';

/** What one run cost and what it delivered. */
export interface Run {
	milliseconds: number;
	/** How many requests the simulator saw. */
	requests: number;
	/** How many of them it answered that there were too many. */
	refused: number;
	findings: Finding[];
	/** Of n8n's process, in bytes, before the run and at its highest during it; only Linux tells. */
	memoryBefore?: number;
	peakMemory?: number;
	/** Why nothing was delivered. */
	failure?: string;
}

/** A simulator in a process of its own, and n8n's credential for it. */
export interface Source {
	account: Account;
	credential: SavedCredential;
	stop(): void;
}

/** A contender's workflow, published. */
export interface Entrant {
	/** Of its webhook. */
	url: string;
	workflowId: string;
	/** The contender's last node. */
	lastNode: string;
}

/** A real n8n to run the contenders in. */
export class Stage {
	private entrants = 0;

	private constructor(
		private readonly n8n: N8n,
		private readonly client: N8nClient,
	) {}

	/** @param env n8n's own settings */
	static async open(env?: NodeJS.ProcessEnv): Promise<Stage> {
		const n8n = await startPackedN8n(env);
		return new Stage(n8n, await N8nClient.setUpOwner(n8n.url));
	}

	/** Stops n8n, if it still runs, and starts it again: what runs next finds its memory empty. */
	async restart(): Promise<void> {
		await this.n8n.restart();
	}

	async close(): Promise<void> {
		await this.n8n.stop();
	}

	async addSource(options: SimulatorOptions): Promise<Source> {
		const simulator = new Child<SimulatorOptions, Account>('simulatorProcess.ts');
		const account = await simulator.ask(options);
		const credential = await this.client.createCredential('verifikApi', account.url, {
			accessToken: account.token,
			baseUrl: account.url,
		});
		return { account, credential, stop: () => simulator.stop() };
	}

	/** @param retryOnFail n8n's own setting: run a node again, all of it, when it fails */
	async enter(contender: Contender, { credential }: Source, retryOnFail = false): Promise<Entrant> {
		const path = `bench-${this.entrants++}`;
		const name = `${contender.label}, ${path}`;
		const { workflow, lastNode } = workflowOf(contender, { name, credential, path, retryOnFail });
		const saved = await this.client.importWorkflow(workflow);
		await this.client.publish(saved);
		return { url: `${this.n8n.url}/webhook/${path}`, workflowId: saved.id, lastNode };
	}

	/** Runs a workflow, from the request to its webhook to the answer. */
	async run({ url }: Entrant, { account }: Source, faults: Fault[] = []): Promise<Run> {
		await post(`${account.url}/simulator/reset`);
		await post(`${account.url}/simulator/faults`, faults);
		const memoryBefore = await this.resetPeakMemory();
		const start = performance.now();
		const outcome = await askWebhook(url);
		const milliseconds = performance.now() - start;
		const requests = await requestsTo(account);
		if ((await pendingFaults(account)) > 0 && outcome.failure === undefined) {
			throw new Error('A fault was queued and never struck');
		}
		return {
			milliseconds,
			requests: requests.length,
			refused: requests.filter(({ status }) => status === 429 || status === 509).length,
			memoryBefore,
			peakMemory: await this.peakMemory(),
			...outcome,
		};
	}

	/** How long one node of a workflow took in its latest runs, by n8n's own clock, in ms. */
	async timesInside({ workflowId, lastNode }: Entrant, runs: number): Promise<number[]> {
		const executions = await this.client.executions({ workflowId }, runs);
		return executions.map(({ data }) => data.resultData.runData[lastNode][0].executionTime);
	}

	/** Linux keeps the highest mark of a process's memory; this sets it to where it is now. */
	private async resetPeakMemory(): Promise<number | undefined> {
		await writeFile(`/proc/${this.n8n.pid()}/clear_refs`, '5').catch(() => {});
		return await this.peakMemory();
	}

	private async peakMemory(): Promise<number | undefined> {
		const status = await readFile(`/proc/${this.n8n.pid()}/status`, 'utf8').catch(() => '');
		const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
		return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
	}
}

async function askWebhook(url: string): Promise<Pick<Run, 'findings' | 'failure'>> {
	try {
		// fetch gives up after five minutes, and the slowest contender takes longer
		const [response] = (await once(get(url), 'response')) as [IncomingMessage];
		const body = (await json(response)) as { findings?: Finding[]; message?: string };
		if (body.findings) return { findings: body.findings };
		return { findings: [], failure: body.message ?? `status ${response.statusCode}` };
	} catch {
		return { findings: [], failure: 'n8n died' };
	}
}

async function post(url: string, body: unknown = {}): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`The simulator answered ${answer.status} to ${url}`);
}

async function requestsTo({ url }: Account): Promise<SimulatorRequest[]> {
	const answer = await fetch(`${url}/simulator/requests`);
	const { requests } = (await answer.json()) as { requests: SimulatorRequest[] };
	return requests;
}

async function pendingFaults({ url }: Account): Promise<number> {
	const answer = await fetch(`${url}/simulator/faults`);
	const { pending } = (await answer.json()) as { pending: Fault[] };
	return pending.length;
}
