import { runs } from '../../harness/fastCheck';
import { expectAllOrSaid } from './lyingList';

describe('every entry comes once, or the outcome says that some are missing', () => {
	test('in lists that are the same each time', async () => {
		await expectAllOrSaid({ numRuns: runs(10_000) });
	});

	test('in lists that nobody has tried yet', async () => {
		await expectAllOrSaid({ numRuns: runs(10_000), seed: Date.now() });
	});
});
