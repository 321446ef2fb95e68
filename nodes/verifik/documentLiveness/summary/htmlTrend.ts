import { formatCount } from '../../counts';
import { layoutTable, markup, type Html } from './markup';
import { colors, styles } from './styles';
import type { Summary } from './summary';
import { trendRows, type TrendRow } from './trendRows';

/** A bar for each row, with what it stands for and the numbers. */
export function trendTable(summary: Summary): Html {
	const { rows, groupsPerRow } = trendRows(summary);
	const more = groupsPerRow === 1 ? '' : `. Each row adds up ${formatCount(groupsPerRow)} groups`;
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
