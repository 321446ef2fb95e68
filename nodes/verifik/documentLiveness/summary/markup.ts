/** A piece of HTML in which everything from outside is escaped: `markup` alone makes them. */
export class Html {
	constructor(readonly text: string) {}
}

/** HTML with values in it. Texts and numbers are escaped; pieces of HTML are taken as they are. */
export function markup(
	strings: TemplateStringsArray,
	...values: Array<Html | Html[] | string | number>
): Html {
	const texts = values.map((value, index) => `${toText(value)}${strings[index + 1]}`);
	return new Html(strings[0] + texts.join(''));
}

/** A table that only arranges, which is what mail programs understand best. */
export function layoutTable(rows: Html, style: string): Html {
	return markup`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="${style}">${rows}</table>`;
}

function toText(value: Html | Html[] | string | number): string {
	if (Array.isArray(value)) return value.map(({ text }) => text).join('');
	return value instanceof Html ? value.text : escapeHtml(String(value));
}

function escapeHtml(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}
