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

/** Both stand out on white and on black. */
export const colors = { suspicious: '#d9480f', other: '#5c8fc7' };

const FONT = 'font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:20px';
/** Some mail programs hand on neither color nor font from a text to the tables in it. */
const TABLE = `table-layout:fixed;width:100%;border-collapse:collapse;color:inherit;${FONT}`;
const LINE = 'border-top:1px solid rgba(128,128,128,0.35)';
const ROW = `padding:6px 0 6px 8px;${LINE}`;
const COLUMN = 'display:inline-block;vertical-align:top;white-space:nowrap';
const SMALL = 'font-size:12px';
/** Whatever a text from outside consists of, it stays within its column. */
const FROM_OUTSIDE =
	'font-family:Consolas,Menlo,monospace;font-size:12px;word-wrap:break-word;overflow:hidden';

/**
 * Inline styles, since mail programs drop style sheets. Text and background are the reader's own, in
 * light and in dark mode; what is less important is more transparent, which suits both.
 */
export const styles = {
	page: `${TABLE};border-collapse:separate;border-radius:8px;max-width:600px;margin:0 auto;color-scheme:light dark;background-color:Canvas;color:CanvasText;text-align:left`,
	pageCell: 'padding:16px',
	heading: 'margin:0 0 4px;font-size:20px;line-height:26px',
	section: 'margin:24px 0 4px;font-size:16px;line-height:22px',
	paragraph: 'margin:0 0 4px',
	note: 'margin:0 0 8px;font-size:12px;line-height:18px;opacity:0.75',

	figures: `${TABLE};margin:12px 0`,
	figureCell: 'padding:0 8px 0 0;vertical-align:top',
	figure: 'font-size:24px;line-height:34px;font-weight:bold',
	longFigure: 'font-size:16px;line-height:34px;font-weight:bold',
	change: 'font-size:12px;line-height:18px;opacity:0.75',

	legend: 'margin:4px 0 8px;font-size:12px;line-height:18px',
	square:
		'display:inline-block;vertical-align:middle;width:10px;height:10px;font-size:0;line-height:0',
	rows: TABLE,
	trendLabel: `padding:2px 0;white-space:nowrap;${SMALL}`,
	trendBar: 'padding:2px 0',
	trendNumbers: `padding:2px 0;white-space:nowrap;text-align:right;${SMALL}`,
	bar: TABLE,
	barCell: 'height:12px;padding:0;font-size:0;line-height:12px',

	row: `${ROW};border-left:4px solid transparent`,
	suspiciousRow: `${ROW};border-left:4px solid ${colors.suspicious}`,
	date: `${COLUMN};min-width:132px`,
	score: `${COLUMN};min-width:80px`,
	suspiciousScore: `${COLUMN};min-width:80px;font-weight:bold`,
	verdict: `${COLUMN};min-width:76px`,
	checks: 'display:inline-block;vertical-align:top',
	id: `display:inline-block;vertical-align:top;max-width:100%;${FROM_OUTSIDE}`,

	code: `padding:4px 0;${LINE};${FROM_OUTSIDE}`,
	count: `padding:4px 0;${LINE};text-align:right;vertical-align:top`,
};
