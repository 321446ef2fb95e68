import retrieved from './documented/retrieve.200.json';
import {
	CHECKS,
	drawSubmission,
	runChecks,
	type Check,
	type Formula,
	type Submission,
	type Verdict,
} from './checks';
import { randomFrom, type Random } from './random';

/**
 * The record of the user's own document, as it came. Its `createdAt` (22 Aug 2025) makes it the
 * oldest of up to 306 000 records.
 */
export const DOCUMENTED_RECORD: SimulatorRecord = retrieved.data;

/** `createdAt` of the newest generated record. Fixed, so that nothing depends on the clock. */
export const NEWEST = new Date('2026-01-01T00:00:00.000Z');

/** Milliseconds from one generated record to the next. */
export const INTERVAL = 37_000;

/** A flat record as the API sends it; the newer ones (Oct 2025) have four more fields. */
export type SimulatorRecord = Omit<OlderRecord, 'aggregatedScore'> & {
	aggregatedScore?: number | null | undefined;
} & Partial<NewerFields>;

type OlderRecord = ReturnType<typeof olderRecord>;
type NewerFields = ReturnType<typeof newerFields>;

export interface GenerateOptions {
	/** Default: `NEWEST`, less `INTERVAL` for every index. */
	createdAt?: Date;
	/** Share of records (0–1) whose `aggregatedScore` is null or absent. Default 0. */
	withoutScore?: number;
	/** How the score comes from the checks. Default: neither of the two that are known. */
	formula?: Formula | undefined;
	/** Share of records (0–1) in which a check timed out. Default 0. */
	timedOut?: number;
}

/** The record of this seed and index: always the same one. About one in three is a newer one. */
export function generateRecord(
	seed: number,
	index: number,
	options: GenerateOptions = {},
): SimulatorRecord {
	const random = randomFrom(seed, index);
	const submission = drawSubmission(random);
	const verdict = runChecks(random, submission.checks, options.formula);
	const createdAt = options.createdAt ?? new Date(NEWEST.getTime() - index * INTERVAL);
	const image = `document-liveness-${createdAt.getTime() - 1_000}`;
	const older = olderRecord({
		_id: objectId(random, seed, index, createdAt),
		createdAt,
		imageUrl: submission.saveImage ? `https://cdn.verifik.co/document-liveness/${image}` : '',
		submission,
		verdict,
	});
	const record = random() < 1 / 3 ? { ...older, ...newerFields(verdict) } : older;
	if (random() < (options.withoutScore ?? 0)) return withoutScore(random, record);
	return random() < (options.timedOut ?? 0) ? timedOut(submission, record) : record;
}

/** The record that the checks of a POST lead to: the newer shape, as in the POST sample. */
export function createRecord(
	seed: number,
	index: number,
	submission: Submission,
	createdAt: Date,
	{ imageUrl, formula }: { imageUrl: (id: string) => string; formula?: Formula | undefined },
): SimulatorRecord {
	const random = randomFrom(seed, index);
	const verdict = runChecks(random, submission.checks, formula);
	const _id = objectId(random, seed, index, createdAt);
	return {
		...olderRecord({
			_id,
			createdAt,
			imageUrl: submission.saveImage ? imageUrl(_id) : '',
			submission,
			verdict,
		}),
		...newerFields(verdict),
	};
}

interface Facts {
	_id: string;
	createdAt: Date;
	imageUrl: string;
	submission: Submission;
	verdict: Verdict;
}

/** Two names are misspelt by the API itself: `sreenReplayScore`, `sreenReplayCalibration`. */
function olderRecord({ _id, createdAt, imageUrl, submission, verdict }: Facts) {
	const { screenReplay, printedCopy, portraitSubstitution, digitalManipulation } = verdict.outcomes;
	const instant = createdAt.toISOString();
	const calibration = (check: Check): string => submission.calibrations[check] ?? 'REGULAR';
	return {
		_id,
		client: retrieved.data.client,
		imageSaved: submission.saveImage,
		imageUrl,
		validateScreenReplay: screenReplay.ran,
		validatePrintedCopy: printedCopy.ran,
		validatePortraitSubstitution: portraitSubstitution.ran,
		validateDigitalManipulation: digitalManipulation.ran,
		sreenReplayScore: screenReplay.score,
		printedCopyScore: printedCopy.score,
		portraitSubstitutionScore: portraitSubstitution.score,
		digitalManipulationScore: digitalManipulation.score,
		screenReplayProbability: screenReplay.probability,
		printedCopyProbability: printedCopy.probability,
		portraitSubstitutionProbability: portraitSubstitution.probability,
		digitalManipulationProbability: digitalManipulation.probability,
		sreenReplayCalibration: calibration('screenReplay'),
		printedCopyCalibration: calibration('printedCopy'),
		portraitSubstitutionCalibration: calibration('portraitSubstitution'),
		digitalManipulationCalibration: calibration('digitalManipulation'),
		ignoreDocumentCroppedValidation: submission.ignoreDocumentCropped,
		ignoreColourLessValidation: submission.ignoreColorless,
		screenReplayWarnings: screenReplay.warnings,
		printedCopyWarnings: printedCopy.warnings,
		portraitSubstitutionWarnings: portraitSubstitution.warnings,
		digitalManipulationWarnings: digitalManipulation.warnings,
		screenReplayErrors: screenReplay.errors,
		printedCopyErrors: printedCopy.errors,
		portraitSubstitutionErrors: portraitSubstitution.errors,
		digitalManipulationErrors: digitalManipulation.errors,
		aggregatedScore: verdict.aggregatedScore,
		updatedAt: instant,
		createdAt: instant,
		__v: 0,
	};
}

const PIPELINES: Record<Check, string> = {
	screenReplay: 'screen-replay_2024-09',
	printedCopy: 'printed-copy_2024-09',
	portraitSubstitution: 'portrait-substitution_2024-09',
	digitalManipulation: 'digital-manipulation_2024-09',
};

/** The engine's own answer repeats everything, with probabilities as strings. */
function newerFields({ outcomes, aggregatedScore, warnings }: Verdict) {
	const ran = CHECKS.filter((check) => outcomes[check].ran);
	const isLive = aggregatedScore >= 0.5;
	return {
		isLive,
		aggregateWarnings: warnings,
		chargesCount: ran.length,
		rawResponse: {
			pipeline_results: ran.map((check) => ({
				pipeline_name: PIPELINES[check],
				liveness_score: outcomes[check].score,
				liveness_probability: String(outcomes[check].probability),
				is_live: outcomes[check].probability >= 0.5,
				image_quality_warnings: outcomes[check].warnings,
				status: 'success',
			})),
			charges_count: ran.length,
			aggregate_liveness_probability: String(aggregatedScore),
			aggregate_is_live: isLive,
			aggregate_image_quality_warnings: warnings,
		},
	};
}

function withoutScore(random: Random, record: SimulatorRecord): SimulatorRecord {
	return { ...record, aggregatedScore: random() < 0.5 ? null : undefined };
}

/** As another user of the same engine has seen it: the first check that ran has no probability. */
function timedOut({ checks }: Submission, record: SimulatorRecord): SimulatorRecord {
	const [check] = checks;
	return { ...record, [`${check}Probability`]: -999999, aggregatedScore: -999999 };
}

/**
 * 24 hex digits, as MongoDB makes them: time, machine, counter. The time is that of the request,
 * 5–35 s before `createdAt`, as with the API; the counter makes it unique.
 */
function objectId(random: Random, seed: number, index: number, createdAt: Date): string {
	const requestedAt = Math.floor(createdAt.getTime() / 1000) - 5 - Math.floor(random() * 31);
	return hex(requestedAt, 8) + hex(seed >>> 0, 10) + hex(index, 6);
}

function hex(value: number, digits: number): string {
	return value.toString(16).padStart(digits, '0').slice(-digits);
}
