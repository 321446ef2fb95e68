import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { QuotaMeter, type QuotaRule } from '../../../simulator';
import { SETTINGS, StandIn } from './standIn';
import { missed, read, type QuotaRow } from './underQuota';
import { VirtualClock } from './virtualClock';

/* Three rows of the table in underQuota.long.test.ts, and what a user notices of a quota. */

it.each<QuotaRow>([
	{ requests: 30, per: 'minute', counts: 'fixed', told: 'not told' },
	{ requests: 30, per: 'minute', counts: 'bucket', told: 'told' },
	{ requests: 10, per: 'second', counts: 'sliding', told: 'not told' },
])(
	'$requests a $per, $counts, $told: a list is read to its end, within the bounds',
	async (row) => {
		expect(await missed(row, 100)).toEqual([]);
	},
);

it("the quotas that Verifik's own code has, by the minute and by the hour, are both kept", async () => {
	const rules: QuotaRule[] = [
		{ requests: 30, per: 'minute', window: 'fixed' },
		{ requests: 500, per: 'hour', window: 'fixed' },
	];
	const { records, tookMs } = await read(rules, { pages: 100 });
	expect(records).toBe(100);
	expect(tookMs).toBeLessThanOrEqual(1.35 * 200_000);
});

it('executions that use the same account keep to its quota together', async () => {
	const rule: QuotaRule = { requests: 60, per: 'minute', window: 'sliding' };
	const { records, standIn, tookMs } = await read([rule], { pages: 100, executions: 4 });
	expect(records).toBe(400);
	expect(standIn.sent.length).toBeLessThanOrEqual(
		400 + 2 * Math.ceil(tookMs / 60_000) + 14 + 4 * SETTINGS.concurrency,
	);
	expect(tookMs).toBeLessThanOrEqual(1.35 * (400 / 60) * 60_000);
});

describe('giving up', () => {
	it('500 an hour that nobody tells, and Max Wait 10: says how far it came, and how to go on', async () => {
		const rule: QuotaRule = { requests: 500, per: 'hour', window: 'fixed' };
		const { failure, records, tookMs, standIn } = await read([rule], { pages: 1000 });
		expect(records).toBe(500);
		expect(failure?.kind).toBe('throttled');
		expect(failure?.message).toBe(
			'Verifik is receiving too many requests (page 501 of 1000, 500 records had been read)',
		);
		expect(failure?.description).toMatch(/Max Wait for Quota is 10 min.*raise Max Wait for Quota/);
		expect(failure?.description).toContain('Created Before');
		expect(tookMs).toBeLessThan(12 * 60_000);
		expect(standIn.sent.length).toBeLessThan(520);
	});

	it('at once when Verifik says that it takes longer than Max Wait, with the time', async () => {
		const { failure, tookMs, standIn } = await read([], {
			instead: () => ({ statusCode: 429, headers: { 'retry-after': '3600' } }),
		});
		expect(failure?.description).toContain('in about 60 min, at 1 Jan 2026 13:00 UTC');
		expect(failure?.told?.waitMs).toBeGreaterThan(3_590_000);
		expect(tookMs).toBeLessThan(1000);
		expect(standIn.sent).toHaveLength(1);
	});

	it('at once with a Max Wait of 0', async () => {
		const { failure, tookMs, standIn } = await read([], {
			instead: () => ({ statusCode: 429 }),
			settings: { maxWaitMs: 0 },
		});
		expect(failure?.kind).toBe('throttled');
		expect([standIn.sent.length, tookMs]).toEqual([1, 100]);
	});

	it('not as long as something moves', async () => {
		const rule: QuotaRule = { requests: 2, per: 'minute', window: 'fixed' };
		const { records, tookMs } = await read([rule], {
			pages: 60,
			settings: { maxWaitMs: 2 * 60_000 },
		});
		expect(records).toBe(60);
		expect(tookMs).toBeGreaterThan(25 * 60_000);
	});
});

it('a wall clock that is set back an hour holds up nobody, now or later', async () => {
	const clock = new VirtualClock();
	void clock.wait(10_000).then(() => clock.setBack(3_600_000));
	const refusal = () => ({ headers: { 'retry-after': '60' } });
	const rule: QuotaRule = { requests: 30, per: 'minute', window: 'fixed' };
	const { records, tookMs, standIn, failure } = await read([rule], { clock, pages: 40, refusal });
	expect({ failure, records }).toEqual({ records: 40 });
	expect(tookMs).toBeLessThan(2 * 60_000);
	const later = standIn.client().get({
		path: '/record',
		noun: 'records',
		label: 'a record',
		settings: { ...SETTINGS, maxWaitMs: 60_000 },
		signal: new AbortController().signal,
	});
	expect(await clock.run(later)).toHaveProperty('data');
});

describe('what is said of it', () => {
	it("n8n's log has at once about how long the rest will take", async () => {
		const rule: QuotaRule = { requests: 30, per: 'minute', window: 'fixed' };
		const { standIn, throttledMs, tookMs } = await read([rule], { pages: 100 });
		expect(standIn.logs[0]).toMatch(
			/^Verifik is receiving too many requests \(page \d+ of 100\)\. The next one goes out in/,
		);
		expect(standIn.logs.join('\n')).toMatch(
			/This n8n has about \d+ requests? a minute left, so the other \d+ take about 3 min\./,
		);
		expect(standIn.logs.length).toBeLessThan(8);
		expect(throttledMs).toBeGreaterThan(0.9 * tookMs);
	});

	it('of requests that are no part of a list, there is no rest to speak of', async () => {
		const clock = new VirtualClock();
		const quotas = [new QuotaMeter({ requests: 30, per: 'minute', window: 'fixed' })];
		const standIn = new StandIn(clock, { quotas });
		const client = standIn.client();
		const { signal } = new AbortController();
		const request = {
			path: '/record',
			noun: 'records',
			label: 'a record',
			settings: SETTINGS,
			signal,
		};
		await clock.run(Promise.all(Array.from({ length: 100 }, () => client.get(request))));
		expect(standIn.logs.length).toBeGreaterThan(1);
		for (const log of standIn.logs) {
			expect(log).toMatch(
				/^Verifik is receiving too many requests \(a record\)\. The next one goes out in [^.]+\. (How many requests a minute are served is not known yet|This n8n has about \d+ requests? a minute left)\.$/,
			);
		}
	});
});

describe('one throttle among a thousand pages', () => {
	it.each([{}, { 'retry-after': '0' }])(
		'does not slow the others for good (%j)',
		async (headers) => {
			const calm = await read([], { pages: 1000, latencyMs: 20 });
			for (const struck of [57, 500]) {
				const once = await read([], {
					pages: 1000,
					latencyMs: 20,
					instead: (_request, index) =>
						index === struck ? { statusCode: 429, headers } : undefined,
				});
				expect(once.records).toBe(1000);
				expect(once.standIn.sent).toHaveLength(1001);
				expect(once.tookMs).toBeLessThanOrEqual(1.2 * calm.tookMs);
			}
		},
	);
});

describe('one refusal that names a wait, after a few requests, does not tell a small quota', () => {
	const told: Record<string, Partial<IN8nHttpFullResponse>> = {
		'Retry-After: 10': { headers: { 'retry-after': '10' } },
		'Retry-After: 60': { headers: { 'retry-after': '60' } },
		'X-RateLimit-Reset: 5': { headers: { 'x-ratelimit-reset': '5' } },
		'"for minute"': { body: { message: 'Rate limit exceeded for minute' } },
		'"for minute" and Retry-After: 10': {
			body: { message: 'Rate limit exceeded for minute' },
			headers: { 'retry-after': '10' },
		},
	};
	const lone = Object.keys(told).flatMap((name) =>
		[0, 1, 3, 8].map((struck) => ({ name, struck })),
	);
	it.each(lone)('$name after $struck', async ({ name, struck }) => {
		const { records, standIn, tookMs } = await read([], {
			pages: 100,
			instead: (_request, index) =>
				index === struck ? { statusCode: 429, ...told[name] } : undefined,
		});
		expect(records).toBe(100);
		expect(standIn.sent).toHaveLength(101);
		const waitMs = name.includes('60') ? 60_000 : name.includes('10') ? 10_000 : 5_000;
		expect(tookMs).toBeLessThanOrEqual(waitMs + 1.35 * 100 * 100);
	});
});

it('the credential is read once, and never looked up by n8n for a request', async () => {
	const { standIn } = await read([], { pages: 20 });
	expect(standIn.credentialsRead).toBe(1);
	for (const credential of standIn.credentials) {
		expect(credential).toMatchObject({ data: { accessToken: 'token' } });
	}
});

it('the list is asked for newest first', async () => {
	const { standIn } = await read([], { pages: 5 });
	for (const { options } of standIn.sent) expect(options.qs?.sort).toBe('-createdAt');
});
