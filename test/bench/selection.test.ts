import { isMinuteWanted, isWanted, isWhole, PARTS, type Selection } from './selection';

describe('what the benchmark runs', () => {
	it('is all of it when nothing is said', () => {
		expect(PARTS.every((part) => isWanted({}, part, 10_000))).toBe(true);
		expect(isMinuteWanted({})).toBe(true);
		expect(isWhole({})).toBe(true);
	});

	it.each<[string, Selection]>([
		['a number of records', { records: [1_000] }],
		['a part', { parts: ['speed'] }],
		['both', { records: [1_000], parts: ['speed'] }],
	])('leaves the real minute out of %s', (_what, selection) => {
		expect(isWanted(selection, 'speed', 1_000)).toBe(true);
		expect(isMinuteWanted(selection)).toBe(false);
		expect(isMinuteWanted({ ...selection, minute: true })).toBe(true);
		expect(isWhole(selection)).toBe(false);
	});

	it('is nothing but the real minute when only that is asked for', () => {
		expect(PARTS.some((part) => isWanted({ minute: true }, part, 10_000))).toBe(false);
		expect(isMinuteWanted({ minute: true })).toBe(true);
		expect(isWhole({ minute: true })).toBe(false);
	});

	it('is what both the records and the parts name', () => {
		const selection: Selection = { records: [1_000], parts: ['memory'] };
		expect(isWanted(selection, 'memory', 1_000)).toBe(true);
		expect(isWanted(selection, 'memory', 10_000)).toBe(false);
		expect(isWanted(selection, 'speed', 1_000)).toBe(false);
	});
});
