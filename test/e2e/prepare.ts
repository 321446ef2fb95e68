import { ensureN8n, ensureNode24 } from './cache';
import { command } from './command';
import { projectFolder } from './pack';
import { print } from './print';

/** What takes long comes before the tests, whose time is limited: the downloads and the build. */
export async function prepare(): Promise<void> {
	await ensureN8n(await ensureNode24());
	print('Building …');
	await command('npm', ['run', 'build'], { cwd: projectFolder });
}
