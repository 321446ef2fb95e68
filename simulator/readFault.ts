import type { Fault } from './faults';

/** The kinds that need nothing but their name. */
const PLAIN_KINDS = [
	'drop',
	'cut',
	'truncate',
	'hang',
	'html',
	'empty',
	'repeat',
	'first',
	'another',
	'endless',
] as const;

/**
 * Reads a fault in short: a status or a kind, then `@page`, then `xtimes`: `429@57`, `dropx3`.
 * A dribble says how many ms lie between its bytes: `dribble:100@2`. Undefined when it is none.
 */
export function parseFault(text: string): Fault | undefined {
	const match = /^([a-z]+|\d{3})(?::(\d+))?(?:@(\d+))?(?:x(\d+))?$/.exec(text);
	const [, what = '', interval, page, times] = match ?? [];
	const target = { page: optionalNumber(page), times: optionalNumber(times) };
	const intervalMs = optionalNumber(interval);
	if (what === 'dribble') return intervalMs ? { ...target, kind: what, intervalMs } : undefined;
	if (intervalMs !== undefined) return undefined;
	if (/^[2-5]\d\d$/.test(what)) return { ...target, kind: 'status', status: Number(what) };
	const kind = PLAIN_KINDS.find((plain) => plain === what);
	return kind && { ...target, kind };
}

function optionalNumber(digits: string | undefined): number | undefined {
	return digits === undefined ? undefined : Number(digits);
}

/** Tells whether a value from outside (JSON) is a fault. */
export function isFault(value: unknown): value is Fault {
	if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
	if ('page' in value && typeof value.page !== 'number') return false;
	if ('times' in value && typeof value.times !== 'number') return false;
	if ('skip' in value && typeof value.skip !== 'number') return false;
	switch (value.kind) {
		case 'status':
			return 'status' in value && typeof value.status === 'number';
		case 'redirect':
			return 'location' in value && typeof value.location === 'string';
		case 'body':
			return 'body' in value;
		case 'dribble':
			return (
				'intervalMs' in value &&
				typeof value.intervalMs === 'number' &&
				(!('bytes' in value) || (typeof value.bytes === 'number' && value.bytes >= 1))
			);
		case 'endless':
			return !('status' in value) || typeof value.status === 'number';
		default:
			return PLAIN_KINDS.some((kind) => kind === value.kind);
	}
}
