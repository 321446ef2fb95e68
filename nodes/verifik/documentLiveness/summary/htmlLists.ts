import { formatCount } from '../../counts';
import { datesIn, formatScore, type ZonedDates } from './format';
import { layoutTable, markup, type Html } from './markup';
import { styles } from './styles';
import type { CodeCount, LowestScore, Summary } from './summary';
import { makeVisible } from './visible';
import { dateWords, idWords, isSuspiciousIn, verdictWords } from './words';

/** The rest is counted in one line. */
const MAX_CODES_SHOWN = 10;

/** The lowest scores, one line each where the column is wide enough. */
export function documentRows(summary: Summary): Html {
	const dates = datesIn(summary.period.timezone);
	const rows = summary.lowestScores.map((lowest) => documentRow(lowest, summary, dates));
	return layoutTable(markup`${rows}`, styles.rows);
}

function documentRow(lowest: LowestScore, summary: Summary, dates: ZonedDates): Html {
	const isSuspicious = isSuspiciousIn(summary, lowest);
	const [cell, score] = isSuspicious
		? [styles.suspiciousRow, styles.suspiciousScore]
		: [styles.row, styles.score];
	return markup`<tr><td style="${cell}"><span style="${styles.date}">${dateWords(lowest, dates)}</span> <span style="${score}">${formatScore(lowest.aggregatedScore)}</span> <span style="${styles.verdict}">${verdictWords(lowest)}</span> <span style="${styles.id}">${idWords(lowest) ?? 'no ID'}</span></td></tr>`;
}

/** Codes with the number of documents that have them. */
export function findingRows(codes: CodeCount[]): Html {
	const rows = codes
		.slice(0, MAX_CODES_SHOWN)
		.map(({ code, records }) => findingRow(makeVisible(code) || 'no name', formatCount(records)));
	const left = codes.length - MAX_CODES_SHOWN;
	if (left > 0) rows.push(findingRow(`and ${formatCount(left)} more`, ''));
	return layoutTable(markup`${rows}`, styles.rows);
}

/** The code may be broken behind an underscore, and only a longer word elsewhere. */
function findingRow(code: string, count: string): Html {
	const words = code.split(/(?<=_)/).map((word) => markup`${word}<wbr>`);
	return markup`<tr><td style="${styles.code}">${words}</td><td width="72" align="right" style="width:72px;${styles.count}">${count}</td></tr>`;
}
