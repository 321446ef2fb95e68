import { ownTimeOf, pause } from './ownTime';

/** Keeps the whole process from running, as a busy machine does. */
function block(ms: number): void {
	const end = performance.now() + ms;
	while (performance.now() < end);
}

describe("the process's own time", () => {
	it('goes on while it runs', async () => {
		expect(await ownTimeOf(pause(200))).toBeGreaterThanOrEqual(100);
		expect(await ownTimeOf(Promise.reject(new Error('no')))).toBeLessThan(100);
	});

	it('stands still while it is kept from running', async () => {
		const blocked = pause(1).then(() => block(300));
		expect(await ownTimeOf(blocked)).toBeLessThan(100);
	});

	it('passes only when what came meanwhile was read', async () => {
		let turns = 0;
		const reading = setInterval(() => turns++, 1);
		setTimeout(() => block(200), 1);
		await pause(200);
		clearInterval(reading);
		expect(turns).toBeGreaterThanOrEqual(10);
	});
});
