import type { INodeParameters } from 'n8n-workflow';

import type { WorkflowRun } from '../harness';
import { executeShape, openTill, sum, type Fate, type Shape, type Till } from './createLoops';
import { create, createFrom, jpeg, photos, withFile } from './createSupport';
import { propertyOfLoops } from './createLoopsProperty';
import { jsonOf, withSimulator } from './support';

/*
 * One execution pays for no more than it may, and for each image once, however its workflow leads
 * back to Create, and Retries included.
 */

const withOptions = (options: INodeParameters, more: INodeParameters = {}): INodeParameters => ({
	...create,
	...more,
	options,
});

async function withTill<T>(
	fateOf: (image: string) => Fate,
	run: (till: Till) => Promise<T>,
): Promise<T> {
	const till = await openTill(fateOf);
	try {
		return await run(till);
	} finally {
		till.close();
	}
}

const always = (fate: Fate) => () => fate;

/** The fates of the first images that arrive; those behind them are checked. */
function first(...fates: Fate[]): () => Fate {
	return () => fates.shift() ?? 'checked';
}

const LIMIT_OF_5 = /^'Max Images per Run' \(5\) is reached: 5 images were sent in this execution$/;

describe('Max Images per Run counts the execution', () => {
	const limited = withOptions({ maxImages: 5 });
	const images = photos(160).map((item) => ({ ...item }));
	/** A photo for each time that Create runs. */
	const endless = createFrom("={{ $('Start').first().json.images[$runIndex] }}", {
		options: { maxImages: 5 },
	});
	const album = [{ json: { images: images.map(({ binary }) => binary?.data.data ?? '') } }];

	const table: Array<[name: string, shape: Shape, fate: Fate]> = [
		['in a loop', { parameters: limited, items: photos(30), batchSize: 3 }, 'checked'],
		[
			'in a loop that goes on after errors',
			{
				parameters: limited,
				items: photos(30),
				batchSize: 4,
				node: { onError: 'continueErrorOutput' },
			},
			'checked',
		],
		['in a loop without an end', { parameters: endless, items: album, wiredBack: [0] }, 'checked'],
		[
			'with the error output wired back',
			{ parameters: limited, wiredBack: [1], node: { onError: 'continueErrorOutput' } },
			'refused',
		],
		[
			'with both outputs wired back',
			{
				parameters: endless,
				items: album,
				wiredBack: [0, 1],
				node: { onError: 'continueErrorOutput' },
			},
			'checked',
		],
		[
			'with the error output wired back by way of a loop',
			{
				parameters: limited,
				batchSize: 1,
				wiredBack: [1],
				node: { onError: 'continueErrorOutput' },
			},
			'refused',
		],
	];

	it.each(table)('%s', async (_name, shape, fate) => {
		await withTill(always(fate), async (till) => {
			const run = await executeShape(till, shape);
			expect(sum(till.sent)).toBe(5);
			const told = [
				run.error?.message ?? '',
				...jsonOf(run.items('Node', 1)).map(({ error }) => error),
			];
			expect(told).toContainEqual(expect.stringMatching(LIMIT_OF_5));
		});
	});

	it('with several at a time', async () => {
		await withTill(always('checked'), async (till) => {
			const parameters = withOptions({ maxImages: 5, concurrency: 10 });
			const node = { onError: 'continueErrorOutput' as const };
			const run = await executeShape(till, {
				parameters,
				node,
				items: photos(12),
				batchSize: 4,
			});
			expect([sum(till.sent), run.items('Node', 0).length]).toEqual([5, 5]);
		});
	});

	it('but not what Verifik refused before a Retry', async () => {
		await withTill(first('checked', 'checked', 'checked', 'refused'), async (till) => {
			const shape = { parameters: limited };
			const failed = await executeShape(till, shape);
			expect(failed.error?.message).toBe('Verifik refused the request');
			const retried = await executeShape(till, shape, failed);
			expect(retried.error).toBeUndefined();
			expect([sum(till.charged), retried.items('Node').length]).toEqual([5, 5]);
		});
	});

	it('and a Retry with what was paid for before', async () => {
		await withTill(always('checked'), async (till) => {
			const shape = { parameters: limited, items: photos(8), batchSize: 4 };
			const failed = await executeShape(till, shape);
			expect(failed.error?.message).toMatch(LIMIT_OF_5);
			expect(failed.error).toHaveProperty(
				'description',
				expect.stringMatching(/raise Max Images per Run in Options.*1 image sent in this run/),
			);
			const again = await executeShape(till, shape, failed);
			expect(again.error?.message).toMatch(LIMIT_OF_5);
			expect(sum(till.sent)).toBe(5);
			const raised = { ...shape, parameters: withOptions({ maxImages: 8 }) };
			const finished = await executeShape(till, raised, again);
			expect(finished.error).toBeUndefined();
			expect([sum(till.sent), finished.items('Node').length]).toEqual([8, 8]);
		});
	});
});

describe('an error output that leads back to Create', () => {
	it('ends with an error when more images come each time than are allowed', async () => {
		await withTill(always('checked'), async (till) => {
			const run = await executeShape(till, {
				parameters: withOptions({ maxImages: 1 }),
				wiredBack: [1],
				node: { onError: 'continueErrorOutput' },
			});
			expect(run.error).toMatchObject({
				message: expect.stringMatching(/^This run would send 5 images/),
				description: expect.stringMatching(/^Images came back 100 times without being sent/),
			});
			expect(sum(till.sent)).toBe(0);
		});
	});

	it.each<[name: string, fate: Fate, message: RegExp]>([
		['whose images are refused', 'refused', LIMIT_OF_5],
		['whose answers are lost', 'lost', /^This image was sent before in this execution/],
	])('%s ends with an error, and not when memory is full', async (_name, fate, message) => {
		await withTill(always(fate), async (till) => {
			const run = await executeShape(till, {
				parameters: withOptions({ maxImages: 5 }),
				items: photos(2),
				wiredBack: [1],
				node: { onError: 'continueErrorOutput' },
			});
			expect(run.status).toBe('error');
			expect(run.error?.message).toMatch(message);
			expect(run.error).toHaveProperty(
				'description',
				expect.stringMatching(
					/^Images came back 100 times without being sent, so the execution was stopped/,
				),
			);
		});
	});
});

describe('Retry', () => {
	const ids = (run: WorkflowRun) => jsonOf(run.items('Node')).map(({ _id }) => _id);

	it.each<[where: string, mode: Shape['mode']]>([
		['of a production execution', 'trigger'],
		['of one that was started in the editor', 'manual'],
	])('%s pays for no image twice when the fourth of five failed', async (_where, mode) => {
		await withTill(first('checked', 'checked', 'checked', 'refused'), async (till) => {
			const failed = await executeShape(till, { mode });
			expect(failed.error).toHaveProperty(
				'description',
				expect.stringContaining('Retry in the list of executions does not pay'),
			);
			const retried = await executeShape(till, {}, failed);
			expect(retried.error).toBeUndefined();
			expect([...till.charged.values()]).toEqual([1, 1, 1, 1, 1]);
			expect(new Set(ids(retried)).size).toBe(5);
			expect(retried.hints('Node').map(({ message }) => message)).toEqual([
				'4 checks were charged for 2 images.',
				'3 images were checked before in this execution and not sent again: nothing more was charged. To pay for another check, set Check Again in Options.',
			]);
		});
	});

	it.each<[name: string, parameters: INodeParameters]>([
		['simplified', {}],
		['split per check', { splitWarnings: 'perCheck' }],
		['split per code', { splitWarnings: 'perCode' }],
		['raw', { simplify: false }],
		['raw and split', { simplify: false, splitWarnings: 'perCode' }],
	])('gives the same items as a run that did not fail, %s', async (_name, more) => {
		await withTill(first('checked', 'refused'), async (till) => {
			const shape = { parameters: { ...create, ...more }, items: photos(2) };
			const failed = await executeShape(till, shape);
			const retried = await executeShape(till, shape, failed);
			const atOnce = await executeShape(till, shape);
			expect(retried.items('Node')).toEqual(atOnce.items('Node'));
			expect(retried.items('Node').length).toBeGreaterThan(1);
		});
	});

	it('after another failure further on has nothing to pay', async () => {
		await withTill(always('checked'), async (till) => {
			const shape = { batchSize: 2, items: photos(6), parameters: withOptions({ maxImages: 4 }) };
			const failed = await executeShape(till, shape);
			await executeShape(till, shape, failed);
			expect(sum(till.sent)).toBe(4);
		});
	});

	it('does not send an image whose answer was lost, and says how to find its record', async () => {
		await withTill(first('checked', 'lost'), async (till) => {
			const failed = await executeShape(till, {});
			const retried = await executeShape(till, {}, failed);
			expect(retried.error).toMatchObject({
				message:
					'This image was sent before in this execution, without an answer. The checks may have been charged',
				description: expect.stringMatching(
					/^It was not sent again\. Before .* Created After \S+Z\. .*Check Again in Options to Images Without an Answer/,
				),
				context: { itemIndex: 1 },
			});
			expect(sum(till.sent)).toBe(2);

			const parameters = withOptions({ checkAgain: 'unanswered' });
			const finished = await executeShape(till, { parameters }, retried);
			expect(finished.error).toBeUndefined();
			expect([...till.charged.values()].sort()).toEqual([1, 1, 1, 1, 2]);
		});
	});

	it('of an execution that was cancelled does not send what was under way', async () => {
		const controller = new AbortController();
		const fates: Fate[] = ['checked'];
		await withTill(
			() => {
				if (fates.length === 0) controller.abort();
				return fates.shift() ?? 'lost';
			},
			async (till) => {
				const cancelled = await executeShape(till, { signal: controller.signal });
				expect(cancelled.status).toBe('canceled');
				const kept = cancelled.stored().executionData?.contextData['node:Node'];
				expect(kept).toMatchObject({ sent: 2, refused: 0 });
				expect(Object.values(kept?.uploads ?? {})).toMatchObject([
					{ checked: { isWhole: false } },
					{ sentAt: expect.any(String) },
				]);
			},
		);
	});

	it.each<[name: string, change: Shape, charges: number]>([
		['another check is asked for', { parameters: { ...create, checks: ['printedCopy'] } }, 2],
		['another calibration', { parameters: withOptions({ printedCopyCalibration: 'HARD' }) }, 2],
		['the image is to be saved', { parameters: { ...create, saveImage: true } }, 2],
		['all images are to be checked again', { parameters: withOptions({ checkAgain: 'all' }) }, 2],
		['the output changes', { parameters: { ...create, splitWarnings: 'perCode' } }, 1],
	])('when %s', async (_name, change, charges) => {
		await withTill(first('checked', 'refused'), async (till) => {
			const failed = await executeShape(till, { items: photos(2) });
			await executeShape(till, { items: photos(2), ...change }, failed);
			expect(Math.max(...till.charged.values())).toBe(charges);
		});
	});

	it('knows the image under another token, and not at another base URL', async () => {
		await withTill(first('checked', 'refused'), async (till) => {
			const failed = await executeShape(till, {});
			const renewed = await executeShape({ ...till, token: `${till.token}-renewed` }, {}, failed);
			expect(renewed.error).toBeUndefined();
			expect([...till.charged.values()]).toEqual([1, 1, 1, 1, 1]);
			await withTill(always('checked'), async (other) => {
				await executeShape(other, {}, failed);
				expect(sum(other.charged)).toBe(5);
			});
		});
	});

	it('sends what was simulated, once the account is out of Sandbox mode', async () => {
		const tokenIn = (mode: string) =>
			`e30.${Buffer.from(JSON.stringify({ mode })).toString('base64url')}.signature`;
		await withTill(first('checked', 'refused'), async (till) => {
			const failed = await executeShape({ ...till, token: tokenIn('sandbox') }, {});
			await executeShape({ ...till, token: tokenIn('production') }, {}, failed);
			expect(sum(till.charged)).toBe(6);
		});
	});

	it('reads the whole record when only its simplified fields were kept', async () => {
		await withSimulator({ count: 0 }, async (simulator) => {
			simulator.fault({ kind: 'status', status: 400, skip: 1 });
			const failed = await executeShape(simulator, { items: photos(2) });
			const parameters = { ...create, simplify: false };
			const retried = await executeShape(simulator, { items: photos(2), parameters }, failed);
			expect(
				jsonOf(retried.items('Node')).map(({ validateScreenReplay }) => validateScreenReplay),
			).toEqual([true, true]);
			expect(simulator.charges).toBe(8);
		});
	});
});

describe('the same image twice in a run', () => {
	const same = [withFile(jpeg()), withFile(jpeg(500)), withFile(jpeg())];

	it.each([1, 3])('is paid for once, %d at a time', async (concurrency) => {
		await withTill(always('checked'), async (till) => {
			const run = await executeShape(till, {
				items: same,
				parameters: withOptions({ concurrency }),
			});
			const [one, other, again] = jsonOf(run.items('Node'));
			expect(again).toEqual(one);
			expect(other._id).not.toBe(one._id);
			expect([...till.sent.values()]).toEqual([1, 1]);
		});
	});

	it.each([1, 3])('is sent again when it was refused, %d at a time', async (concurrency) => {
		await withTill(first('refused'), async (till) => {
			const run = await executeShape(till, {
				items: [same[0], same[2]],
				parameters: withOptions({ concurrency }),
				node: { onError: 'continueErrorOutput' },
			});
			expect([run.items('Node', 0).length, run.items('Node', 1).length]).toEqual([1, 1]);
			expect(sum(till.charged)).toBe(1);
		});
	});

	it('is sent each time when that is what was chosen', async () => {
		await withTill(always('checked'), async (till) => {
			const parameters = withOptions({ checkAgain: 'all', maxImages: 4, concurrency: 3 });
			const run = await executeShape(till, { items: same, parameters, wiredBack: [] });
			expect(run.error).toBeUndefined();
			expect(sum(till.sent)).toBe(3);
		});
	});

	it('keeps its record when a further check of it is refused', async () => {
		await withTill(first('checked', 'refused'), async (till) => {
			const parameters = withOptions({ checkAgain: 'all' });
			const failed = await executeShape(till, { items: [same[0], same[2]], parameters });
			const retried = await executeShape(till, { items: [same[0], same[2]] }, failed);
			expect(retried.items('Node')).toHaveLength(2);
			expect(sum(till.charged)).toBe(1);
		});
	});
});

it('keeps no image with the execution, and little of each record', async () => {
	await withTill(always('checked'), async (till) => {
		const run = await executeShape(till, { items: photos(100) });
		const kept = JSON.stringify(run.stored().executionData?.contextData);
		expect(Object.keys(JSON.parse(kept)['node:Node'].uploads)).toHaveLength(100);
		expect(kept.length).toBeLessThan(100 * 1000);
		for (const image of till.sent.keys()) expect(kept).not.toContain(image.slice(20, 60));
	});
});

it('holds in random workflows of loops, batches, errors and Retries', async () => {
	await propertyOfLoops(200);
});
