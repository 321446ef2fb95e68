import { BucketCount, FixedCount, SlidingCount, type QuotaCount } from './quotaCounts';

export type QuotaUnit = 'second' | 'minute' | 'hour';

/** What decides whether a request is admitted. */
export interface QuotaRule {
	/** Requests admitted per window, a whole number from 1. */
	requests: number;
	/** The length of the window. */
	per: QuotaUnit;
	/**
	 * `fixed`: the count starts again when the window has passed. `sliding`: never more than that in
	 * the window that ends now. `bucket`: that many at once, then one after the other, evenly.
	 */
	window: 'fixed' | 'sliding' | 'bucket';
	/** How much faster the quota's time passes: with 60 a minute lasts one second. Default 1. */
	timeScale?: number | undefined;
	/**
	 * Refused requests use up quota too, those that another quota refused among them. Default false.
	 * In a fixed window that changes nothing but for the latter: once it is used up, it is used up.
	 */
	countsRefused?: boolean;
	/**
	 * Requests per window that another program of the account sends, spread evenly, since long
	 * before. They take part like any other: some may be refused. Default 0.
	 */
	rival?: number;
	/**
	 * Fixed windows begin at multiples of their (scaled) length on the clock. Default: each begins
	 * with its first request.
	 */
	aligned?: boolean;
}

/** What a quota says to a request, once that is counted. */
export interface Verdict {
	admitted: boolean;
	/** ms until the next request may be admitted, 0 when it would be now; scaled time. */
	waitMs: number;
	/** ms until more requests remain than now; scaled time. In a fixed window: until it ends. */
	resetMs: number;
	/** Requests that would still be admitted now. */
	remaining: number;
	/** Requests per window. */
	limit: number;
	/** Length of the window in ms; scaled time. */
	windowMs: number;
}

const UNIT_MS: Record<QuotaUnit, number> = { second: 1_000, minute: 60_000, hour: 3_600_000 };

/**
 * Counts the requests of one account against one quota. Knows neither HTTP nor a clock: whoever
 * asks says what time it is, so a virtual clock does as well.
 */
export class QuotaMeter {
	readonly windowMs: number;
	private count: QuotaCount;
	/** Which of the rival's requests is its next, counted from 0 on the clock. */
	private nextOfRival: number | undefined;

	/** @throws RangeError when the rule admits nothing or its numbers make no sense. */
	constructor(private readonly rule: QuotaRule) {
		const { requests, timeScale = 1, rival = 0 } = rule;
		if (!Number.isInteger(requests) || requests < 1 || !(timeScale > 0) || !(rival >= 0)) {
			throw new RangeError(`Not a quota: ${JSON.stringify(rule)}`);
		}
		this.windowMs = UNIT_MS[rule.per] / timeScale;
		this.count = this.emptyCount();
	}

	/**
	 * Judges a request and counts it.
	 *
	 * @param nowMs ms on any clock that does not go back; for `aligned` windows that of the wall.
	 */
	admit(nowMs: number): Verdict {
		return admitAll([this], nowMs)[0] as Verdict;
	}

	/** Whether a request would be admitted now. Nothing is counted but what the rival sent. */
	hasRoom(nowMs: number): boolean {
		this.letRivalAsk(nowMs);
		return this.count.remaining(nowMs) > 0;
	}

	/** Counts a request that was admitted or refused, by this quota or by another one. */
	settle(nowMs: number, wasAdmitted: boolean): void {
		if (wasAdmitted || this.rule.countsRefused) this.count.take(nowMs);
	}

	/** How things stand now. */
	state(nowMs: number): Omit<Verdict, 'admitted'> {
		const remaining = this.count.remaining(nowMs);
		const resetMs = this.count.untilMore(nowMs);
		return {
			waitMs: remaining > 0 ? 0 : resetMs,
			resetMs,
			remaining,
			limit: this.rule.requests,
			windowMs: this.windowMs,
		};
	}

	/** Forgets every request so far. */
	clear(): void {
		this.count = this.emptyCount();
		this.nextOfRival = undefined;
	}

	private emptyCount(): QuotaCount {
		const { requests, window, aligned = false } = this.rule;
		if (window === 'sliding') return new SlidingCount(requests, this.windowMs);
		if (window === 'bucket') return new BucketCount(requests, this.windowMs);
		return new FixedCount(requests, this.windowMs, aligned);
	}

	/** The rival asks at fixed times; what it asked since the last request is made up for here. */
	private letRivalAsk(nowMs: number): void {
		const { rival = 0 } = this.rule;
		if (rival === 0) return;
		const everyMs = this.windowMs / rival;
		this.nextOfRival ??= Math.floor((nowMs - this.windowMs) / everyMs) + 1;
		for (; this.nextOfRival * everyMs <= nowMs; this.nextOfRival += 1) {
			const atMs = this.nextOfRival * everyMs;
			this.settle(atMs, this.count.remaining(atMs) > 0);
		}
	}
}

/**
 * Judges a request by several quotas at once, 30 a minute and 500 an hour say: it is admitted when
 * all of them have room for it, and then counts in all of them.
 *
 * @returns what each of them says, in the same order.
 */
export function admitAll(meters: readonly QuotaMeter[], nowMs: number): Verdict[] {
	const rooms = meters.map((meter) => ({ meter, hasRoom: meter.hasRoom(nowMs) }));
	const isAdmitted = rooms.every(({ hasRoom }) => hasRoom);
	return rooms.map(({ meter, hasRoom }) => {
		meter.settle(nowMs, isAdmitted);
		return { admitted: hasRoom, ...meter.state(nowMs) };
	});
}
