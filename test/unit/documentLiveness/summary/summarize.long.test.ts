import { runs } from '../../../harness/fastCheck';
import { expectAgreement } from './summaryAgreement';

test('a summary is what counting all records field by field gives, of any history', () => {
	expectAgreement(runs(5_000));
});
