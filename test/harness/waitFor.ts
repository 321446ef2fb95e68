import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than any machine is busy, and shorter than a test may take, so that it fails with a reason. */
const PATIENCE_MS = 15_000;

const LOOK_EVERY_MS = 2;

/**
 * Waits until something is so.
 *
 * @param what names it: "Waited 15 s in vain for …"
 * @throws when it is not so after 15 s
 */
export async function waitFor(
	what: string,
	isSo: () => boolean | Promise<boolean>,
	patienceMs = PATIENCE_MS,
): Promise<void> {
	const deadline = performance.now() + patienceMs;
	while (!(await isSo())) {
		if (performance.now() > deadline) {
			throw new Error(`Waited ${patienceMs / 1000} s in vain for ${what}`);
		}
		await sleep(LOOK_EVERY_MS);
	}
}
