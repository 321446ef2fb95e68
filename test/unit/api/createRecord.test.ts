import { NodeApiError, type INode, type JsonObject } from 'n8n-workflow';

import { readCreated } from '../../../nodes/verifik/api/answers';
import { writeBody, type Submission } from '../../../nodes/verifik/api/createRecord';
import { mayHaveArrived, VerifikProblem } from '../../../nodes/verifik/api/problem';
import created from '../../fixtures/create.200.json';

const SUBMISSION: Submission = {
	checks: ['screenReplay', 'digitalManipulation'],
	calibrations: { screenReplay: 'HARD' },
	saveImage: false,
	ignoreDocumentCropped: true,
	ignoreColourless: false,
};

test('the body is JSON as the API documents it', async () => {
	const image = { size: 2, chunks: () => [Buffer.from('h'), Buffer.from('i')] };
	expect(JSON.parse((await writeBody(image, SUBMISSION)).toString())).toEqual({
		image: 'aGk=',
		saveImage: false,
		validateScreenReplay: true,
		validatePrintedCopy: false,
		validatePortraitSubstitution: false,
		validateDigitalManipulation: true,
		screenReplayCalibration: 'HARD',
		ignoreDocumentCroppedValidation: true,
		ignoreColourLessValidation: false,
	});
});

test.each([1, 3, 10_000])('a file of %d bytes instead of two is not sent', async (length) => {
	const image = { size: 2, chunks: () => [Buffer.alloc(length)] };
	await expect(writeBody(image, SUBMISSION)).rejects.toThrow(
		'The image changed while it was being read, and was not sent',
	);
});

describe('the answer', () => {
	test('is the record, with the receipt apart from the ID', () => {
		expect(readCreated(created)).toEqual({ ...created.data, receiptId: '8YISP' });
		expect(readCreated({ data: { _id: 'a', id: 'b' }, id: 'c' })).toEqual({
			_id: 'a',
			id: 'b',
			receiptId: 'c',
		});
	});

	test('may have no receipt', () => {
		expect(readCreated({ data: { _id: 'a' } })).toEqual({ _id: 'a' });
		expect(readCreated({ data: { _id: 'a' }, id: 5 })).toEqual({ _id: 'a' });
	});

	test.each([
		[undefined, 'nothing'],
		[null, 'null'],
		[{ data: null }, 'an object with data'],
		[[], 'a list of 0 entries'],
	])('may not be %j, and the checks may have been charged then', (body, came) => {
		try {
			readCreated(body);
			throw new Error('It was taken for a record');
		} catch (error) {
			expect(error).toBeInstanceOf(VerifikProblem);
			expect(error).toMatchObject({ isUncertain: true });
			expect((error as VerifikProblem).problem.description).toContain(`but got ${came}.`);
		}
	});
});

describe('a request that got no answer', () => {
	const withCode = (code: string) => Object.assign(new Error(code), { code });

	test.each([
		'ECONNRESET',
		'EPIPE',
		'ECONNABORTED',
		'ETIMEDOUT',
		'ERR_BAD_RESPONSE',
		'HPE_INVALID',
	])('may have arrived: %s', (code) => expect(mayHaveArrived(withCode(code))).toBe(true));

	test('may have arrived when nobody knows what happened', () => {
		expect(mayHaveArrived(undefined)).toBe(true);
		expect(mayHaveArrived(new Error('socket hang up'))).toBe(true);
	});

	test.each([
		'ECONNREFUSED',
		'ENOTFOUND',
		'EAI_AGAIN',
		'ENETUNREACH',
		'CERT_HAS_EXPIRED',
		'EPROTO',
	])('cannot have arrived without a connection: %s', (code) =>
		expect(mayHaveArrived(withCode(code))).toBe(false),
	);

	test("cannot have arrived when n8n's own guard held it back", () => {
		const node = { name: 'Node', type: 'node' } as INode;
		const guard = new Error(
			'The request was blocked because it resolves to a restricted IP address',
		);
		expect(mayHaveArrived(new NodeApiError(node, guard as unknown as JsonObject))).toBe(false);
	});
});
