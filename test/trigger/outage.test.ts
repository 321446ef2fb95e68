import type { IDataObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { backoffAfter, type Backoff } from '../../nodes/DocumentLivenessTrigger/pollBackoff';
import { runPoll, pollTrigger, type TriggerEvent } from '../../nodes/DocumentLivenessTrigger/poll';
import {
	LONGEST_POLL_MS,
	PollMemory,
	STAND_BACK_MS,
} from '../../nodes/DocumentLivenessTrigger/pollMemory';
import { verifikError, type VerifikError } from '../../nodes/verifik/api/errors/VerifikError';
import { Gates } from '../../nodes/verifik/api/gate';
import { SimulatedAccount } from './account';
import {
	answerFrom,
	CREDENTIAL,
	pollContext,
	VirtualClock,
	type SimulatedPoll,
} from './pollContext';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOW = Date.parse('2026-02-01T08:00:00Z');

/** A trigger that is polled at times of the test's own, without requests. */
class Polled {
	now = NOW;
	asked = 0;
	failing: VerifikError | undefined;
	hasNews = true;
	/** Whether a poll wants to remember something else than the one before. */
	movesOn = true;
	/** What happens while the event is polled. */
	meanwhile: () => void = () => {};
	readonly log: string[] = [];
	staticData: IDataObject = {};
	credential = CREDENTIAL;
	private readonly clock = {
		now: () => this.now,
		elapsedMs: () => this.now,
		wait: async () => {},
	};
	private readonly memories = new Map<string, PollMemory>();

	context(more: Partial<SimulatedPoll> = {}) {
		const { staticData, log, credential } = this;
		return pollContext({
			answer: async () => await Promise.reject(new Error('no request is made')),
			staticData,
			log,
			credential,
			isUpdate: true,
			...more,
		});
	}

	/** Polls an event that counts how often it was asked. */
	async poll(context = this.context()): Promise<unknown> {
		const event: TriggerEvent = {
			key: 'cursor',
			sample: async () => [],
			poll: async (state) => {
				this.asked++;
				if (this.failing) throw this.failing;
				const asked = Number(state ?? 0) + 1;
				this.meanwhile();
				const items = this.hasNews ? [{ json: { asked } }] : [];
				return { items, state: this.movesOn ? asked : state };
			},
		};
		return await runPoll(context, event, { clock: this.clock, memories: this.memories });
	}

	async token(context = this.context()) {
		return await pollTrigger(context, { clock: this.clock, memories: this.memories });
	}
}

describe('an outage is told, not shouted', () => {
	/** At which minutes of a day executions fail when the trigger polls every minute. */
	async function failedAt(failing: VerifikError): Promise<number[]> {
		const polled = new Polled();
		polled.failing = failing;
		const minutes: number[] = [];
		for (let minute = 0; minute < 1_440; minute++) {
			polled.now = NOW + minute * MINUTE + (minute % 3);
			await polled.poll().catch(() => minutes.push(minute));
		}
		expect(polled.asked).toBe(minutes.length);
		expect(polled.log.filter((line) => line.includes('was skipped'))).toHaveLength(
			1_440 - minutes.length,
		);
		return minutes;
	}

	it('an expired token fails 29 executions a day, and not 1,440', async () => {
		const minutes = await failedAt(verifikError('tokenExpired'));
		expect(minutes.slice(0, 9)).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183]);
		expect(minutes).toHaveLength(29);
	});

	it('so does Verifik being out of reach', async () => {
		expect(await failedAt(verifikError('unreachable'))).toHaveLength(29);
	});

	it('after "too many requests", nothing is asked until requests are let through again', async () => {
		const polled = new Polled();
		polled.failing = verifikError('throttled', { told: { waitMs: 10 * MINUTE } });
		await expect(polled.poll()).rejects.toMatchObject({ message: expect.any(String) });
		polled.failing = undefined;
		polled.now += 9 * MINUTE;
		expect(await polled.poll()).toBeNull();
		expect(polled.log.at(-1)).toContain('Next attempt in 60 s, or once the credential is changed');
		polled.now += MINUTE;
		expect(await polled.poll()).toHaveLength(1);
	});

	it('is over at once when the credential was changed, and when the workflow is published', async () => {
		const polled = new Polled();
		polled.failing = verifikError('tokenExpired');
		for (let poll = 0; poll < 5; poll++) {
			await expect(polled.poll()).rejects.toThrow();
			polled.now += 60 * MINUTE;
		}
		polled.now -= 50 * MINUTE;
		expect(await polled.poll()).toBeNull();
		await expect(polled.poll(polled.context({ isUpdate: false }))).rejects.toThrow();
		const created = polled.context();
		created.getActivationMode = () => 'create';
		await expect(polled.poll(created)).rejects.toThrow();
		// it is published once: the next poll of the same context is one by the clock
		expect(await polled.poll(created)).toBeNull();
		polled.failing = undefined;
		polled.credential = { ...CREDENTIAL, accessToken: 'another' };
		expect(await polled.poll()).toHaveLength(1);
	});
});

/** An outage as the trigger meets it, polled once a minute for three hours. */
const faces: Array<[name: string, answer: Omit<IN8nHttpFullResponse, 'headers'>]> = [
	['status 503', { statusCode: 503, body: {} }],
	['a web page with status 200', { statusCode: 200, body: '<html>We are back soon</html>' }],
	['a 403 of a network in front', { statusCode: 403, body: '<html>Forbidden</html>' }],
	['a 404 of a network in front', { statusCode: 404, body: 'not found' }],
	['a redirect', { statusCode: 302, body: '' }],
	['an error in clothes of a 200', { statusCode: 200, body: { statusCode: 503 } }],
	['another one', { statusCode: 200, body: { errorMessage: 'Task timed out' } }],
	['a throttle in clothes of a 400', { statusCode: 400, body: { message: 'Too many requests' } }],
	['a throttle in clothes of a 403', { statusCode: 403, body: { message: 'Rate limit exceeded' } }],
	['a throttle', { statusCode: 429, body: {} }],
	['no answer', { statusCode: 0, body: '' }],
];

describe('an outage of three hours fails eight executions', () => {
	it.each([...faces, ['all of these in turn', undefined] as const])('%s', async (_, face) => {
		const clock = new VirtualClock(NOW);
		const dependencies = { clock, memories: new Map(), gates: new Gates(clock) };
		const account = new SimulatedAccount();
		const good = answerFrom(account);
		const staticData: IDataObject = {};
		let asked = 0;
		let isOut = false;
		const answer: SimulatedPoll['answer'] = async (request) => {
			asked++;
			if (!isOut) return await Promise.resolve(good(request));
			const [, shown] = faces[asked % faces.length];
			return { headers: {}, ...(face ?? shown) };
		};
		const context = () =>
			pollContext({ answer, staticData, isUpdate: true, parameters: { options: {} } });
		await pollTrigger(context(), dependencies);
		isOut = true;
		let failed = 0;
		for (let minute = 1; minute <= 180; minute++) {
			clock.at = Math.max(clock.at, NOW + minute * MINUTE);
			await pollTrigger(context(), dependencies).catch(() => failed++);
		}
		expect(failed).toBe(8);
		isOut = false;
		const { _id } = account.arrive(NOW);
		clock.at += 60 * MINUTE;
		const items = await pollTrigger(context(), dependencies);
		expect(items?.map(({ json }) => json._id)).toEqual([_id]);
		isOut = true;
		clock.at += MINUTE;
		await expect(pollTrigger(context(), dependencies)).rejects.toThrow();
	});
});

describe('the pause after a failure', () => {
	const after = (failure: unknown, before?: Backoff, account = 'ours') =>
		backoffAfter(failure, before, account, NOW, NOW + 5_000);

	it('is twice as long each time, and begins anew for another account', () => {
		const first = after(verifikError('unreachable'));
		expect(first).toMatchObject({ inARow: 1, untilMs: NOW + 50_000 });
		const second = after(verifikError('tokenExpired'), first);
		expect(second).toMatchObject({ inARow: 2, untilMs: NOW + 110_000 });
		expect(after(verifikError('unreachable'), second, 'another')).toMatchObject({ inARow: 1 });
	});

	it('is as long as Verifik asks for, and an hour at the most', () => {
		const throttled = (waitMs?: number) => after(verifikError('throttled', { told: { waitMs } }));
		expect(throttled(90_000)).toMatchObject({ inARow: 1, untilMs: NOW + 95_000 });
		expect(throttled(DAY)).toMatchObject({ untilMs: NOW + 5_000 + 60 * MINUTE });
		expect(throttled()).toMatchObject({ untilMs: NOW + 50_000 });
	});

	it('is after any failure, and names it', () => {
		expect(after(verifikError('incomplete')).message).toContain('fewer records');
		expect(after(new Error('of n8n'))).toMatchObject({ inARow: 1, message: 'of n8n' });
		expect(after('no error').message).toBe('a request failed');
	});
});

describe("n8n's database goes away during a poll", () => {
	it('gives nothing then, so that n8n has nothing to drop, and gives it with the next poll', async () => {
		const polled = new Polled();
		polled.staticData = { cursor: 4 };
		const context = polled.context();
		context.getCredentials = async () => {
			throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
		};
		await expect(polled.poll(context)).rejects.toMatchObject({
			message: 'n8n could not read the credential again, so this poll gave nothing',
			description: expect.stringContaining('No record is lost'),
		});
		expect(polled.staticData).toEqual({ cursor: 4 });
		polled.now += MINUTE;
		expect(await polled.poll()).toEqual([{ json: { asked: 5 } }]);
	});

	it('does not matter to a poll that has nothing to give', async () => {
		const polled = new Polled();
		polled.hasNews = false;
		const context = polled.context();
		context.getCredentials = async () => {
			throw new Error('connect ECONNREFUSED 127.0.0.1:5432');
		};
		expect(await polled.poll(context)).toBeNull();
	});
});

describe('polls side by side', () => {
	it('a poll that starts where this process went on from stands back, for half a minute', async () => {
		const polled = new Polled();
		const stale = () => polled.context({ staticData: {} });
		expect(await polled.poll(stale())).toHaveLength(1);
		polled.now += STAND_BACK_MS - 1;
		const staticData = {};
		expect(await polled.poll(polled.context({ staticData }))).toBeNull();
		expect(staticData).toEqual({});
		polled.now += 1;
		// it was never stored, so it has to be given again
		expect(await polled.poll(stale())).toHaveLength(1);
	});

	it('one that stands back says so', async () => {
		const polled = new Polled();
		await polled.poll(polled.context({ staticData: {} }));
		await polled.poll(polled.context({ staticData: {} }));
		expect(polled.log).toEqual([
			'debug: Verifik: another poll of this trigger goes on from here. This one stands back.',
		]);
	});

	it('a poll that moved on from nothing does not hold up the next one', async () => {
		const polled = new Polled();
		polled.staticData = { cursor: 4 };
		polled.movesOn = false;
		expect(await polled.poll()).toEqual([{ json: { asked: 5 } }]);
		expect(await polled.poll()).toEqual([{ json: { asked: 5 } }]);
	});

	it('one that is overtaken gives nothing, and leaves what the other one stored', async () => {
		const polled = new Polled();
		polled.staticData = { cursor: 4 };
		polled.meanwhile = () => (polled.staticData.cursor = 9);
		expect(await polled.poll()).toBeNull();
		expect(polled.staticData).toEqual({ cursor: 9 });
	});

	it('the second one goes on from the first of all, whose mark n8n did not store', async () => {
		const polled = new Polled();
		polled.hasNews = false;
		expect(await polled.poll(polled.context({ staticData: {} }))).toBeNull();
		polled.hasNews = true;
		expect(await polled.poll(polled.context({ staticData: {} }))).toEqual([{ json: { asked: 2 } }]);
	});

	it('that mark is forgotten once n8n has stored a later one', async () => {
		const polled = new Polled();
		polled.hasNews = false;
		await polled.poll(polled.context({ staticData: {} }));
		await polled.poll(polled.context({ staticData: { cursor: 2 } }));
		polled.hasNews = true;
		expect(await polled.poll(polled.context({ staticData: {} }))).toEqual([{ json: { asked: 1 } }]);
	});

	it('takes place in an n8n that does not say why it polls', async () => {
		const polled = new Polled();
		const context = polled.context();
		Object.assign(context, { getActivationMode: undefined });
		expect(await polled.poll(context)).toHaveLength(1);
	});

	it('other triggers do not stand back', async () => {
		const polled = new Polled();
		await polled.poll(polled.context({ staticData: {} }));
		const other = polled.context({ staticData: {}, workflowId: 'other' });
		expect(await polled.poll(other)).toHaveLength(1);
	});

	it('one that was given up and ends after all does not let a third in beside the second', () => {
		const memory = new PollMemory();
		const endFirst = memory.begin('one', NOW);
		expect(memory.begin('two', NOW + LONGEST_POLL_MS - 1)).toBeUndefined();
		const endSecond = memory.begin('two', NOW + LONGEST_POLL_MS);
		endFirst?.();
		expect(memory.begin('three', NOW + LONGEST_POLL_MS + 1)).toBeUndefined();
		endSecond?.();
		expect(memory.begin('three', NOW + LONGEST_POLL_MS + 2)).toBeDefined();
	});
});

describe('the time of a poll', () => {
	it.each([
		[undefined, 30_000],
		[300_000, 30_000],
		[36_000, 18_000],
	])('of %p ms is for beginning something until %i ms are over', async (budget, untilMs) => {
		const clock = new VirtualClock(NOW);
		const account = new SimulatedAccount();
		const good = answerFrom(account);
		let askedAt = 0;
		const answer: SimulatedPoll['answer'] = async (request) => {
			askedAt = clock.at - NOW;
			clock.at += 1_000;
			return await Promise.resolve(good(request));
		};
		const dependencies = { clock, memories: new Map(), gates: new Gates(clock) };
		const staticData: IDataObject = {};
		await pollTrigger(pollContext({ answer, staticData, budget }), dependencies);
		clock.at = NOW;
		for (let i = 0; i < 6_000; i++) account.arrive(NOW + i * MINUTE);
		await pollTrigger(pollContext({ answer, staticData, budget }), dependencies);
		expect(askedAt).toBe(untilMs - 1_000);
	});
});

describe('Access Token About to Expire', () => {
	const tokenOf = (claims: object) =>
		`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

	function expiring(inMs: number): Polled {
		const polled = new Polled();
		const accessToken = tokenOf({ exp: (NOW + inMs) / 1000 });
		polled.credential = { ...CREDENTIAL, accessToken };
		return polled;
	}
	const parameters = { event: 'tokenExpiring', daysBefore: 7 };

	it('gives one item a day from seven days before, and after the expiry as well', async () => {
		const polled = expiring(9 * DAY);
		const daysLeft: unknown[] = [];
		for (let hour = 0; hour < 11 * 24; hour++) {
			const items = await polled.token(polled.context({ parameters }));
			for (const { json } of items ?? []) daysLeft.push(json.daysLeft);
			polled.now += 60 * MINUTE;
		}
		expect(daysLeft).toEqual([7, 6, 5, 4, 3, 2, 1, 0, -1, -2]);
	});

	it('says when, how many days are left, and which credential it is', async () => {
		const polled = expiring(3.5 * DAY);
		const [item] = (await polled.token(polled.context({ parameters }))) ?? [];
		expect(item.json).toEqual({
			expiresAt: '2026-02-04T20:00:00.000Z',
			daysLeft: 3,
			credential: 'Verifik of the Fraud Team',
			environment: null,
		});
	});

	it('says so without the name of a credential that n8n does not tell', async () => {
		const polled = expiring(3.5 * DAY);
		const context = polled.context({ parameters });
		const { credentials, ...node } = context.getNode();
		expect(credentials).toBeDefined();
		context.getNode = () => node;
		const [item] = (await polled.token(context)) ?? [];
		expect(item.json).toMatchObject({ daysLeft: 3, credential: 'Verifik API' });
	});

	it('refuses a token that does not tell, as the workflow is published', async () => {
		const polled = new Polled();
		const context = polled.context({ parameters, isUpdate: false });
		await expect(polled.token(context)).rejects.toMatchObject({
			message: 'The access token does not say when it expires',
			description: expect.stringContaining('Schedule Trigger'),
		});
	});

	it('says that there is no access token when the credential has none', async () => {
		const polled = new Polled();
		polled.credential = { ...CREDENTIAL, accessToken: ' Bearer  ' };
		const poll = polled.token(polled.context({ parameters, isUpdate: false }));
		await expect(poll).rejects.toMatchObject({
			message: expect.stringContaining('no access token'),
		});
	});

	it('remembers by day and expiry what it told, for a restart and for the next version', async () => {
		const polled = expiring(3 * DAY);
		await polled.token(polled.context({ parameters }));
		const told = { expiresAt: '2026-02-04T08:00:00.000Z', day: '2026-02-01' };
		expect(polled.staticData).toEqual({ token: told });

		const restarted = expiring(3 * DAY);
		restarted.staticData = { token: told };
		expect(await restarted.token(restarted.context({ parameters }))).toBeNull();

		const renewed = expiring(2 * DAY);
		renewed.staticData = { token: told };
		expect(await renewed.token(renewed.context({ parameters }))).toHaveLength(1);
	});

	it("takes the day from the workflow's time zone", async () => {
		// 21:00 in Bogotá, where the day lasts three hours more
		const polled = expiring(3 * DAY);
		polled.now = Date.parse('2026-02-01T02:00:00Z');
		await polled.token(polled.context({ parameters, timezone: 'America/Bogota' }));
		expect(polled.staticData).toMatchObject({ token: { day: '2026-01-31' } });
	});

	it('shows in the editor what it would give, and remembers nothing', async () => {
		const polled = expiring(20 * DAY);
		const items = await polled.token(polled.context({ parameters, mode: 'manual' }));
		expect(items?.[0].json).toMatchObject({ daysLeft: 20 });
		expect(polled.staticData).toEqual({});
	});

	it('refuses days that are out of range', async () => {
		const polled = expiring(DAY);
		const context = polled.context({ parameters: { ...parameters, daysBefore: 31 } });
		await expect(polled.token(context)).rejects.toThrow("'Days Before' must be a number");
	});
});
