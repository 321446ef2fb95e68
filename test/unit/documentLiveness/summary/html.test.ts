import { writeHtml } from '../../../../nodes/verifik/documentLiveness/summary/html';
import type { SummarySettings } from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import type { DocumentLivenessRecord } from '../../../../nodes/verifik/documentLiveness/record';
import { fullRecord } from '../../samples';
import { problemsOf, textOf } from './readHtml';
import { earlierOf, recordOf, several, summaryOf, WEEK } from './support';

function htmlOf(
	records: DocumentLivenessRecord[],
	settings: Partial<SummarySettings> = {},
): string {
	return writeHtml(summaryOf(records, settings));
}

/** A week that has everything. */
const busyWeek = [
	...several(40, (index) =>
		recordOf({
			_id: `68a8bf34d8207d5f3357b6${index + 10}`,
			createdAt: `2026-11-${16 + (index % 7)}T15:30:00Z`,
			aggregatedScore: index < 2 ? 0.000001 + index / 10 : 0.9,
			isLive: index === 2 ? false : undefined,
			screenReplayWarnings: index < 8 ? ['GLARE_ON_IMAGE', 'LOW_RESOLUTION'] : ['GLARE_ON_IMAGE'],
			printedCopyErrors: index === 0 ? ['DOCUMENT_NOT_FOUND'] : [],
		}),
	),
	recordOf({ aggregatedScore: null }),
	recordOf({ createdAt: 'unknown', aggregatedScore: 0.95 }),
	...several(30, (index) => earlierOf({ aggregatedScore: index < 6 ? 0.2 : 0.8 })),
];

describe('the email about a week', () => {
	const html = htmlOf(busyWeek);
	const text = textOf(html);

	test('begins with what it is about and when', () => {
		expect(text).toMatch(
			/^ ?Verifik document liveness Last 7 days \(16 Nov 2026 to 22 Nov 2026\), America\/Bogota Compared with 9 Nov 2026 to 15 Nov 2026/,
		);
	});

	test('has three big numbers with their change', () => {
		expect(text).toContain('42 documents +40% from 30');
		expect(text).toContain('3 suspicious -3 from 6');
		expect(text).toContain('7.3% of those judged -12.7 points from 20%');
	});

	test('says what is suspicious, what cannot be judged and which way the score points', () => {
		expect(text).toContain(
			'3 of 42 documents are suspicious (score 0.5 or lower, a check 50% or lower, or not live by Verifik). Reasons: not live by Verifik 1, score 2. 1 cannot be judged (no score, no verdict). Score: near 0 is suspicious; a high score does not prove that a document is genuine.',
		);
	});

	test('has a bar for each day, and says what is in none', () => {
		expect(text).toContain('16 Nov 1 of 6 17 Nov 1 of 6 18 Nov 1 of 6 19 Nov 0 of 6');
		expect(text).toContain('22 Nov 0 of 6 Not in the trend, without a date: 1 document ');
		// 16 November: one of six, and the longest bar
		expect(html).toMatch(/width:17%;[^"]*#d9480f[^<]*<\/td><td[^>]*width:83%;[^"]*#5c8fc7/);
	});

	test('has bars whose parts fill the column, so that no email program stretches them', () => {
		const bars = html.match(/(?:<td width="\d+%" height="12"[^>]*>&#160;<\/td>)+/g) ?? [];
		const widths = bars.map((bar) => [...bar.matchAll(/ width="(\d+)%"/g)].map(([, part]) => part));
		expect(widths).toHaveLength(7);
		expect(widths).toContainEqual(['17', '83']);
		for (const parts of widths)
			expect(parts.reduce((sum, part) => sum + Number(part), 0)).toBe(100);
	});

	test('lists the lowest scores with date, score, verdict and ID, in the zone of the period', () => {
		expect(text).toContain('16 Nov 2026 10:30 0.000001 no verdict 68a8bf34d8207d5f3357b610');
		expect(text).toContain('17 Nov 2026 10:30 0.100001 no verdict 68a8bf34d8207d5f3357b611');
	});

	test('marks the suspicious ones of them only', () => {
		const rows = html.split('<tr>').filter((row) => row.includes('68a8bf34'));
		expect(rows.map((row) => /solid #d9480f/.test(row) && /font-weight:bold/.test(row))).toEqual([
			true,
			true,
			false,
			false,
			false,
		]);
	});

	test('counts warnings as what they are, and errors', () => {
		expect(text).toContain(
			'Photo quality Warnings about the photos, by number of documents. They do not mean that a document is forged. GLARE_ON_IMAGE 40 LOW_RESOLUTION 8 ',
		);
		expect(text).toMatch(/Checks that could not be done Errors, .* DOCUMENT_NOT_FOUND 1 $/);
	});

	test('is made of plain elements with inline styles', () => {
		expect(problemsOf(html)).toEqual([]);
	});
});

test('no table is there for scores that no document has', () => {
	const text = textOf(htmlOf([recordOf({ aggregatedScore: null })]));
	expect(text).not.toContain('Lowest scores');
});

test('a document that is not live by Verifik is marked whatever its score', () => {
	const html = htmlOf([recordOf({ aggregatedScore: 0.99, isLive: false })]);
	expect(textOf(html)).toContain('22 Nov 2026 14:04 0.99 not live');
	expect(html).toContain('border-left:4px solid #d9480f');
});

test('nothing is compared when the summary compares nothing', () => {
	const text = textOf(htmlOf([recordOf()], { previous: null }));
	expect(text).toMatch(/America\/Bogota 1 document /);
	expect(text).toMatch(/\)\. Score: near 0/);
	expect(text).toContain('1 document 0 suspicious 0% of documents ');
	expect(text).not.toMatch(/compared|from/i);
});

test('a period without documents says so', () => {
	const html = htmlOf([]);
	expect(problemsOf(html)).toEqual([]);
	expect(textOf(html).trim()).toBe(
		'Verifik document liveness Last 7 days (16 Nov 2026 to 22 Nov 2026), America/Bogota Compared with 9 Nov 2026 to 15 Nov 2026 0 documents from 0 0 suspicious 0 from 0 – of documents There were no documents in this period.',
	);
	expect(html).not.toContain('<h2');
});

test('it is never wider than 600 pixels, and as narrow as its column', () => {
	expect(htmlOf([])).toMatch(
		/^<table [^>]*style="table-layout:fixed;width:100%;[^"]*max-width:600px;/,
	);
});

test('numbers that are too long for a third of a narrow column are smaller', () => {
	const sizeOf = (records: number) =>
		/font-size:(\d+)px[^>]*>[\d,]+<\/div>/.exec(writeHtml({ ...summaryOf([]), records }))?.[1];
	expect([sizeOf(99_999), sizeOf(100_000), sizeOf(9_999_999)]).toEqual(['24', '16', '16']);
});

test('the ten most frequent codes are listed, and the others counted', () => {
	const codesOf = (count: number) =>
		textOf(htmlOf([recordOf({ screenReplayWarnings: several(count, String) })]));
	expect(codesOf(10)).toMatch(/ 8 1 9 1 $/);
	expect(codesOf(11)).toMatch(/ 7 1 8 1 and 1 more $/);
	expect(codesOf(1_500)).toMatch(/ and 191 more $/);
});

test('a custom period is shown with its times, in its zone', () => {
	const period = { ...WEEK.period, name: 'custom', timezone: 'Asia/Kolkata' };
	expect(textOf(htmlOf([], { period }))).toContain(
		'16 Nov 2026 10:30 to 23 Nov 2026 10:29, Asia/Kolkata',
	);
});

test('a trend of many hours is shown in rows that add some up', () => {
	const groups = several(168, (index) => ({
		fromMs: WEEK.period.fromMs + index * 3_600_000,
		from: new Date(WEEK.period.fromMs + index * 3_600_000).toISOString(),
	}));
	const html = htmlOf(busyWeek, { groups });
	expect(textOf(html)).toContain('other documents. Each row adds up 6 groups');
	expect(textOf(html)).toContain('16 Nov 00:00 0 of 0 16 Nov 06:00 1 of 6 16 Nov 12:00 0 of 0');
	expect(html.match(/ of \d+<\/td>/g)).toHaveLength(28);
});

test.each<[share: number, count: number, shown: string]>([
	[1 / 10_000, 1, '<0.1%'],
	[9_999 / 10_000, 9_999, '>99.9%'],
	[0.0455, 455, '4.6%'],
	[0, 0, '0%'],
	[1, 10_000, '100%'],
])('a share of %p is shown as it is', (_share, count, shown) => {
	const records = several(10_000, (index) => recordOf({ aggregatedScore: index < count ? 0 : 1 }));
	expect(textOf(htmlOf(records, { previous: null }))).toContain(` ${shown} of documents`);
});

test('a document is listed with the checks that failed, the lowest first', () => {
	const text = textOf(
		htmlOf([recordOf({ ...fullRecord, createdAt: recordOf().createdAt }), recordOf()]),
	);
	expect(text).toContain(
		'1 of 2 documents is suspicious (score 0.5 or lower, a check 50% or lower, or not live by Verifik). Reasons: score 1, screen replay 1, printed copy 1, digital manipulation 1.',
	);
	expect(text).toContain(
		'no verdict printed copy 0%, screen replay 0.2%, digital manipulation 35.8% 68a8bf34d8207d5f3357b643',
	);
});

test('the first line says that results are simulated, when they are', () => {
	const summary = summaryOf([recordOf()]);
	const first = textOf(writeHtml(summary, true)).trim();
	expect(first).toMatch(/^Simulated results: .* Sandbox mode\. Verifik document liveness/);
	expect(writeHtml(summary)).not.toContain('Simulated');
});
