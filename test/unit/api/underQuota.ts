import { walkRecords } from '../../../nodes/verifik/documentLiveness/endpoints';
import type { RequestSettings } from '../../../nodes/verifik/api/request';
import { QuotaMeter, type QuotaRule } from '../../../simulator';
import { SETTINGS, StandIn } from './standIn';
import { VirtualClock } from './virtualClock';

/*
 * Whole lists read under quotas, in virtual time: client, gate, pace and walk together. What the
 * pace does by itself under many more of them is in pace.long.test.ts.
 */

export interface Read {
	records: number;
	standIn: StandIn;
	tookMs: number;
	failure?: { message: string; description: string; kind: string; told?: { waitMs?: number } };
	throttledMs: number;
}

export async function read(
	rules: QuotaRule[],
	{
		settings = {},
		executions = 1,
		clock = new VirtualClock(),
		...options
	}: {
		settings?: Partial<RequestSettings>;
		executions?: number;
		clock?: VirtualClock;
	} & ConstructorParameters<typeof StandIn>[1],
): Promise<Read> {
	const standIn = new StandIn(clock, {
		quotas: rules.map((rule) => new QuotaMeter(rule)),
		...options,
	});
	const start = clock.elapsedMs();
	let records = 0;
	let failure: Read['failure'];
	let throttledMs = 0;
	const walk = async () => {
		const client = standIn.client();
		const request = { pageSize: 1, settings: { ...SETTINGS, ...settings } };
		try {
			for await (const { entries } of walkRecords(client, request, new AbortController().signal)) {
				records += entries.length;
			}
		} catch (error) {
			failure = error as Read['failure'];
		}
		throttledMs = client.throttledMs;
	};
	await clock.run(Promise.all(Array.from({ length: executions }, walk)));
	if (clock.waiting > 0) throw new Error('somebody still waits');
	return { records, standIn, tookMs: clock.elapsedMs() - start, failure, throttledMs };
}

export const WINDOW_MS = { second: 1000, minute: 60_000, hour: 3_600_000 };

/** A quota of the table: how it counts, and whether a refusal says how long to wait. */
export interface QuotaRow {
	requests: number;
	per: QuotaRule['per'];
	counts: 'fixed' | 'sliding' | 'refusals count' | 'bucket';
	told: 'told' | 'not told';
}

/**
 * Reads so many pages under the quota, and says what is over the bounds: all of them, in 1.35 times
 * what the quota makes unavoidable (1.7 by the second), with two requests more in each window and 14.
 */
export async function missed(row: QuotaRow, pages: number): Promise<string[]> {
	const { requests, per, told } = row;
	const countsRefused = row.counts === 'refusals count';
	const window = row.counts === 'refusals count' ? 'sliding' : row.counts;
	const retryAfter = (waitMs: number) => String(Math.ceil(waitMs / 1000));
	const { records, standIn, tookMs, failure } = await read(
		[{ requests, per, window, countsRefused }],
		{
			pages,
			settings: { maxWaitMs: 120 * 60_000 },
			refusal: (waitMs) =>
				told === 'told' ? { headers: { 'retry-after': retryAfter(waitMs) } } : {},
		},
	);
	const windows = Math.ceil(tookMs / WINDOW_MS[per]);
	// what is served at once, before the first refusal, is ideal
	const slowness = tookMs / ((pages / requests) * WINDOW_MS[per]);
	return [
		...(failure ? [failure.message] : []),
		...(records === pages ? [] : [`${records} of ${pages} records`]),
		...(slowness <= (per === 'second' ? 1.7 : 1.35)
			? []
			: [`${slowness.toFixed(2)} times as long`]),
		...(standIn.sent.length <= pages + 2 * windows + 14 ? [] : [`${standIn.sent.length} requests`]),
	];
}
