import type { IExecuteFunctions } from 'n8n-workflow';

import { formatCount } from '../counts';
import { formatDuration } from '../dates';
import type { Clock } from './clock';
import type { Gate } from './gate';
import { perMinute, toldUntil } from './pace';
import { opensAgain, verifikError, withWords, type VerifikError } from './errors/VerifikError';
import type { VerifikRequest } from './request';

type WaitingRequest = Pick<VerifikRequest, 'settings' | 'label' | 'left'>;

/** How long the requests of one execution wait for the account's quota, and what is said of it. */
export class QuotaWait {
	/** For how long "too many requests" has kept this execution waiting, in ms. */
	heldUpMs = 0;

	/** Since when nothing has moved, by `Clock.elapsedMs`; `undefined` while nothing waits. */
	private standsStillSinceMs: number | undefined;
	private heldUpSinceMs = 0;
	private waiting = 0;
	/** What was last said of the pace, so that it is said once. */
	private saidPace = '';

	constructor(
		private readonly logger: IExecuteFunctions['logger'],
		private readonly clock: Clock,
	) {}

	/** Notes that Verifik answered: Max Wait counts from the next wait on. */
	noteProgress(): void {
		this.standsStillSinceMs = undefined;
	}

	/**
	 * Waits until the account's pace allows one more request.
	 *
	 * @returns when that is, by `Clock.elapsedMs`
	 * @throws {VerifikError} when that takes longer than this execution waits, or it was cancelled
	 */
	async takeTurn(gate: Gate, request: WaitingRequest, signal: AbortSignal): Promise<number> {
		const { maxWaitMs, waitUntilMs = Infinity } = request.settings;
		let isWaiting = false;
		const turn = await gate.enter({
			signal,
			isUrgent: maxWaitMs === 0,
			endsAtMs: () =>
				Math.min(waitUntilMs, (this.standsStillSinceMs ?? this.clock.elapsedMs()) + maxWaitMs),
			onWait: (turnAtMs) => {
				const nowMs = this.clock.elapsedMs();
				this.standsStillSinceMs ??= nowMs;
				if (!isWaiting && this.waiting++ === 0) this.heldUpSinceMs = nowMs;
				isWaiting = true;
				this.logWait(turnAtMs - nowMs, perMinute(gate.current), request);
			},
		});
		if (isWaiting && --this.waiting === 0)
			this.heldUpMs += this.clock.elapsedMs() - this.heldUpSinceMs;
		if (turn.hasCome) return turn.atMs;
		throw signal.aborted
			? verifikError('cancelled')
			: tooLongToWait(turn.atMs, toldUntil(gate.current), this.clock, maxWaitMs);
	}

	/** Says once for each pace how long it will take, in n8n's log. */
	private logWait(
		waitMs: number,
		perMinute: number | undefined,
		{ label, left = 0 }: WaitingRequest,
	): void {
		if (waitMs === Infinity) return;
		const pace =
			perMinute === undefined
				? 'How many requests a minute are served is not known yet'
				: `About ${formatCount(perMinute)} requests a minute are left for this n8n`;
		if (waitMs < 1000 || pace === this.saidPace) return;
		this.saidPace = pace;
		const rest =
			perMinute === undefined || left === 0
				? ''
				: `, so the other ${left} take about ${formatDuration(waitMs + (left / perMinute) * 60_000)}`;
		this.logger.warn(
			`Verifik is receiving too many requests (${label}). The next one goes out in ${formatDuration(waitMs)}. ${pace}${rest}.`,
		);
	}
}

/**
 * @param turnAtMs when a request would be let go, by `Clock.elapsedMs`, or `Infinity`
 * @param toldAtMs when Verifik says that it lets requests through again, if it says so; by `Clock.elapsedMs`
 */
function tooLongToWait(
	turnAtMs: number,
	toldAtMs: number | undefined,
	clock: Clock,
	maxWaitMs: number,
): VerifikError {
	const nowMs = clock.elapsedMs();
	const waitMs = turnAtMs === Infinity ? undefined : turnAtMs - nowMs;
	const when =
		toldAtMs === undefined || toldAtMs <= nowMs ? '' : opensAgain(toldAtMs - nowMs, clock.now());
	return withWords(verifikError('stillThrottled', { told: { waitMs } }), {
		description: `${when}Max Wait for Quota is ${formatDuration(maxWaitMs)}. Run the workflow again later, raise Max Wait for Quota in Options, or ask Verifik for a higher quota. To get a long list in parts, use Created Before.`,
	});
}
