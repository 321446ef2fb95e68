import { runs } from '../../harness/fastCheck';
import { expectAgreement } from './getSuspiciousAgreement';

test('Get Suspicious is what a filter leaves of all records, in the same order, with the reasons', async () => {
	await expectAgreement(runs(300));
});
