import fc from '../../harness/fastCheck';
import { Slots } from '../../../nodes/verifik/api/slots';

/** Tasks that end when the test says so, and the names of those that have begun. */
function tasks(size: number) {
	const slots = new Slots(size);
	const begun: string[] = [];
	const ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
	const settle = async () => await new Promise(setImmediate);
	return {
		begun,
		run: async (name: string) =>
			await slots.run(async () => {
				begun.push(name);
				await new Promise<void>((resolve, reject) => ends.set(name, { resolve, reject }));
				return name;
			}),
		end: async (name: string) => (ends.get(name)?.resolve(), await settle()),
		fail: async (name: string) => (ends.get(name)?.reject(new Error(name)), await settle()),
		settle,
	};
}

test('as many tasks as there is room for run at once, the others in their order', async () => {
	const { begun, run, end, settle } = tasks(2);
	for (const name of ['a', 'b', 'c', 'd']) void run(name);
	await settle();
	expect(begun).toEqual(['a', 'b']);
	await end('b');
	expect(begun).toEqual(['a', 'b', 'c']);
	await end('a');
	expect(begun).toEqual(['a', 'b', 'c', 'd']);
});

test('a task that comes as another ends does not jump the line', async () => {
	const { begun, run, end, settle } = tasks(1);
	for (const name of ['a', 'b']) void run(name);
	await settle();
	const ending = end('a');
	void run('c');
	await ending;
	expect(begun).toEqual(['a', 'b']);
});

test('a result is handed on, and so is an error, which makes room for the next', async () => {
	const { begun, run, end, fail, settle } = tasks(1);
	const [first, second] = [run('a'), run('b')];
	const failing = expect(first).rejects.toThrow('a');
	await settle();
	await fail('a');
	await failing;
	expect(begun).toEqual(['a', 'b']);
	await end('b');
	await expect(second).resolves.toBe('b');
});

test('never too many at a time, and every task is run', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 1, max: 5 }),
			fc.nat({ max: 20 }),
			async (s, size, count) => {
				const slots = new Slots(size);
				let running = 0;
				let most = 0;
				const all = Array.from(
					{ length: count },
					async (_, index) =>
						await slots.run(async () => {
							most = Math.max(most, ++running);
							await s.schedule(Promise.resolve());
							running--;
							return index;
						}),
				);
				expect(await s.waitFor(Promise.all(all))).toEqual(all.map((_, index) => index));
				expect(most).toBe(Math.min(size, count));
			},
		),
	);
});
