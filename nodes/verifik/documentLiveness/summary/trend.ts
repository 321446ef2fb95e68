import { countOf, formatCount } from '../../counts';
import { datesIn } from './format';
import { colors, layoutTable, markup, styles, type Html } from './markup';
import type { Summary, TrendGroup } from './summary';

/** A bar for each row, with what it stands for and the numbers. */
export function trendTable(summary: Summary): Html {
	const { rows, groupsPerRow } = trendRows(summary);
	const more = groupsPerRow === 1 ? '' : `. Each row adds up ${countOf(groupsPerRow, 'groups')}`;
	const labelWidth = widthFor(rows.map(({ label }) => label));
	const numbersWidth = widthFor(rows.map(numbersOf));
	return markup`<p style="${styles.legend}">${square(colors.suspicious)}&#160; suspicious &#160; ${square(colors.other)}&#160; other documents${more}</p>
${layoutTable(markup`${rows.map((row) => trendRow(row, labelWidth, numbersWidth))}`, styles.rows)}`;
}

function trendRow(row: TrendRow, labelWidth: number, numbersWidth: number): Html {
	const { label, suspiciousWidth, otherWidth } = row;
	const bar = [
		...barCell(suspiciousWidth, colors.suspicious),
		...barCell(otherWidth, colors.other),
		...barCell(100 - suspiciousWidth - otherWidth, 'transparent'),
	];
	return markup`<tr><td width="${labelWidth}" style="width:${labelWidth}px;${styles.trendLabel}">${label}</td><td style="${styles.trendBar}">${layoutTable(markup`<tr>${bar}</tr>`, styles.bar)}</td><td width="${numbersWidth}" align="right" style="width:${numbersWidth}px;${styles.trendNumbers}">${numbersOf(row)}</td></tr>`;
}

function numbersOf({ suspicious, records }: TrendRow): string {
	return `${formatCount(suspicious)} of ${formatCount(records)}`;
}

/** Pixels for the longest of some small texts, with some space. */
function widthFor(texts: string[]): number {
	return 12 + 7 * Math.max(...texts.map(({ length }) => length));
}

function barCell(width: number, color: string): Html[] {
	if (width === 0) return [];
	return [
		markup`<td width="${width}%" height="12" style="width:${width}%;${styles.barCell};background-color:${color}">&#160;</td>`,
	];
}

function square(color: string): Html {
	return markup`<span style="${styles.square};background-color:${color}">&#160;</span>`;
}

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
	const groups = chunk(trend, groupsPerRow).map((part) => part.reduce(addUp));
	const labelOf = labelsFor(groups, period.timezone);
	const most = Math.max(1, ...groups.map(({ records }) => records));
	const rows = groups.map(({ from, records, suspicious }) => {
		const others = records - suspicious;
		const suspiciousWidth = Math.min(widthOf(suspicious, most), others === 0 ? 100 : 99);
		return {
			label: labelOf(Date.parse(from)),
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

function addUp(sum: TrendGroup, next: TrendGroup): TrendGroup {
	return {
		from: sum.from,
		records: sum.records + next.records,
		suspicious: sum.suspicious + next.suspicious,
	};
}

/** Days; with the time when a day has several rows, and with the year when there are several. */
function labelsFor(groups: TrendGroup[], timezone: string): (ms: number) => string {
	const dates = datesIn(timezone);
	const times = groups.map(({ from }) => Date.parse(from));
	const days = times.map(dates.day);
	if (new Set(days).size < days.length) return dates.momentOfYear;
	const years = new Set(days.map((day) => day.split(' ')[2]));
	return years.size > 1 ? dates.day : dates.dayOfYear;
}
