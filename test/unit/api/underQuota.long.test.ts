import { read, missed, WINDOW_MS, type QuotaRow } from './underQuota';

const QUOTAS = [
	{ requests: 10, per: 'minute' },
	{ requests: 30, per: 'minute' },
	{ requests: 60, per: 'minute' },
	{ requests: 500, per: 'hour' },
	{ requests: 2, per: 'second' },
	{ requests: 5, per: 'second' },
	{ requests: 10, per: 'second' },
] as const;

const rows: QuotaRow[] = QUOTAS.flatMap((quota) =>
	(['fixed', 'sliding', 'refusals count', 'bucket'] as const).flatMap((counts) =>
		(['told', 'not told'] as const).map((told) => ({ ...quota, counts, told })),
	),
);

describe.each([100, 1_000])('%i pages are read to the end, within the bounds', (pages) => {
	it.each(rows)('$requests a $per, $counts, $told', async (row) => {
		expect(await missed(row, pages)).toEqual([]);
	});
});

it.each<[name: string, refusal: (waitMs: number) => object]>([
	['its window', () => ({ body: { message: 'Rate limit exceeded for minute' } })],
	['a Retry-After of 0', () => ({ headers: { 'retry-after': '0' } })],
	['a Retry-After of 1', () => ({ headers: { 'retry-after': '1' } })],
	['X-RateLimit-Reset', (waitMs) => ({ headers: { 'x-ratelimit-reset': String(waitMs / 1000) } })],
])('a server that tells %s is read within the same bounds', async (_, refusal) => {
	for (const window of ['fixed', 'sliding', 'bucket'] as const) {
		const rule = { requests: 30, per: 'minute', window } as const;
		const { records, standIn, tookMs } = await read([rule], { pages: 300, refusal });
		expect(records).toBe(300);
		expect(standIn.sent.length).toBeLessThanOrEqual(300 + 2 * Math.ceil(tookMs / 60_000) + 14);
		expect(tookMs / (10 * WINDOW_MS.minute)).toBeLessThanOrEqual(1.35);
	}
});
