import { countOf, formatCount } from '../../counts';
import { CHECKS, type Check } from '../record';
import { REASONS, type Reason } from '../suspicious';
import {
	datesIn,
	formatFailed,
	formatPercent,
	formatScore,
	makeVisible,
	type ZonedDates,
} from './format';
import type { LowestScore, Summary } from './summary';

/** The first line of a report on results that Verifik made up. */
export const SIMULATED =
	"Simulated results: the access token belongs to an account in Verifik's Sandbox mode.";

const PERIOD_NAMES = new Map([
	['yesterday', 'Yesterday'],
	['last7Days', 'Last 7 days'],
	['last30Days', 'Last 30 days'],
	['previousWeek', 'Previous week'],
	['previousMonth', 'Previous month'],
]);

const CHECK_NAMES: Record<Check, string> = {
	screenReplay: 'screen replay',
	printedCopy: 'printed copy',
	portraitSubstitution: 'portrait substitution',
	digitalManipulation: 'digital manipulation',
};

const REASON_NAMES: Record<Reason, string> = {
	verdict: 'not live by Verifik',
	aggregatedScore: 'score',
	...CHECK_NAMES,
};

/** "Last 7 days (16 Nov 2026 to 22 Nov 2026)"; with times when the period is not made of days. */
export function formatPeriod({ period }: Summary): string {
	const name = PERIOD_NAMES.get(period.name);
	const days = formatSpan(period, period);
	return name === undefined ? days : `${name} (${days})`;
}

/** The period that is compared with, in the same way: "9 Nov 2026 to 15 Nov 2026". */
export function formatPrevious({ period, previous }: Summary): string | null {
	return previous && formatSpan(previous, period);
}

/** "America/Bogota", "America/New York" */
export function formatTimezone({ period }: Summary): string {
	return makeVisible(period.timezone.replaceAll('_', ' '));
}

/** "3 of 40 documents are suspicious (score 0.5 or lower, a check 50% or lower, or not live by Verifik)" */
export function formatSuspiciousCount({ records, suspicious }: Summary): string {
	const { count, scoreMaximum, checkMaximum } = suspicious;
	const verb = count === 1 || records === 1 ? 'is' : 'are';
	const definition = `score ${formatScore(scoreMaximum)} or lower, a check ${formatPercent(checkMaximum)} or lower, or not live by Verifik`;
	return `${formatCount(count)} of ${countOf(records, 'documents')} ${verb} suspicious (${definition})`;
}

/** "Reasons: not live by Verifik 2, score 3, printed copy 1."; `null` when none is suspicious. */
export function formatReasons({ suspicious: { count, reasons } }: Summary): string | null {
	if (count === 0) return null;
	const counts = REASONS.filter((reason) => reasons[reason] > 0).map(
		(reason) => `${REASON_NAMES[reason]} ${formatCount(reasons[reason])}`,
	);
	return `Reasons: ${counts.join(', ')}.`;
}

/** "2 cannot be judged (no score, no verdict)"; `null` when all can. */
export function formatUnjudged({ records, suspicious: { judged } }: Summary): string | null {
	if (judged === records) return null;
	return `${formatCount(records - judged)} cannot be judged (no score, no verdict)`;
}

/** "22 Nov 2026 19:04" */
export function formatCreatedAt({ createdAt }: LowestScore, dates: ZonedDates): string {
	return createdAt === null ? 'no date' : dates.moment(Date.parse(createdAt));
}

/** What Verifik itself says. */
export function formatVerdict({ isLive }: LowestScore): string {
	return isLive === null ? 'no verdict' : isLive ? 'live' : 'not live';
}

/** "printed copy 0%, screen replay 0.2%", the lowest first; `null` when no check failed. */
export function formatFailedChecks(
	{ failedChecks }: LowestScore,
	{ suspicious }: Summary,
): string | null {
	const failed = CHECKS.flatMap((check) => {
		const probability = failedChecks[check];
		return probability === undefined ? [] : [{ check, probability }];
	});
	if (failed.length === 0) return null;
	return failed
		.sort((a, b) => a.probability - b.probability)
		.map(({ check, probability }) => {
			return `${CHECK_NAMES[check]} ${formatFailed(probability, suspicious.checkMaximum)}`;
		})
		.join(', ');
}

/** An ID as it is shown; `null` when the record has none. */
export function formatId({ _id }: LowestScore): string | null {
	return makeVisible(String(_id ?? '')) || null;
}

function formatSpan(
	{ from, to }: { from: string; to: string },
	{ name, timezone }: Summary['period'],
): string {
	const dates = datesIn(timezone);
	const write = PERIOD_NAMES.has(name) ? dates.day : dates.moment;
	const [first, last] = [write(Date.parse(from)), write(Date.parse(to))];
	return first === last ? first : `${first} to ${last}`;
}
