import { INTERVAL } from '../../sandbox';
import { list, sandboxWith } from './support';

const pause = async (ms: number): Promise<void> =>
	await new Promise((resume) => setTimeout(resume, ms));

describe('records that arrive in real time', () => {
	it.each([10, 400])('come %i a second, each later than the one before', async (perSecond) => {
		const startedAt = performance.now();
		const sandbox = await sandboxWith({ count: 5, arrivalsPerSecond: perSecond });
		const before = performance.now();
		await pause(500);
		const { total, data } = await list(sandbox, 'page=1&perPage=100');
		const longest = (performance.now() - startedAt) / 1000;
		expect(total - 5).toBeLessThanOrEqual(longest * perSecond);
		// one tick of a busy machine's timer may be late
		const shortest = (performance.now() - before) / 1000 - 0.2;
		expect(total - 5).toBeGreaterThanOrEqual(Math.floor(shortest * perSecond));
		expect(total).toBeGreaterThan(5);
		const [newest, second] = data.map(({ createdAt }) => Date.parse(createdAt));
		expect(newest - second).toBe(INTERVAL);
	});

	it('stop when the sandbox is closed', async () => {
		const sandbox = await sandboxWith({ count: 5, arrivalsPerSecond: 200 });
		await pause(50);
		await sandbox.close();
		const count = sandbox.records().length;
		await pause(50);
		expect(sandbox.records()).toHaveLength(count);
	});

	it('are none unless asked for', async () => {
		const sandbox = await sandboxWith({ count: 5 });
		await pause(50);
		expect(sandbox.records()).toHaveLength(5);
	});
});
