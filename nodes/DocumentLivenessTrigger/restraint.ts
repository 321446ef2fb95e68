import { VerifikError } from '../verifik/api/errors/VerifikError';
import type { ToldFailure } from './memory';

const MINUTE_MS = 60_000;
const LONGEST_MS = 60 * MINUTE_MS;

/** ms. A poll may begin that much earlier, by n8n's clock, than so many minutes after another. */
const EARLY_MS = 10_000;

/**
 * When a failure is told again, and until when nothing is asked of Verifik: at growing intervals, 1,
 * 2, 4… up to 60 minutes, while it is the same outage, or the same about the account. After "too
 * many requests", when Verifik lets requests through again.
 *
 * @param account which account it was, no secret
 * @param startedMs when the poll began that failed; ms since 1970
 * @returns `undefined` for a failure that is told at every poll
 */
export function restraintAfter(
	failure: unknown,
	before: ToldFailure | undefined,
	account: string,
	startedMs: number,
	nowMs: number,
): ToldFailure | undefined {
	if (!(failure instanceof VerifikError)) return undefined;
	const { message, kind, told } = failure;
	if (failure.failureCause === 'rate-limited') {
		if (told?.waitMs === undefined) return undefined;
		const untilMs = nowMs + Math.min(told.waitMs, LONGEST_MS);
		return { sameAs: kind, inARow: 1, untilMs, account, message };
	}
	if (failure.retry !== 'later' && !failure.concernsAccount) return undefined;

	// an outage has many faces: a timeout, a 503, a connection that is refused
	const sameAs = failure.concernsAccount ? kind : 'outage';
	const isSame = before?.sameAs === sameAs && before.account === account;
	const inARow = isSame ? before.inARow + 1 : 1;
	const intervalMs = Math.min(MINUTE_MS * 2 ** (inARow - 1), LONGEST_MS);
	return { sameAs, inARow, untilMs: startedMs + intervalMs - EARLY_MS, account, message };
}

/** Whether nothing is to be asked of Verifik now. */
export function isRestrained(failure: ToldFailure, account: string, nowMs: number): boolean {
	const leftMs = failure.untilMs - nowMs;
	// a clock that was set back must not stretch it
	return failure.account === account && leftMs > 0 && leftMs <= LONGEST_MS;
}
