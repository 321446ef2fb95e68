import { formatCount } from '../../counts';
import { SCORE_DIRECTION } from '../scoreWords';
import { datesIn, formatScore, formatShare, type ZonedDates } from './format';
import type { LowestScore, Summary } from './summary';
import {
	dateWords,
	idWords,
	isSuspiciousIn,
	judgedWords,
	periodWords,
	suspicionWords,
	suspiciousWords,
	timezoneWords,
	unjudgedWords,
	verdictWords,
} from './words';

/**
 * The summary in short, for Slack: a line of numbers, how to read them, and a line for each of the
 * lowest scores. In Slack's own markup ("mrkdwn"), in which nothing from outside has an effect.
 */
export function writeText(summary: Summary): string {
	if (summary.records === 0) return numbersLine(summary);
	return [numbersLine(summary), notesLine(summary), ...documentLines(summary)].join('\n');
}

function numbersLine(summary: Summary): string {
	const period = `*${escapeText(periodWords(summary))}:*`;
	return `${period} ${escapeText(nowPart(summary) + previousPart(summary))}`;
}

function nowPart(summary: Summary): string {
	const { records, suspicious } = summary;
	if (records === 0) return 'No documents.';
	const words = `${suspiciousWords(summary)} (${suspicionWords(summary)})`;
	if (suspicious.share === null) return `${words}.`;
	return `${words}, ${formatShare(suspicious.share)}${judgedWords(summary)}.`;
}

function previousPart({ previous }: Summary): string {
	if (previous === null) return '';
	const { records, suspicious } = previous;
	if (records === 0) return ' Before: no documents.';
	const counts = `${formatCount(suspicious.count)} of ${formatCount(records)}`;
	const share = suspicious.share === null ? '' : `, ${formatShare(suspicious.share)}`;
	return ` Before: ${counts}${share}.`;
}

function notesLine(summary: Summary): string {
	const unjudged = unjudgedWords(summary);
	return `Score: ${SCORE_DIRECTION}.${unjudged === null ? '' : ` ${unjudged}.`}`;
}

function documentLines(summary: Summary): string[] {
	if (summary.lowestScores.length === 0) return [];
	const dates = datesIn(summary.period.timezone);
	const zone = escapeText(timezoneWords(summary));
	return [
		`Lowest scores (suspicious in bold, times in ${zone}):`,
		...summary.lowestScores.map((lowest) => documentLine(lowest, summary, dates)),
	];
}

function documentLine(lowest: LowestScore, summary: Summary, dates: ZonedDates): string {
	const score = escapeText(formatScore(lowest.aggregatedScore));
	const id = idWords(lowest);
	const parts = [
		dateWords(lowest, dates),
		isSuspiciousIn(summary, lowest) ? `*${score}*` : score,
		verdictWords(lowest),
		id === null ? 'no ID' : asCode(id),
	];
	return `• ${parts.join(' · ')}`;
}

/** Within a code span nothing but its own end has an effect; "@" is looked for everywhere. */
function asCode(text: string): string {
	return `\`${escapeText(text)}\``;
}

/** What Slack would read as markup or as a mention, replaced by a character that looks the same. */
const LOOKALIKES = new Map([
	['`', 'ˋ'],
	['*', '∗'],
	['~', '∼'],
	['@', '＠'],
]);

const ENTITIES = new Map([
	['&', '&amp;'],
	['<', '&lt;'],
	['>', '&gt;'],
]);

function escapeText(text: string): string {
	return text.replace(
		/[`*~@&<>]/g,
		(character) => LOOKALIKES.get(character) ?? ENTITIES.get(character) ?? character,
	);
}
