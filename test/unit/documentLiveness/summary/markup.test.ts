import { markup } from '../../../../nodes/verifik/documentLiveness/summary/markup';

test('texts are escaped wherever they stand, and pieces of HTML are not', () => {
	const bold = markup`<b title="${'"'}">${"<&>'"}</b>`;
	expect(bold.text).toBe('<b title="&quot;">&lt;&amp;&gt;&#39;</b>');
	expect(markup`<p>${bold}${[bold, bold]}${1}</p>`.text).toBe(
		`<p>${bold.text}${bold.text}${bold.text}1</p>`,
	);
	expect(markup`${[]}`.text).toBe('');
});
