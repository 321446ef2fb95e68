import { differenceOf, differenceWhileArriving, type Finding } from './finding';

const finding: Finding = {
	_id: '1',
	createdAt: '2025-08-22T19:04:25.503Z',
	aggregatedScore: 0.1,
	check: 'screenReplay',
	severity: 'warning',
	code: 'GLARE_ON_IMAGE',
};
const other: Finding = { ...finding, check: 'printedCopy' };

describe('what the benchmark takes for the same result', () => {
	it('is the same findings in any order, whatever else the items hold', () => {
		const fuller = { ...finding, isLive: null, errors: [] } as Finding;
		expect(differenceOf([other, fuller], [finding, other])).toBeNull();
	});

	it.each<[string, Finding[]]>([
		['one is missing', [finding]],
		['one is there twice', [finding, other, other]],
		['another one is there instead', [finding, finding]],
		['a field is missing', [finding, { ...other, severity: undefined } as unknown as Finding]],
		['a number came as text', [finding, { ...other, aggregatedScore: '0.1' } as never]],
	])('is not, when %s', (_what, found) => {
		expect(differenceOf(found, [finding, other])).not.toBeNull();
	});
});

describe('what the benchmark takes for all of a list that grows meanwhile', () => {
	const early: Finding = { ...finding, _id: '2' };
	const late: Finding = { ...finding, _id: '3' };
	const atStart = [finding, other];
	const atEnd = [late, early, finding, other];

	it.each<[string, Finding[]]>([
		['what there was at the start', [finding, other]],
		['some of what arrived', [other, early, finding]],
		['all of what arrived', [finding, early, other, late]],
	])('is %s', (_what, found) => {
		expect(differenceWhileArriving(found, atStart, atEnd)).toBeNull();
	});

	it.each<[string, Finding[]]>([
		['one of the start is missing', [finding, early, late]],
		['one of the start came twice', [finding, other, other]],
		['one that arrived came twice', [finding, other, early, early]],
		['one came that never was there', [finding, other, { ...late, _id: '4' }]],
	])('is not, when %s', (_what, found) => {
		expect(differenceWhileArriving(found, atStart, atEnd)).not.toBeNull();
	});
});
