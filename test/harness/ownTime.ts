import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Time as this process gets it. A busy machine may keep a process from running for a while: then a
 * timer is over before what came meanwhile was read, and what ended at once seems to have taken
 * long. Here such a while counts as one tick.
 */

const TICK_MS = 10;

/** Lets so much time pass, and everything be read that comes in it. */
export async function pause(ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= TICK_MS) await sleep(Math.min(left, TICK_MS));
}

/** How long something takes until it is settled, in ms. */
export async function ownTimeOf(promise: Promise<unknown>): Promise<number> {
	let ticks = 0;
	const timer = setInterval(() => ticks++, TICK_MS);
	await promise.catch(() => {}).finally(() => clearInterval(timer));
	return ticks * TICK_MS;
}
