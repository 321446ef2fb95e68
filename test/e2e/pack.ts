import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { command } from './command';

/** Where this project is. */
export const projectFolder = join(__dirname, '..', '..');

/**
 * Makes the tarball that would be published.
 * @returns its path
 * @throws when the project has not been built
 */
export async function packProject(destination: string): Promise<string> {
	if (!existsSync(join(projectFolder, 'dist', 'nodes'))) {
		throw new Error('There is nothing to install yet: run "npm run build" first.');
	}
	const printed = await command(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
		{ cwd: projectFolder },
	);
	const [{ filename }] = JSON.parse(printed) as Array<{ filename: string }>;
	return join(destination, filename);
}
