import fc from '../../../harness/fastCheck';

/** What an attacker would put into an ID or a code, and what only looks bad. */
export const HOSTILE = [
	'<script>alert(1)</script>',
	'"><img src=https://evil.example/x onerror=alert(1)>',
	"' onmouseover='alert(1)",
	'</td></tr></table><h1>All is well</h1>',
	'<!--',
	'&lt;b&gt; &amp; &#60;',
	'javascript:alert(1) https://evil.example',
	// right-to-left: an override, an isolate, a mark, and letters
	'\u202etxt.exe\u202c \u2067x\u2069 \u200f',
	'שלום مرحبا',
	'line\nbreak\r\n\u2028\u2029\ttab\0end',
	'zero\u200bwidth\ufeff\u00ad',
	'Z\u0334\u031b\u035d\u0360a\u0337l',
	'\ud800 half a character',
	'@here <!channel> <@U123> *bold* _it_ ~no~ `code` ```block``` :tada:',
	'x'.repeat(10_000),
	'﷽'.repeat(10_000),
	'😀'.repeat(10_000),
	'\u202e'.repeat(10_000),
	' ',
	'__proto__',
];

export const hostileText = fc.oneof(
	fc.constantFrom(...HOSTILE),
	fc.string({ unit: 'binary', maxLength: 80 }),
	fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map((parts) => parts.join('')),
);

/** Direction, width or nothing: what no report may contain. The break between its own lines aside. */
export const UNSEEN = /(?!\n)[\p{C}\p{M}\p{Zl}\p{Zp}]/u;
