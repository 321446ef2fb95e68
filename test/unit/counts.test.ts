import { countOf } from '../../nodes/verifik/counts';

test.each([
	[0, '0 records'],
	[1, '1 record'],
	[1234, '1,234 records'],
])('%i is written as people do', (count, words) => {
	expect(countOf(count, 'records')).toBe(words);
});
