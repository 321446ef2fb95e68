import { execFile } from 'node:child_process';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { command } from '../e2e/command';
import { freePort } from '../e2e/n8n';
import { findPrograms } from './programs';
import { startServer, type Server } from './server';

const execute = promisify(execFile);

/** The owner of the database, without a password: only loopback reaches it. */
export const DATABASE_USER = 'postgres';

/** PostgreSQL with an empty database in a folder of its own. */
export async function startPostgres(folder: string): Promise<Server> {
	const { initdb, postgres } = findPrograms();
	const data = join(folder, 'postgres');
	const user = await unprivileged();
	await mkdir(data, { mode: 0o700 });
	if (user) await chown(data, user.uid, user.gid);
	await execute(
		initdb,
		['--pgdata', data, '--username', DATABASE_USER, '--auth', 'trust', '--encoding', 'UTF8'],
		{ cwd: data, ...user },
	);
	const port = await freePort();
	return await startServer({
		name: 'PostgreSQL',
		program: postgres,
		args: ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', ''],
		cwd: data,
		port,
		stopSignal: 'SIGINT',
		user,
	});
}

/** Redis that keeps its queue over a restart, in a folder of its own. */
export async function startRedis(folder: string): Promise<Server> {
	const data = join(folder, 'redis');
	await mkdir(data);
	const port = await freePort();
	return await startServer({
		name: 'Redis',
		program: findPrograms().redis,
		args: ['--bind', '127.0.0.1', '--port', String(port), '--dir', data, '--appendonly', 'yes'],
		cwd: data,
		port,
		stopSignal: 'SIGTERM',
	});
}

/** PostgreSQL refuses to run as root: its Debian package has made a user for it. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (which: string) =>
		Number(await command('id', [which, DATABASE_USER], { cwd: '/' }));
	return { uid: await id('-u'), gid: await id('-g') };
}
