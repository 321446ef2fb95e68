import Table from 'cli-table3';
import type { IDataObject } from 'n8n-workflow';

export function line(text = ''): void {
	process.stdout.write(`${text}\n`);
}

/** So that the table fits a terminal of 80 columns. */
const LONGEST_CELL = 39;

/** Items as n8n's own table view would show them: a column a field, the first few rows. */
export function table(rows: IDataObject[], columns: string[], most = 12): void {
	const grid = new Table({ head: columns, style: { head: [], border: [], compact: true } });
	for (const row of rows.slice(0, most)) grid.push(columns.map((column) => cell(row[column])));
	line(grid.toString());
	if (rows.length > most) line(`… and ${rows.length - most} more`);
}

function cell(value: unknown): string {
	const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
	if (text === '') return '–';
	return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}
