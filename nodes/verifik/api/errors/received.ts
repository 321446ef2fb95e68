import { fieldsOf } from '../../json';
import type { Answer } from './failure';
import { isText, plainText } from './plainText';

/** How far into a page its title, or its first words, are looked for. */
const START = 10_000;

/**
 * What came, for people. Of what is no JSON it says whose it is, as far as that can be seen:
 * `status 403 and a web page, "Sign in" (Server: nginx)`.
 */
export function describeAnswer({ statusCode, headers, body }: Answer, token = ''): string {
	const status = `status ${statusCode}`;
	if (typeof body === 'object' && body !== null) return status;
	const shown = (text: unknown, length: number) =>
		plainText(isText(text) ? text : '', token).slice(0, length);

	const by = ['Server', 'Via'].flatMap((name) => {
		const value = shown(headers[name.toLowerCase()], 60);
		return value === '' ? [] : [`${name}: ${value}`];
	});
	const text = isText(body) ? body.slice(0, START) : '';
	const title = shown(/<(title|h1)[^<>]{0,200}>([^<]{1,500})/i.exec(text)?.[2], 100);
	const words = title || shown(text.replace(/<(script|style)\b[^]*?(<\/\1|$)/gi, ''), 100);
	const what = /^\s{0,1000}</.test(text) ? ' and a web page' : words && ' and text';
	const redirect = locationOf(headers);
	return [
		status + what + (words && `, "${words}"`),
		redirect && `, a redirect to ${shown(redirect, 80)}`,
		by.length > 0 && ` (${by.join(', ')})`,
	]
		.filter(isText)
		.join('');
}

/** Where a redirect leads: the host alone, since the rest may have the request in it. */
function locationOf(headers: Record<string, unknown>): string | undefined {
	const { location } = fieldsOf(headers);
	return isText(location) && URL.canParse(location) ? new URL(location).host : undefined;
}
