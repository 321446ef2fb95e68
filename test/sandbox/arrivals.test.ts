import { INTERVAL } from '../../sandbox';
import { pause } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';
import { list, sandboxWith } from './support';

describe('records that arrive in real time', () => {
	it.each([10, 400])('come %i a second, each later than the one before', async (perSecond) => {
		const startedAt = performance.now();
		const sandbox = await sandboxWith({ count: 5, arrivalsPerSecond: perSecond });
		const before = performance.now();
		await pause(500);
		// a busy machine may be late with them, but not too early
		const due = Math.floor(((performance.now() - before) / 1000) * perSecond);
		expect(due).toBeGreaterThan(0);
		await waitFor(`${due} records`, () => sandbox.records().length - 5 >= due);
		const { total, data } = await list(sandbox, 'page=1&perPage=100');
		const longest = (performance.now() - startedAt) / 1000;
		expect(total - 5).toBeLessThanOrEqual(longest * perSecond);
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
