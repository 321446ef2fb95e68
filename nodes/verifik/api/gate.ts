import type { Clock } from './clock';
import { nextAt, step, UNLIMITED, type Pace, type PaceEvent } from './pace';

/** How a request waits for its turn. */
export interface Patience {
	/** When waiting ends without a turn, by `Clock.elapsedMs`, as things stand now. */
	endsAtMs(): number;
	/** Told before each wait; `turnAtMs`: when the turn comes, by `Clock.elapsedMs`, or `Infinity`. */
	onWait(turnAtMs: number): void;
	/** Whether somebody waits in front of it: it is let through at once while the quota is open. */
	isUrgent: boolean;
	/** Ends the wait; the turn is then given up. */
	signal: AbortSignal;
}

export interface Turn {
	hasCome: boolean;
	/** by `Clock.elapsedMs`; what is noted of the request names this moment */
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
		const nowMs = this.clock.elapsedMs();
		if (event.type === 'refused') this.refusedAtMs = nowMs;
		this.pace = step(this.pace, event, nowMs);
		this.announce();
	}

	/**
	 * Waits for the turn of one request, which then counts as sent.
	 *
	 * @returns when its turn has come, or would come if it waited longer; `Infinity`
	 * when nobody knows
	 */
	async enter({ endsAtMs, onWait, isUrgent, signal }: Patience): Promise<Turn> {
		const me = {};
		this.line.push(me);
		try {
			for (;;) {
				const nowMs = this.clock.elapsedMs();
				const isFirst = this.line[0] === me;
				const turnAtMs = isFirst ? nextAt(this.pace, nowMs) : Infinity;
				if (signal.aborted) return { hasCome: false, atMs: turnAtMs };
				const isOpen = this.pace.closed === undefined;
				if (turnAtMs <= nowMs || (isUrgent && isOpen)) return this.letThrough(nowMs);
				onWait(turnAtMs);
				const endMs = endsAtMs();
				if (nowMs >= endMs || (turnAtMs > endMs && turnAtMs < Infinity)) {
					// the server's word may be wrong, or out of date: it is not taken for an hour unasked
					const mayAsk = turnAtMs < Infinity && nowMs - this.refusedAtMs >= ASK_AGAIN_MS;
					return !isOpen && mayAsk ? this.letThrough(nowMs) : { hasCome: false, atMs: turnAtMs };
				}
				const untilMs = Math.min(turnAtMs, endMs);
				await this.clock.wait(
					Math.ceil(untilMs - nowMs),
					AbortSignal.any([signal, this.change.signal]),
				);
			}
		} finally {
			this.line.splice(this.line.indexOf(me), 1);
			this.announce();
		}
	}

	private letThrough(nowMs: number): Turn {
		this.pace = step(this.pace, { type: 'sent' }, nowMs);
		return { hasCome: true, atMs: nowMs };
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
	private readonly byAccount = new Map<string, { gate: Gate; usedAtMs: number }>();

	constructor(private readonly clock: Clock) {}

	/** @param account no secret: a hash of base URL and token, say */
	of(account: string): Gate {
		const nowMs = this.clock.elapsedMs();
		for (const [key, { usedAtMs }] of this.byAccount) {
			if (key !== account && nowMs - usedAtMs > FORGET_AFTER_MS) this.byAccount.delete(key);
		}
		const gate = this.byAccount.get(account)?.gate ?? new Gate(this.clock);
		this.byAccount.set(account, { gate, usedAtMs: nowMs });
		return gate;
	}
}

/** Longer than any execution waits for a quota, so that none that waits loses its place. */
const FORGET_AFTER_MS = 6 * 60 * 60 * 1000;
