import { isoAt } from './zoned';

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

/** A span by its name, with its first and last millisecond also as ISO text in the time zone. */
export interface Period<Name extends string = string> extends Span {
	name: Name;
	from: string;
	to: string;
	timezone: string;
}

/** @throws {UnknownTimezone} */
export function makePeriod<Name extends string>(
	name: Name,
	{ fromMs, toMs }: Span,
	timezone: string,
): Period<Name> {
	const [from, to] = [isoAt(fromMs, timezone), isoAt(toMs, timezone)];
	return { name, from, to, fromMs, toMs, timezone };
}

/** Whether the moment (ms since 1970) is in the span, its two ends included. */
export function isWithin(span: OpenSpan, ms: number): boolean {
	return ms >= (span.fromMs ?? -Infinity) && ms <= (span.toMs ?? Infinity);
}
