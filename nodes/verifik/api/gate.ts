import type { Clock } from './clock';
import { nextAt, step, UNLIMITED, type Pace, type PaceEvent } from './pace';

/** How a request waits for its turn. */
export interface Patience {
	/** When waiting ends without a turn, in ms since 1970, as things stand now. */
	endsAt(): number;
	/** Told before each wait; `turnAt`: when the turn comes, in ms since 1970, or `Infinity`. */
	onWait(turnAt: number): void;
	/** Whether somebody waits in front of it: it is let through at once while the quota is open. */
	isUrgent: boolean;
	/** Ends the wait; the turn is then given up. */
	signal: AbortSignal;
}

export interface Turn {
	hasCome: boolean;
	/** ms since 1970; what is noted of the request names this moment */
	atMs: number;
}

/** How long a refusal keeps those from asking who would not wait until the quota opens. */
const ASK_AGAIN_MS = 60_000;

/**
 * Lets the requests of one account through, first come, first served, as its pace allows. All
 * executions of this process that use the account share one.
 */
export class Gate {
	private pace: Pace = UNLIMITED;
	private readonly line: object[] = [];
	private change = new AbortController();
	private refusedAtMs = -Infinity;

	constructor(private readonly clock: Clock) {}

	/** What is known of the quota now. */
	get current(): Pace {
		return this.pace;
	}

	/** Takes note of what became of a request. */
	note(event: PaceEvent): void {
		const now = this.clock.now();
		if (event.type === 'refused') this.refusedAtMs = now;
		this.pace = step(this.pace, event, now);
		this.announce();
	}

	/**
	 * Waits for the turn of one request, which then counts as sent.
	 *
	 * @returns when its turn has come, or would come if it waited longer; ms since 1970, `Infinity`
	 * when nobody knows
	 */
	async enter({ endsAt, onWait, isUrgent, signal }: Patience): Promise<Turn> {
		const me = {};
		this.line.push(me);
		try {
			for (;;) {
				const now = this.clock.now();
				const isFirst = this.line[0] === me;
				const turnAt = isFirst ? nextAt(this.pace, now) : Infinity;
				if (signal.aborted) return { hasCome: false, atMs: turnAt };
				const isOpen = this.pace.closed === undefined;
				if (turnAt <= now || (isUrgent && isOpen)) return this.letThrough(now);
				onWait(turnAt);
				const end = endsAt();
				if (now >= end || (turnAt > end && turnAt < Infinity)) {
					// the server's word may be wrong, or out of date: it is not taken for an hour unasked
					const mayAsk = turnAt < Infinity && now - this.refusedAtMs >= ASK_AGAIN_MS;
					return !isOpen && mayAsk ? this.letThrough(now) : { hasCome: false, atMs: turnAt };
				}
				const until = Math.min(turnAt, end);
				await this.clock.wait(
					Math.ceil(until - now),
					AbortSignal.any([signal, this.change.signal]),
				);
			}
		} finally {
			this.line.splice(this.line.indexOf(me), 1);
			this.announce();
		}
	}

	private letThrough(now: number): Turn {
		this.pace = step(this.pace, { type: 'sent' }, now);
		return { hasCome: true, atMs: now };
	}

	/** Has everybody who waits look again. */
	private announce(): void {
		if (this.line.length === 0) return;
		this.change.abort();
		this.change = new AbortController();
	}
}

/** The gates of the accounts that this process talks to, by what tells the accounts apart. */
export class Gates {
	private readonly byAccount = new Map<string, { gate: Gate; usedAt: number }>();

	constructor(private readonly clock: Clock) {}

	/** @param account no secret: a hash of base URL and token, say */
	of(account: string): Gate {
		const now = this.clock.now();
		for (const [key, { usedAt }] of this.byAccount) {
			if (key !== account && now - usedAt > FORGET_AFTER_MS) this.byAccount.delete(key);
		}
		const gate = this.byAccount.get(account)?.gate ?? new Gate(this.clock);
		this.byAccount.set(account, { gate, usedAt: now });
		return gate;
	}
}

/** Longer than any execution waits for a quota, so that none that waits loses its place. */
const FORGET_AFTER_MS = 6 * 60 * 60 * 1000;
