import { fieldsOf } from '../../json';

/** Where servers put their words; AWS says `errorMessage`. */
const WORDS = ['message', 'error', 'code', 'errorMessage'];

/** What a body says, as it came: only the start of each text, since a web page may be large. */
export function wordsIn(body: unknown): string[] {
	const words = typeof body === 'string' ? [body] : textsIn(body);
	return words.map((text) => text.slice(0, 1000));
}

/** The server's own words, made safe to show: one line of plain text of bounded length. */
export function wordsOf(body: unknown, token = ''): string {
	return plainText(textsIn(body)[0] ?? '', token);
}

/** Each may be a text, a list of texts, or an object with texts of its own. */
function textsIn(body: unknown): string[] {
	const fieldsIn = (value: unknown) => WORDS.map((name) => fieldsOf(value)[name]);
	const values = fieldsIn(body).flatMap((value) =>
		Array.isArray(value) ? value.slice(0, 10) : [value, ...fieldsIn(value)],
	) as unknown[];
	return values.filter(isText);
}

/**
 * Makes a text from outside safe to show: n8n renders descriptions as HTML, and logs reach terminals.
 * A word of 40 characters and more is no word: a token or an image that the server echoes.
 *
 * @param token left out as well; the length of a real one gives it away already
 */
export function plainText(text: string, token = ''): string {
	return text
		.replaceAll(token || '\0', '…')
		.slice(0, 1000)
		.replace(/<[^>]*>/g, '')
		.replace(/[<>]/g, '')
		.replace(/\s+/g, ' ')
		.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
		.replace(/\S{40,}/g, '…')
		.trim()
		.slice(0, 200);
}

export function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
