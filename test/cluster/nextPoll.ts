import { setTimeout as sleep } from 'node:timers/promises';

import type { Simulator } from '../../simulator';

/** Waits until the first request of a poll arrives, to the ms. */
export async function nextPoll({ requests }: Simulator): Promise<void> {
	let seen = -1;
	while (seen !== requests.length) {
		seen = requests.length;
		await sleep(1_000);
	}
	const deadline = Date.now() + 90_000;
	while (requests.length === seen) {
		if (Date.now() > deadline) throw new Error('No poll for 90 s.');
		await sleep(1);
	}
}
