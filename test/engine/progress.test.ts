import { execute, getAll, withSimulator } from './support';

it("shows in n8n's log how far a long read is, and what matches", async () => {
	await withSimulator({ count: 250 }, async (simulator) => {
		const options = { pageSize: 100, concurrency: 1 };
		const { logs } = await execute({ ...getAll, options }, { account: simulator });
		expect(
			logs.map(({ text }) => text.split(' {')[0]).filter((text) => text.endsWith('match')),
		).toEqual([
			'Verifik: 100 records read of 250, 100 match',
			'Verifik: 200 records read of 250, 200 match',
			'Verifik: 250 records read of 250, 250 match',
		]);
	});
});
