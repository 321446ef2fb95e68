import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { test as base, type Browser, type Locator } from '@playwright/test';

import { launchChromium } from './editor/browser';
import { Editor } from './editor/editor';
import { takePicture } from './editor/picture';
import { DURABLE_POLLS } from './polling';
import { addCredentials, startPolling, startServices } from './world';
import type { PollingWorld, Services, World } from './world';

export { expect } from '@playwright/test';

interface TestFixtures {
	/** Saves a picture for the docs: the smallest one with all of these elements in it. */
	takePicture(name: string, elements: Locator[], marginPixels?: number): Promise<void>;
}

export interface WorkerFixtures {
	/** The folder that pictures go to. Only `npm run pictures` changes those of the docs. */
	pictures: string;
	/** n8n with this package, freshly installed: nobody has made a credential yet. */
	services: Services;
	/** The same, with credentials. */
	world: World;
	/** A second n8n, one with durable polls. */
	durable: PollingWorld;
	browser: Browser;
	/** n8n's editor in the browser. */
	editor: Editor;
}

/** How many the simulator holds at first. */
const RECORDS = 3_000;

/** ms; the first start makes all of n8n's tables. */
const BOOT_TIMEOUT = 300_000;

/** ms; an outage takes some minutes to be one. */
const POLLING_TIMEOUT = 900_000;

/* eslint-disable no-empty-pattern -- Playwright reads there which fixtures one needs */
export const test = base.extend<TestFixtures, WorkerFixtures>({
	pictures: [join(tmpdir(), 'n8n-e2e-pictures'), { option: true, scope: 'worker' }],
	services: [
		async ({}, use) => {
			const services = await startServices(RECORDS, { N8N_LOG_LEVEL: 'debug' });
			await use(services);
			await services.stop();
		},
		{ scope: 'worker', timeout: BOOT_TIMEOUT },
	],
	world: [
		async ({ services }, use) => await use(await addCredentials(services)),
		{ scope: 'worker' },
	],
	durable: [
		async ({}, use) => {
			const durable = await startPolling(RECORDS, DURABLE_POLLS);
			await use(durable);
			await durable.stop();
		},
		{ scope: 'worker', timeout: BOOT_TIMEOUT },
	],
	browser: [
		async ({}, use) => {
			const browser = await launchChromium();
			await use(browser);
			await browser.close();
		},
		{ scope: 'worker' },
	],
	editor: [
		async ({ browser, services }, use) => await use(await Editor.open(browser, services.n8n.url)),
		{ scope: 'worker' },
	],
	takePicture: async ({ pictures }, use) =>
		await use(async (...picture) => await takePicture(pictures, ...picture)),
});
/* eslint-enable no-empty-pattern */

type Mode = 'memory' | 'durable';

/** A test in both of the ways in which n8n keeps what a trigger remembers, side by side. */
export function testInBothModes(
	title: string,
	run: (world: PollingWorld, mode: Mode) => Promise<void>,
): void {
	test(title, async ({ world, durable }) => {
		test.setTimeout(POLLING_TIMEOUT);
		const outcomes = await Promise.allSettled([run(world, 'memory'), run(durable, 'durable')]);
		const reasons = outcomes.flatMap((outcome) =>
			outcome.status === 'rejected' ? [outcome.reason] : [],
		);
		if (reasons.length > 0) throw new AggregateError(reasons, reasons.map(String).join('\n'));
	});
}
