import type { TopLevelSpec } from 'vega-lite';

import { LABELS, median, type Letter, type Measurement } from './results';

/** How a contender is told from the others: with color, and without. */
interface Look {
	color: string;
	shape: string;
	/** Of the line: so much drawn, so much left out. */
	dash: number[];
}

/** (d2) and (c10) are left to the tables: they would lie upon (d) and (c). */
const LOOKS: Partial<Record<Letter, Look>> = {
	a: { color: '#b45309', shape: 'square', dash: [8, 3] },
	b: { color: '#6d28d9', shape: 'triangle-up', dash: [4, 3] },
	c: { color: '#0f766e', shape: 'circle', dash: [1, 0] },
	d: { color: '#4b5563', shape: 'cross', dash: [2, 2] },
};

/** Draws how the time grows with the number of records, as an SVG. */
export async function plot(speed: Measurement[]): Promise<string> {
	const points = speed
		.filter(({ letter, times }) => letter in LOOKS && times.length > 0)
		.map(({ letter, records, latency, times }) => ({
			contender: LABELS[letter],
			letter: `(${letter})`,
			latency: `${latency} ms a request`,
			records,
			seconds: median(times) / 1000,
		}));
	const counts = [...new Set(points.map(({ records }) => records))];
	const last = Math.max(...counts);
	const looks = Object.values(LOOKS);
	const domain = (Object.keys(LOOKS) as Letter[]).map((letter) => LABELS[letter]);
	// one legend for color and shape: they have the field in common
	const contender = {
		field: 'contender',
		type: 'nominal',
		title: null,
		legend: {
			orient: 'bottom',
			columns: 2,
			labelLimit: 300,
			labelFontSize: 12,
			symbolSize: 90,
		},
	} as const;
	const times = points.map((point) => point.seconds);
	const color = { ...contender, scale: { domain, range: looks.map((look) => look.color) } };
	// each by itself: as an encoding, the dash would be in the legend, around the symbols
	const lines = Object.entries(LOOKS).map(([letter, look]) => ({
		transform: [{ filter: { field: 'letter', equal: `(${letter})` } }],
		mark: { type: 'line' as const, color: look.color, strokeDash: look.dash },
	}));
	const spec: TopLevelSpec = {
		data: { values: points },
		background: 'white',
		config: { font: 'sans-serif', view: { stroke: '#d1d5db' } },
		facet: { column: { field: 'latency', title: null, header: { labelFontSize: 13 } } },
		spec: {
			width: 360,
			height: 420,
			encoding: {
				x: {
					field: 'records',
					type: 'quantitative',
					// room for the letters
					scale: { type: 'log', domain: [Math.min(...counts), last * 1.6], nice: false },
					axis: {
						title: 'number of records (log scale)',
						values: counts,
						format: ',',
						labelOverlap: false,
					},
				},
				y: {
					field: 'seconds',
					type: 'quantitative',
					scale: {
						type: 'log',
						domain: [Math.min(...times) / 1.3, Math.max(...times) * 1.3],
						nice: false,
					},
					axis: {
						title: 'time in seconds (log scale)',
						values: [0.05, 0.1, 0.5, 1, 5, 10, 50, 100, 500],
						format: '~g',
					},
				},
			},
			layer: [
				...lines,
				{
					mark: { type: 'point', filled: true, size: 70, opacity: 1 },
					encoding: {
						color,
						shape: { ...contender, scale: { domain, range: looks.map(({ shape }) => shape) } },
					},
				},
				{
					transform: [{ filter: { field: 'records', equal: last } }],
					mark: { type: 'text', align: 'left', dx: 9, fontSize: 11, fontWeight: 'bold' },
					encoding: { text: { field: 'letter' }, color },
				},
			],
		},
	};
	// both are ES modules that wait at their top level, which cannot be required
	const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
	const svg = await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
	// as the tables write it
	return svg.replaceAll(/(?<=>\d+),(?=\d{3}<)/g, ' ');
}
