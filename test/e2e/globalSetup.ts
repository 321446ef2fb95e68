import { findChromium } from './editor/chromium';
import { prepare } from './prepare';

/** What may be missing is looked for first: without it nothing is downloaded. */
export default async function setUp(): Promise<void> {
	findChromium();
	await prepare();
}
