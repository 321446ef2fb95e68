import { MAX_CODES, OTHER_CODES } from '../../../../nodes/verifik/documentLiveness/summary/tallies';
import { recordOf, several, summaryOf } from './support';

describe('codes', () => {
	const found = (warnings: unknown, errors: unknown = []) =>
		recordOf({ screenReplayWarnings: warnings, printedCopyErrors: errors });

	test('count once per record, most frequent first, then by code', () => {
		const records = [found(['B', 'B']), found(['A', 'B']), found('C'), found([], ['E'])];
		const { warnings, errors, checks } = summaryOf(records);
		expect(warnings.map(({ code, records }) => [code, records])).toEqual([
			['B', 2],
			['A', 1],
			['C', 1],
		]);
		expect(errors.map(({ code, records }) => [code, records])).toEqual([['E', 1]]);
		expect(checks.screenReplay.withWarnings).toBe(3);
		expect(checks.printedCopy.withErrors).toBe(1);
	});

	test('beyond the first two hundred are counted together, and none is lost', () => {
		const records = several(1_000, (index) => found([`CODE_${index}`, `MORE_${index}`]));
		const { warnings, checks } = summaryOf([found(['CODE_0']), ...records]);
		expect(warnings).toHaveLength(MAX_CODES + 1);
		expect(warnings[0]).toMatchObject({ code: OTHER_CODES, records: 900 });
		expect(warnings[0].checks.screenReplay).toBe(900);
		expect(warnings[1]).toMatchObject({ code: 'CODE_0', records: 2 });
		expect(checks.screenReplay.withWarnings).toBe(1_001);
	});

	test('of any length are cut, and count once where they then are the same', () => {
		const long = 'X'.repeat(10_000);
		const [{ code, records, checks }, ...others] = summaryOf([
			found([`${long}1`, `${long}2`]),
		]).warnings;
		expect(others).toEqual([]);
		expect(code).toBe(`${'X'.repeat(199)}…`);
		expect([records, checks.screenReplay]).toEqual([1, 1]);
		const emoji = summaryOf([found('😀'.repeat(300))]).warnings[0].code;
		expect(emoji).toBe(`${'😀'.repeat(199)}…`);
	});
});
