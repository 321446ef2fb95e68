import { sectionsOf } from './sections';
import { NOTHING, type Disturbance, type LongWalk, type QuotaTrial } from './results';

const trial = { label: 'this node', records: 100_000, requests: 1_001, delivered: 9, expected: 9 };
const disturbance: Disturbance = {
	...trial,
	latency: 20,
	calm: [10_000],
	disturbed: [11_000],
	arrived: 0,
};
const quotaTrial: QuotaTrial = {
	...trial,
	letter: 'c',
	quota: '30 a minute',
	limit: 30,
	windowMs: 60_000,
	milliseconds: 2_200_000,
	refused: 12,
};

/** The cells of the first row of the first table. */
function firstRow(results: object): string[] {
	const [, , row] = sectionsOf({ ...NOTHING, ...results })[0]
		.split('\n')
		.filter(isRow);
	return row.slice(2, -2).split(' | ');
}

function isRow(line: string): boolean {
	return line.startsWith('|');
}

describe("the benchmark's report", () => {
	it('explains what is missed, and has no column for that when nothing is', () => {
		const missed = { ...disturbance, disturbed: [13_000] };
		expect(sectionsOf({ ...NOTHING, loneThrottle: missed }).at(-1)).toContain(
			'keeps a fifth below',
		);
		expect(sectionsOf({ ...NOTHING, loneThrottle: disturbance }).at(-1)).not.toContain('missed');
	});

	it('tells what a disturbance costs', () => {
		const cells = ['100 000', '20', '10.00 s', '11.00 s', '1.10 ×', '1 001'];
		expect(firstRow({ loneThrottle: disturbance })).toEqual(['this node', ...cells, '9 of 9']);
		const arrivals = { ...disturbance, arrived: 3 };
		expect(firstRow({ arrivals })).toContain('9 of 9, and 3 that arrived');
	});

	it('tells how long a quota takes beside what it admits', () => {
		expect(firstRow({ perMinute: [quotaTrial] })).toEqual([
			'this node',
			'30 a minute',
			'100 000',
			'2 200.00 s',
			'2 000.00 s',
			'1.10 ×',
			'1 001',
			'12',
			'9 of 9',
		]);
	});

	it('tells what a summary of a long list takes', () => {
		const walk: LongWalk = {
			records: 1_000_000,
			summary: [10, 12, 11].map((s) => ({ milliseconds: s * 1000, processorMs: 9000 })),
			many: [{ milliseconds: 10_000, processorMs: 9000 }],
			live: 62.1 * 1024 ** 2,
			ids: 61 * 1024 ** 2,
		};
		expect(firstRow({ longWalks: [walk] })).toEqual([
			'1 000 000',
			'11.00 s',
			'10.00 s',
			'1.10 ×',
			'1.00 ×',
			'62.1 MB',
			'61.0 MB',
		]);
	});

	it('has no time for what failed', () => {
		const cells = firstRow({ perMinute: [{ ...quotaTrial, failure: 'n8n died' }] });
		expect(cells.slice(5)).toEqual(['', '1 001', '12', 'none: n8n died']);
		const loneThrottle = { ...disturbance, failure: 'n8n died' };
		expect(firstRow({ loneThrottle }).slice(5)).toEqual(['', '1 001', 'none: n8n died']);
	});
});
