import type { INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { QuotaMeter, type Fault, type Simulator } from '../../simulator';
import { runWorkflow, singleNode } from '../harness';
import { sampled } from '../harness/fastCheck';
import { leapOverWaits } from '../harness/leapOverWaits';
import { create, executeWith, jpeg, photos, withFile } from './createSupport';
import { packageFromSources, withSimulator, type Execution } from './support';

leapOverWaits();

/*
 * Nothing is sent that nobody meant to pay for: what the simulator has received and charged, what the
 * execution gives out, and the numbers in its messages agree, whatever is answered to which image.
 */

const CHECKS = 4;
const IMAGES = 6;

interface Answer {
	name: string;
	fault: Fault;
	/** Whether the checks are charged although no record comes back. */
	isCharged?: boolean;
	/** Whether the message has to say that they may have been. */
	mayBeCharged?: boolean;
	/** Whether it holds for every image of the account. */
	isAccount?: boolean;
}

const ANSWERS: Answer[] = [
	{ name: 'a refusal', fault: { kind: 'status', status: 400 } },
	{ name: 'too large', fault: { kind: 'status', status: 413 } },
	{ name: 'no credits', fault: status(403, { message: 'insufficient_credits' }), isAccount: true },
	{ name: 'a wrong token', fault: { kind: 'status', status: 401 }, isAccount: true },
	{ name: 'a web page', fault: { kind: 'html' }, isAccount: true },
	{ name: 'a fault of the server', fault: { kind: 'status', status: 500 }, mayBeCharged: true },
	{
		name: 'a lost answer',
		fault: { kind: 'drop', afterCharge: true },
		isCharged: true,
		mayBeCharged: true,
	},
	{
		name: 'half an answer',
		fault: { kind: 'cut', afterCharge: true },
		isCharged: true,
		mayBeCharged: true,
	},
];

function status(code: number, body: unknown): Fault {
	return { kind: 'status', status: code, body };
}

const cells = ANSWERS.flatMap((answer) =>
	[0, 2, IMAGES - 1].flatMap((position) =>
		[1, 3, 10].flatMap((atOnce) =>
			(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const).map(
				(onError) => ({ ...answer, position, atOnce, onError }),
			),
		),
	),
);

async function send(
	simulator: Simulator,
	{
		atOnce,
		onError,
		count = IMAGES,
	}: { atOnce: number; onError: INode['onError']; count?: number },
): Promise<Execution> {
	return await executeWith(
		{ ...create, options: { concurrency: atOnce } },
		{ account: simulator, items: photos(count), onError },
	);
}

describe('the first failure that is known', () => {
	it.concurrent.each(sampled(cells))(
		'$name to image $position, $atOnce at a time, $onError',
		async (cell) => {
			const { position, atOnce, onError, fault } = cell;
			await withSimulator({ count: 0, createLatency: [30, 60] }, async (simulator) => {
				const times = cell.isAccount ? Infinity : 1;
				simulator.fault({ ...fault, skip: position, times });
				const { success, failed, error } = await send(simulator, { atOnce, onError });
				const posts = simulator.requests.length;
				const charged = simulator.charges / CHECKS;
				const records = success.filter(({ json }) => json._id !== undefined);

				if (onError === 'stopWorkflow') {
					expect(success).toEqual([]);
					// nothing is begun behind it; what was under way beside it is no more than was allowed.
					// (A connection that breaks after the checks is known of when others have been answered.)
					const atMost = cell.isCharged ? IMAGES : Math.min(IMAGES, position + atOnce);
					expect(posts).toBeLessThanOrEqual(atMost);
					const { description = '' } = error as { description?: string };
					const [, sent] = /(\d+) images? sent in this run/.exec(description ?? '') ?? [];
					expect(Number(sent)).toBe(posts);
					const known = Number(/(\d+) of them charged/.exec(description ?? '')?.[1] ?? 0);
					const perhaps = Number(/(\d+) perhaps charged/.exec(description ?? '')?.[1] ?? 0);
					expect(known).toBeLessThanOrEqual(charged);
					expect(known + perhaps).toBeGreaterThanOrEqual(charged);
					expect(perhaps).toBe(cell.mayBeCharged ? 1 : 0);
					expect(/Not sent: input items? /.test(description ?? '')).toBe(posts < IMAGES);
				} else {
					const errors = onError === 'continueErrorOutput' ? failed : success.filter(isError);
					expect(records.length + errors.length).toBe(IMAGES);
					expect(records.length + (cell.isCharged ? 1 : 0)).toBe(charged);
					if (!cell.isAccount) expect(posts).toBe(IMAGES);
					// what concerns the account is asked about no more often than requests are allowed at once
					if (cell.isAccount) expect(posts - position).toBeLessThanOrEqual(atOnce);
					const notSent = errors.filter(({ json }) => /not sent$/.test(String(json.error)));
					expect(notSent.length).toBe(IMAGES - posts);
					for (const item of errors) expect(item.pairedItem).toBeDefined();
				}
			});
		},
	);
});

function isError({ json }: INodeExecutionData): boolean {
	return json.error !== undefined;
}

describe('a run that would spend more than was meant', () => {
	async function run(node: Partial<INode>, items: INodeExecutionData[], simulator: Simulator) {
		const parameters = (node.parameters ?? create) as INodeParameters;
		const run = await runWorkflow(await packageFromSources, {
			...singleNode(parameters, { ...node, items }),
			credentials: { verifikApi: { accessToken: simulator.token, baseUrl: simulator.url } },
		});
		return { ...run, success: run.items('Node', 0), failed: run.items('Node', 1) };
	}

	it('is refused under Retry On Fail, before anything is sent', async () => {
		await withSimulator({ count: 0 }, async (simulator) => {
			simulator.fault({ kind: 'status', status: 500, times: Infinity });
			const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 0 };
			const { error } = await run(retry, photos(3), simulator);
			expect(error).toMatchObject({
				message: 'Create does not run with Retry On Fail',
				description: expect.stringContaining('Turn off Retry On Fail'),
			});
			expect(simulator.requests).toEqual([]);
			simulator.reset();
		});
	});

	it('is refused with more images than Max Images per Run, and says what it would have sent', async () => {
		await withSimulator({ count: 0 }, async (simulator) => {
			const { error } = await run({}, photos(101), simulator);
			expect(error?.message).toBe(
				"This run would send 101 images for 404 checks, more than 'Max Images per Run' (100) allows",
			);
			expect(error).toMatchObject({
				description:
					'Nothing was sent. Verifik charges each check. If that many are meant, raise Max Images per Run in Options.',
			});
			expect(simulator.requests).toEqual([]);
			const parameters = { ...create, checks: ['screenReplay'], options: { maxImages: 2 } };
			const second = await run({ parameters }, photos(3), simulator);
			expect(second.error?.message).toContain('3 images for 3 checks');
			expect(simulator.requests).toEqual([]);
		});
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'gives nothing out as if it were done, under %s',
		async (onError) => {
			await withSimulator({ count: 0 }, async (simulator) => {
				const parameters = { ...create, options: { maxImages: 1 } };
				const { success, failed } = await run({ parameters, onError }, photos(3), simulator);
				const errors = onError === 'continueErrorOutput' ? failed : success;
				expect(errors).toHaveLength(3);
				for (const { json } of errors) expect(json.error).toMatch(/^This run would send 3 images/);
				expect(simulator.requests).toEqual([]);
			});
		},
	);
});

it('under a quota of ten a second, 60 images are 60 records and 60 charges', async () => {
	const rule = { requests: 10, per: 'second', window: 'fixed' } as const;
	expect(new QuotaMeter(rule).windowMs).toBe(1000);
	const quotas = { ...rule, headers: ['retry-after'] as const, status: 429 as const };
	await withSimulator(
		{ count: 0, quotas: { ...quotas, headers: [...quotas.headers] } },
		async (simulator) => {
			const { success, failed, error } = await send(simulator, {
				atOnce: 5,
				onError: 'continueErrorOutput',
				count: 60,
			});
			expect(error).toBeUndefined();
			expect(failed).toEqual([]);
			expect(success).toHaveLength(60);
			expect(simulator.charges).toBe(60 * CHECKS);
		},
	);
});

it('says below the output how many checks were charged for how many images', async () => {
	await withSimulator({ count: 0 }, async (simulator) => {
		const { hints } = await send(simulator, { atOnce: 1, onError: 'stopWorkflow', count: 3 });
		expect(hints('Node').map(({ message }) => message)).toEqual([
			'12 checks were charged for 3 images.',
		]);
	});
});

it('names the files that the input item does have', async () => {
	await withSimulator({ count: 0 }, async (simulator) => {
		const items = [withFile(jpeg(), 'Photo')];
		const { error } = await executeWith(create, { account: simulator, items });
		expect(error).toMatchObject({
			message: '\'Input Binary Field\' is "data", where the input item has no file',
			description: expect.stringContaining('are in: Photo. Enter one of these names.'),
		});
		const none = await executeWith(create, { account: simulator, items: [{ json: {} }] });
		expect(none.error?.description).toContain('The input item has no files at all.');
		expect(simulator.requests).toEqual([]);
	});
});
