import { prepare } from '../e2e/prepare';
import { findPrograms } from './programs';

/** What may be missing is looked for first: without it nothing is downloaded. */
export default async function setUp(): Promise<void> {
	findPrograms();
	await prepare();
}
