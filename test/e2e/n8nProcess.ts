import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** ms; the first start sets up the database, which takes a while on a slow disk. */
const START_TIMEOUT = 180_000;
const STOP_TIMEOUT = 10_000;

/**
 * Run inside n8n: however the process at the other end of its channel ends, n8n takes its whole
 * process group, the task runner included, down with it.
 */
const DIE_WITH_PARENT =
	"data:text/javascript,process.on('disconnect',()=>process.kill(-process.pid,'SIGKILL'))";

/** n8n and all that it starts. */
export class N8nProcess {
	/** What n8n has printed so far. */
	log = '';
	private readonly n8n: ChildProcess;

	/**
	 * @param node the Node that runs it
	 * @param args n8n's own start script, and what it is to do
	 * @param cwd from where n8n also reads settings, out of a file `.env`
	 * @param env all of its environment
	 */
	constructor(node: string, args: string[], cwd: string, env: NodeJS.ProcessEnv) {
		this.n8n = spawn(node, ['--import', DIE_WITH_PARENT, ...args], {
			cwd,
			detached: true,
			env,
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
		});
		for (const output of [this.n8n.stdout, this.n8n.stderr]) {
			output?.on('data', (chunk) => (this.log += chunk));
		}
	}

	get pid(): number | undefined {
		return this.n8n.pid;
	}

	/** @throws when n8n is not ready in time, with the end of its log */
	async waitUntilReady(url: string): Promise<void> {
		const deadline = Date.now() + START_TIMEOUT;
		while (Date.now() < deadline) {
			if (this.hasEnded) throw this.failed('ended');
			// refused until n8n listens; some of what comes early is never answered
			const answer = await fetch(`${url}/healthz/readiness`, {
				signal: AbortSignal.timeout(1_000),
			}).catch(() => undefined);
			if (answer?.ok) return;
			await sleep(200);
		}
		throw this.failed(`was not ready after ${START_TIMEOUT / 1000} s`);
	}

	/** Asks n8n to end, then, after so many ms, makes it. */
	async stop(patience = STOP_TIMEOUT): Promise<void> {
		if (this.hasEnded) return;
		const ended = once(this.n8n, 'exit');
		this.n8n.kill('SIGTERM');
		await Promise.race([ended, sleep(patience, undefined, { ref: false })]);
		await this.killed();
	}

	/** Makes everything end at once. */
	kill(): void {
		try {
			process.kill(-Number(this.n8n.pid), 'SIGKILL');
		} catch {
			// the whole group is gone already
		}
	}

	/** The same, until it has happened. */
	async killed(): Promise<void> {
		const ended = this.hasEnded ? undefined : once(this.n8n, 'exit');
		this.kill();
		await ended;
	}

	get hasEnded(): boolean {
		return this.n8n.exitCode !== null || this.n8n.signalCode !== null;
	}

	private failed(how: string): Error {
		return new Error(`n8n ${how}. The end of its log:\n${this.log.slice(-4_000)}`);
	}
}
