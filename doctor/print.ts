import Table from 'cli-table3';

import type { Finding } from './finding';

/** Fits a terminal of 80 columns. */
const WIDTHS = [3, 27, 22, 23];

/** ✓ as assumed, ✗ otherwise, ? nobody can tell. */
export function table(findings: Finding[]): string {
	const grid = new Table({
		head: ['', 'question', 'assumed', 'seen'],
		colWidths: WIDTHS,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	for (const { question, assumed, seen, isAsAssumed } of findings) {
		const mark = isAsAssumed === undefined ? '?' : isAsAssumed ? '✓' : '✗';
		grid.push([mark, question, assumed, seen]);
	}
	return grid.toString();
}
