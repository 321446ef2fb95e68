import type { IPollFunctions } from 'n8n-workflow';

import { systemClock, type Clock } from '../verifik/api/clock';
import type { Gates } from '../verifik/api/gate';
import type { ParameterSource } from '../verifik/parameters/values';
import type { Backoff } from './pollBackoff';

/**
 * ms. After so long, a poll that starts where this process has moved on from is no longer taken for
 * one that n8n had begun before it stored that: storing it has failed, or it was lost.
 */
export const STAND_BACK_MS = 30_000;

/** ms. No poll takes longer; one that never comes back must not stop those after it. */
export const LONGEST_POLL_MS = 10 * 60_000;

/** What this process remembers of one trigger between its polls; times by `Clock.elapsedMs`. */
export class PollMemory {
	backoff: Backoff | undefined;

	/**
	 * What the first poll wanted to store. Under durable polls n8n does not store what the poll at
	 * publishing marks, so that "now" would be the first poll after it.
	 */
	first?: unknown;

	/** The context of the latest poll: in memory, n8n makes one each time that it publishes. */
	context?: IPollFunctions;

	private underWay: { sinceMs: number } | undefined;
	/** When this process moved on from a state, which n8n stores within seconds. */
	private readonly movedOn = new Map<string, number>();

	/**
	 * Begins a poll, unless another one of the same trigger is under way, or has just moved on from
	 * the same state.
	 *
	 * @returns what ends it
	 */
	begin(state: string, nowMs: number): (() => void) | undefined {
		for (const [each, atMs] of this.movedOn) {
			if (nowMs - atMs >= STAND_BACK_MS) this.movedOn.delete(each);
		}
		if (this.movedOn.has(state)) return undefined;
		if (this.underWay && nowMs - this.underWay.sinceMs < LONGEST_POLL_MS) return undefined;
		const me = { sinceMs: nowMs };
		this.underWay = me;
		return () => {
			if (this.underWay === me) this.underWay = undefined;
		};
	}

	moveOn(state: string, nowMs: number): void {
		this.movedOn.set(state, nowMs);
	}
}

/** What polls share with others of their process; tests bring their own. */
export interface PollDependencies {
	clock: Clock;
	/** By workflow ID and node ID. */
	memories: Map<string, PollMemory>;
	/** The paces of the accounts; those of the process unless given. */
	gates?: Gates;
}

/** Those of this process: n8n loads this file once. */
export const processDependencies: PollDependencies = { clock: systemClock, memories: new Map() };

/** What an event is made of. */
export interface PollInputs {
	context: IPollFunctions;
	source: ParameterSource;
	dependencies: PollDependencies;
}
