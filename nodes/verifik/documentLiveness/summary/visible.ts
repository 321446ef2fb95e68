import { shorten } from './shorten';

/** IDs have 24 characters, the longest known code 44. */
const MAX_SHOWN = 64;

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
