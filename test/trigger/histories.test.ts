import fc, { runs } from '../harness/fastCheck';
import { CALM, historiesWith, isAscending, live, recorded } from './histories';

it('gives every record exactly once, whatever arrives, fails, lies, is cut or run twice', async () => {
	let records = 0;
	let failed = 0;
	const draws = runs(2_000);
	await fc.assert(
		fc.asyncProperty(historiesWith(), async (history) => {
			const { life, expected, emitted } = await live(history);
			records += emitted.length;
			failed += life.n8n.failed;
			expect(emitted.sort()).toEqual(expected.sort());
			expect(life.n8n.polls.every(isAscending)).toBe(true);
		}),
		{ numRuns: draws, examples: recorded },
	);
	expect(records).toBeGreaterThan(draws);
	expect(failed).toBeGreaterThan(draws / 10);
});

it('comes to the end of any backlog with two requests a poll', async () => {
	await fc.assert(
		fc.asyncProperty(historiesWith(), async (history) => {
			const { expected, emitted } = await live(history, { ...CALM, quota: 2 });
			expect(emitted.sort()).toEqual(expected.sort());
		}),
		{ numRuns: runs(1_000), examples: recorded },
	);
});
