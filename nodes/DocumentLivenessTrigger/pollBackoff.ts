import { VerifikError } from '../verifik/api/errors/VerifikError';

const MINUTE_MS = 60_000;
const LONGEST_MS = 60 * MINUTE_MS;

/** ms. A poll may begin that much earlier, by n8n's clock, than so many minutes after another. */
const EARLY_MS = 10_000;

/** A pause after polls that failed. */
export interface Backoff {
	/** How many have failed since the last good one. */
	inARow: number;
	/** Until here nothing is asked of Verifik; by `Clock.elapsedMs`. */
	untilMs: number;
	/** The account that was asked: no secret. */
	account: string;
	/** What failed last. */
	message: string;
}

/**
 * The pause after a poll that failed: 1, 2, 4… up to 60 minutes, whatever it failed of, since an outage
 * has many faces. When Verifik asks for a longer one, it is that, but no more than an hour.
 *
 * @param account which account was asked; with another one it begins anew
 * @param startedMs when the poll began that failed; like `nowMs`, by `Clock.elapsedMs`
 */
export function backoffAfter(
	failure: unknown,
	before: Backoff | undefined,
	account: string,
	startedMs: number,
	nowMs: number,
): Backoff {
	const inARow = before?.account === account ? before.inARow + 1 : 1;
	const pauseMs = Math.min(MINUTE_MS * 2 ** (inARow - 1), LONGEST_MS);
	const askedForMs = failure instanceof VerifikError ? (failure.told?.waitMs ?? 0) : 0;
	const untilAskedMs = nowMs + Math.min(askedForMs, LONGEST_MS);
	const untilMs = Math.max(startedMs + pauseMs - EARLY_MS, untilAskedMs);
	const message = failure instanceof Error ? failure.message : 'a request failed';
	return { inARow, untilMs, account, message };
}
