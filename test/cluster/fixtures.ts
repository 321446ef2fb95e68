import { test as base } from '@playwright/test';

import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import type { SavedCredential } from '../e2e/client';
import { startCluster, type Cluster } from './cluster';

/** An account with Verifik, which here is a simulator, and a credential for it. */
export interface Account {
	simulator: Simulator;
	verifik: SavedCredential;
}

/** An execution that lost its worker in the middle of a Create. */
export interface Abandoned {
	/** How it came to that. */
	how: string;
	executionId: string;
	simulator: Simulator;
	/** ms since 1970 */
	lostAt: number;
}

interface TestFixtures {
	/** Opens an account that is closed when the test is over. */
	openAccount(options?: SimulatorOptions): Promise<Account>;
}

interface WorkerFixtures {
	cluster: Cluster;
	/** Opens an account that is closed when everything is over. */
	openLastingAccount(options?: SimulatorOptions): Promise<Account>;
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
	const simulatores: Simulator[] = [];
	await use(async (options) => {
		const simulator = await startSimulator(options);
		simulatores.push(simulator);
		const verifik = await client.createCredential('verifikApi', 'Verifik simulator', {
			accessToken: simulator.token,
			baseUrl: simulator.url,
		});
		return { simulator, verifik };
	});
	await Promise.all(simulatores.map(async (simulator) => await simulator.close()));
}

/** Notes what was counted; the report prints it below the test's name. */
export function measured(what: string): void {
	test.info().annotations.push({ type: 'measured', description: what });
}
