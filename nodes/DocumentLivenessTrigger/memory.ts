import { createHash } from 'crypto';

/**
 * After so long, in ms, a poll that starts where this process has moved on from is no longer taken
 * for one that n8n had begun before it stored that: storing it has failed, or it was lost.
 */
export const STAND_BACK_MS = 30_000;

/** ms. No poll takes longer; one that never comes back must not stop those after it. */
export const LONGEST_POLL_MS = 10 * 60_000;

/** ms. What is not asked for that long is forgotten: longer than most poll intervals. */
const FORGET_MS = 8 * 24 * 60 * 60_000;

/** How many triggers are remembered. */
const MOST = 500;

/** A failure that is not to be told at every poll. */
export interface ToldFailure {
	/** What makes it the same failure. */
	sameAs: string;
	inARow: number;
	/** Until here nothing is asked of Verifik; ms since 1970. */
	untilMs: number;
	/** The account that it is about: no secret. */
	account: string;
	message: string;
}

/** What this process remembers of one trigger between its polls, besides n8n's static data. */
export class PollMemory {
	failure: ToldFailure | undefined;

	/**
	 * What the first poll wanted to store. Under durable polls n8n does not store what the poll at
	 * publishing marks, so that "now" would be the first poll after it.
	 */
	first?: unknown;

	private underWay: { sinceMs: number } | undefined;
	/** When this process moved on from a state, in ms since 1970, by the state's hash. */
	private readonly left = new Map<string, number>();

	/**
	 * Begins a poll, unless another one of the same trigger is under way.
	 *
	 * @returns what ends it
	 */
	begin(nowMs: number): (() => void) | undefined {
		if (this.underWay && nowMs - this.underWay.sinceMs < LONGEST_POLL_MS) return undefined;
		const me = { sinceMs: nowMs };
		this.underWay = me;
		return () => {
			if (this.underWay === me) this.underWay = undefined;
		};
	}

	/** Takes note that a poll has moved on from a state, which n8n stores within seconds. */
	moveOn(state: string, nowMs: number): void {
		this.left.set(hashOf(state), nowMs);
	}

	/** Whether this process has just moved on from that state. */
	hasMovedOn(state: string, nowMs: number): boolean {
		for (const [hash, atMs] of this.left) {
			if (Math.abs(nowMs - atMs) >= STAND_BACK_MS) this.left.delete(hash);
		}
		return this.left.has(hashOf(state));
	}
}

/** The memories of the triggers whose polls run in this process. */
export class PollMemories {
	private readonly byTrigger = new Map<string, { memory: PollMemory; usedAtMs: number }>();

	/** @param trigger workflow ID and node ID */
	of(trigger: string, nowMs: number): PollMemory {
		const memory = this.byTrigger.get(trigger)?.memory ?? new PollMemory();
		// the one used last is the last one
		this.byTrigger.delete(trigger);
		this.byTrigger.set(trigger, { memory, usedAtMs: nowMs });
		for (const [key, { usedAtMs }] of this.byTrigger) {
			if (this.byTrigger.size <= MOST && nowMs - usedAtMs < FORGET_MS) break;
			this.byTrigger.delete(key);
		}
		return memory;
	}

	get size(): number {
		return this.byTrigger.size;
	}

	clear(): void {
		this.byTrigger.clear();
	}
}

/** Those of this process: n8n loads this file once. */
export const memoriesOfProcess = new PollMemories();

function hashOf(state: string): string {
	return createHash('sha256').update(state).digest('base64url');
}
