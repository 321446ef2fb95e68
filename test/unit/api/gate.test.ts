import { Gate, Gates, type Patience } from '../../../nodes/verifik/api/gate';
import { VirtualClock } from './virtualClock';

const patience = (rest: Partial<Patience> = {}): Patience => ({
	endsAtMs: () => Infinity,
	onWait: () => {},
	isUrgent: false,
	signal: new AbortController().signal,
	...rest,
});

/** A gate that was closed by a refusal, and is told to stay so for a minute. */
async function closedGate(clock: VirtualClock): Promise<Gate> {
	const gate = new Gate(clock);
	const { atMs } = await gate.enter(patience());
	gate.note({ type: 'refused', sentAtMs: atMs, told: { waitMs: 60_000 } });
	return gate;
}

const settle = async () => await new Promise(setImmediate);

test('lets everybody through at once while nothing was refused', async () => {
	const gate = new Gate(new VirtualClock());
	for (let request = 0; request < 100; request++) {
		expect((await gate.enter(patience())).hasCome).toBe(true);
	}
});

test('lets one through when the time has come, and the others when that one was served', async () => {
	const clock = new VirtualClock();
	const gate = await closedGate(clock);
	const start = clock.elapsedMs();
	const order: string[] = [];
	const enter = async (name: string) => {
		const turn = await gate.enter(patience());
		order.push(`${name} ${Math.round((turn.atMs - start) / 1000)}`);
		await clock.wait(500);
		gate.note({ type: 'served', sentAtMs: turn.atMs });
	};
	await clock.run(Promise.all(['a', 'b', 'c'].map(enter)));
	expect(order[0]).toBe('a 60');
	expect(order.map((entry) => entry[0])).toEqual(['a', 'b', 'c']);
	expect(clock.waiting).toBe(0);
});

test('whoever is first leaves the line when cancelled, and the next one is first', async () => {
	const clock = new VirtualClock();
	const gate = await closedGate(clock);
	const controller = new AbortController();
	const first = gate.enter(patience({ signal: controller.signal }));
	const second = gate.enter(patience());
	await settle();
	controller.abort();
	expect((await first).hasCome).toBe(false);
	expect((await clock.run(second)).hasCome).toBe(true);
});

test('says when the turn would come to whoever does not wait for so long, and at once', async () => {
	const clock = new VirtualClock();
	const gate = await closedGate(clock);
	const start = clock.elapsedMs();
	const turn = await gate.enter(patience({ endsAtMs: () => start + 1000 }));
	expect(turn).toEqual({ hasCome: false, atMs: start + 60_000 });
	expect(clock.elapsedMs()).toBe(start);
});

test('whoever stands behind gives up in his time too', async () => {
	const clock = new VirtualClock();
	const gate = await closedGate(clock);
	const start = clock.elapsedMs();
	void gate.enter(patience());
	await settle();
	const turn = await clock.run(gate.enter(patience({ endsAtMs: () => start + 1000 })));
	expect(turn).toEqual({ hasCome: false, atMs: Infinity });
	expect(clock.elapsedMs() - start).toBe(1000);
});

test('tells whoever waits when the turn is expected, and what a lost probe changes', async () => {
	const clock = new VirtualClock();
	const gate = await closedGate(clock);
	const start = clock.elapsedMs();
	const told: number[] = [];
	const probe = await clock.run(gate.enter(patience()));
	const waiting = gate.enter(patience({ onWait: (turnAt) => told.push(turnAt - start) }));
	await settle();
	expect(told.at(-1)).toBe(Infinity);
	gate.note({ type: 'lost', sentAtMs: probe.atMs });
	expect((await clock.run(waiting)).hasCome).toBe(true);
});

test('whoever does not wait is let through at once while the quota is open, however it is paced', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	for (let served = 0; served < 20; served++) {
		const { atMs } = await gate.enter(patience());
		gate.note({ type: 'served', sentAtMs: atMs });
	}
	const { atMs: refusedMs } = await gate.enter(patience());
	gate.note({ type: 'refused', sentAtMs: refusedMs, told: { waitMs: 60_000 } });
	const urgent = patience({ isUrgent: true, endsAtMs: () => clock.elapsedMs() });
	expect((await gate.enter(urgent)).hasCome).toBe(false);
	const probe = await clock.run(gate.enter(patience()));
	gate.note({ type: 'served', sentAtMs: probe.atMs });
	const before = clock.elapsedMs();
	// sixteen a minute from here on
	expect(await gate.enter(patience({ endsAtMs: () => before }))).toEqual({
		hasCome: false,
		atMs: before + 3_750,
	});
	expect(await gate.enter(urgent)).toEqual({ hasCome: true, atMs: before });
});

test('what a server says of an hour is asked about again after a minute, by one request', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const { atMs } = await gate.enter(patience());
	gate.note({ type: 'refused', sentAtMs: atMs, told: { waitMs: 3_600_000 } });
	const enter = async () =>
		await gate.enter(patience({ endsAtMs: () => clock.elapsedMs() + 600_000 }));
	expect((await enter()).hasCome).toBe(false);
	await clock.run(clock.wait(30_000));
	// a request that was under way then is no refusal, and puts nothing off
	gate.note({ type: 'lost', sentAtMs: atMs });
	await clock.run(clock.wait(31_000));
	const second = await enter();
	expect(second.hasCome).toBe(true);
	gate.note({ type: 'refused', sentAtMs: second.atMs, told: { waitMs: 3_600_000 } });
	expect((await enter()).hasCome).toBe(false);
	await clock.run(clock.wait(61_000));
	expect((await enter()).hasCome).toBe(true);
});

test('an account has one gate for all, another account has its own', async () => {
	const clock = new VirtualClock();
	const gates = new Gates(clock);
	expect(gates.of('a')).toBe(gates.of('a'));
	expect(gates.of('a')).not.toBe(gates.of('b'));
});

test('what was learned of an account stays while others are used', () => {
	const gates = new Gates(new VirtualClock());
	const before = gates.of('a');
	gates.of('b');
	expect(gates.of('a')).toBe(before);
});

test('what was learned of an account that nobody uses for half a day is let go', async () => {
	const clock = new VirtualClock();
	const gates = new Gates(clock);
	const before = gates.of('a');
	await clock.run(clock.wait(12 * 60 * 60 * 1000));
	gates.of('b');
	expect(gates.of('a')).not.toBe(before);
});
