import { countOf, formatCount } from '../../counts';
import { isSuspicious } from '../suspicious';
import { datesIn, formatScore, type ZonedDates } from './format';
import type { LowestScore, Summary } from './summary';
import { makeVisible } from './visible';

const PERIOD_NAMES = new Map([
	['yesterday', 'Yesterday'],
	['last7Days', 'Last 7 days'],
	['last30Days', 'Last 30 days'],
	['previousWeek', 'Previous week'],
	['previousMonth', 'Previous month'],
]);

/** "Last 7 days (16 Nov 2026 to 22 Nov 2026)"; with times when the period is not made of days. */
export function periodWords({ period }: Summary): string {
	const name = PERIOD_NAMES.get(period.name);
	const days = spanWords(period, period);
	return name === undefined ? days : `${name} (${days})`;
}

/** The period that is compared with, in the same way: "9 Nov 2026 to 15 Nov 2026". */
export function previousWords({ period, previous }: Summary): string | null {
	return previous && spanWords(previous, period);
}

/** "America/Bogota", "America/New York" */
export function timezoneWords({ period }: Summary): string {
	return makeVisible(period.timezone.replaceAll('_', ' '));
}

/** "3 of 40 documents are suspicious" */
export function suspiciousWords({ records, suspicious: { count } }: Summary): string {
	const verb = count === 1 || records === 1 ? 'is' : 'are';
	return `${formatCount(count)} of ${countOf(records, 'documents')} ${verb} suspicious`;
}

/** "score 0.5 or lower, or not live by Verifik" */
export function suspicionWords({ suspicious }: Summary): string {
	return `score ${formatScore(suspicious.scoreMaximum)} or lower, or not live by Verifik`;
}

/**
 * "2 cannot be judged (no score, no verdict)"; `null` when all can.
 *
 * A summary tells the number that can be judged by the share of the suspicious ones among them. When
 * none is suspicious, it only tells how many have no score and how many no verdict: then it is at
 * most the smaller of the two.
 */
export function unjudgedWords({
	records,
	suspicious: { count, share },
	scores,
	verdicts,
}: Summary): string | null {
	let least = Math.max(0, scores.missing + verdicts.none - records);
	let most = Math.min(scores.missing, verdicts.none);
	if (share !== null && share > 0) least = most = records - Math.round(count / share);
	if (most === 0) return null;
	const number = least === most ? formatCount(most) : `Up to ${formatCount(most)}`;
	return `${number} cannot be judged (no score, no verdict)`;
}

/** What a share is of: nothing to say when it is of all documents. */
export function judgedWords(summary: Summary): string {
	return unjudgedWords(summary) === null ? '' : ' of those that can be judged';
}

/** "22 Nov 2026 19:04" */
export function dateWords({ createdAt }: LowestScore, dates: ZonedDates): string {
	const time = Date.parse(createdAt ?? '');
	return Number.isNaN(time) ? 'no date' : dates.moment(time);
}

/** What Verifik itself says. */
export function verdictWords({ isLive }: LowestScore): string {
	return isLive === null ? 'no verdict' : isLive ? 'live' : 'not live';
}

/** An ID as it is shown; `null` when the record has none. */
export function idWords({ _id }: LowestScore): string | null {
	return makeVisible(String(_id ?? '')) || null;
}

/** Whether a document of the list is one of the suspicious ones. */
export function isSuspiciousIn({ suspicious }: Summary, lowest: LowestScore): boolean {
	return isSuspicious({ ...lowest }, { suspiciousScoreMax: suspicious.scoreMaximum });
}

function spanWords(
	{ from, to }: { from: string; to: string },
	{ name, timezone }: Summary['period'],
): string {
	const dates = datesIn(timezone);
	const write = PERIOD_NAMES.has(name) ? dates.day : dates.moment;
	const [first, last] = [write(Date.parse(from)), write(Date.parse(to))];
	return first === last ? first : `${first} to ${last}`;
}
