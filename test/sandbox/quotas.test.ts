import { parseQuota, type Quota, type QuotaHeader, type Sandbox } from '../../sandbox';
import { call, json, jpeg, LIST, post, sandboxWith } from './support';

const PAGE = `${LIST}?page=1&perPage=1`;

/** Two in a minute. */
const QUOTA: Quota = { requests: 2, per: 'minute', window: 'fixed' };

/** Two in a minute that lasts 6 s. */
const SCALED: Quota = { ...QUOTA, timeScale: 10 };

/** What the clock shows that quotas go by; it stands still, however long a request takes. */
let nowMs: number;
beforeEach(() => {
	nowMs = Date.parse('2026-01-01T12:00:00.000Z');
	jest.spyOn(Date, 'now').mockImplementation(() => nowMs);
});
afterEach(() => jest.restoreAllMocks());

async function statuses(sandbox: Sandbox, count: number): Promise<number[]> {
	const found = [];
	for (let index = 0; index < count; index += 1) {
		found.push((await call(sandbox, PAGE)).status);
	}
	return found;
}

/** The answer to a request once two have been admitted. */
async function refused(quota: Quota): Promise<Response> {
	const sandbox = await sandboxWith({ count: 1, quotas: quota });
	expect(await statuses(sandbox, 2)).toEqual([200, 200]);
	return await call(sandbox, PAGE);
}

/** The headers of an answer that a quota may have set. */
function quotaHeaders(response: Response): Record<string, string> {
	const names = [...response.headers.keys()].filter((name) => /ratelimit|retry-after/.test(name));
	return Object.fromEntries(names.map((name) => [name, response.headers.get(name) ?? '']));
}

describe('a quota', () => {
	it("refuses as Verifik's own code does: 509, the unit in the text, no header", async () => {
		const response = await refused(QUOTA);
		expect([response.status, await json(response)]).toEqual([
			509,
			{ code: 'BandwidthLimitExceeded', message: 'Rate limit exceeded for minute' },
		]);
		expect(quotaHeaders(response)).toEqual({});
	});

	it.each<[string, Partial<Quota>, number, unknown]>([
		[
			'the unit of its window',
			{ per: 'hour' },
			509,
			{ code: 'BandwidthLimitExceeded', message: 'Rate limit exceeded for hour' },
		],
		[
			'no unit',
			{ wording: false },
			509,
			{ code: 'BandwidthLimitExceeded', message: 'Rate limit exceeded' },
		],
		[
			'429',
			{ status: 429 },
			429,
			{ message: 'Too many requests. Please try again later.', code: 'TooManyRequests' },
		],
	])('can refuse with %s', async (_title, part, status, body) => {
		const response = await refused({ ...QUOTA, ...part });
		expect([response.status, await json(response)]).toEqual([status, body]);
	});

	it.each(['fixed', 'sliding', 'bucket'] as const)(
		'admits who waits as told (%s)',
		async (window) => {
			const quota: Quota = { ...SCALED, window, headers: ['retry-after'] };
			const sandbox = await sandboxWith({ count: 1, quotas: quota });
			expect(await statuses(sandbox, 2)).toEqual([200, 200]);
			for (let round = 0; round < 2; round += 1) {
				const response = await call(sandbox, PAGE);
				expect(response.status).toBe(509);
				const waitMs = Number(response.headers.get('retry-after')) * 1000;
				nowMs += waitMs - 1;
				expect((await call(sandbox, PAGE)).status).toBe(509);
				nowMs += 1;
				expect((await call(sandbox, PAGE)).status).toBe(200);
				await statuses(sandbox, 2);
			}
		},
	);

	it('counts every request to the API, whatever becomes of it, and nothing else', async () => {
		const sandbox = await sandboxWith({ count: 1, quotas: { ...QUOTA, requests: 4 } });
		await fetch(`${sandbox.url}${PAGE}`);
		await call(sandbox, `${LIST}/nobody`);
		await post(sandbox, LIST, { image: jpeg().toString('base64') });
		await call(sandbox, '/images/any');
		await fetch(`${sandbox.url}/sandbox/requests`);
		await call(sandbox, '/elsewhere');
		sandbox.fault({ kind: 'status', status: 500 });
		expect(await statuses(sandbox, 2)).toEqual([500, 509]);
		expect((await call(sandbox, '/images/any')).status).toBe(404);
	});

	it('refuses a POST before its checks are charged', async () => {
		const sandbox = await sandboxWith({ count: 1, quotas: { ...QUOTA, requests: 1 } });
		const send = async (): Promise<Response> =>
			await post(sandbox, LIST, { image: jpeg().toString('base64'), validateScreenReplay: true });
		expect([(await send()).status, (await send()).status]).toEqual([200, 509]);
		expect(sandbox.charges).toBe(1);
	});

	it('refuses what a fault is meant for; that waits', async () => {
		const sandbox = await sandboxWith({ count: 1, quotas: { ...QUOTA, requests: 1 } });
		await call(sandbox, PAGE);
		sandbox.fault({ kind: 'drop' });
		expect(await statuses(sandbox, 1)).toEqual([509]);
		expect(sandbox.pendingFaults).toHaveLength(1);
	});

	it('can be one of several', async () => {
		const quotas: Quota[] = [QUOTA, { ...QUOTA, per: 'hour', requests: 3 }];
		const sandbox = await sandboxWith({ count: 1, quotas });
		expect(await statuses(sandbox, 3)).toEqual([200, 200, 509]);
		nowMs += 60_000;
		expect(await statuses(sandbox, 1)).toEqual([200]);
		expect(await json(await call(sandbox, PAGE))).toMatchObject({
			message: 'Rate limit exceeded for hour',
		});
	});

	it('begins anew when the sandbox is reset', async () => {
		const sandbox = await sandboxWith({ count: 1, quotas: QUOTA });
		await statuses(sandbox, 3);
		sandbox.reset();
		expect(await statuses(sandbox, 3)).toEqual([200, 200, 509]);
	});

	it('is shared with a rival', async () => {
		const sandbox = await sandboxWith({
			count: 1,
			quotas: { requests: 10, per: 'hour', window: 'sliding', rival: 8 },
		});
		expect(await statuses(sandbox, 3)).toEqual([200, 200, 509]);
	});
});

describe('the headers of a quota', () => {
	it('are there on admitted answers too, but for Retry-After', async () => {
		const headers: QuotaHeader[] = ['retry-after', 'ratelimit', 'ratelimit-legacy', 'x-ratelimit'];
		const sandbox = await sandboxWith({ count: 1, quotas: { ...QUOTA, headers } });
		expect(quotaHeaders(await call(sandbox, PAGE))).toEqual({
			ratelimit: '"default";r=1;t=60',
			'ratelimit-policy': '"default";q=2;w=60',
			'ratelimit-limit': '2',
			'ratelimit-remaining': '1',
			'ratelimit-reset': '60',
			'x-ratelimit-limit': '2',
			'x-ratelimit-remaining': '1',
			'x-ratelimit-reset': '60',
		});
	});

	it('are on answers that go past the usual way too', async () => {
		const quotas: Quota = { ...QUOTA, requests: 9, headers: ['x-ratelimit'] };
		const sandbox = await sandboxWith({ count: 1, quotas });
		sandbox.fault({ kind: 'dribble', intervalMs: 1, bytes: 1000 });
		expect((await call(sandbox, PAGE)).headers.get('x-ratelimit-remaining')).toBe('8');
		sandbox.fault({ kind: 'cut' });
		expect((await call(sandbox, PAGE)).headers.get('x-ratelimit-remaining')).toBe('7');
	});

	it.each<[QuotaHeader, string, string]>([
		['retry-after', 'retry-after', '60'],
		['ratelimit', 'ratelimit', '"default";r=0;t=60'],
		['ratelimit-legacy', 'ratelimit-reset', '60'],
		['x-ratelimit', 'x-ratelimit-reset', '60'],
	])('%s is in whole seconds', async (kind, name, value) => {
		const response = await refused({ ...QUOTA, headers: [kind] });
		expect(response.headers.get(name)).toBe(value);
	});

	it.each<[QuotaHeader, string, string]>([
		['retry-after', 'retry-after', '6'],
		['ratelimit', 'ratelimit', '"default";r=0;t=6'],
		['ratelimit', 'ratelimit-policy', '"default";q=2;w=6'],
		['ratelimit-legacy', 'ratelimit-reset', '6'],
		['x-ratelimit', 'x-ratelimit-reset', '6'],
	])('%s says in %s what is really to be waited when time is scaled', async (kind, name, value) => {
		const response = await refused({ ...SCALED, headers: [kind] });
		expect(response.headers.get(name)).toBe(value);
	});

	it('can be a date', async () => {
		const quota: Quota = { ...QUOTA, headers: ['retry-after-date'] };
		const date = async () => (await refused(quota)).headers.get('retry-after');
		expect(await date()).toBe('Thu, 01 Jan 2026 12:01:00 GMT');
		nowMs += 1;
		expect(await date()).toBe('Thu, 01 Jan 2026 12:01:01 GMT');
	});

	it.each([
		[QUOTA, 61],
		[SCALED, 6.001],
	])('can be an epoch in seconds (%j)', async (quota, seconds) => {
		const epoch = nowMs / 1000;
		nowMs += 1;
		const response = await refused({ ...quota, headers: ['x-ratelimit-epoch'] });
		expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
		expect(response.headers.get('x-ratelimit-reset')).toBe(String(epoch + seconds));
	});

	it.each(['0', '1', '3600'])('can lie: Retry-After %s', async (lies) => {
		for (const headers of [['retry-after' as const], ['retry-after-date' as const], undefined]) {
			const response = await refused({ ...QUOTA, headers, lies });
			expect(quotaHeaders(response)).toEqual({ 'retry-after': lies });
		}
	});

	it('are those of the quota that makes one wait longest', async () => {
		const headers: QuotaHeader[] = ['retry-after', 'x-ratelimit'];
		const hour: Quota = { ...QUOTA, per: 'hour', headers };
		for (const quotas of [
			[hour, { ...QUOTA, headers }],
			[{ ...QUOTA, headers }, hour],
		]) {
			const sandbox = await sandboxWith({ count: 1, quotas });
			await statuses(sandbox, 2);
			const response = await call(sandbox, PAGE);
			expect(response.headers.get('retry-after')).toBe('3600');
			expect(response.headers.get('x-ratelimit-reset')).toBe('3600');
			expect(await json(response)).toMatchObject({ message: 'Rate limit exceeded for hour' });
		}
	});
});

describe('a quota in short', () => {
	it.each<[string, Quota]>([
		['30/minute', { requests: 30, per: 'minute', window: 'fixed' }],
		['500/hour:sliding', { requests: 500, per: 'hour', window: 'sliding' }],
		['5/second:bucket', { requests: 5, per: 'second', window: 'bucket' }],
	])('%s', (text, quota) => {
		expect(parseQuota(text)).toEqual(quota);
	});

	it.each([
		'',
		'30',
		'0/minute',
		'30/minutes',
		'30/day',
		'30/minute:',
		'30/minute:leaky',
		'x/hour',
	])('"%s" is none', (text) => {
		expect(parseQuota(text)).toBeUndefined();
	});
});
