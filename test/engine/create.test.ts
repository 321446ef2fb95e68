import type { INodeExecutionData, INodeParameters, IDataObject } from 'n8n-workflow';
import nock from 'nock';

import badImage from '../../simulator/documented/create.400.json';
import tooLarge from '../../simulator/documented/create.413.json';
import created from '../../simulator/documented/create.200.json';
import { leapOverWaits } from '../harness/leapOverWaits';
import { keepOffTheInternet } from './outside';
import { API, jsonOf, packageFromSources, TOKEN, withSimulator } from './support';
import {
	create,
	createFrom,
	executeWith,
	inMemory,
	jpeg,
	keepFilesOnDisk,
	withFile,
} from './createSupport';

leapOverWaits();

const PATH = '/v2/document-liveness';
const BASE64 = jpeg().toString('base64');

/** What the API is sent when nothing but the image was chosen. */
const DEFAULT_BODY = {
	image: BASE64,
	saveImage: false,
	validateScreenReplay: true,
	validatePrintedCopy: true,
	validatePortraitSubstitution: true,
	validateDigitalManipulation: true,
	ignoreDocumentCroppedValidation: false,
	ignoreColourLessValidation: false,
};

/** Answers one POST as documented and tells what it was sent. */
function documentedAnswer(status = 200, answer: object = created): () => IDataObject {
	let sent: IDataObject = {};
	nock(API, {
		reqheaders: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
	})
		.post(PATH, (body: IDataObject) => {
			sent = body;
			return true;
		})
		.reply(status, answer);
	return () => sent;
}

keepOffTheInternet();

describe('the request', () => {
	it('asks for all checks and does not have the image saved, unless told otherwise', async () => {
		const sent = documentedAnswer();
		expect((await executeWith(create)).error).toBeUndefined();
		expect(sent()).toEqual(DEFAULT_BODY);
	});

	it('says what was chosen', async () => {
		const sent = documentedAnswer();
		await executeWith({
			...create,
			checks: ['printedCopy', 'screenReplay'],
			saveImage: true,
			options: {
				screenReplayCalibration: 'SOFT',
				printedCopyCalibration: 'HARD',
				ignoreDocumentCropped: true,
				ignoreColorless: true,
			},
		});
		expect(sent()).toEqual({
			...DEFAULT_BODY,
			saveImage: true,
			validatePortraitSubstitution: false,
			validateDigitalManipulation: false,
			screenReplayCalibration: 'SOFT',
			printedCopyCalibration: 'HARD',
			ignoreDocumentCroppedValidation: true,
			ignoreColourLessValidation: true,
		});
	});

	it.each<[name: string, text: string]>([
		['as it is', BASE64],
		['with a data: prefix', `data:image/jpeg;base64,${BASE64}`],
		['with line breaks', ` ${BASE64.replace(/(.{76})/g, '$1\r\n')}\n`],
		['without padding', BASE64.replace(/=+$/, '')],
		['as base64url', jpeg().toString('base64url')],
		['out of an expression', '={{ $json.image }}'],
	])('has an image that is base64 text %s', async (_name, text) => {
		const sent = documentedAnswer();
		const items = [{ json: { image: BASE64 } }];
		expect((await executeWith(createFrom(text), { items })).error).toBeUndefined();
		expect(sent()).toEqual(DEFAULT_BODY);
	});

	it.each([1, 2, 3, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 300_000])(
		'has a file that n8n keeps on disk, byte for byte (%d more than the first)',
		async (more) => {
			const files = await keepFilesOnDisk();
			const bytes = jpeg(20 + more);
			const sent = documentedAnswer();
			const items = [await files.store(bytes)];
			const { error } = await executeWith(create, { items }).finally(files.remove);
			expect(error).toBeUndefined();
			expect(Buffer.from(String(sent().image), 'base64').equals(bytes)).toBe(true);
		},
	);

	it('has the file of the field that was named, for each item', async () => {
		const sent = [documentedAnswer(), documentedAnswer()];
		const other = jpeg(500);
		const items: INodeExecutionData[] = [
			{ json: { field: 'front' }, binary: { front: inMemory(jpeg()), data: inMemory(other) } },
			{ json: { field: 'scan' }, binary: { scan: inMemory(other) } },
		];
		await executeWith({ ...create, binaryPropertyName: '={{ $json.field }}' }, { items });
		expect(sent.map((body) => body().image)).toEqual([BASE64, other.toString('base64')]);
	});
});

describe('the output', () => {
	const run = async (parameters: INodeParameters) => {
		documentedAnswer();
		return (await executeWith({ ...create, ...parameters })).success;
	};

	it('has the ten fields when it is simplified, and null for a check that was not run', async () => {
		expect(await run({})).toEqual([
			{
				json: {
					_id: '69001b0d3440483cbaae2d68',
					createdAt: '2025-10-28T01:23:59.928Z',
					aggregatedScore: 0.0004,
					isLive: false,
					screenReplayProbability: 0.0008,
					printedCopyProbability: 0.0001,
					portraitSubstitutionProbability: null,
					digitalManipulationProbability: null,
					warnings: ['GLARE_ON_IMAGE', 'IMAGE_IS_TOO_COMPRESSED', 'IMAGE_TOO_BLURRY'],
					errors: [],
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	it('is the whole record with charges, and the receipt apart from the ID, when it is not', async () => {
		const [{ json }] = await run({ simplify: false });
		expect(json).toEqual({ ...created.data, receiptId: '8YISP' });
		expect(json.chargesCount).toBe(2);
	});

	it('is split per code', async () => {
		const codes = (await run({ splitWarnings: 'perCode' })).map(({ json }) => [
			json.code,
			json.checks,
		]);
		const checks = ['screenReplay', 'printedCopy'];
		expect(codes).toEqual([
			['GLARE_ON_IMAGE', checks],
			['IMAGE_IS_TOO_COMPRESSED', checks],
			['IMAGE_TOO_BLURRY', checks],
		]);
	});

	it('comes out whatever its score is: it was paid for', async () => {
		// a workflow that was made with a filter may still have it stored
		expect(await run({ filters: { aggregatedScoreMin: 0.5 } })).toHaveLength(1);
	});
});

describe('input items', () => {
	const items = Array.from({ length: 6 }, (_, index) => withFile(jpeg(100 + index)));

	it('are checked one after another, in their order', async () => {
		await withSimulator({ count: 1, createLatency: 10 }, async (simulator) => {
			const { success } = await executeWith(create, { account: simulator, items });
			expect(simulator.maxInFlight).toBe(1);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual(
				items.map((_, item) => ({ item })),
			);
			const ids = jsonOf(success).map(({ _id }) => _id);
			expect(ids).toEqual(
				simulator
					.records()
					.slice(0, 6)
					.map(({ _id }) => _id)
					.reverse(),
			);
			expect(simulator.charges).toBe(24);
		});
	});

	it('are checked together when Concurrent Requests is raised', async () => {
		await withSimulator({ count: 1, createLatency: [150, 200] }, async (simulator) => {
			const { success } = await executeWith(
				{ ...create, options: { concurrency: 3 } },
				{ account: simulator, items },
			);
			expect(simulator.maxInFlight).toBe(3);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual(
				items.map((_, item) => ({ item })),
			);
		});
	});

	it('fail each for itself under "Continue (using error output)"', async () => {
		await withSimulator({ count: 1 }, async (simulator) => {
			const { success, failed } = await executeWith(create, {
				account: simulator,
				items: [items[0], withFile(Buffer.from('%PDF-1.7')), items[1]],
				onError: 'continueErrorOutput',
			});
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
			expect(jsonOf(failed)).toMatchObject([
				{ error: "'Input Binary Field' does not hold an image" },
			]);
			expect(failed[0].binary).toBeDefined();
			expect(simulator.charges).toBe(8);
		});
	});

	it('are not all lost to a number of requests that the first one cannot use', async () => {
		await withSimulator({ count: 1 }, async (simulator) => {
			const { success, failed } = await executeWith(
				{ ...create, options: { concurrency: '={{ $itemIndex }}' } },
				{ account: simulator, items: items.slice(0, 2), onError: 'continueErrorOutput' },
			);
			expect(success.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
			expect(jsonOf(failed)).toMatchObject([
				{ error: "'Concurrent Requests' must be a number from 1 to 10, but is 0" },
			]);
		});
	});
});

describe('refused before any request', () => {
	const MB = 1024 * 1024;

	it('an empty list of checks, by n8n itself', async () => {
		await expect(executeWith({ ...create, checks: [] })).rejects.toThrow(
			// older lines of n8n name no parameter
			/"Checks" is required|has issues/,
		);
	});

	it('a file on disk above 10 MB, without reading it', async () => {
		const files = await keepFilesOnDisk();
		const items = [await files.store(Buffer.alloc(12 * MB))];
		const { error } = await executeWith(create, { items }).finally(files.remove);
		expect(error?.message).toBe("'Input Binary Field' holds 12 MB, but at most 10 MB are accepted");
	});

	it('a file that n8n no longer has', async () => {
		const files = await keepFilesOnDisk();
		try {
			const items = [await files.store(jpeg())];
			await files.lose();
			const { error } = await executeWith(create, { items });
			expect(error).toMatchObject({
				message: "'Input Binary Field' names a file that n8n cannot read",
				description: expect.stringMatching(
					/^n8n says: .+\. n8n deletes the files of old executions, so run the workflow again from the node that the image comes from\. This is about input item 0\. No image was sent\.$/,
				),
				context: { itemIndex: 0 },
			});
		} finally {
			await files.remove();
		}
	});

	it('but a larger file is sent when it is allowed', async () => {
		const sent = documentedAnswer();
		await executeWith(
			{ ...create, options: { maxImageSize: 11 } },
			{ items: [withFile(jpeg(10 * MB + 1))] },
		);
		expect(sent().image).toHaveLength(Math.ceil((10 * MB + 1) / 3) * 4);
	});
});

describe("Verifik's refusals", () => {
	it.each([
		[400, badImage, 'INVALID_IMAGE_FORMAT'],
		[413, tooLarge, 'IMAGE_TOO_LARGE'],
	])('are told with its words: %d', async (status, body, words) => {
		documentedAnswer(status, body);
		const isSize = status === 413;
		expect((await executeWith(create)).error).toMatchObject({
			message: isSize ? 'What was sent is too large for Verifik' : 'Verifik refused the request',
			description: expect.stringContaining(words),
		});
	});
});

it('says where one decides that checks are charged, and that Retry On Fail stays off', async () => {
	const { nodeTypes } = await packageFromSources;
	const { description } = nodeTypes.getByNameAndVersion('n8n-nodes-verifik.documentLiveness', 1);
	const checks = description.properties.find(({ name }) => name === 'checks');
	const notice = description.properties.find(({ name }) => name === 'costNotice');
	expect(notice?.displayName).toMatch(/charges each check.*Leave Retry On Fail off/);
	expect(checks?.default).toHaveLength(4);
});
