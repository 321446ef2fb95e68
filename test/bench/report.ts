/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a benchmark, never part of the package */
import { availableParallelism } from 'node:os';

import { format } from 'prettier';

import { N8N_VERSION } from '../e2e/cache';
import { SCORE_MAX } from './finding';
import {
	LABELS,
	measurementOf,
	median,
	timeOf,
	type Measurement,
	type Results,
	type Trial,
	type Work,
} from './results';
import { targetsOf } from './targets';

/** What was found out, as Markdown: fit for the terminal, and for a file of its own. */
export async function report(results: Results): Promise<string> {
	const sections = [
		...worksOf(results.speed).map((work) => speedSection(results, work)),
		partsSection(results),
		trialsSection('Memory of the n8n process, just started', results.memory),
		trialsSection('n8n held to a small heap', results.smallHeap),
		trialsSection('One page answered 429 once', results.throttled),
		targetsSection(results),
	];
	return await format(sections.join('\n\n'), { parser: 'markdown' });
}

/** The same, with what a reader needs to know of it. */
export async function asPage(text: string): Promise<string> {
	const page = `# Benchmark

How long the same job takes: read all records, keep the suspicious ones (score of ${SCORE_MAX} or lower),
turn each of their warnings into an item. In n8n ${N8N_VERSION}, on a computer with
${availableParallelism()} cores; the stand-in for Verifik runs in a process of its own.

- **(a)** What people build without code: HTTP Request with pagination → Split Out → Filter → four times
  Split Out and Edit Fields → Merge. Twelve nodes, seven expressions.
- **(b)** HTTP Request with pagination → one Code node.
- **(c)** This node.
- **(d)** The floor: a bare loop in Node, without n8n. One page after another over one connection,
  parsed, filtered, split; no retries, no de-duplication, no messages.
- **(e)** What the workflow around a contender costs: a Code node that gives as many items as (c), of the
  same fields and sizes, from memory.

(a), (b), (c) and (e) run as webhook → contender → Aggregate → Edit Fields → answer. They take turns in one
n8n, after a round for warming up, and each answer is compared item by item with what (d) found: any difference
ends the benchmark. Times are medians. \`npm run bench\` repeats all of it and rewrites this page.

![Time by number of records](images/benchmark.svg)

${text}`;
	return await format(page, { parser: 'markdown' });
}

export function worksOf(speed: Measurement[]): Work[] {
	return speed
		.filter(({ letter }) => letter === 'c')
		.map(({ records, latency }) => ({ records, latency }));
}

function speedSection({ speed }: Results, work: Work): string {
	const own = timeOf(speed, 'c', work);
	const rows = speed
		.filter(({ records, latency }) => records === work.records && latency === work.latency)
		.sort((x, y) => x.letter.localeCompare(y.letter))
		.map(({ letter, times, requests, failure }) => [
			LABELS[letter],
			failure ?? seconds(median(times)),
			failure ? '' : `${(median(times) / own).toFixed(2)} ×`,
			String(requests),
			times.map((time) => (time / 1000).toFixed(2)).join(' '),
		]);
	return section(
		`${number(work.records)} records, ${work.latency} ms a request`,
		['', 'median', 'of this node', 'requests', 'every run, s'],
		rows,
	);
}

/** How near the node is to the bare loop, with all that the comparison is made of. */
function partsSection({ speed }: Results): string {
	const rows = worksOf(speed)
		.filter(({ latency }) => latency === 0)
		.map((work) => {
			const [own, around, floor] = (['c', 'e', 'd'] as const).map((letter) =>
				timeOf(speed, letter, work),
			);
			const { inside = [] } = measurementOf(speed, 'c', work) ?? {};
			return [
				number(work.records),
				seconds(own),
				seconds(around),
				seconds(own - around),
				seconds(floor),
				`${((own - around) / floor).toFixed(2)} ×`,
				seconds(median(inside)),
			];
		});
	return section(
		'How near to the bare loop',
		['records', '(c)', '(e)', '(c) − (e)', '(d)', '(c) − (e) over (d)', 'in the node, by n8n'],
		rows,
	);
}

function trialsSection(title: string, trials: Trial[]): string {
	if (trials.length === 0) return '';
	return section(
		title,
		['', 'records', 'requests', 'items delivered', 'memory before', 'at its peak'],
		trials.map((trial) => [
			trial.label,
			number(trial.records),
			String(trial.requests),
			trial.failure
				? `none: ${trial.failure}`
				: `${number(trial.delivered)} of ${number(trial.expected)}`,
			megabytes(trial.memoryBefore),
			megabytes(trial.peakMemory),
		]),
	);
}

function targetsSection(results: Results): string {
	return section(
		'Targets',
		['', 'wanted', 'measured', ''],
		targetsOf(results).map(({ name, wanted, measured, isMet }) => [
			name,
			wanted,
			measured,
			isMet ? '✓' : '✗',
		]),
	);
}

function section(title: string, head: string[], rows: string[][]): string {
	const rule = head.map(() => '---');
	const table = [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
	return `## ${title}\n\n${table}`;
}

function seconds(milliseconds: number): string {
	return `${(milliseconds / 1000).toFixed(2)} s`;
}

function megabytes(bytes?: number): string {
	return bytes === undefined ? '' : `${Math.round(bytes / 1024 ** 2)} MB`;
}

/** With a space between the thousands. */
function number(value: number): string {
	return value.toLocaleString('en').replaceAll(',', ' ');
}
