import { datesIn } from './format';
import type { Summary, TrendGroup } from './summary';

/** A month of days. */
const MAX_ROWS = 31;

/** A row of the chart: one group of the trend, or some that follow each other. */
export interface TrendRow {
	/** When it begins: "22 Nov", "22 Nov 19:00", "22 Nov 2026" */
	label: string;
	records: number;
	suspicious: number;
	/** Widths in whole percent of the longest row's; what there is can be seen. */
	suspiciousWidth: number;
	otherWidth: number;
}

/** The trend as rows, few enough for an email: of more groups, as many each as it takes. */
export function trendRows({ trend, period }: Summary): { rows: TrendRow[]; groupsPerRow: number } {
	const groupsPerRow = Math.max(1, Math.ceil(trend.length / MAX_ROWS));
	const groups = chunk(trend, groupsPerRow).map(addUp);
	const labels = labelsOf(groups, period.timezone);
	const most = Math.max(1, ...groups.map(({ records }) => records));
	const rows = groups.map((group, index) => {
		const { records, suspicious } = group;
		const others = records - suspicious;
		const suspiciousWidth = Math.min(widthOf(suspicious, most), others === 0 ? 100 : 99);
		return {
			label: labels[index],
			records,
			suspicious,
			suspiciousWidth,
			otherWidth: Math.min(widthOf(others, most), 100 - suspiciousWidth),
		};
	});
	return { rows, groupsPerRow };
}

function widthOf(count: number, most: number): number {
	return count === 0 ? 0 : Math.max(1, Math.round((count / most) * 100));
}

function chunk(trend: TrendGroup[], size: number): TrendGroup[][] {
	const starts = trend.map((_, index) => index).filter((index) => index % size === 0);
	return starts.map((start) => trend.slice(start, start + size));
}

function addUp(groups: TrendGroup[]): TrendGroup {
	const sum = (field: 'records' | 'suspicious') =>
		groups.reduce((total, group) => total + group[field], 0);
	return { from: groups[0].from, records: sum('records'), suspicious: sum('suspicious') };
}

/** Days; with the time when a day has several rows, and with the year when there are several. */
function labelsOf(groups: TrendGroup[], timezone: string): string[] {
	const dates = datesIn(timezone);
	const times = groups.map(({ from }) => Date.parse(from));
	const days = times.map(dates.day);
	if (new Set(days).size < days.length) return times.map(dates.momentOfYear);
	const years = new Set(days.map((day) => day.split(' ')[2]));
	return years.size > 1 ? days : times.map(dates.dayOfYear);
}
