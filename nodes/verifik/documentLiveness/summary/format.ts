import { formatCount } from '../../counts';

/** A share as people write it: "4.6%". What is not none is never "0%", what is not all never "100%". */
export function formatShare(share: number): string {
	if (share > 0 && share < 0.001) return '<0.1%';
	if (share < 1 && share > 0.999) return '>99.9%';
	return formatPercent(share);
}

/**
 * The probability of a check that failed, "0.2%": what is below the maximum is never rounded up to it.
 *
 * @param max 0–1, as the probability
 */
export function formatFailed(probability: number, max: number): string {
	const thousandths = Math.round(probability * 1000);
	const isRoundedUp = probability < max && thousandths / 1000 >= max;
	return formatPercent((isRoundedUp ? thousandths - 1 : thousandths) / 1000);
}

/** A relative change: "+12.2%", "-3%", "0%". */
export function formatChange(change: number): string {
	return formatPercent(change, 'exceptZero');
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

/** A score, 0–1, never as 1e-6, which few people read. */
export function formatScore(score: number): string {
	if (score > 0 && score < 1e-6) return '<0.000001';
	// "-0" is no number that people know
	return Math.abs(score).toLocaleString('en', { maximumFractionDigits: 6 });
}

export function formatPercent(share: number, signDisplay: 'auto' | 'exceptZero' = 'auto'): string {
	return share.toLocaleString('en', { style: 'percent', maximumFractionDigits: 1, signDisplay });
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

/** Nothing real is as long: IDs have 24 characters, the longest known code 44. */
export const MAX_LENGTH = 200;

/** The same, for what a person is to read. */
const MAX_SHOWN = 64;

/**
 * A text that is kept or shown, at most so many characters long. What was cut ends in "…".
 *
 * The characters are copied one by one: a slice would keep the whole text in memory.
 */
export function shorten(text: string, maxLength = MAX_LENGTH): string {
	if (text.length <= maxLength) return text;
	const characters = [...text.slice(0, 2 * maxLength)];
	return `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** What has no shape of its own, or changes that of what is around it: marks of direction and accents. */
const INVISIBLE = /[\p{C}\p{M}\p{Zl}\p{Zp}]/gu;

/**
 * A text from outside as a person should see it in a report: one short line in which every
 * character that is invisible, breaks the line or turns its direction is written out as `\u{202e}`.
 */
export function makeVisible(text: string): string {
	const written = shorten(text, MAX_SHOWN).replace(
		INVISIBLE,
		(character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
	);
	return shorten(written.trim(), MAX_SHOWN);
}
