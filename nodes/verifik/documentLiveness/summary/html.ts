import { SCORE_DIRECTION } from '../scoreWords';
import { countOf } from '../../counts';
import { figures } from './htmlFigures';
import { documentRows, findingRows } from './htmlLists';
import { trendTable } from './htmlTrend';
import { markup, type Html } from './markup';
import { styles } from './styles';
import type { Summary } from './summary';
import {
	periodWords,
	previousWords,
	suspicionWords,
	suspiciousWords,
	timezoneWords,
	unjudgedWords,
} from './words';

/**
 * The summary as a piece of HTML for an email: one table, which takes the colors of the reader's
 * light or dark mode and fits in a column of 320 to 600 pixels. It needs no script, no picture and
 * nothing from elsewhere; what comes from outside is text in it.
 */
export function writeHtml(summary: Summary): string {
	return markup`<table role="presentation" lang="en" dir="ltr" width="100%" cellpadding="0" cellspacing="0" border="0" style="${styles.page}"><tr><td style="${styles.pageCell}">
${header(summary)}
${figures(summary)}
${explanation(summary)}
${summary.records === 0 ? [] : [trend(summary), lowestScores(summary), warnings(summary), errors(summary)]}
</td></tr></table>`.text;
}

function header(summary: Summary): Html {
	const previous = previousWords(summary);
	return markup`<h1 style="${styles.heading}">Verifik document liveness</h1>
<p style="${styles.paragraph}">${periodWords(summary)}, ${timezoneWords(summary)}</p>
${previous === null ? [] : note(`Compared with ${previous}`)}`;
}

/** In words what is suspicious, what cannot be judged, and which way the score points. */
function explanation(summary: Summary): Html {
	if (summary.records === 0) return paragraph('There were no documents in this period.');
	const unjudged = unjudgedWords(summary);
	return markup`${paragraph(`${suspiciousWords(summary)} (${suspicionWords(summary)}).`)}
${unjudged === null ? [] : paragraph(`${unjudged}.`)}
${paragraph(`Score: ${SCORE_DIRECTION}.`)}`;
}

function trend(summary: Summary): Html {
	const dated = summary.trend.reduce((total, { records }) => total + records, 0);
	const undated = summary.records - dated;
	return markup`${heading('Trend')}
${trendTable(summary)}
${undated === 0 ? [] : note(`Not in the trend for want of a date: ${countOf(undated, 'documents')}`)}`;
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

function heading(text: string): Html {
	return markup`<h2 style="${styles.section}">${text}</h2>`;
}

function paragraph(text: string): Html {
	return markup`<p style="${styles.paragraph}">${text}</p>`;
}

function note(text: string): Html {
	return markup`<p style="${styles.note}">${text}</p>`;
}
