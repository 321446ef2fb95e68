import { test as base } from '@playwright/test';

import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import type { SavedCredential } from '../e2e/client';
import { startCluster, type Cluster } from './cluster';

/** An account with Verifik, which here is a sandbox, and a credential for it. */
export interface Account {
	sandbox: Sandbox;
	verifik: SavedCredential;
}

/** An execution that lost its worker in the middle of a Create. */
export interface Abandoned {
	/** How it came to that. */
	how: string;
	executionId: string;
	sandbox: Sandbox;
	/** ms since 1970 */
	lostAt: number;
}

interface TestFixtures {
	/** Opens an account that is closed when the test is over. */
	openAccount(options?: SandboxOptions): Promise<Account>;
}

interface WorkerFixtures {
	cluster: Cluster;
	/** Opens an account that is closed when everything is over. */
	openLastingAccount(options?: SandboxOptions): Promise<Account>;
	/** Those of all tests so far: the last one looks whether they have stayed quiet. */
	abandoned: Abandoned[];
}

/** ms; the first start makes all of n8n's tables. */
const BOOT_TIMEOUT = 300_000;

export const test = base.extend<TestFixtures, WorkerFixtures>({
	cluster: [
		// Playwright reads the names of the fixtures it needs from this pattern
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => {
			const cluster = await startCluster();
			await use(cluster);
			await cluster.stop();
		},
		{ scope: 'worker', timeout: BOOT_TIMEOUT },
	],
	openLastingAccount: [
		async ({ cluster }, use) => await withAccounts(cluster, use),
		{ scope: 'worker' },
	],
	abandoned: [
		// eslint-disable-next-line no-empty-pattern
		async ({}, use) => await use([]),
		{ scope: 'worker' },
	],
	openAccount: async ({ cluster }, use) => await withAccounts(cluster, use),
});

/** Closes what was opened once `use` is over. */
async function withAccounts(
	{ client }: Cluster,
	use: (open: TestFixtures['openAccount']) => Promise<void>,
): Promise<void> {
	const sandboxes: Sandbox[] = [];
	await use(async (options) => {
		const sandbox = await startSandbox(options);
		sandboxes.push(sandbox);
		const verifik = await client.createCredential('verifikApi', 'Verifik sandbox', {
			accessToken: sandbox.token,
			baseUrl: sandbox.url,
		});
		return { sandbox, verifik };
	});
	await Promise.all(sandboxes.map(async (sandbox) => await sandbox.close()));
}

/** Notes what was counted; the report prints it below the test's name. */
export function measured(what: string): void {
	test.info().annotations.push({ type: 'measured', description: what });
}
