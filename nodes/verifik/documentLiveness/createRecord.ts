import type { VerifikClient } from '../api/client';
import { verifikError, VerifikError, withWords } from '../api/errors/VerifikError';
import { base64Length, writeBase64 } from './images/base64';
import type { Image } from './images/image';
import { CHECK_FIELDS, type Check, type DocumentLivenessRecord } from './record';
import { readCreated } from './answers';
import type { RecordRequest } from './endpoints';
import { DOCUMENT_LIVENESS, DOCUMENT_LIVENESS_PATH } from './resource';

export const CALIBRATIONS = ['SOFT', 'REGULAR', 'HARD'] as const;

export type Calibration = (typeof CALIBRATIONS)[number];

/** The checks whose calibration the API has a parameter for (A; certainty: docs/verifik-api.md). */
export const CALIBRATED_CHECKS = ['screenReplay', 'printedCopy', 'portraitSubstitution'] as const;

export type CalibratedCheck = (typeof CALIBRATED_CHECKS)[number];

/** What is to be done with an image. */
export interface Submission {
	/** at least one; each is charged */
	checks: Check[];
	/** Verifik's own default is `REGULAR`. */
	calibrations: Partial<Record<CalibratedCheck, Calibration>>;
	/** Whether Verifik keeps the image. */
	saveImage: boolean;
	ignoreDocumentCropped: boolean;
	ignoreColorless: boolean;
}

/**
 * Has an image checked, which Verifik charges per check. The request is sent again only
 * when a throttle refused it unread: the API has no key by which it would know a repetition.
 *
 * @returns the record, with the number of the receipt as `receiptId`
 * @throws {VerifikError} it says so when the checks may have been charged
 */
export async function createRecord(
	client: VerifikClient,
	image: Image,
	submission: Submission,
	request: RecordRequest & { onSent?: () => void },
): Promise<DocumentLivenessRecord> {
	const { onSent, ...rest } = request;
	const startedAt = new Date();
	let isSent = false;
	try {
		const answer = await client.post({
			path: DOCUMENT_LIVENESS_PATH,
			noun: DOCUMENT_LIVENESS,
			body: async () => await writeBody(image, submission),
			onSent: () => {
				onSent?.();
				isSent = true;
			},
			label: 'a new record',
			...rest,
		});
		return readCreated(answer);
	} catch (error) {
		throw isSent ? withCharges(error, startedAt) : notSent(error);
	}
}

/**
 * The JSON of the request (A): raw base64 without a `data:` prefix, and "Colour Less" as the API
 * spells it. It is written straight into one buffer, so that the image is there once only.
 *
 * @throws {VerifikError}
 */
export async function writeBody(image: Image, submission: Submission): Promise<Buffer> {
	const fields = JSON.stringify(parametersOf(submission));
	const [head, tail] = ['{"image":"', `",${fields.slice(1)}`];
	const digits = base64Length(image.byteLength);
	const body = Buffer.allocUnsafe(head.length + digits + tail.length);

	body.write(head, 'latin1');
	const byteLength = await writeBase64(image, body, head.length);
	if (byteLength !== image.byteLength) throw changedMeanwhile();
	body.write(tail, head.length + digits, 'latin1');
	return body;
}

/** What is asked for, as the API calls it (A). */
export function parametersOf(submission: Submission): Record<string, unknown> {
	const { checks, calibrations } = submission;
	return {
		saveImage: submission.saveImage,
		...Object.fromEntries(
			CHECK_FIELDS.map(({ check, wasRun }) => [wasRun, checks.includes(check)]),
		),
		...Object.fromEntries(
			Object.entries(calibrations).map(([check, value]) => [`${check}Calibration`, value]),
		),
		ignoreDocumentCroppedValidation: submission.ignoreDocumentCropped,
		ignoreColourLessValidation: submission.ignoreColorless,
	};
}

function changedMeanwhile(): VerifikError {
	return withWords(verifikError('unusable'), {
		message: 'The image changed while it was being read, and was not sent',
		description: 'Run the node again with a complete image.',
	});
}

/** Nothing was sent for this image: what stands in the way concerns the account as a whole, say. */
export function notSent(error: unknown): unknown {
	if (!(error instanceof VerifikError) || !error.concernsAccount) return error;
	return withWords(error, { message: `${error.message}. The image was not sent` });
}

/** Two clocks tell the time: this n8n's and Verifik's. */
const CLOCK_TOLERANCE_MS = 60_000;

/** @param sentAt when the image was sent whose record is to be found */
export function howToFind(sentAt: Date): string {
	const since = new Date(sentAt.getTime() - CLOCK_TOLERANCE_MS).toISOString();
	return `Before you send the image again, look for its record with Get Many, Created After ${since}.`;
}

/** Adds to an error what the user has to know before sending the same image again. */
function withCharges(error: unknown, startedAt: Date): unknown {
	if (!(error instanceof VerifikError)) return error;
	if (error.neverReached)
		return withWords(error, { message: `${error.message}. Nothing was charged` });
	if (!error.mayHaveArrived) return error;
	return withWords(error, {
		message: `${error.message}. The checks may have been charged`,
		description: `${howToFind(startedAt)} ${error.description}`,
		// n8n is not to take this for a failure that may simply be tried again
		failureCause: undefined,
	});
}
