import fc, { runs } from '../../../harness/fastCheck';

import { writeHtml } from '../../../../nodes/verifik/documentLiveness/summary/html';
import { HOSTILE, hostileText } from './hostile';
import { parse, problemsOf, textOf } from './readHtml';
import { recordOf, several, summaryOf, WEEK } from './support';

test('the reader of HTML in these tests finds what is wrong', () => {
	for (const wrong of [
		'<script></script>',
		'<p onclick="x">a</p>',
		'<p style="background:url(x)">a</p>',
		'<p>a',
		'<p><div></p></div>',
		'<p>a < b</p>',
		'<p>a & b</p>',
		'<p>\u202e</p>',
		`<p>${'x'.repeat(151)}</p>`,
	]) {
		expect([wrong, problemsOf(wrong).length > 0]).toEqual([wrong, true]);
	}
});

describe('hostile IDs and codes', () => {
	const htmlWith = (id: unknown, code: string) =>
		writeHtml(
			summaryOf([recordOf({ _id: id, printedCopyWarnings: [code], screenReplayErrors: [code] })]),
		);

	test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
		'%s is shown as text',
		(_name, hostile) => {
			const html = htmlWith(hostile, hostile);
			expect(problemsOf(html)).toEqual([]);
			// under the lowest scores, the warnings and the errors
			const seen = hostile
				.trim()
				.split(/\s|[\p{C}\p{M}]/u)[0]
				.slice(0, 12);
			expect(textOf(html).split(seen).length).toBeGreaterThanOrEqual(4);
		},
	);

	test('marks of direction are written out', () => {
		expect(textOf(htmlWith('\u202eabc', 'GLARE'))).toContain('\\u{202e}abc');
	});

	test('no text from outside is longer than 64 characters or a line', () => {
		const text = textOf(htmlWith('x'.repeat(10_000), 'Y'.repeat(10_000)));
		expect(text).toContain(` ${'x'.repeat(63)}… `);
		expect(text).toContain(` ${'Y'.repeat(63)}… `);
	});

	test('an ID that shows nothing is no ID', () => {
		for (const id of ['', ' ', null, {}]) expect(textOf(htmlWith(id, 'GLARE'))).toContain('no ID');
		expect(textOf(htmlWith(0, 'GLARE'))).toContain('no verdict 0 ');
	});

	test('a code that shows nothing is said to have no name', () => {
		expect(textOf(htmlWith('a', ' '))).toContain('no name 1');
	});

	test('of any kind change nothing but texts', () => {
		const structure = (html: string) => parse(html.replaceAll('<wbr>', '')).tags;
		const expected = structure(htmlWith('a', 'b'));
		fc.assert(
			fc.property(hostileText, hostileText, (id, code) => {
				fc.pre(code !== '');
				const html = htmlWith(id, code);
				expect(problemsOf(html)).toEqual([]);
				expect(structure(html)).toEqual(expected);
			}),
			{ numRuns: runs(500) },
		);
	});
});

test('the longest email is not cut by mail programs, which they do at 102 kB', () => {
	const records = several(300, (index) =>
		recordOf({
			_id: `${index}`.padEnd(24, 'a'),
			aggregatedScore: index / 1_000,
			screenReplayWarnings: [`CODE_${index}_THAT_IS_LONGER_THAN_ANY_KNOWN_ONE`],
			screenReplayErrors: [`CODE_${index}_THAT_IS_LONGER_THAN_ANY_KNOWN_ONE`],
		}),
	);
	const groups = several(31, (index) => ({
		...WEEK.groups[0],
		fromMs: WEEK.period.fromMs + index,
	}));
	const html = writeHtml(summaryOf(records, { lowestCount: 100, groups }));
	expect(Buffer.byteLength(html)).toBeLessThan(102_000);
});
