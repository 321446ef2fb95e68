/** Nothing real is as long: IDs have 24 characters, the longest known code 44. */
export const MAX_LENGTH = 200;

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
