/** How many records there are, and how long each request takes. */
export interface Work {
	records: number;
	/** ms */
	latency: number;
}

/** The contenders, by the letters under which the tables and the targets speak of them. */
export type Letter = 'a' | 'b' | 'c' | 'c10' | 'd' | 'd2' | 'e';

export const LABELS: Record<Letter, string> = {
	a: '(a) canvas of 12 nodes',
	b: '(b) HTTP Request + Code',
	c: '(c) this node',
	c10: '(c10) this node, Concurrent Requests 10',
	d: '(d) bare loop, no n8n',
	d2: '(d2) bare loop, a connection per request',
	e: '(e) items from memory',
};

/** All runs of one contender at one work. */
export interface Measurement extends Work {
	letter: Letter;
	/** ms */
	times: number[];
	/** of one run */
	requests: number;
	/** Why it did not get through. */
	failure?: string;
	/** ms in the contender's last node, by n8n's clock */
	inside?: number[];
}

/** A run that is about something else than time. */
export interface Trial {
	label: string;
	records: number;
	requests: number;
	/** How many items came out, of how many. */
	delivered: number;
	expected: number;
	/** Of n8n's process, in bytes, before the run and at its highest during it; only Linux tells. */
	memoryBefore?: number;
	peakMemory?: number;
	failure?: string;
}

/** A run under a quota that the node is not told of beforehand. */
export interface QuotaTrial extends Trial {
	letter: Letter;
	/** In words. */
	quota: string;
	/** So many requests … */
	limit: number;
	/** … in so many ms. */
	windowMs: number;
	milliseconds: number;
	/** Requests answered that there were too many. */
	refused: number;
}

/** What something that happens on the way costs this node in time. */
export interface Disturbance extends Trial {
	/** ms a request */
	latency: number;
	/** ms of every run without it, and with it */
	calm: number[];
	disturbed: number[];
	/** Items of records that arrived while it ran. */
	arrived: number;
}

/** One execution, in time and in what the processor did for it, in all threads; ms. */
export interface Timed {
	milliseconds: number;
	processorMs: number;
}

/** A list that Get Summary reads to its end, and a Get Many that keeps nothing of it. */
export interface LongWalk {
	records: number;
	/** of every run */
	summary: Timed[];
	many: Timed[];
	/** Bytes in use above what was before Get Summary, at the most. */
	live: number;
	/** Bytes of these that tell the records apart, so that none counts twice. */
	ids: number;
}

/** All that the benchmark found out. */
export interface Results {
	speed: Measurement[];
	/** Each in an n8n that was just started. */
	memory: Trial[];
	smallHeap: Trial[];
	throttled: Trial[];
	/** One 429 in many pages. */
	loneThrottle?: Disturbance;
	/** Records arrive while the node reads. */
	arrivals?: Disturbance;
	/** Under quotas by the second. */
	perSecond: QuotaTrial[];
	/** Under one by the minute. */
	perMinute: QuotaTrial[];
	/** From short to long. */
	longWalks: LongWalk[];
}

export const NOTHING: Results = {
	speed: [],
	memory: [],
	smallHeap: [],
	throttled: [],
	perSecond: [],
	perMinute: [],
	longWalks: [],
};

/** Half of the values are below it, half above. Of no values: NaN. */
export function median(values: number[]): number {
	const sorted = [...values].sort((x, y) => x - y);
	const middle = sorted.length / 2;
	return (sorted[Math.ceil(middle) - 1] + sorted[Math.floor(middle)]) / 2;
}

/** What was measured of a contender at a work; `undefined` when it was not measured. */
export function measurementOf(
	speed: Measurement[],
	letter: Letter,
	{ records, latency }: Work,
): Measurement | undefined {
	return speed.find(
		(entry) => entry.letter === letter && entry.records === records && entry.latency === latency,
	);
}

/** The median time of a contender in ms; NaN when there is none. */
export function timeOf(speed: Measurement[], letter: Letter, work: Work): number {
	return median(measurementOf(speed, letter, work)?.times ?? []);
}

/** How long Get Summary takes, over how long Get Many does: by the clock, or by the processor. */
export function summaryOverMany({ summary, many }: LongWalk, of: keyof Timed): number {
	const medianOf = (runs: Timed[]) => median(runs.map((run) => run[of]));
	return medianOf(summary) / medianOf(many);
}

/** How many pages the records fill. */
export function pagesOf(records: number): number {
	return Math.ceil(records / 100);
}

/** How long the pages take at the rate that the quota admits, in ms. */
export function idealTime({ records, limit, windowMs }: QuotaTrial): number {
	return (pagesOf(records) / limit) * windowMs;
}

/** How many of the quota's windows the run took, the last one whole. */
export function windowsOf({ milliseconds, windowMs }: QuotaTrial): number {
	return Math.ceil(milliseconds / windowMs);
}
