/** n8n's shortest interval is a minute: a poll that takes longer meets the next one. */
const LONGEST_READ_MS = 30_000;

/** What n8n grants where it does not tell (before 2.36). */
const GRANTED_MS = 5 * 60_000;

/** A request that gets less than that could as well not be sent. */
const SHORTEST_TIMEOUT_MS = 1_000;

/** The time that one poll may take. */
export interface Budget {
	/** Until when something new may begin, or a wait end; by `Clock.elapsedMs`. */
	readonly deadlineMs: number;
	/** Whether there is time to begin something new. */
	hasTime(): boolean;
	/** How long a request may take that begins now, when the user allows so many ms. */
	timeoutMs(allowedMs: number): number;
}

/**
 * Half of the time that n8n grants is for beginning something, at most half a minute; what is under
 * way then may take until nine tenths are over. The rest is for handing over what was read: n8n drops
 * all that a poll has read when it takes longer.
 *
 * @param grantedMs what n8n grants, when it tells
 * @param now tells how much time has passed: `Clock.elapsedMs`
 */
export function budgetOf(grantedMs = GRANTED_MS, now: () => number): Budget {
	const startMs = now();
	const deadlineMs = startMs + Math.min(grantedMs / 2, LONGEST_READ_MS);
	const endMs = startMs + grantedMs * 0.9;
	return {
		deadlineMs,
		hasTime: () => now() < deadlineMs,
		timeoutMs: (allowedMs) =>
			Math.floor(Math.max(SHORTEST_TIMEOUT_MS, Math.min(allowedMs, endMs - now()))),
	};
}
