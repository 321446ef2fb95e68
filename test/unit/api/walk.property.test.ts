import { expectAllOrSaid } from './lyingList';

test('every entry comes once, or the outcome says that some are missing', async () => {
	await expectAllOrSaid({ numRuns: 300 });
});
