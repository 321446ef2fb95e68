import { parameterRefusal, Refused, REFUSALS } from './answers';
import { CALIBRATIONS, type Calibration, type Check, type Submission } from './checks';

/** The largest image, decoded. */
export const MAX_IMAGE_BYTES = 10 * 1024 * 1024;

/** A POST body longer than this cannot hold an acceptable image, so nobody needs to read it. */
export const LONGEST_BODY = Math.ceil(MAX_IMAGE_BYTES / 3) * 4 + 64 * 1024;

export interface Image {
	bytes: Buffer;
	mimeType: string;
}

/**
 * Reads the body of a POST.
 *
 * @throws Refused, as documented: 409 when no check is selected or a parameter is wrong, 400 when
 * `image` is no base64 text or no image, 413 when it is too large.
 */
export function readSubmission(body: unknown): { submission: Submission; image: Image } {
	const fields: Record<string, unknown> = { ...(body as object) };
	const checks = selectedChecks(fields);
	if (checks.length === 0) throw new Refused(REFUSALS.noCheckSelected);
	if (typeof fields.image !== 'string' || fields.image === '') {
		throw new Refused(parameterRefusal('missing image'));
	}
	return {
		submission: {
			checks,
			calibrations: {
				screenReplay: calibration(fields, 'screenReplayCalibration'),
				printedCopy: calibration(fields, 'printedCopyCalibration'),
				portraitSubstitution: calibration(fields, 'portraitSubstitutionCalibration'),
			},
			ignoreDocumentCropped: fields.ignoreDocumentCroppedValidation === true,
			ignoreColorless: fields.ignoreColourLessValidation === true,
			saveImage: fields.saveImage === true,
		},
		image: decodeImage(fields.image),
	};
}

const SWITCHES: Array<[name: string, check: Check]> = [
	['validateScreenReplay', 'screenReplay'],
	['validatePrintedCopy', 'printedCopy'],
	['validatePortraitSubstitution', 'portraitSubstitution'],
	['validateDigitalManipulation', 'digitalManipulation'],
];

function selectedChecks(fields: Record<string, unknown>): Check[] {
	return SWITCHES.filter(([name]) => fields[name] === true).map(([, check]) => check);
}

function calibration(fields: Record<string, unknown>, name: string): Calibration | undefined {
	if (fields[name] === undefined) return undefined;
	const known = CALIBRATIONS.find((value) => value === fields[name]);
	if (!known) throw new Refused(parameterRefusal(`invalid ${name}`));
	return known;
}

/** Raw base64: a `data:` prefix is refused, as the API does. */
function decodeImage(base64: string): Image {
	// one character at a time: a pattern for the whole of 13 MB overflows V8's stack
	const isForeign = /[^A-Za-z0-9+/]/.test(base64.replace(/={1,2}$/, ''));
	if (base64.length === 0 || base64.length % 4 !== 0 || isForeign) {
		throw new Refused(REFUSALS.badImage);
	}
	const bytes = Buffer.from(base64, 'base64');
	if (bytes.length > MAX_IMAGE_BYTES) throw new Refused(REFUSALS.imageTooLarge);
	const mimeType = sniff(bytes);
	if (!mimeType) throw new Refused(REFUSALS.badImage);
	return { bytes, mimeType };
}

function sniff(bytes: Buffer): string | undefined {
	const start = bytes.toString('latin1', 0, 12);
	if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg';
	if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
	if (start.startsWith('RIFF') && start.endsWith('WEBP')) return 'image/webp';
	return undefined;
}
