import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureN8n, ensureNode24, onPath } from './cache';
import { command } from './command';
import { N8nProcess } from './n8nProcess';

/** A real n8n with its own empty database, on a port of its own, until `stop()`. */
export interface N8n {
	url: string;
	/** Where it keeps its database and its packages. Temporary. */
	userFolder: string;
	/** Of the process that runs the workflows; it changes with a restart. */
	pid(): number | undefined;
	/** Everything that n8n has printed so far, over all its starts. */
	log(): string;
	/**
	 * Stops n8n and starts it again in the same user folder, at the same address.
	 * @param changes to its settings, from now on
	 */
	restart(changes?: NodeJS.ProcessEnv): Promise<void>;
	/** Ends n8n at once, as a power cut would: it gets to finish nothing. */
	kill(): Promise<void>;
	/**
	 * Asks n8n to end, and lets it finish what it is at.
	 * @param patience in ms, after which it is made to end
	 */
	quit(patience?: number): Promise<void>;
	/** Starts n8n again after `kill()` or `quit()`, in the same user folder, at the same address. */
	start(): Promise<void>;
	/**
	 * Starts n8n again if it has ended by itself, as a service manager would.
	 * @returns whether it had
	 */
	revive(): Promise<boolean>;
	stop(): Promise<void>;
}

/** As a user has it, but on loopback and with as little as possible that calls home. */
const SETTINGS = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	GENERIC_TIMEZONE: 'UTC',
	TZ: 'UTC',
};

/**
 * @param tarballs packages to install, as `npm pack` makes them
 * @param env n8n's own settings, on top of those above
 * @param args what n8n is to be: `start` makes it the whole, `worker` one of several
 * @throws when n8n cannot be installed or started
 */
export async function startN8n(
	tarballs: string[],
	env: NodeJS.ProcessEnv = {},
	args: string[] = ['start'],
): Promise<N8n> {
	const node = await ensureNode24();
	const starter = await ensureN8n(node);
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	const [port, runnerPort] = await Promise.all([freePort(), freePort()]);
	const url = `http://127.0.0.1:${port}`;
	const fullEnv = {
		...onPath(node),
		...SETTINGS,
		HOME: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		// where a worker says whether it is ready
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(runnerPort),
		N8N_EDITOR_BASE_URL: url,
		N8N_WEBHOOK_URL: url,
		...env,
	};

	let n8n: N8nProcess | undefined;
	let earlierLog = '';
	const start = async () => {
		n8n = new N8nProcess(node, [starter, ...args], userFolder, fullEnv);
		await n8n.waitUntilReady(url);
	};
	const end = async (how: (n8n: N8nProcess) => Promise<void>) => {
		if (n8n) await how(n8n);
		earlierLog += n8n?.log ?? '';
		n8n = undefined;
	};
	const quit = async (patience?: number) =>
		await end(async (running) => await running.stop(patience));
	const cleanUp = () => {
		n8n?.kill();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
	};
	process.once('exit', cleanUp);

	await installPackages(userFolder, tarballs, node);
	await start();
	return {
		url,
		userFolder,
		pid: () => n8n?.pid,
		log: () => earlierLog + (n8n?.log ?? ''),
		async restart(changes = {}) {
			await quit();
			Object.assign(fullEnv, changes);
			await start();
		},
		kill: async () => await end(async (running) => await running.killed()),
		quit,
		start,
		async revive() {
			if (n8n && !n8n.hasEnded) return false;
			await quit();
			await start();
			return true;
		},
		async stop() {
			await quit();
			process.off('exit', cleanUp);
			cleanUp();
		},
	};
}

/** As n8n's page "Community nodes" does it, but from a file. */
async function installPackages(userFolder: string, tarballs: string[], node: string) {
	const folder = join(userFolder, '.n8n', 'nodes');
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), '{ "name": "installed-nodes", "private": true }\n');
	await command(
		'npm',
		['install', '--ignore-scripts', '--omit=peer', '--no-audit', '--no-fund', ...tarballs],
		{ cwd: folder, env: onPath(node) },
	);
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
