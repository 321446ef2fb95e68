import { expect } from '@playwright/test';

import { errorOf } from '../e2e/execution';
import { START } from '../e2e/workflow';
import { measured, test } from './fixtures';
import { importCreate, submissions, takenUpBy } from './workflows';

test('a worker without the package says so, whatever N8N_REINSTALL_MISSING_PACKAGES is', async ({
	cluster,
	openAccount,
}) => {
	const { simulator, verifik } = await openAccount({ count: 5 });
	const { client, workers } = cluster;
	const bare = await cluster.addWorker([], { N8N_REINSTALL_MISSING_PACKAGES: 'true' });
	try {
		await Promise.all(workers.map(async (worker) => await worker.quit(30_000)));
		const id = await client.start(await importCreate(cluster, verifik), START);
		const execution = await client.waitForExecution(id);
		expect(takenUpBy(bare)).toContain(id);
		expect(execution.status).toBe('error');
		expect(errorOf(execution)).toMatch(/n8n-nodes-verifik/);
		// n8n reinstalls what its own page installed, and that page was not used here
		expect(bare.log()).not.toMatch(/reinstall/i);
		expect(submissions(simulator)).toBe(0);
		measured(`the user reads: ${errorOf(execution)}`);
	} finally {
		await bare.stop();
		await Promise.all(workers.map(async (worker) => await worker.start()));
	}
});
