import {
	createRecord,
	writeBody,
	type Submission,
} from '../../../nodes/verifik/documentLiveness/createRecord';
import { SETTINGS, StandIn } from '../api/standIn';
import { VirtualClock } from '../api/virtualClock';

const SUBMISSION: Submission = {
	checks: ['screenReplay', 'digitalManipulation'],
	calibrations: { screenReplay: 'HARD' },
	saveImage: false,
	ignoreDocumentCropped: true,
	ignoreColorless: false,
};

test('the body is JSON as the API documents it', async () => {
	const image = { byteLength: 2, chunks: () => [Buffer.from('h'), Buffer.from('i')] };
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
	const image = { byteLength: 2, chunks: () => [Buffer.alloc(length)] };
	await expect(writeBody(image, SUBMISSION)).rejects.toThrow(
		'The image changed while it was being read, and was not sent',
	);
});

test('an image that cannot be read in its turn is not sent, and nobody is blamed for a charge', async () => {
	const clock = new VirtualClock();
	const standIn = new StandIn(clock);
	const gone = new Error('the file is gone');
	const image = {
		byteLength: 2,
		async *chunks(): AsyncGenerator<Buffer> {
			yield Buffer.from('h');
			throw gone;
		},
	};
	const request = { settings: SETTINGS, signal: new AbortController().signal };
	const creating = clock.run(createRecord(standIn.client(), image, SUBMISSION, request));
	await expect(creating).rejects.toBe(gone);
	expect(standIn.sent).toEqual([]);
});
