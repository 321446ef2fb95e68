/** The requests of one account, counted in one of the ways in which services do that. */
export interface QuotaCount {
	/** Requests left at that moment. */
	remaining(nowMs: number): number;
	/** Counts one, whether one is left or not. */
	take(nowMs: number): void;
	/** ms until more are left than now; 0 when all are. */
	untilMore(nowMs: number): number;
}

/** Who waits exactly as long as told must not be refused for the rounding of a sum. In ms. */
const TOLERANCE_MS = 0.001;

/** So many in each window. */
export class FixedCount implements QuotaCount {
	private startedAt: number | undefined;
	private taken = 0;

	/** @param isAligned Windows begin at multiples of `windowMs`, not with their first request. */
	constructor(
		private readonly limit: number,
		private readonly windowMs: number,
		private readonly isAligned: boolean,
	) {}

	remaining(nowMs: number): number {
		this.endWindow(nowMs);
		return Math.max(0, this.limit - this.taken);
	}

	take(nowMs: number): void {
		this.endWindow(nowMs);
		this.startedAt ??= this.isAligned
			? Math.floor((nowMs + TOLERANCE_MS) / this.windowMs) * this.windowMs
			: nowMs;
		this.taken += 1;
	}

	untilMore(nowMs: number): number {
		this.endWindow(nowMs);
		return this.startedAt === undefined ? 0 : this.startedAt + this.windowMs - nowMs;
	}

	private endWindow(nowMs: number): void {
		if (this.startedAt === undefined) return;
		if (nowMs + TOLERANCE_MS < this.startedAt + this.windowMs) return;
		this.startedAt = undefined;
		this.taken = 0;
	}
}

/** So many in the window that ends now, whenever now is. */
export class SlidingCount implements QuotaCount {
	/** When the last requests came, oldest first; those before the `limit` last do not matter. */
	private readonly cameAt: number[] = [];

	constructor(
		private readonly limit: number,
		private readonly windowMs: number,
	) {}

	remaining(nowMs: number): number {
		this.forgetOld(nowMs);
		return this.limit - this.cameAt.length;
	}

	take(nowMs: number): void {
		this.cameAt.push(nowMs);
		if (this.cameAt.length > this.limit) this.cameAt.shift();
	}

	untilMore(nowMs: number): number {
		this.forgetOld(nowMs);
		const [oldest] = this.cameAt;
		return oldest === undefined ? 0 : oldest + this.windowMs - nowMs;
	}

	private forgetOld(nowMs: number): void {
		const isOld = (atMs = Infinity) => atMs + this.windowMs <= nowMs + TOLERANCE_MS;
		while (isOld(this.cameAt[0])) this.cameAt.shift();
	}
}

/** A bucket of tokens, full at first, that fills evenly; a request takes one. */
export class BucketCount implements QuotaCount {
	private readonly tokensPerMs: number;
	private tokens: number;
	private filledAt: number | undefined;

	constructor(
		private readonly limit: number,
		windowMs: number,
	) {
		this.tokensPerMs = limit / windowMs;
		this.tokens = limit;
	}

	remaining(nowMs: number): number {
		this.fill(nowMs);
		return Math.floor(this.tokens + TOLERANCE_MS * this.tokensPerMs);
	}

	/** A request too many spills what was there of the next token. */
	take(nowMs: number): void {
		this.fill(nowMs);
		this.tokens = Math.max(0, this.tokens - 1);
	}

	untilMore(nowMs: number): number {
		const whole = this.remaining(nowMs);
		if (whole >= this.limit) return 0;
		return (whole + 1 - this.tokens) / this.tokensPerMs;
	}

	private fill(nowMs: number): void {
		const passedMs = nowMs - (this.filledAt ?? nowMs);
		this.tokens = Math.min(this.limit, this.tokens + passedMs * this.tokensPerMs);
		this.filledAt = nowMs;
	}
}
