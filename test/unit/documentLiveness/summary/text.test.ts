import fc, { runs } from '../../../harness/fastCheck';

import type { SummarySettings } from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import { writeText } from '../../../../nodes/verifik/documentLiveness/summary/text';
import type { DocumentLivenessRecord } from '../../../../nodes/verifik/documentLiveness/record';
import { history } from './histories';
import { HOSTILE, hostileText, UNSEEN } from './hostile';
import { fullRecord } from '../../samples';
import { earlierOf, recordOf, several, summaryOf, WEEK } from './support';

function linesOf(
	records: DocumentLivenessRecord[],
	settings: Partial<SummarySettings> = {},
): string[] {
	return writeText(summaryOf(records, settings)).split('\n');
}

test('the Slack text is a line of numbers, how to read them, and a line per document', () => {
	const records = [
		recordOf({ aggregatedScore: 0.000001 }),
		recordOf({ aggregatedScore: 0.97, isLive: false, _id: 'b' }),
		recordOf({ aggregatedScore: 0.5, isLive: true, _id: 'c', createdAt: '2026-11-17T03:00:00Z' }),
		recordOf({ aggregatedScore: null }),
		...several(36, () => recordOf({ aggregatedScore: 0.98 })),
		...several(20, (index) => earlierOf({ aggregatedScore: index < 1 ? 0.1 : 0.9 })),
	];
	expect(linesOf(records, { lowestCount: 4 })).toEqual([
		'*Last 7 days (16 Nov 2026 to 22 Nov 2026):* 3 of 40 documents are suspicious (score 0.5 or lower, a check 50% or lower, or not live by Verifik), 7.7% of those that can be judged. Before: 1 of 20, 5%.',
		'Reasons: not live by Verifik 1, score 2.',
		'Score: near 0 is suspicious; a high score does not prove that a document is genuine. 1 cannot be judged (no score, no verdict).',
		'Lowest scores (suspicious in bold, times in America/Bogota):',
		'• 22 Nov 2026 14:04 · *0.000001* · no verdict · `68a8bf34d8207d5f3357b643`',
		'• 16 Nov 2026 22:00 · *0.5* · live · `c`',
		'• 22 Nov 2026 14:04 · *0.97* · not live · `b`',
		'• 22 Nov 2026 14:04 · 0.98 · no verdict · `68a8bf34d8207d5f3357b643`',
	]);
});

test('of any history it has a line for each of the lowest scores, and four others at most', () => {
	fc.assert(
		fc.property(history, ({ settings, records }) => {
			const summary = summaryOf(records, settings);
			const { length } = writeText(summary).split('\n');
			expect(length).toBeLessThanOrEqual(Math.max(10, settings.lowestCount + 4));
			const documents = summary.lowestScores.length;
			const reasons = summary.suspicious.count === 0 ? 0 : 1;
			const others = summary.records === 0 ? 1 : documents === 0 ? 2 : 3;
			expect(length).toBe(documents + others + reasons);
		}),
		{ numRuns: runs(500) },
	);
});

test.each<[name: string, records: DocumentLivenessRecord[], compare: boolean, numbers: string]>([
	['no documents at all', [], true, 'No documents. Before: no documents.'],
	['none now', [earlierOf({ aggregatedScore: 0 })], true, 'No documents. Before: 1 of 1, 100%.'],
	['nothing to compare with', [], false, 'No documents.'],
	[
		'none before',
		[recordOf()],
		true,
		'0 of 1 document is suspicious (score 0.5 or lower, a check 50% or lower, or not live by Verifik), 0%. Before: no documents.',
	],
	[
		'none that can be judged',
		[recordOf({ aggregatedScore: null }), earlierOf({ aggregatedScore: null })],
		true,
		'0 of 1 document is suspicious (score 0.5 or lower, a check 50% or lower, or not live by Verifik). Before: 0 of 1.',
	],
])('the line of numbers with %s', (_name, records, compare, numbers) => {
	const [first] = linesOf(records, compare ? {} : { previous: null });
	expect(first).toBe(`*Last 7 days (16 Nov 2026 to 22 Nov 2026):* ${numbers}`);
});

test('one day is a date, and a zone is written without what Slack reads as italics', () => {
	const period = {
		...WEEK.period,
		name: 'yesterday',
		to: '2026-11-16T23:59:59.999-05:00',
		timezone: 'America/New_York',
	};
	const lines = linesOf([recordOf()], { period });
	expect(lines[1]).toBe(
		'Score: near 0 is suspicious; a high score does not prove that a document is genuine.',
	);
	expect(lines[0]).toMatch(/^\*Yesterday \(16 Nov 2026\):\*/);
	expect(lines[2]).toContain('times in America/New York');
});

test.each<[score: number, shown: string]>([
	[0.123456789, '0.123457'],
	[1e-9, '&lt;0.000001'],
	[0, '0'],
	[-0, '0'],
	[0.9, '0.9'],
	[1, '1'],
])('a score of %p is shown as people read it', (aggregatedScore, shown) => {
	expect(linesOf([recordOf({ aggregatedScore, isLive: true })]).at(-1)).toMatch(
		new RegExp(` · \\*?${shown.replace(/[.+*]/g, '\\$&')}\\*? · live`),
	);
});

test('a document is listed with the checks that failed, the lowest first', () => {
	expect(linesOf([recordOf({ ...fullRecord, createdAt: recordOf().createdAt })]).slice(1)).toEqual([
		'Reasons: score 1, screen replay 1, printed copy 1, digital manipulation 1.',
		expect.any(String),
		expect.any(String),
		'• 22 Nov 2026 14:04 · *0.000001* · no verdict · printed copy 0%, screen replay 0.2%, digital manipulation 35.8% · `68a8bf34d8207d5f3357b643`',
	]);
});

test('the first line says that results are simulated, when they are', () => {
	const summary = summaryOf([]);
	expect(writeText(summary, true).split('\n')).toEqual([
		"*Simulated results: the access token belongs to an account in Verifik's Sandbox mode.*",
		writeText(summary),
	]);
});

describe('hostile IDs', () => {
	const lineOf = (_id: string) => {
		const lines = linesOf([recordOf({ _id })]);
		expect(lines).toHaveLength(4);
		return lines[3];
	};

	test.each(HOSTILE.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
		'%s is shown as text',
		(_name, hostile) => {
			expect(lineOf(hostile)).not.toMatch(UNSEEN);
			expect(lineOf(hostile)).toMatch(HARMLESS);
		},
	);

	test('mentions and markup are still there to be read', () => {
		expect(lineOf('@here <!channel> *x* `y` ~z~ & \u202e')).toBe(
			'• 22 Nov 2026 14:04 · 0.9 · no verdict · `＠here &lt;!channel&gt; ∗x∗ ˋyˋ ∼z∼ &amp; \\u{202e}`',
		);
	});

	test('an ID that is none of that can be copied as it is', () => {
		expect(lineOf('document_liveness_123456789')).toMatch(/ · `document_liveness_123456789`$/);
	});

	test('of any kind stay within their code', () => {
		fc.assert(
			fc.property(hostileText, (id) => {
				expect(lineOf(id)).not.toMatch(UNSEEN);
				expect(lineOf(id)).toMatch(HARMLESS);
			}),
			{ numRuns: runs(500) },
		);
	});
});

/** One code span at the end, in which nothing ends it, starts a mention or is markup. */
const HARMLESS =
	/^• 22 Nov 2026 14:04 · 0\.9 · no verdict · (?:no ID|`(?:[^`*~@<>&\n]|&(?:amp|lt|gt);){1,320}`)$/u;
