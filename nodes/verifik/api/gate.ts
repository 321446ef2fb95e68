import type { IExecuteFunctions } from 'n8n-workflow';

import { countOf } from '../counts';
import { formatDuration } from '../dates';
import type { Clock } from './clock';
import { opensAgain, verifikError, type VerifikError } from './errors/VerifikError';
import { nextAt, perMinute, step, UNLIMITED, type Pace, type PaceEvent } from './pace';
import type { VerifikRequest } from './request';

/** What a request says of how it waits. */
export type WaitOptions = Pick<VerifikRequest, 'settings' | 'label' | 'left'>;

/** Retry-After may be wrong: one request a minute asks, even if it says an hour. */
const ASK_AGAIN_MS = 60_000;

/**
 * Lets the requests of one account through, first come, first served, as its pace allows. All
 * executions of this process that use the account share one. Times are by `Clock.elapsedMs`.
 */
export class Gate {
	/** The query parameters that the account's server refuses by name. */
	readonly refusedParameters = new Set<string>();

	private pace: Pace = UNLIMITED;
	private readonly queue: object[] = [];
	private change = new AbortController();

	constructor(private readonly clock: Clock) {}

	/** Takes note of what became of a request. */
	note(event: PaceEvent): void {
		this.pace = step(this.pace, event, this.clock.elapsedMs());
		this.announce();
	}

	/**
	 * Waits until one more request may be sent, which then counts as sent.
	 *
	 * @param wait of the execution that sends it
	 * @returns when that is; what is noted of the request names this moment
	 * @throws {VerifikError} when that takes longer than it waits, or it was cancelled
	 */
	async takeTurn(options: WaitOptions, wait: QuotaWait, signal: AbortSignal): Promise<number> {
		const me = { ...options };
		this.queue.push(me);
		try {
			for (;;) {
				const nowMs = this.clock.elapsedMs();
				const turnAtMs = this.queue[0] === me ? nextAt(this.pace, nowMs) : Infinity;
				if (signal.aborted) throw verifikError('cancelled');
				// who does not wait keeps no pace either, while the quota is open
				const isUrgent = me.settings.maxWaitMs === 0 && this.pace.closed === undefined;
				if (turnAtMs <= nowMs || isUrgent) return this.admit(nowMs);
				const endMs = wait.begin(me, turnAtMs, this.pace);
				if (nowMs >= endMs || (turnAtMs > endMs && turnAtMs < Infinity)) {
					if (turnAtMs < Infinity && this.mayAsk(nowMs)) return this.admit(nowMs);
					throw this.tooLong(me.settings.maxWaitMs, turnAtMs);
				}
				const ended = AbortSignal.any([signal, this.change.signal]);
				await this.clock.wait(Math.ceil(Math.min(turnAtMs, endMs) - nowMs), ended);
			}
		} finally {
			wait.end(me);
			this.queue.splice(this.queue.indexOf(me), 1);
			this.announce();
		}
	}

	private mayAsk(nowMs: number): boolean {
		const { refusedMs = Infinity } = this.pace.closed ?? {};
		return nowMs - refusedMs >= ASK_AGAIN_MS;
	}

	private tooLong(maxWaitMs: number, turnAtMs: number): VerifikError {
		const nowMs = this.clock.elapsedMs();
		const hintedMs = (this.pace.closed?.hintedMs ?? nowMs) - nowMs;
		const when = hintedMs > 0 ? opensAgain(hintedMs, this.clock.now()) : '';
		const reason = `${when}Max Wait for Quota is ${formatDuration(maxWaitMs)}. `;
		const waitMs = turnAtMs === Infinity ? undefined : turnAtMs - nowMs;
		return verifikError('throttled', { reason, told: { waitMs } });
	}

	private admit(nowMs: number): number {
		this.pace = step(this.pace, { type: 'sent' }, nowMs);
		return nowMs;
	}

	/** Has everybody who waits look again. */
	private announce(): void {
		if (this.queue.length === 0) return;
		this.change.abort();
		this.change = new AbortController();
	}
}

/** The gates of the accounts that this process talks to, by what tells the accounts apart. */
export class Gates {
	private readonly byAccount = new Map<string, Gate>();

	constructor(private readonly clock: Clock) {}

	/** @param account no secret: a hash of base URL and token, say */
	of(account: string): Gate {
		const gate = this.byAccount.get(account) ?? new Gate(this.clock);
		this.byAccount.set(account, gate);
		return gate;
	}
}

/** How long the requests of one execution wait for the quota, and what n8n's log says of it. */
export class QuotaWait {
	/** For how long "too many requests" has kept this execution waiting, in ms. */
	throttledMs = 0;

	/** Since when nothing has moved; `undefined` while nothing waits. */
	private stalledSinceMs: number | undefined;
	private throttledSinceMs = 0;
	private readonly waiting = new Set<WaitOptions>();
	/** What was last said of the pace, so that it is said once. */
	private saidPace = '';

	constructor(
		private readonly logger: IExecuteFunctions['logger'],
		private readonly clock: Clock,
	) {}

	/** Notes that Verifik answered: Max Wait counts from the next wait on. */
	noteProgress(): void {
		this.stalledSinceMs = undefined;
	}

	/**
	 * Notes that a request waits, and says so.
	 *
	 * @param turnAtMs when its turn comes, `Infinity` while nobody knows
	 * @returns when its wait ends, turn or not, as things stand now
	 */
	begin(request: WaitOptions, turnAtMs: number, pace: Pace): number {
		const nowMs = this.clock.elapsedMs();
		const { maxWaitMs, waitUntilMs = Infinity } = request.settings;
		this.stalledSinceMs ??= nowMs;
		if (this.waiting.size === 0) this.throttledSinceMs = nowMs;
		this.waiting.add(request);
		if (turnAtMs < Infinity) this.logWait(request, turnAtMs - nowMs, perMinute(pace));
		return Math.min(waitUntilMs, this.stalledSinceMs + maxWaitMs);
	}

	/** Notes that a request waits no longer, if it did. */
	end(request: WaitOptions): void {
		const wasLast = this.waiting.delete(request) && this.waiting.size === 0;
		if (wasLast) this.throttledMs += this.clock.elapsedMs() - this.throttledSinceMs;
	}

	/** Says once for each pace how long it will take. */
	private logWait({ label, left = 0 }: WaitOptions, waitMs: number, rate?: number): void {
		const pace =
			rate === undefined
				? 'How many requests a minute are served is not known yet'
				: `This n8n has about ${countOf(Number(rate.toPrecision(2)), 'requests')} a minute left`;
		if (waitMs < 1000 || pace === this.saidPace) return;
		this.saidPace = pace;
		const rest =
			rate === undefined || left === 0
				? ''
				: `, so the other ${left} take about ${formatDuration(waitMs + (left / rate) * 60_000)}`;
		this.logger.warn(
			`Verifik is receiving too many requests (${label}). The next one goes out in ${formatDuration(waitMs)}. ${pace}${rest}.`,
		);
	}
}
