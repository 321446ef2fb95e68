import { trendRows } from '../../../../nodes/verifik/documentLiveness/summary/trend';
import { several, summaryOf } from './support';

type Counts = [records: number, suspicious: number];

function rowsOf(counts: Counts[], from: (index: number) => string = dayOf) {
	const trend = counts.map(([records, suspicious], index) => ({
		from: from(index),
		records,
		suspicious,
	}));
	return trendRows({ ...summaryOf([]), trend });
}

function dayOf(index: number): string {
	return new Date(Date.parse('2026-11-16T00:00:00.000-05:00') + index * 86_400_000).toISOString();
}

/** Documents and the suspicious of them, as `10/5`, and the widths of the two parts of their bars. */
test.each<[name: string, counts: string, widths: string]>([
	['fill the longest row', '10/5 4/1', '50+50 10+30'],
	['are all of one kind', '10/10 10/0', '100+0 0+100'],
	['can be seen however few they are', '10000/1 10000/9999 1/0', '1+99 99+1 0+1'],
	['are none where there is nothing', '0/0 0/0', '0+0 0+0'],
	['never add up to more than the row', '200/1 200/199 200/101', '1+99 99+1 51+49'],
])('the bars %s', (_name, counts, widths) => {
	const { rows } = rowsOf(counts.split(' ').map((each) => each.split('/').map(Number) as Counts));
	const shown = rows.map(({ suspiciousWidth, otherWidth }) => `${suspiciousWidth}+${otherWidth}`);
	expect(shown.join(' ')).toBe(widths);
});

test('a month of days has a row for each, and more groups are added up', () => {
	const counts = several(63, (): Counts => [2, 1]);
	expect(rowsOf(counts.slice(0, 31))).toMatchObject({ groupsPerRow: 1 });
	const { rows, groupsPerRow } = rowsOf(counts);
	expect(groupsPerRow).toBe(3);
	expect(rows).toHaveLength(21);
	expect(rows[1]).toMatchObject({ label: '19 Nov 2026', records: 6, suspicious: 3 });
});

test('rows are labeled with what tells them apart, in the zone of the period', () => {
	const labels = (from: (index: number) => string) =>
		rowsOf(
			several(2, (): Counts => [0, 0]),
			from,
		).rows.map(({ label }) => label);
	expect(labels(dayOf)).toEqual(['16 Nov', '17 Nov']);
	expect(labels((index) => `2026-11-16T0${index + 5}:00:00Z`)).toEqual([
		'16 Nov 00:00',
		'16 Nov 01:00',
	]);
	expect(labels((index) => `202${index + 6}-01-01T05:00:00Z`)).toEqual([
		'1 Jan 2026',
		'1 Jan 2027',
	]);
});
