import type { TopLevelSpec } from 'vega-lite';

import { LABELS, median, type Letter, type Measurement } from './results';

const COLOURS: Record<Exclude<Letter, 'e'>, string> = {
	a: '#b45309',
	b: '#6d28d9',
	c: '#0f766e',
	d: '#6b7280',
};

/** Draws how the time grows with the number of records, as an SVG. */
export async function plot(speed: Measurement[]): Promise<string> {
	const points = speed
		.filter(({ letter, times }) => letter in COLOURS && times.length > 0)
		.map(({ letter, records, latency, times }) => ({
			contender: LABELS[letter],
			latency: `${latency} ms a request`,
			records,
			seconds: median(times) / 1000,
		}));
	const letters = Object.keys(COLOURS) as Array<keyof typeof COLOURS>;
	const spec: TopLevelSpec = {
		data: { values: points },
		background: 'white',
		config: { font: 'sans-serif', view: { stroke: '#d1d5db' } },
		facet: { column: { field: 'latency', title: null, header: { labelFontSize: 13 } } },
		spec: {
			width: 340,
			height: 300,
			mark: { type: 'line', point: true },
			encoding: {
				x: {
					field: 'records',
					type: 'quantitative',
					scale: { type: 'log' },
					axis: { title: 'records', values: [...new Set(points.map(({ records }) => records))] },
				},
				y: {
					field: 'seconds',
					type: 'quantitative',
					scale: { type: 'log' },
					axis: {
						title: 'seconds',
						values: [0.05, 0.1, 0.5, 1, 5, 10, 50, 100, 500],
						format: '~g',
					},
				},
				color: {
					field: 'contender',
					type: 'nominal',
					title: null,
					scale: {
						domain: letters.map((letter) => LABELS[letter]),
						range: letters.map((letter) => COLOURS[letter]),
					},
					legend: { orient: 'bottom', labelLimit: 300, labelFontSize: 12 },
				},
			},
		},
	};
	// both are ES modules that wait at their top level, which cannot be required
	const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
	return await new View(parse(compile(spec).spec), { renderer: 'none' }).toSVG();
}
