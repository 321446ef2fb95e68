import type { Environment } from '../api/credential';
import { formatDate, formatDuration } from '../dates';

/** A shorter wait for the quota need not be told. */
const NOTEWORTHY_WAIT_MS = 1000;

/** A workflow that dies after 30 days is the commonest surprise: told a week before. */
const WARNING_MS = 7 * 24 * 60 * 60 * 1000;

/** What a run met of the account, whatever it read. */
export interface AccountNotes {
	/** for how long Verifik's quota kept the run waiting */
	throttledMs: number;
	/** `undefined` when the token does not tell */
	tokenExpiry: Date | undefined;
	/** `undefined` when the token does not tell */
	environment: Environment | undefined;
}

/** What whoever looks at made-up results has to know. */
export const SIMULATED_RESULTS =
	"These results are simulated: the access token belongs to an account in Verifik's Sandbox mode, in which no real check is made. Verifik ends it once the company is verified.";

/** The hints on the account after a run, each one a sentence or two. */
export function accountHints(account: AccountNotes, now: Date): string[] {
	const { throttledMs, tokenExpiry, environment } = account;
	return [
		...(environment === 'sandbox' ? [SIMULATED_RESULTS] : []),
		...quotaHint(throttledMs),
		...expiryHint(tokenExpiry, now),
	];
}

function quotaHint(throttledMs: number): string[] {
	if (throttledMs < NOTEWORTHY_WAIT_MS) return [];
	return [
		`Verifik allows only so many requests a minute, which kept this run waiting for ${formatDuration(throttledMs)}.`,
	];
}

function expiryHint(tokenExpiry: Date | undefined, now: Date): string[] {
	if (tokenExpiry === undefined || tokenExpiry.getTime() - now.getTime() > WARNING_MS) return [];
	return [
		`The Verifik access token expires on ${formatDate(tokenExpiry)}. Create a new one in Verifik's client panel before this workflow stops working.`,
	];
}
