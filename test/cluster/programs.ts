import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where the two servers that n8n's queue mode needs are on this machine. */
export interface Programs {
	initdb: string;
	postgres: string;
	redis: string;
}

/** Where Debian keeps the programs of PostgreSQL that are not meant to be called by name. */
const DEBIAN = '/usr/lib/postgresql';

/** @throws when one is missing, with how to install it */
export function findPrograms(): Programs {
	const folders = [...debianFolders(), ...(process.env.PATH ?? '').split(delimiter)];
	const find = (program: string) =>
		folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
	const [initdb, postgres, redis] = ['initdb', 'postgres', 'redis-server'].map(find);
	if (initdb && postgres && redis) return { initdb, postgres, redis };

	const missing = [
		...(initdb && postgres ? [] : [['PostgreSQL', 'postgresql']]),
		...(redis ? [] : [['Redis', 'redis-server']]),
	];
	const names = missing.map(([name]) => name).join(' and ');
	const packages = missing.map(([, debian]) => debian).join(' ');
	throw new Error(
		`${names} ${missing.length > 1 ? 'are' : 'is'} not installed, and n8n's queue mode needs both. On Debian: apt-get install --no-install-recommends ${packages}`,
	);
}

/** The newest version first. */
function debianFolders(): string[] {
	if (!existsSync(DEBIAN)) return [];
	return readdirSync(DEBIAN)
		.sort((one, other) => Number(other) - Number(one))
		.map((version) => join(DEBIAN, version, 'bin'));
}
