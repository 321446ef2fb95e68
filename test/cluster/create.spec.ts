import { expect } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';

import { jsonOf } from '../e2e/execution';
import type { N8n } from '../e2e/n8n';
import type { Cluster } from './cluster';
import { measured, test } from './fixtures';
import { CHARGE, CREATE, startCreate, submissions, takenUpBy } from './workflows';

test('a worker stopped gently in the middle of a Create: the result arrives', async ({
	cluster,
	openAccount,
}) => {
	const { simulator, verifik } = await openAccount({ count: 5, createLatency: 10_000 });
	const id = await startCreate(cluster, verifik, simulator);
	const worker = workerOf(cluster, id);
	await worker.quit(60_000);
	const execution = await cluster.client.waitForExecution(id);
	await worker.start();
	expect(execution.status).toBe('success');
	expect(jsonOf(execution, CREATE)).toHaveLength(1);
	expect(submissions(simulator)).toBe(1);
	expect(simulator.charges).toBe(CHARGE);
	measured('1 image sent, 1 charged, 1 result');
});

test('the answer is lost on its way to the worker: the image is sent and charged once', async ({
	cluster,
	openAccount,
}) => {
	const { simulator, verifik } = await openAccount({ count: 5 });
	simulator.fault({ kind: 'drop', afterCharge: true });
	const id = await startCreate(cluster, verifik, simulator);
	const { status } = await cluster.client.waitForExecution(id);
	expect(simulator.pendingFaults).toEqual([]);
	expect(submissions(simulator), 'images sent').toBe(1);
	expect(simulator.charges, 'checks charged').toBe(CHARGE);
	expect(status).toBe('error');
	measured('1 image sent, 1 charged, and the error tells how to find the record');
});

test('a worker that gets ten seconds to end, too few for the Create: the image is charged once', async ({
	cluster,
	openLastingAccount,
	abandoned,
}) => {
	const { simulator, verifik } = await openLastingAccount({ count: 5, createLatency: 20_000 });
	const executionId = await startCreate(cluster, verifik, simulator);
	const worker = workerOf(cluster, executionId);
	await worker.quit(10_000);
	const lostAt = Date.now();
	abandoned.push({ how: 'ten seconds to end', executionId, simulator, lostAt });
	await worker.start();
	await expect.poll(() => simulator.charges, { timeout: 60_000 }).toBe(CHARGE);
	expect(submissions(simulator)).toBe(1);
	measured('1 image sent, 1 charged, the result lost');
});

test('both workers killed in the middle of a Create: the image is charged once', async ({
	cluster,
	openLastingAccount,
	abandoned,
}) => {
	const { simulator, verifik } = await openLastingAccount({ count: 5, createLatency: 15_000 });
	const executionId = await startCreate(cluster, verifik, simulator);
	await sleep(2_000);
	await Promise.all(cluster.workers.map(async (worker) => await worker.kill()));
	const lostAt = Date.now();
	abandoned.push({ how: 'both workers killed', executionId, simulator, lostAt });
	await Promise.all(cluster.workers.map(async (worker) => await worker.start()));
	await expect.poll(() => simulator.charges, { timeout: 60_000 }).toBe(CHARGE);
	expect(submissions(simulator)).toBe(1);
	measured('1 image sent, 1 charged, the result lost');
});

function workerOf({ workers }: Cluster, executionId: string): N8n {
	const worker = workers.find((candidate) => takenUpBy(candidate).includes(executionId));
	if (!worker) throw new Error(`No worker has taken up the execution ${executionId}.`);
	return worker;
}
