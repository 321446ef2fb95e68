import { megabytes, number, seconds, tenths, times } from './format';
import {
	idealTime,
	LABELS,
	measurementOf,
	median,
	summaryOverMany,
	timeOf,
	type Disturbance,
	type Measurement,
	type QuotaTrial,
	type Results,
	type Timed,
	type Trial,
	type Work,
} from './results';
import { targetsOf } from './targets';

/** Each is a heading and a table; those of what was not measured are left out. */
export function sectionsOf(results: Results): string[] {
	return [
		...worksOf(results.speed).map((work) => speedSection(results, work)),
		partsSection(results),
		trialsSection('Memory of the n8n process, just started', results.memory),
		trialsSection('n8n held to a small heap', results.smallHeap),
		longWalksSection(results),
		trialsSection('One page answered 429 once', results.throttled),
		disturbancesSection(results),
		quotasSection(
			'A quota of 30 requests a minute, in real time',
			'This node alone: the others fail at the first refusal, and Retry On Fail begins again at page 1.',
			results.perMinute,
		),
		quotasSection(
			'Quotas of 10 requests a second',
			'Under the first of them, (b) as well.',
			results.perSecond,
		),
		targetsSection(results),
	].filter((text) => text !== '');
}

function worksOf(speed: Measurement[]): Work[] {
	return speed
		.filter(({ letter }) => letter === 'c')
		.map(({ records, latency }) => ({ records, latency }));
}

function speedSection({ speed }: Results, work: Work): string {
	const own = timeOf(speed, 'c', work);
	const rows = speed
		.filter(({ records, latency }) => records === work.records && latency === work.latency)
		.sort((x, y) => x.letter.localeCompare(y.letter))
		.map(({ letter, times: all, requests, failure }) => [
			LABELS[letter],
			failure ?? seconds(median(all)),
			failure ? '' : times(median(all) / own),
			number(requests),
			all.map((time) => (time / 1000).toFixed(2)).join(' '),
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
			const [own, around, floor, oneConnection] = (['c', 'e', 'd2', 'd'] as const).map((letter) =>
				timeOf(speed, letter, work),
			);
			const { inside = [] } = measurementOf(speed, 'c', work) ?? {};
			return [
				number(work.records),
				seconds(own),
				seconds(around),
				seconds(own - around),
				seconds(floor),
				times((own - around) / floor),
				seconds(oneConnection),
				seconds(median(inside)),
			];
		});
	if (rows.length === 0) return '';
	return section(
		'How near to the bare loop',
		[
			'records',
			'(c)',
			'(e)',
			'(c) − (e)',
			'(d2)',
			'(c) − (e) over (d2)',
			'(d)',
			'in the node, by n8n',
		],
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
			number(trial.requests),
			itemsOf(trial),
			megabytes(trial.memoryBefore),
			megabytes(trial.peakMemory),
		]),
	);
}

/** What Get Summary takes for its counting, in time and in memory. */
function longWalksSection({ longWalks }: Results): string {
	if (longWalks.length === 0) return '';
	return section(
		'Get Summary, however many records',
		[
			'records',
			'Get Summary',
			'Get Many that keeps nothing',
			'over that',
			'by the processor',
			'memory in use above idle',
			'of it to tell records apart',
		],
		longWalks.map((walk) => {
			const medianOf = (runs: Timed[]) => median(runs.map(({ milliseconds }) => milliseconds));
			return [
				number(walk.records),
				seconds(medianOf(walk.summary)),
				seconds(medianOf(walk.many)),
				times(summaryOverMany(walk, 'milliseconds')),
				times(summaryOverMany(walk, 'processorMs')),
				tenths(walk.live),
				tenths(walk.ids),
			];
		}),
		"In n8n's engine in a process of its own, with both reports and a comparison.",
	);
}

function disturbancesSection({ loneThrottle, arrivals }: Results): string {
	const disturbances = [loneThrottle, arrivals].filter((entry) => entry !== undefined);
	if (disturbances.length === 0) return '';
	return section(
		'What a disturbance costs this node',
		[
			'',
			'records',
			'ms a request',
			'without',
			'with',
			'over without',
			'requests',
			'items delivered',
		],
		disturbances.map((disturbance) => [
			disturbance.label,
			number(disturbance.records),
			String(disturbance.latency),
			seconds(median(disturbance.calm)),
			seconds(median(disturbance.disturbed)),
			disturbance.failure === undefined
				? times(median(disturbance.disturbed) / median(disturbance.calm))
				: '',
			number(disturbance.requests),
			itemsOf(disturbance),
		]),
	);
}

function quotasSection(title: string, note: string, trials: QuotaTrial[]): string {
	if (trials.length === 0) return '';
	return section(
		title,
		[
			'',
			'quota',
			'records',
			'time',
			'pages ÷ quota',
			'time over that',
			'requests',
			'of them refused',
			'items delivered',
		],
		trials.map((trial) => [
			trial.label,
			trial.quota,
			number(trial.records),
			seconds(trial.milliseconds),
			seconds(idealTime(trial)),
			trial.failure === undefined ? times(trial.milliseconds / idealTime(trial)) : '',
			number(trial.requests),
			number(trial.refused),
			itemsOf(trial),
		]),
		note,
	);
}

function itemsOf({ delivered, expected, failure, ...rest }: Trial | Disturbance): string {
	if (failure !== undefined) return `none: ${failure}`;
	const items = `${number(delivered)} of ${number(expected)}`;
	const arrived = 'arrived' in rest ? rest.arrived : 0;
	return arrived > 0 ? `${items}, and ${number(arrived)} that arrived` : items;
}

/** The last column is there when a target is missed. */
function targetsSection(results: Results): string {
	const targets = targetsOf(results);
	if (targets.length === 0) return '';
	const withWhy = targets.some(({ isMet }) => !isMet);
	const head = ['', 'wanted', 'measured', '', 'why it is missed'];
	const rows = targets.map(({ name, wanted, measured, isMet, explanation = '' }) => [
		name,
		wanted,
		measured,
		isMet ? '✓' : '✗',
		explanation,
	]);
	return section(
		'Targets',
		withWhy ? head : head.slice(0, -1),
		withWhy ? rows : rows.map((row) => row.slice(0, -1)),
	);
}

/** @param note what is said before the table */
function section(title: string, head: string[], rows: string[][], note = ''): string {
	const rule = head.map(() => '---');
	const table = [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
	return [`## ${title}`, note, table].filter((part) => part !== '').join('\n\n');
}
