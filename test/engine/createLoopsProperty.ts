import type { INodeExecutionData } from 'n8n-workflow';

import { forgetLogged, type WorkflowRun } from '../harness';
import fc, { runs } from '../harness/fastCheck';
import { executeShape, openTill, sum, type Fate, type Shape, type Till } from './createLoops';
import { create, createFrom, photos } from './createSupport';

interface Drawn {
	/** Which photo each input item has; the same one may come several times. */
	album: number[];
	batchSize: number | undefined;
	wiredBack: number[];
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	maxImages: number;
	concurrency: number;
	/** What becomes of the first images; those behind them are checked. */
	fates: Fate[];
	/** How often somebody presses Retry, as long as it fails. */
	retries: number;
	/** With which image somebody cancels the execution. */
	cancelAt: number | undefined;
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
	album: fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }),
	batchSize: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
	wiredBack: fc.subarray([0, 1]),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	maxImages: fc.integer({ min: 1, max: 8 }),
	concurrency: fc.integer({ min: 1, max: 4 }),
	fates: fc.array(fc.constantFrom<Fate>('checked', 'checked', 'refused', 'lost'), {
		maxLength: 12,
	}),
	retries: fc.nat(4),
	cancelAt: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined, freq: 6 }),
});

const many = photos(40);
const base64Of = ({ binary }: INodeExecutionData) => binary?.data.data ?? '';

/** Where the output leads back it has no photo any more, so each run takes the next one of a pile. */
function shapeOf({ album, wiredBack, maxImages, concurrency, onError, batchSize }: Drawn): Shape {
	const options = { maxImages, concurrency };
	const rest = { node: { onError }, wiredBack, ...(batchSize && { batchSize }) };
	if (!wiredBack.includes(0)) {
		const items = album.map((photo) => many[photo]);
		return { ...rest, items, parameters: { ...create, options } };
	}
	const images = [...album.map((photo) => many[photo]), ...many].slice(0, 40).map(base64Of);
	const next = "={{ $('Start').first().json.images[$runIndex % 40] }}";
	return { ...rest, items: [{ json: { images } }], parameters: createFrom(next, { options }) };
}

/** Whether Retry has anything to go on from. */
function canBeRetried({ error, stored }: WorkflowRun): boolean {
	return error !== undefined && (stored().executionData?.nodeExecutionStack.length ?? 0) > 0;
}

/** Runs it, and retries it; tells how many images each of these executions sent. */
async function runAll(till: Till, given: Drawn, signal: AbortSignal): Promise<number[]> {
	const shape = shapeOf(given);
	const sent: number[] = [];
	let run: WorkflowRun | undefined;
	for (let retry = 0; retry <= given.retries; retry++) {
		const before = sum(till.sent);
		run = await executeShape(till, { ...shape, ...(retry === 0 && { signal }) }, run);
		sent.push(sum(till.sent) - before);
		if (!canBeRetried(run)) break;
	}
	return sent;
}

/**
 * In no workflow more images are sent than are allowed, and none is paid for twice.
 *
 * @returns in how many of them the limit was reached, an execution retried, an answer lost
 */
export async function propertyOfLoops(
	count: number,
): Promise<{ limits: number; retries: number; losses: number }> {
	const met = { limits: 0, retries: 0, losses: 0 };
	const holds = fc.asyncProperty(drawn, async (given) => {
		const controller = new AbortController();
		const fates = [...given.fates];
		let arrived = 0;
		const till = await openTill(() => {
			if (++arrived === given.cancelAt) controller.abort();
			return fates.shift() ?? 'checked';
		});
		try {
			const sent = await runAll(till, given, controller.signal);
			expect(Math.max(...sent)).toBeLessThanOrEqual(given.maxImages);
			expect(sum(till.charged)).toBeLessThanOrEqual(given.maxImages);
			expect(Math.max(0, ...till.charged.values())).toBeLessThanOrEqual(1);
			if (sum(till.charged) === given.maxImages) met.limits++;
			if (sent.length > 1) met.retries++;
			if (given.fates.slice(0, arrived).includes('lost')) met.losses++;
		} finally {
			till.close();
			forgetLogged();
		}
	});
	await fc.assert(holds, { numRuns: runs(count) });
	return met;
}
