import { countOf, formatCount } from '../../counts';
import { SCORE_DIRECTION } from '../scoreText';
import {
	datesIn,
	formatChange,
	formatDifference,
	formatPoints,
	formatScore,
	formatShare,
	makeVisible,
	type ZonedDates,
} from './format';
import { layoutTable, markup, styles, type Html } from './markup';
import type { CodeCount, LowestScore, Summary } from './summary';
import { trendTable } from './trend';
import {
	formatCreatedAt,
	formatFailedChecks,
	formatId,
	formatPeriod,
	formatPrevious,
	formatReasons,
	formatSuspiciousCount,
	formatTimezone,
	formatUnjudged,
	formatVerdict,
	SIMULATED,
} from './words';

/** The rest is counted in one line. */
const MAX_CODES_SHOWN = 10;

/**
 * The summary as a piece of HTML for an email: one table, which takes the colors of the reader's
 * light or dark mode and fits in a column of 320 to 600 pixels. It needs no script, no picture and
 * nothing from elsewhere; what comes from outside is text in it.
 *
 * @param isSimulated whether Verifik made the results up (its Sandbox mode)
 */
export function writeHtml(summary: Summary, isSimulated = false): string {
	return markup`<table role="presentation" lang="en" dir="ltr" width="100%" cellpadding="0" cellspacing="0" border="0" style="${styles.page}"><tr><td style="${styles.pageCell}">
${isSimulated ? markup`<p style="${styles.paragraph}"><strong>${SIMULATED}</strong></p>` : []}
${header(summary)}
${figures(summary)}
${explanation(summary)}
${summary.records === 0 ? [] : [trend(summary), lowestScores(summary), warnings(summary), errors(summary)]}
</td></tr></table>`.text;
}

function header(summary: Summary): Html {
	const previous = formatPrevious(summary);
	return markup`<h1 style="${styles.heading}">Verifik document liveness</h1>
<p style="${styles.paragraph}">${formatPeriod(summary)}, ${formatTimezone(summary)}</p>
${previous === null ? [] : note(`Compared with ${previous}`)}`;
}

/** In words what is suspicious, what cannot be judged, and which way the score points. */
function explanation(summary: Summary): Html {
	if (summary.records === 0) return paragraph('There were no documents in this period.');
	const reasons = formatReasons(summary);
	const unjudged = formatUnjudged(summary);
	return markup`${paragraph(`${formatSuspiciousCount(summary)}.`)}
${reasons === null ? [] : paragraph(reasons)}
${unjudged === null ? [] : paragraph(`${unjudged}.`)}
${paragraph(`Score: ${SCORE_DIRECTION}.`)}`;
}

function trend(summary: Summary): Html {
	const dated = summary.trend.reduce((total, { records }) => total + records, 0);
	const undated = summary.records - dated;
	return markup`${heading('Trend')}
${trendTable(summary)}
${undated === 0 ? [] : note(`Not in the trend, without a date: ${countOf(undated, 'documents')}`)}`;
}

function lowestScores(summary: Summary): Html {
	if (summary.lowestScores.length === 0) return markup``;
	return markup`${heading('Lowest scores')}
${note('Suspicious ones are marked, their scores in bold')}
${documentRows(summary)}`;
}

/** Said to be what they are: people take a warning for a sign of forgery. */
function warnings(summary: Summary): Html {
	return markup`${heading('Photo quality')}
${note('Warnings about the photos, by number of documents. They do not mean that a document is forged.')}
${summary.warnings.length === 0 ? paragraph('No warnings.') : findingRows(summary.warnings)}`;
}

function errors(summary: Summary): Html {
	if (summary.errors.length === 0) return markup``;
	return markup`${heading('Checks that could not be done')}
${note('Errors, by number of documents. They do not mean that a document is forged: a new photo may help.')}
${findingRows(summary.errors)}`;
}

interface Figure {
	figure: string;
	label: string;
	change: string;
}

/** The three big numbers with their change. */
function figures(summary: Summary): Html {
	const all = [documentsFigure(summary), suspiciousFigure(summary), shareFigure(summary)];
	// seven characters are too many for a third of a narrow column
	const isLong = all.some(({ figure }) => figure.length > 6);
	const cells = all.map(
		({ figure, label, change }) =>
			markup`<td width="33%" valign="top" style="${styles.figureCell}"><div style="${isLong ? styles.longFigure : styles.figure}">${figure}</div><div>${label}</div><div style="${styles.change}">${change}</div></td>`,
	);
	return layoutTable(markup`<tr>${cells}</tr>`, styles.figures);
}

function documentsFigure({ records, previous, change }: Summary): Figure {
	const relative = change?.records ?? null;
	const before = previous === null ? '' : `from ${formatCount(previous.records)}`;
	return {
		figure: formatCount(records),
		label: records === 1 ? 'document' : 'documents',
		change: relative === null ? before : `${formatChange(relative)} ${before}`,
	};
}

function suspiciousFigure({ suspicious, previous }: Summary): Figure {
	const before = previous?.suspicious.count;
	const change =
		before === undefined
			? ''
			: `${formatDifference(suspicious.count - before)} from ${formatCount(before)}`;
	return { figure: formatCount(suspicious.count), label: 'suspicious', change };
}

function shareFigure(summary: Summary): Figure {
	const { suspicious, previous, change } = summary;
	const difference = change?.suspiciousShare ?? null;
	const share = previous?.suspicious.share ?? null;
	const before = share === null ? '' : `from ${formatShare(share)}`;
	return {
		figure: suspicious.share === null ? '–' : formatShare(suspicious.share),
		label: summary.suspicious.judged === summary.records ? 'of documents' : 'of those judged',
		change: difference === null ? before : `${formatPoints(difference)} ${before}`,
	};
}

/** The lowest scores, one line each where the column is wide enough. */
function documentRows(summary: Summary): Html {
	const dates = datesIn(summary.period.timezone);
	const rows = summary.lowestScores.map((lowest) => documentRow(lowest, summary, dates));
	return layoutTable(markup`${rows}`, styles.rows);
}

function documentRow(lowest: LowestScore, summary: Summary, dates: ZonedDates): Html {
	const isSuspicious = lowest.reasons.length > 0;
	const checks = formatFailedChecks(lowest, summary);
	const columns: Array<[style: string, text: string]> = [
		[styles.date, formatCreatedAt(lowest, dates)],
		[isSuspicious ? styles.suspiciousScore : styles.score, formatScore(lowest.aggregatedScore)],
		[styles.verdict, formatVerdict(lowest)],
		...(checks === null ? [] : [[styles.checks, checks] as [string, string]]),
		[styles.id, formatId(lowest) ?? 'no ID'],
	];
	const spans = columns.map(([style, text]) => markup`<span style="${style}">${text}</span> `);
	return markup`<tr><td style="${isSuspicious ? styles.suspiciousRow : styles.row}">${spans}</td></tr>`;
}

/** Codes with the number of documents that have them. */
function findingRows(codes: CodeCount[]): Html {
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

function heading(text: string): Html {
	return markup`<h2 style="${styles.section}">${text}</h2>`;
}

function paragraph(text: string): Html {
	return markup`<p style="${styles.paragraph}">${text}</p>`;
}

function note(text: string): Html {
	return markup`<p style="${styles.note}">${text}</p>`;
}
