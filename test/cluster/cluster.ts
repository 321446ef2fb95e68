import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient } from '../e2e/client';
import { startN8n, type N8n } from '../e2e/n8n';
import { packProject } from '../e2e/pack';
import { print } from '../e2e/print';
import { DATABASE_USER, startPostgres, startRedis } from './databases';
import type { Server } from './server';

/** n8n in its queue mode: one main, two workers, and what they share. */
export interface Cluster {
	postgres: Server;
	redis: Server;
	main: N8n;
	workers: [N8n, N8n];
	client: N8nClient;
	/** One more worker, which the caller stops. */
	addWorker(tarballs: string[], env?: NodeJS.ProcessEnv): Promise<N8n>;
	stop(): Promise<void>;
}

/** Executions that a worker runs at once. */
const CONCURRENCY = 5;

const WORKER = ['worker', `--concurrency=${CONCURRENCY}`];

/** @throws when a part does not start; what has started is stopped then */
export async function startCluster(): Promise<Cluster> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-cluster-'));
	// PostgreSQL runs as a user of its own and has to get to its folder in there
	await chmod(folder, 0o711);
	const removeFolder = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
	process.once('exit', removeFolder);
	const parts: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (const stopPart of parts.reverse()) await stopPart();
		process.off('exit', removeFolder);
		removeFolder();
	};
	const keep = <T extends { stop(): Promise<void> }>(part: T): T => {
		parts.push(async () => await part.stop());
		return part;
	};

	try {
		const [postgres, redis] = await timed('PostgreSQL and Redis', async () => [
			keep(await startPostgres(folder)),
			keep(await startRedis(folder)),
		]);
		const tarballs = [await packProject(folder)];
		const settings = {
			EXECUTIONS_MODE: 'queue',
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64'),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: DATABASE_USER,
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			// unless told, n8n ends itself when Redis is gone for ten seconds: docs/queue-mode.md
			QUEUE_BULL_REDIS_TIMEOUT_THRESHOLD: '60000',
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			N8N_LOG_LEVEL: 'info',
		};
		const addWorker: Cluster['addWorker'] = async (packages, env = {}) =>
			await startN8n(packages, { ...settings, ...env }, WORKER);

		// the main makes the tables, so it is the first
		const main = await timed('n8n main', async () => keep(await startN8n(tarballs, settings)));
		const workers = await timed('two workers', async () => {
			const started = await Promise.allSettled([addWorker(tarballs), addWorker(tarballs)]);
			// one that has started is to be stopped also when the other has not
			const alive = started.flatMap((worker) =>
				worker.status === 'fulfilled' ? [keep(worker.value)] : [],
			);
			const failed = started.find((worker) => worker.status === 'rejected');
			if (failed) throw failed.reason;
			return alive as [N8n, N8n];
		});
		const client = await N8nClient.setUpOwner(main.url);
		return { postgres, redis, main, workers, client, addWorker, stop };
	} catch (error) {
		await stop();
		throw notStarted(error);
	}
}

function notStarted(error: unknown): Error {
	return new Error(`The cluster did not start. ${String(error)}`);
}

async function timed<T>(what: string, start: () => Promise<T>): Promise<T> {
	const startedAt = Date.now();
	const started = await start();
	print(`  started: ${what} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
	return started;
}
