import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

import { systemClock } from '../../nodes/verifik/api/clock';

/** How often the clock is looked at, in ms. */
const TICK_MS = 2;

/** So many ticks without a request under way, and everybody waits for the time alone. */
const QUIET_TICKS = 3;

/** So many in which nothing happens at all: what is under way may hang. */
const HANGING_TICKS = 100;

export interface LeapingClock {
	/** Lets everybody wait, until `go` is called or the test ends. */
	stop(): void;
	go(): void;
	/** How many are waiting. */
	readonly waiting: number;
}

interface Sleeper {
	untilMs: number;
	wake: () => void;
}

/**
 * Lets nobody wait in the tests of a file: when no request is under way, the clock of the node leaps
 * to the moment for which somebody waits next, and `Date.now` with it, by which the simulator counts
 * its quotas. Apart from the leaps, time goes on as ever.
 *
 * To be called once, outside of any test: tests that run side by side share the clock.
 *
 * @returns for a test that has to see somebody wait
 */
export function leapOverWaits(): LeapingClock {
	const realNow = Date.now;
	const realElapsedMs = systemClock.elapsedMs.bind(systemClock);
	const sleepers = new Set<Sleeper>();
	let leaptMs = 0;
	let underWay = 0;
	let quietTicks = 0;
	let isStopped = false;

	const onRequest = (message: unknown) => {
		const { request } = message as { request: ClientRequest };
		underWay++;
		quietTicks = 0;
		request.once('close', () => {
			underWay--;
			quietTicks = 0;
		});
	};

	const tick = () => {
		if (isStopped || sleepers.size === 0) return;
		if (++quietTicks < (underWay > 0 ? HANGING_TICKS : QUIET_TICKS)) return;

		quietTicks = 0;
		const nextMs = Math.min(...[...sleepers].map(({ untilMs }) => untilMs));
		leaptMs += Math.max(0, nextMs - systemClock.elapsedMs());
		for (const sleeper of [...sleepers]) if (sleeper.untilMs <= nextMs) sleeper.wake();
	};

	Date.now = () => realNow() + Math.ceil(leaptMs);
	systemClock.elapsedMs = () => realElapsedMs() + leaptMs;
	systemClock.wait = async (delayMs, signal) => {
		if (delayMs <= 0 || signal.aborted) return;
		quietTicks = 0;
		await new Promise<void>((resolve) => {
			const sleeper: Sleeper = {
				untilMs: systemClock.elapsedMs() + delayMs,
				wake: () => {
					sleepers.delete(sleeper);
					signal.removeEventListener('abort', sleeper.wake);
					resolve();
				},
			};
			sleepers.add(sleeper);
			signal.addEventListener('abort', sleeper.wake);
		});
	};
	subscribe('http.client.request.start', onRequest);
	const timer = setInterval(tick, TICK_MS);

	const go = () => void (isStopped = false);
	afterEach(go);
	afterAll(() => {
		clearInterval(timer);
		unsubscribe('http.client.request.start', onRequest);
		Date.now = realNow;
	});
	return {
		stop: () => void (isStopped = true),
		go,
		get waiting() {
			return sleepers.size;
		},
	};
}
