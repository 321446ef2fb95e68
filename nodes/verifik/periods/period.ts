import { isoAt } from './timezone';

/** A span of time. Both ends belong to it: ms since 1970; `null` where it has no end. */
export interface OpenSpan {
	fromMs: number | null;
	toMs: number | null;
}

/** A span of time with two ends. Both belong to it: ms since 1970. */
export interface Span extends OpenSpan {
	fromMs: number;
	toMs: number;
}

/** A span of time by its name, with its ends also as ISO text in the time zone. */
export interface OpenPeriod<Name extends string = string> extends OpenSpan {
	name: Name;
	from: string | null;
	to: string | null;
	timezone: string;
}

/** A period with two ends. `to` is its last millisecond. */
export interface Period<Name extends string = string> extends Span, OpenPeriod<Name> {
	fromMs: number;
	toMs: number;
	from: string;
	to: string;
}

/** @throws {UnknownTimezone} */
export function makePeriod<Name extends string>(
	name: Name,
	span: Span,
	timezone: string,
): Period<Name> {
	return {
		name,
		from: isoAt(span.fromMs, timezone),
		to: isoAt(span.toMs, timezone),
		fromMs: span.fromMs,
		toMs: span.toMs,
		timezone,
	};
}

/** Whether the moment (ms since 1970) is in the span, its two ends included. */
export function isWithin(span: OpenSpan, ms: number): boolean {
	return ms >= (span.fromMs ?? -Infinity) && ms <= (span.toMs ?? Infinity);
}
