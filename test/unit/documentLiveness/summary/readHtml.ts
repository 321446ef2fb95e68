import { UNSEEN } from './hostile';

const ELEMENTS = ['table', 'tr', 'td', 'h1', 'h2', 'p', 'div', 'span', 'wbr'];
const ATTRIBUTES =
	/^(?: (?:role|lang|dir|width|height|cellpadding|cellspacing|border|align|valign|style)="[^"<>]*")*$/;

/** The tags of a piece of HTML and the texts between them. */
export function parse(html: string) {
	const tags = [...html.matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)].map(
		([, slash, name, attributes]) => ({
			isEnd: slash !== '',
			name,
			attributes,
		}),
	);
	const texts = html.split(/<[^>]*>/).map(unescape);
	return { tags, texts, text: texts.join(' ').replace(/\s+/g, ' ') };
}

/** What one reads, in one line; where a word may be broken makes no difference. */
export function textOf(html: string): string {
	return parse(html.replaceAll('<wbr>', '')).text;
}

function unescape(text: string): string {
	return text
		.replace(/&#160;/g, ' ')
		.replace(/&quot;/g, '"')
		.replace(/&#39;/g, "'")
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}

/** What is wrong with a piece of HTML: it has to be made of the report's own elements, closed. */
export function problemsOf(html: string): string[] {
	const { tags, texts } = parse(html);
	const open: string[] = [];
	const problems = tags.flatMap(({ isEnd, name, attributes }) => {
		const isNested = isEnd ? open.pop() === name : name === 'wbr' || open.push(name) > 0;
		const isKnown = ELEMENTS.includes(name) && ATTRIBUTES.test(attributes);
		const isLocal = !/url|@import|expression|https?:/i.test(attributes);
		const hasSize = !/(?:width|height|size)(?:="|:)-/.test(attributes);
		return isNested && isKnown && isLocal && hasSize ? [] : [`<${name}${attributes}>`];
	});
	// without its tags, there is no angle bracket in it, and no "&" but of an entity
	const rest = html.replace(/<\/?[a-z0-9]+(?: [a-z]+="[^"<>]*")*>/g, '');
	const unescaped = rest.match(/.?(?:[<>]|&(?!(?:amp|lt|gt|quot|#39|#160);)).{0,20}/g) ?? [];
	const unseen = UNSEEN.test(html) ? ['a character that cannot be seen'] : [];
	return [...problems, ...unescaped, ...unseen, ...open, ...texts.filter((t) => t.length > 150)];
}
