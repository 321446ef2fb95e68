import { runs } from '../harness/fastCheck';
import { expectAgreement } from './suspiciousAgreement';

test('Suspicious Record is what a filter leaves of all records, of any history', async () => {
	await expectAgreement(runs(5_000));
});
