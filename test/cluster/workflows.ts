import { expect } from '@playwright/test';

import type { SavedCredential, SavedWorkflow } from '../e2e/client';
import type { N8n } from '../e2e/n8n';
import { TINY_PNG } from '../e2e/photos';
import { chain, documentLiveness, START, startWith } from '../e2e/workflow';
import type { Simulator } from '../../simulator';
import type { Cluster } from './cluster';

export const CREATE = 'Create';

/** Checks that a Create of one image is charged. */
export const CHARGE = 4;

/** A workflow that has one image checked. */
export async function importCreate(
	{ client }: Cluster,
	verifik: SavedCredential,
): Promise<SavedWorkflow> {
	const workflow = chain(
		'Create',
		documentLiveness(CREATE, verifik, {
			operation: 'create',
			imageSource: 'base64',
			imageBase64: '={{ $json.image }}',
		}),
	);
	startWith(workflow, [{ image: TINY_PNG }]);
	return await client.importWorkflow(workflow);
}

/** Starts a Create, and waits until its image has been sent. */
export async function startCreate(
	cluster: Cluster,
	verifik: SavedCredential,
	simulator: Simulator,
): Promise<string> {
	const id = await cluster.client.start(await importCreate(cluster, verifik), START);
	await expect.poll(() => submissions(simulator), { timeout: 30_000 }).toBe(1);
	return id;
}

/** How many images were sent. */
export function submissions({ requests }: Simulator): number {
	return requests.filter(({ method }) => method === 'POST').length;
}

/** The executions that a worker has taken up. */
export function takenUpBy(worker: N8n): string[] {
	return [...worker.log().matchAll(/Worker started execution (\d+)/g)].map(([, id]) => id);
}
