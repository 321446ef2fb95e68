import created from '../../sandbox/documented/create.200.json';
import badImage from '../../sandbox/documented/create.400.json';
import noCheck from '../../sandbox/documented/create.409.json';
import tooLarge from '../../sandbox/documented/create.413.json';
import type { Sandbox, SandboxRecord } from '../../sandbox';
import { waitFor } from '../harness/waitFor';
import { call, jpeg, json, list, LIST, post, sandboxWith } from './support';

const MB = 1024 * 1024;
const IMAGE = jpeg().toString('base64');
const TWO_CHECKS = { image: IMAGE, validateScreenReplay: true, validatePrintedCopy: true };

interface Created {
	data: SandboxRecord;
	id: string;
}

async function create(sandbox: Sandbox, body: unknown): Promise<Created> {
	const response = await post(sandbox, LIST, body);
	expect(response.status).toBe(200);
	return await json<Created>(response);
}

describe('a POST', () => {
	it('answers with the shape of the documented sample', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const answer = await create(sandbox, TWO_CHECKS);
		expect(Object.keys(answer)).toEqual(Object.keys(created));
		expect(Object.keys(answer.data).sort()).toEqual(Object.keys(created.data).sort());
		expect(answer.id).toMatch(/^[0-9A-Z]{5}$/);
	});

	it('runs the checks that were asked for, as they were asked for', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const { data } = await create(sandbox, {
			...TWO_CHECKS,
			screenReplayCalibration: 'HARD',
			printedCopyCalibration: 'SOFT',
			ignoreColourLessValidation: true,
		});
		expect(data).toMatchObject({
			validateScreenReplay: true,
			validatePrintedCopy: true,
			validatePortraitSubstitution: false,
			validateDigitalManipulation: false,
			sreenReplayCalibration: 'HARD',
			printedCopyCalibration: 'SOFT',
			portraitSubstitutionCalibration: 'REGULAR',
			ignoreDocumentCroppedValidation: false,
			ignoreColourLessValidation: true,
			portraitSubstitutionProbability: 0,
			imageSaved: false,
			imageUrl: '',
			chargesCount: 2,
		});
	});

	it('becomes the newest record, now or when the clock was stopped', async () => {
		const now = new Date('2026-05-06T07:08:09.000Z');
		const sandbox = await sandboxWith({ count: 3, now });
		const { data } = await create(sandbox, TWO_CHECKS);
		expect(data.createdAt).toBe(now.toISOString());
		const second = await create(sandbox, TWO_CHECKS);
		expect(second.data.createdAt).toBe('2026-05-06T07:08:09.001Z');
		const page = await list(sandbox, 'page=1&perPage=2');
		expect(page).toMatchObject({ data: [second.data, data], total: 5 });

		const running = await sandboxWith({ count: 0 });
		const before = Date.now();
		const { data: current } = await create(running, TWO_CHECKS);
		expect(Date.parse(current.createdAt)).toBeGreaterThanOrEqual(before);
		expect(Date.parse(current.createdAt)).toBeLessThanOrEqual(Date.now());
	});

	it('is charged per check', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const two = await create(sandbox, TWO_CHECKS);
		const one = await create(sandbox, { image: IMAGE, validateDigitalManipulation: true });
		expect(sandbox.charges).toBe(3);
		expect(sandbox.chargesOf(two.data._id)).toBe(2);
		expect(sandbox.chargesOf(sandbox.records()[2]._id)).toBe(0);
		expect(await json(await fetch(`${sandbox.url}/sandbox/charges`))).toEqual({
			total: 3,
			records: { [two.data._id]: 2, [one.data._id]: 1 },
		});
		sandbox.reset();
		expect(sandbox.charges).toBe(0);
	});

	it.each<[string, unknown, number, unknown]>([
		['no check selected', { image: IMAGE }, 409, noCheck],
		['every check switched off', { image: IMAGE, validateScreenReplay: false }, 409, noCheck],
		['no body', undefined, 409, noCheck],
		['no base64', { ...TWO_CHECKS, image: 'not base64!' }, 400, badImage],
		['a data: prefix', { ...TWO_CHECKS, image: `data:image/jpeg;base64,${IMAGE}` }, 400, badImage],
		['no image', { ...TWO_CHECKS, image: Buffer.from('text').toString('base64') }, 400, badImage],
		[
			'an image left out',
			{ validateScreenReplay: true },
			409,
			{ code: 'MissingParameter', message: 'missing image\n' },
		],
		[
			'an unknown calibration',
			{ ...TWO_CHECKS, printedCopyCalibration: 'MILD' },
			409,
			{ code: 'MissingParameter', message: 'invalid printedCopyCalibration\n' },
		],
	])('with %s is refused, and not charged', async (_title, body, status, refusal) => {
		const sandbox = await sandboxWith({ count: 3 });
		const response =
			body === undefined
				? await call(sandbox, LIST, { method: 'POST' })
				: await post(sandbox, LIST, body);
		expect([response.status, await json(response)]).toEqual([status, refusal]);
		expect([sandbox.charges, sandbox.records().length]).toEqual([0, 3]);
	});

	it('with something that is no JSON is refused', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const response = await call(sandbox, LIST, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: '{"image":',
		});
		expect(response.status).toBe(400);
	});

	it('without a token is refused before its body is looked at', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const response = await fetch(`${sandbox.url}${LIST}`, { method: 'POST', body: 'anything' });
		expect(response.status).toBe(401);
	});

	it.each(['89504e470d0a1a0a00000000', '524946460000000057454250'])(
		'takes a PNG and a WebP too (%s)',
		async (hex) => {
			const sandbox = await sandboxWith({ count: 3 });
			await create(sandbox, { ...TWO_CHECKS, image: Buffer.from(hex, 'hex').toString('base64') });
		},
	);

	it('takes an image of 10 MB, and none that is larger', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		await create(sandbox, { ...TWO_CHECKS, image: jpeg(10 * MB).toString('base64') });
		for (const size of [10 * MB + 1, 12 * MB]) {
			const image = jpeg(size).toString('base64');
			const response = await post(sandbox, LIST, { ...TWO_CHECKS, image });
			expect([response.status, await json(response)]).toEqual([413, tooLarge]);
		}
		expect(sandbox.charges).toBe(2);
	});

	it('that is too large is answered before its body is read', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const neverEnding = new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{')) });
		const response = await call(sandbox, LIST, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'content-length': String(15 * MB) },
			body: neverEnding,
			duplex: 'half',
		});
		expect([response.status, await json(response)]).toEqual([413, tooLarge]);
	});
});

describe('a POST whose answer is lost', () => {
	it('is not charged when the connection drops before the body is read', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		sandbox.fault({ kind: 'drop' });
		await expect(post(sandbox, LIST, TWO_CHECKS)).rejects.toThrow('fetch failed');
		expect([sandbox.charges, sandbox.records().length]).toEqual([0, 3]);
	});

	it.each(['drop', 'cut', 'truncate'] as const)(
		'is charged when it is struck by %s after the charge',
		async (kind) => {
			const sandbox = await sandboxWith({ count: 3 });
			sandbox.fault({ kind, afterCharge: true });
			// A GET has nothing to do with it.
			expect((await list(sandbox, 'page=1')).total).toBe(3);
			const lost = post(sandbox, LIST, TWO_CHECKS).then(async (response) => await response.json());
			await expect(lost).rejects.toThrow();
			expect([sandbox.charges, sandbox.records().length]).toEqual([2, 4]);
			await create(sandbox, TWO_CHECKS);
			expect(sandbox.charges).toBe(4);
		},
	);

	it('is charged when the client has gone away meanwhile', async () => {
		const sandbox = await sandboxWith({ count: 3, createLatency: 1000 });
		const client = new AbortController();
		const impatient = call(sandbox, LIST, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(TWO_CHECKS),
			signal: client.signal,
		});
		await waitFor('the request', () => sandbox.requests.length === 1);
		client.abort();
		await expect(impatient).rejects.toThrow('aborted');
		expect(sandbox.charges).toBe(0);
		await waitFor('the charge', () => sandbox.charges > 0);
		expect(sandbox.records()[0].chargesCount).toBe(2);
	});
});

describe('a saved image', () => {
	it('is served as it came, without a token', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const image = jpeg(5 * MB);
		const { data } = await create(sandbox, {
			...TWO_CHECKS,
			image: image.toString('base64'),
			saveImage: true,
		});
		expect(data).toMatchObject({
			imageSaved: true,
			imageUrl: `${sandbox.url}/images/${data._id}`,
		});
		const response = await fetch(data.imageUrl);
		expect(response.headers.get('content-type')).toBe('image/jpeg');
		expect(Buffer.from(await response.arrayBuffer()).equals(image)).toBe(true);
		expect(sandbox.requests.at(-1)).toMatchObject({ hasToken: false, status: 200 });
	});

	it('is logged when it is asked for with a token', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		await create(sandbox, { ...TWO_CHECKS, saveImage: true });
		await call(sandbox, `/images/${sandbox.records()[0]._id}`);
		expect(sandbox.requests.at(-1)).toMatchObject({ hasToken: true, status: 200 });
	});

	it('is not there when nobody asked to save it', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const { data } = await create(sandbox, TWO_CHECKS);
		expect((await fetch(`${sandbox.url}/images/${data._id}`)).status).toBe(404);
	});

	it('can be redirected', async () => {
		const sandbox = await sandboxWith({ count: 3 });
		const { data } = await create(sandbox, { ...TWO_CHECKS, saveImage: true });
		sandbox.fault({ kind: 'redirect', path: '/images/', location: `${sandbox.url}/elsewhere` });
		expect((await fetch(data.imageUrl)).status).toBe(404);
		expect(sandbox.requests.slice(-2)).toMatchObject([
			{ path: `/images/${data._id}`, status: 302 },
			{ path: '/elsewhere', status: 404 },
		]);
	});
});
