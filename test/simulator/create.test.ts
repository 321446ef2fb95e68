import created from '../../simulator/documented/create.200.json';
import badImage from '../../simulator/documented/create.400.json';
import noCheck from '../../simulator/documented/create.409.json';
import tooLarge from '../../simulator/documented/create.413.json';
import type { Simulator, SimulatorRecord } from '../../simulator';
import { waitFor } from '../harness/waitFor';
import { call, jpeg, json, list, LIST, post, simulatorWith } from './support';

const MB = 1024 * 1024;
const IMAGE = jpeg().toString('base64');
const TWO_CHECKS = { image: IMAGE, validateScreenReplay: true, validatePrintedCopy: true };

interface Created {
	data: SimulatorRecord;
	id: string;
}

async function create(simulator: Simulator, body: unknown): Promise<Created> {
	const response = await post(simulator, LIST, body);
	expect(response.status).toBe(200);
	return await json<Created>(response);
}

describe('a POST', () => {
	it('answers with the shape of the documented sample, after the checks asked for', async () => {
		const simulator = await simulatorWith({ count: 3 });
		const chosen = {
			screenReplayCalibration: 'HARD',
			printedCopyCalibration: 'SOFT',
			ignoreColourLessValidation: true,
		};
		const answer = await create(simulator, { ...TWO_CHECKS, ...chosen });
		expect(Object.keys(answer)).toEqual(Object.keys(created));
		expect(Object.keys(answer.data).sort()).toEqual(Object.keys(created.data).sort());
		expect(answer.id).toMatch(/^[0-9A-Z]{5}$/);
		expect(answer.data).toMatchObject({
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

	it('becomes the newest record', async () => {
		const now = new Date('2026-05-06T07:08:09.000Z');
		const simulator = await simulatorWith({ count: 3, now });
		const { data: first } = await create(simulator, TWO_CHECKS);
		const { data: second } = await create(simulator, TWO_CHECKS);
		expect(first.createdAt).toBe(now.toISOString());
		expect(second.createdAt).toBe('2026-05-06T07:08:09.001Z');
		const page = await list(simulator, 'page=1&perPage=2');
		expect(page).toMatchObject({ data: [second, first], total: 5 });
	});

	it('is charged per check', async () => {
		const simulator = await simulatorWith({ count: 3 });
		const two = await create(simulator, TWO_CHECKS);
		const one = await create(simulator, { image: IMAGE, validateDigitalManipulation: true });
		expect(simulator.charges).toBe(3);
		expect(simulator.chargesOf(two.data._id)).toBe(2);
		expect(await json(await fetch(`${simulator.url}/simulator/charges`))).toEqual({
			total: 3,
			records: { [two.data._id]: 2, [one.data._id]: 1 },
		});
		simulator.reset();
		expect(simulator.charges).toBe(0);
	});

	const missing = (message: string) => ({ code: 'MissingParameter', message });
	const text = Buffer.from('text').toString('base64');
	const prefixed = `data:image/jpeg;base64,${IMAGE}`;

	it.each<[string, unknown, number, unknown]>([
		['no check selected', { image: IMAGE }, 409, noCheck],
		['every check switched off', { image: IMAGE, validateScreenReplay: false }, 409, noCheck],
		['nothing', {}, 409, noCheck],
		['no base64', { ...TWO_CHECKS, image: 'not base64!' }, 400, badImage],
		['a data: prefix', { ...TWO_CHECKS, image: prefixed }, 400, badImage],
		['no image', { ...TWO_CHECKS, image: text }, 400, badImage],
		['an image left out', { validateScreenReplay: true }, 409, missing('missing image\n')],
		[
			'an unknown calibration',
			{ ...TWO_CHECKS, printedCopyCalibration: 'MILD' },
			409,
			missing('invalid printedCopyCalibration\n'),
		],
	])('with %s is refused, and not charged', async (_title, body, status, refusal) => {
		const simulator = await simulatorWith({ count: 3 });
		const response = await post(simulator, LIST, body);
		expect([response.status, await json(response)]).toEqual([status, refusal]);
		expect([simulator.charges, simulator.records().length]).toEqual([0, 3]);
	});

	it('without a token, or with no JSON, is refused', async () => {
		const simulator = await simulatorWith({ count: 3 });
		const given = { method: 'POST', body: '{"image":' };
		expect((await fetch(`${simulator.url}${LIST}`, given)).status).toBe(401);
		const headers = { 'content-type': 'application/json' };
		expect((await call(simulator, LIST, { ...given, headers })).status).toBe(400);
	});

	it('takes a JPEG, a PNG and a WebP of up to 10 MB', async () => {
		const simulator = await simulatorWith({ count: 3 });
		const others = ['89504e470d0a1a0a00000000', '524946460000000057454250'];
		for (const bytes of [jpeg(10 * MB), ...others.map((hex) => Buffer.from(hex, 'hex'))]) {
			await create(simulator, { ...TWO_CHECKS, image: bytes.toString('base64') });
		}
		const image = jpeg(10 * MB + 1).toString('base64');
		const response = await post(simulator, LIST, { ...TWO_CHECKS, image });
		expect([response.status, await json(response)]).toEqual([413, tooLarge]);
		expect(simulator.charges).toBe(6);
	});

	it('that is too large is answered before its body is read', async () => {
		const simulator = await simulatorWith({ count: 3 });
		const neverEnding = new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{')) });
		const response = await call(simulator, LIST, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'content-length': String(15 * MB) },
			body: neverEnding,
			duplex: 'half',
		});
		expect([response.status, await json(response)]).toEqual([413, tooLarge]);
	});

	it('is not charged when the connection drops before the body is read', async () => {
		const simulator = await simulatorWith({ count: 3 });
		simulator.fault({ kind: 'drop' });
		await expect(post(simulator, LIST, TWO_CHECKS)).rejects.toThrow('fetch failed');
		expect([simulator.charges, simulator.records().length]).toEqual([0, 3]);
	});

	it.each(['drop', 'cut', 'truncate'] as const)(
		'is charged when it is struck by %s after the charge',
		async (kind) => {
			const simulator = await simulatorWith({ count: 3 });
			simulator.fault({ kind, afterCharge: true });
			// A GET has nothing to do with it.
			expect((await list(simulator, 'page=1')).total).toBe(3);
			const lost = post(simulator, LIST, TWO_CHECKS).then(
				async (response) => await response.json(),
			);
			await expect(lost).rejects.toThrow();
			expect([simulator.charges, simulator.records().length]).toEqual([2, 4]);
		},
	);

	it('is charged when the client has gone away meanwhile', async () => {
		const simulator = await simulatorWith({ count: 3, createLatency: 1000 });
		const client = new AbortController();
		const impatient = call(simulator, LIST, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(TWO_CHECKS),
			signal: client.signal,
		});
		await waitFor('the request', () => simulator.requests.length === 1);
		client.abort();
		await expect(impatient).rejects.toThrow('aborted');
		expect(simulator.charges).toBe(0);
		await waitFor('the charge', () => simulator.charges > 0);
	});
});

it('a saved image is served as it came, without a token; no other is kept', async () => {
	const simulator = await simulatorWith({ count: 3 });
	const image = jpeg(5 * MB);
	const body = { ...TWO_CHECKS, image: image.toString('base64'), saveImage: true };
	const { data } = await create(simulator, body);
	expect(data).toMatchObject({ imageSaved: true, imageUrl: `${simulator.url}/images/${data._id}` });
	const response = await fetch(data.imageUrl);
	expect(response.headers.get('content-type')).toBe('image/jpeg');
	expect(Buffer.from(await response.arrayBuffer()).equals(image)).toBe(true);
	expect(simulator.requests.at(-1)).toMatchObject({ hasToken: false, status: 200 });
	await call(simulator, `/images/${data._id}`);
	expect(simulator.requests.at(-1)).toMatchObject({ hasToken: true, status: 200 });
	const other = await create(simulator, TWO_CHECKS);
	expect((await fetch(`${simulator.url}/images/${other.data._id}`)).status).toBe(404);
});
