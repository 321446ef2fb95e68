import { formatCount } from '../../counts';
import { SCORE_DIRECTION } from '../scoreText';
import { datesIn, formatScore, formatShare, type ZonedDates } from './format';
import type { LowestScore, Summary } from './summary';
import {
	formatCreatedAt,
	formatFailedChecks,
	formatId,
	formatPeriod,
	formatReasons,
	formatSuspiciousCount,
	formatTimezone,
	formatUnjudged,
	formatVerdict,
	SIMULATED,
} from './words';

/**
 * The summary in short, for Slack: a line of numbers, the reasons, how to read them, and a line for each
 * of the lowest scores. In Slack's own markup ("mrkdwn"), in which nothing from outside has an effect.
 *
 * @param isSimulated whether Verifik made the results up (its Sandbox mode)
 */
export function writeText(summary: Summary, isSimulated = false): string {
	const reasons = formatReasons(summary);
	return [
		...(isSimulated ? [`*${SIMULATED}*`] : []),
		numbersLine(summary),
		...(reasons === null ? [] : [reasons]),
		...(summary.records === 0 ? [] : [notesLine(summary), ...documentLines(summary)]),
	].join('\n');
}

function numbersLine(summary: Summary): string {
	const period = `*${escapeText(formatPeriod(summary))}:*`;
	return `${period} ${escapeText(currentPart(summary) + previousPart(summary))}`;
}

function currentPart(summary: Summary): string {
	const { records, suspicious } = summary;
	if (records === 0) return 'No documents.';
	if (suspicious.share === null) return `${formatSuspiciousCount(summary)}.`;
	const judged = suspicious.judged === records ? '' : ' of those that can be judged';
	return `${formatSuspiciousCount(summary)}, ${formatShare(suspicious.share)}${judged}.`;
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
	const unjudged = formatUnjudged(summary);
	return `Score: ${SCORE_DIRECTION}.${unjudged === null ? '' : ` ${unjudged}.`}`;
}

function documentLines(summary: Summary): string[] {
	if (summary.lowestScores.length === 0) return [];
	const dates = datesIn(summary.period.timezone);
	const zone = escapeText(formatTimezone(summary));
	return [
		`Lowest scores (suspicious in bold, times in ${zone}):`,
		...summary.lowestScores.map((lowest) => documentLine(lowest, summary, dates)),
	];
}

function documentLine(lowest: LowestScore, summary: Summary, dates: ZonedDates): string {
	const score = escapeText(formatScore(lowest.aggregatedScore));
	const checks = formatFailedChecks(lowest, summary);
	const id = formatId(lowest);
	const parts = [
		formatCreatedAt(lowest, dates),
		lowest.reasons.length > 0 ? `*${score}*` : score,
		formatVerdict(lowest),
		...(checks === null ? [] : [checks]),
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
