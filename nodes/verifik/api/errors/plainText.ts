import { fieldsOf } from '../../json';

/** What a body says, as it came: only its start, since a web page may be large. */
export function wordsIn(body: unknown): string[] {
	if (typeof body === 'string') return [body.slice(0, 1000)];
	const { message, error, code } = fieldsOf(body);
	return [message, error, code].filter(isText).map((text) => text.slice(0, 1000));
}

/** The server's own words, made safe to show: one line of plain text of bounded length. */
export function wordsOf(body: unknown, token = ''): string {
	const { message, error, code } = fieldsOf(body);
	const words = [message, error, code].find(isText) ?? '';
	return plainText(token === '' ? words : words.replaceAll(token, '…'));
}

/**
 * Makes a text from outside safe to show: n8n renders descriptions as HTML, and logs reach terminals.
 * A word of 40 characters and more is no word: a token or an image that the server echoes.
 */
export function plainText(text: string): string {
	return text
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
