import { command } from '../e2e/command';
import { projectFolder } from '../e2e/pack';
import { print } from '../e2e/print';
import { findPrograms } from './programs';

/** What has to be there comes first: without it nothing is built and nothing is downloaded. */
export default async function prepare(): Promise<void> {
	findPrograms();
	print('Building …');
	await command('npm', ['run', 'build'], { cwd: projectFolder });
}
