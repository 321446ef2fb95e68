import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';

import { npm } from '../npm';

/** The repository's root, where package.json is. */
export const root = resolve(__dirname, '../..');

if (!existsSync(join(root, 'dist'))) {
	throw new Error('There is no built package to test. Run "npm run build" first.');
}

/** What the tests read of package.json. */
export interface Manifest {
	name: string;
	main: string;
	dependencies?: object;
	optionalDependencies?: object;
	bundleDependencies?: string[];
	peerDependencies: object;
	devDependencies: Record<string, string>;
	scripts: Record<string, string>;
	private?: boolean;
	repository?: { url: string };
	engines: { node: string };
	n8n: { nodes: string[]; credentials: string[] };
}

export const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** All files under a folder, by their paths from it, with forward slashes, sorted. */
export function filesUnder(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.sort();
}

/** An empty folder under the system's own. Whoever asks for one removes it. */
export function temporaryFolder(): string {
	return mkdtempSync(join(tmpdir(), 'contract-'));
}

/** Runs a program to its end and gives what it printed. */
export const run = promisify(execFile);

/** Packs the package as `npm publish` would, unpacks it in `folder`, and gives the folder it is in. */
export async function packInto(folder: string): Promise<string> {
	const options = ['--json', '--silent', '--pack-destination', folder];
	const printed = await npm(['pack', ...options], { cwd: root });
	const [{ filename }]: Array<{ filename: string }> = JSON.parse(printed);
	await run('tar', ['-xzf', filename], { cwd: folder });
	return join(folder, 'package');
}
