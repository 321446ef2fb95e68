import { simulatorToken } from '../../simulator';
import { leapOverWaits } from '../harness/leapOverWaits';
import { byId, execute, failure, getAll, jsonOf, withSimulator } from './support';

leapOverWaits();

const ONE_TRY = { maxAttempts: 1 };

describe('On Error', () => {
	const items = [{ n: 0 }, { n: 1 }, { n: 2 }];

	/** The input item that failed, with what went wrong. */
	const gone = {
		n: 1,
		error: 'Verifik has no record with the ID "gone"',
		errorDescription: expect.stringMatching(/\.$/),
	};

	it('"Stop" ends the execution at the item that failed', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			const ids = simulator.records().map(({ _id }) => _id);
			const { status, error } = await execute(
				byId(`={{ ['${ids[0]}', 'gone', '${ids[2]}'][$json.n] }}`),
				{
					account: simulator,
					items,
				},
			);
			expect(status).toBe('error');
			expect(error).toMatchObject({
				message: 'Verifik has no record with the ID "gone"',
				context: { itemIndex: 1 },
			});
		});
	});

	it('"Continue" makes an error item of the item that failed and leaves the others alone', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			const ids = simulator.records().map(({ _id }) => _id);
			const { status, success } = await execute(
				byId(`={{ ['${ids[0]}', 'gone', '${ids[2]}'][$json.n] }}`),
				{ account: simulator, items, onError: 'continueRegularOutput' },
			);
			expect(status).toBe('success');
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
			expect(success[0].json._id).toBe(ids[0]);
			expect(success[1].json).toEqual(gone);
			expect(success[2].json._id).toBe(ids[2]);
		});
	});

	it('"Continue (using error output)" sends only the item that failed to the error output', async () => {
		await withSimulator({ count: 3 }, async (simulator) => {
			const ids = simulator.records().map(({ _id }) => _id);
			const { success, failed } = await execute(
				byId(`={{ ['${ids[0]}', 'gone', '${ids[2]}'][$json.n] }}`),
				{ account: simulator, items, onError: 'continueErrorOutput' },
			);
			expect(jsonOf(success).map(({ _id }) => _id)).toEqual([ids[0], ids[2]]);
			expect(failed).toHaveLength(1);
			expect(failed[0].json).toEqual(gone);
		});
	});

	it('lets a bad parameter fail its own item only', async () => {
		await withSimulator({ count: 30 }, async (simulator) => {
			const { success, failed } = await execute(
				{ operation: 'getAll', returnAll: false, limit: '={{ $json.n - 1 }}' },
				{ account: simulator, items, onError: 'continueErrorOutput' },
			);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }]);
			expect(failed.map(({ json }) => json.error)).toEqual([
				"'Limit' must be a number of 1 or more, but is -1",
				"'Limit' must be a number of 1 or more, but is 0",
			]);
		});
	});

	it.each([
		[
			'no address',
			'api.verifik.co',
			'token',
			'The Base URL in the Verifik API credential is not an address',
		],
		[
			'a blank token',
			'https://api.verifik.co',
			' ',
			'The Verifik API credential has no access token',
		],
	])('gives an error item for every input item when the credential has %s', async (...row) => {
		const [, url, token, error] = row;
		const { success } = await execute(byId('any'), {
			account: { url, token },
			items,
			onError: 'continueRegularOutput',
		});
		expect(jsonOf(success)).toEqual(
			items.map((item) => ({ ...item, error, errorDescription: expect.stringMatching(/\.$/) })),
		);
	});
});

describe('input items', () => {
	it('are each answered in their order, at most so many at a time, and paired', async () => {
		await withSimulator({ count: 40, latency: [0, 8] }, async (simulator) => {
			const ids = simulator.records().map(({ _id }) => _id);
			const { success } = await execute(
				{ ...byId('={{ $json.id }}'), options: { concurrency: 3 } },
				{ account: simulator, items: ids.map((id) => ({ id })) },
			);
			expect(jsonOf(success).map(({ _id }) => _id)).toEqual(ids);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual(ids.map((_, item) => ({ item })));
			expect(simulator.maxInFlight).toBeGreaterThan(1);
			expect(simulator.maxInFlight).toBeLessThanOrEqual(3);
		});
	});

	it('each have their own Get Many', async () => {
		await withSimulator({ count: 30 }, async (simulator) => {
			const { success } = await execute(
				{ operation: 'getAll', returnAll: false, limit: '={{ $json.n }}' },
				{ account: simulator, items: [{ n: 2 }, { n: 1 }] },
			);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 0 },
				{ item: 1 },
			]);
		});
	});

	it('give nothing when there are none', async () => {
		const { success, error } = await execute(byId('any'), { items: [] });
		expect(error).toBeUndefined();
		expect(success).toEqual([]);
	});
});

describe('giving up', () => {
	it('names the page, how many there are, and how many records had been read', async () => {
		await withSimulator({ count: 1000 }, async (simulator) => {
			simulator.fault({ page: 6, kind: 'status', status: 500, times: 2 });
			const { error } = await execute(
				{ ...getAll, options: { maxAttempts: 2 } },
				{ account: simulator },
			);
			expect(error).toMatchObject({
				message: 'Verifik cannot answer right now (page 6 of 10, 500 records had been read)',
				...failure('temporarily-unavailable'),
			});
			expect(simulator.requests.filter(({ page }) => page === 6)).toHaveLength(2);
		});
	});

	it.each([
		[
			'an outage',
			{
				kind: 'status',
				status: 409,
				body: { code: 'Endpoint_out_of_service', message: 'Endpoint_out_of_service' },
			},
			'Document liveness is out of service at Verifik',
			'temporarily-unavailable',
		],
		[
			'a dropped connection',
			{ kind: 'drop' },
			'Verifik could not be reached',
			'temporarily-unavailable',
		],
		[
			'a cut connection',
			{ kind: 'cut' },
			"Verifik's answer was cut off",
			'temporarily-unavailable',
		],
		[
			'half an answer',
			{ kind: 'truncate' },
			"Verifik's answer was cut off",
			'temporarily-unavailable',
		],
		[
			'no answer in time',
			{ kind: 'hang' },
			'Verifik did not answer within 0.2 s',
			'temporarily-unavailable',
		],
	] as const)('tries again after %s, then says so', async (_name, fault, message, cause) => {
		await withSimulator({ count: 10 }, async (simulator) => {
			simulator.fault({ ...fault, times: 2 });
			const options = { maxAttempts: 2, timeout: 200 };
			const { error } = await execute({ ...getAll, options }, { account: simulator });
			expect(error).toMatchObject({ message, ...failure(cause) });
			expect(simulator.requests).toHaveLength(2);
		});
	});

	it.each([
		['a web page', { kind: 'html' }, "Something other than Verifik's API answered"],
		['a refusal', { kind: 'status', status: 400 }, 'Verifik refused the request'],
		[
			'no credits',
			{ kind: 'status', status: 403, body: { message: 'insufficient_credits', code: 'Forbidden' } },
			'The Verifik account has no credits left',
		],
		[
			'no access',
			{ kind: 'status', status: 403, body: { message: 'Access forbidden', code: 'Forbidden' } },
			'This Verifik account may not use document liveness',
		],
	] as const)('does not try again after %s', async (_name, fault, message) => {
		await withSimulator({ count: 10 }, async (simulator) => {
			simulator.fault(fault);
			const { error } = await execute(getAll, { account: simulator });
			expect(error?.message).toBe(message);
			expect(simulator.requests).toHaveLength(1);
		});
	});

	it('says that nothing listens at the base URL', async () => {
		const url = await withSimulator({ count: 0 }, async (simulator) => simulator.url);
		const { error } = await execute(
			{ ...getAll, options: ONE_TRY },
			{ account: { url, token: 'token' } },
		);
		expect(error).toMatchObject({
			message: 'Verifik could not be reached',
			description: expect.stringContaining('ECONNREFUSED'),
		});
	});
});

describe('the token', () => {
	it('is told to have expired, with the date that it carries itself', async () => {
		await withSimulator({ count: 1 }, async (simulator) => {
			const token = simulatorToken({ expiresAt: new Date('2025-09-21T10:00:00Z') });
			const { error } = await execute(getAll, { account: { url: simulator.url, token } });
			expect(error).toMatchObject({
				message: 'The Verifik access token expired on 21 Sep 2025',
				...failure('credential-invalid'),
			});
		});
	});
});

it('a retry is logged with the record that is asked for, and how soon it comes', async () => {
	await withSimulator({ count: 1 }, async (simulator) => {
		const [{ _id }] = simulator.records();
		simulator.fault({ kind: 'status', status: 503 });
		const { success, logs } = await execute(byId(_id), { account: simulator });
		expect(success).toHaveLength(1);
		expect(logs.filter(({ level }) => level === 'warn').map(({ text }) => text)).toEqual([
			expect.stringMatching(
				new RegExp(`\\(record ${_id}, attempt 1 of 5\\)\\. Next attempt in \\d+ m?s\\.`),
			),
		]);
	});
});
