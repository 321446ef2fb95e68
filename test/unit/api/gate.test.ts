import type { IExecuteFunctions } from 'n8n-workflow';

import type { VerifikError } from '../../../nodes/verifik/api/errors/VerifikError';
import { Gate, Gates, QuotaWait } from '../../../nodes/verifik/api/gate';
import type { RequestSettings } from '../../../nodes/verifik/api/request';
import { SETTINGS } from './standIn';
import { VirtualClock } from './virtualClock';

const HOUR = 3_600_000;

/** A gate and the waits of one execution, in virtual time. */
function gateAt(clock = new VirtualClock()) {
	const gate = new Gate(clock);
	const logs: string[] = [];
	const logger = { warn: (text: string) => void logs.push(text) };
	const wait = new QuotaWait(logger as unknown as IExecuteFunctions['logger'], clock);
	const never = new AbortController().signal;
	/** @returns when the turn comes, or why none does */
	const enter = async (settings: Partial<RequestSettings> = {}, signal = never) =>
		await gate
			.takeTurn({ label: 'a record', settings: { ...SETTINGS, ...settings } }, wait, signal)
			.catch(({ kind }: VerifikError) => kind);
	const refuse = async (waitMs: number) => {
		const sentAtMs = Number(await enter());
		gate.note({ type: 'refused', sentAtMs, hint: { waitMs } });
	};
	const serve = (sentAtMs: unknown) => gate.note({ type: 'served', sentAtMs: Number(sentAtMs) });
	return { clock, gate, wait, logs, enter, refuse, serve };
}

test('lets everybody through at once while nothing was refused', async () => {
	const { enter, clock } = gateAt();
	for (let request = 0; request < 100; request++) expect(await enter()).toBe(0);
	expect(clock.elapsedMs()).toBe(0);
});

test('lets one through when the time has come, and the others when that one was served', async () => {
	const { enter, refuse, serve, clock, wait } = gateAt();
	await refuse(60_000);
	const order: string[] = [];
	const one = async (name: string) => {
		const turn = await enter();
		order.push(`${name} ${Math.round(Number(turn) / 1000)}`);
		await clock.wait(500);
		serve(turn);
	};
	await clock.run(Promise.all(['a', 'b', 'c'].map(one)));
	expect(order[0]).toBe('a 60');
	expect(order.map((entry) => entry[0])).toEqual(['a', 'b', 'c']);
	expect(clock.waiting).toBe(0);
	expect(wait.throttledMs).toBeGreaterThanOrEqual(60_000);
});

test('whoever is first leaves the queue when cancelled, and the next one is first', async () => {
	const { enter, refuse, clock } = gateAt();
	await refuse(60_000);
	const controller = new AbortController();
	const first = enter({}, controller.signal);
	const second = enter();
	await new Promise(setImmediate);
	controller.abort();
	expect(await first).toBe('cancelled');
	expect(await clock.run(second)).toBe(60_000);
});

test('whoever does not wait for so long is told at once, and whoever stands behind in his time', async () => {
	const { enter, refuse, clock } = gateAt();
	await refuse(60_000);
	expect(await enter({ maxWaitMs: 1000 })).toBe('throttled');
	expect(await enter({ waitUntilMs: 59_999 })).toBe('throttled');
	expect(clock.elapsedMs()).toBe(0);
	void enter();
	await new Promise(setImmediate);
	expect(await clock.run(enter({ waitUntilMs: 1000 }))).toBe('throttled');
	expect(clock.elapsedMs()).toBe(1000);
});

test('a request whose answer is lost lets the next one ask', async () => {
	const { enter, refuse, gate, clock } = gateAt();
	await refuse(60_000);
	const probe = await clock.run(enter());
	const waiting = enter();
	await new Promise(setImmediate);
	gate.note({ type: 'lost', sentAtMs: Number(probe) });
	expect(await clock.run(waiting)).toBe(60_000);
});

test('whoever does not wait is let through at once while the quota is open, however it is paced', async () => {
	const { enter, refuse, serve, clock } = gateAt();
	for (let served = 0; served < 20; served++) serve(await enter());
	await refuse(60_000);
	expect(await enter({ maxWaitMs: 0 })).toBe('throttled');
	serve(await clock.run(enter()));
	serve(await enter({ maxWaitMs: 0 }));
	// sixteen a minute from here on
	expect(await enter({ waitUntilMs: 60_001 })).toBe('throttled');
	expect(await enter({ maxWaitMs: 0 })).toBe(60_000);
});

test('what a server says of an hour is asked about again after a minute, by one request', async () => {
	const { enter, refuse, gate, clock } = gateAt();
	await refuse(HOUR);
	expect(await enter()).toBe('throttled');
	await clock.run(clock.wait(30_000));
	// a request that was under way then is no refusal, and puts nothing off
	gate.note({ type: 'lost', sentAtMs: 0 });
	await clock.run(clock.wait(31_000));
	const second = await enter();
	expect(second).toBe(61_000);
	gate.note({ type: 'refused', sentAtMs: Number(second), hint: { waitMs: HOUR } });
	expect(await enter()).toBe('throttled');
	await clock.run(clock.wait(61_000));
	expect(await enter()).toBe(122_000);
});

test('an account has one gate for all executions, another account has its own', () => {
	const gates = new Gates(new VirtualClock());
	const before = gates.of('a');
	expect(gates.of('b')).not.toBe(before);
	expect(gates.of('a')).toBe(before);
});
