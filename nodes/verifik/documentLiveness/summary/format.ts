import { formatCount } from '../../counts';

/** A share as people write it: "4.6%". What is not none is never "0%", what is not all never "100%". */
export function formatShare(share: number): string {
	if (share > 0 && share < 0.001) return '<0.1%';
	if (share < 1 && share > 0.999) return '>99.9%';
	return share.toLocaleString('en', { style: 'percent', maximumFractionDigits: 1 });
}

/** A relative change: "+12.2%", "-3%", "0%". */
export function formatChange(change: number): string {
	return change.toLocaleString('en', {
		style: 'percent',
		maximumFractionDigits: 1,
		signDisplay: 'exceptZero',
	});
}

/** The difference of two shares: "-0.9 points". */
export function formatPoints(difference: number): string {
	const points = (difference * 100).toLocaleString('en', {
		maximumFractionDigits: 1,
		signDisplay: 'exceptZero',
	});
	return `${points} points`;
}

/** The difference of two counts: "+1,234". */
export function formatDifference(difference: number): string {
	return difference > 0 ? `+${formatCount(difference)}` : formatCount(difference);
}

/** A score, never as 1e-6, which few people read; only what cannot be a score at all is. */
export function formatScore(score: number): string {
	if (Math.abs(score) >= 1e6) return score.toExponential(2);
	if (score > 0 && score < 1e-6) return '<0.000001';
	// "-0" is no number that people know
	return score.toLocaleString('en', { maximumFractionDigits: 6 }).replace(/^-0$/, '0');
}

/** Writes moments, in ms since 1970, as people do in that time zone. */
export interface ZonedDates {
	/** "22 Aug 2025" */
	day(time: number): string;
	/** "22 Aug" */
	dayOfYear(time: number): string;
	/** "22 Aug 2025 19:04" */
	moment(time: number): string;
	/** "22 Aug 19:04" */
	momentOfYear(time: number): string;
}

/** @param timeZone an IANA name */
export function datesIn(timeZone: string): ZonedDates {
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone,
		year: 'numeric',
		month: 'short',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	});
	const write = (time: number, pattern: string) => {
		const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
		return pattern.replace(/\w+/g, (part) => parts.get(part as Intl.DateTimeFormatPartTypes) ?? '');
	};
	return {
		day: (time) => write(time, 'day month year'),
		dayOfYear: (time) => write(time, 'day month'),
		moment: (time) => write(time, 'day month year hour:minute'),
		momentOfYear: (time) => write(time, 'day month hour:minute'),
	};
}
