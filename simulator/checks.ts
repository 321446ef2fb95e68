import { between, pick, round, type Random } from './random';

/** The four checks of a document-liveness record, in the order in which the API lists them. */
export const CHECKS = [
	'screenReplay',
	'printedCopy',
	'portraitSubstitution',
	'digitalManipulation',
] as const;

export type Check = (typeof CHECKS)[number];

export const CALIBRATIONS = ['SOFT', 'REGULAR', 'HARD'] as const;

export type Calibration = (typeof CALIBRATIONS)[number];

/** The image-quality codes known so far. Verifik's set is open. */
export const WARNINGS = [
	'GLARE_ON_IMAGE',
	'IMAGE_TOO_BLURRY',
	'IMAGE_IS_TOO_COMPRESSED',
	'POOR_IMAGE_EXPOSURE',
	'DOCUMENT_TOO_CLOSE_TO_BORDER',
	'DOCUMENT_BORDERS_OUTSIDE_OF_FRAME',
	'MULTIPLE_DOCUMENTS_IN_FRAME',
	'RELATIVE_DOCUMENT_SIZE_LOWER_THAN_10_PERCENT',
	'LOW_RESOLUTION',
] as const;

/** The codes known so far that mean "this check could not be done". Verifik's set is open. */
export const ERRORS = [
	'DOCUMENT_NOT_FOUND',
	'DOCUMENT_PHOTO_NOT_FOUND',
	'DOCUMENT_CROPPED',
	'DOCUMENT_IS_COLORLESS',
] as const;

/** What a client asks of the API when it sends an image. */
export interface Submission {
	checks: readonly Check[];
	calibrations: Partial<Record<Check, Calibration | undefined>>;
	ignoreDocumentCropped: boolean;
	ignoreColorless: boolean;
	saveImage: boolean;
}

/** What one check found. */
export interface Outcome {
	ran: boolean;
	/** Raw score of the engine, on no particular scale. */
	score: number;
	/** 0–1, higher is more genuine. */
	probability: number;
	warnings: string[];
	errors: string[];
}

/** What the checks found together. */
export interface Verdict {
	outcomes: Record<Check, Outcome>;
	/** 0–1, higher is more genuine. Neither minimum nor mean of the four, unless a formula is given. */
	aggregatedScore: number;
	/** Every code once, in the order in which they first appear. */
	warnings: string[];
}

/** How the API has made a score of the probabilities: in August and in October 2025. */
const FORMULAS = {
	minimum: (probabilities: number[]) => Math.min(...probabilities),
	mean: (probabilities: number[]) =>
		probabilities.reduce((sum, probability) => sum + probability, 0) / probabilities.length,
};

export type Formula = keyof typeof FORMULAS;

export const FORMULA_NAMES: readonly string[] = Object.keys(FORMULAS);

/** The API answers a check that was not asked for with zeros: "not run", not "fraud". */
const NOT_RUN: Outcome = { ran: false, score: 0, probability: 0, warnings: [], errors: [] };

/** Seven clients in ten ask for every check, the others for some of them. */
export function drawSubmission(random: Random): Submission {
	const some = CHECKS.filter(() => random() < 0.5);
	const fallback = pick(random, CHECKS);
	return {
		checks: random() < 0.7 ? CHECKS : some.length > 0 ? some : [fallback],
		calibrations: random() < 0.1 ? { screenReplay: pick(random, CALIBRATIONS) } : {},
		ignoreDocumentCropped: random() < 0.1,
		ignoreColorless: random() < 0.1,
		saveImage: random() < 0.5,
	};
}

/**
 * Runs the checks that were asked for. One document in fifty is a plain spoof (aggregated score
 * below 0.01), one in twelve unclear (0.01–0.6), the others genuine (0.6–1).
 */
export function runChecks(random: Random, checks: readonly Check[], formula?: Formula): Verdict {
	const drawn = drawAggregatedScore(random());
	const spoofed = pick(random, checks);
	const warnings = random() < 0.4 ? drawCodes(random, WARNINGS, 3) : [];
	const errors = random() < 0.03 ? drawCodes(random, ERRORS, 1) : [];

	const outcome = (check: Check): Outcome => {
		if (!checks.includes(check)) return NOT_RUN;
		const isSpoof = drawn < 0.01 && check === spoofed;
		return {
			ran: true,
			score: between(random, -2, 12),
			probability: isSpoof
				? between(random, 0, 0.01)
				: between(random, Math.max(0, drawn - 0.2), 1),
			// An image has the same flaws whichever check looks at it; now and then one check sees none.
			warnings: random() < 0.9 ? warnings : [],
			errors,
		};
	};

	const outcomes = {
		screenReplay: outcome('screenReplay'),
		printedCopy: outcome('printedCopy'),
		portraitSubstitution: outcome('portraitSubstitution'),
		digitalManipulation: outcome('digitalManipulation'),
	};
	const found = CHECKS.flatMap((check) => outcomes[check].warnings);
	const probabilities = checks.map((check) => outcomes[check].probability);
	const aggregatedScore = formula ? round(FORMULAS[formula](probabilities), 7) : drawn;
	return { outcomes, aggregatedScore, warnings: [...new Set(found)] };
}

/** Six decimals, never quite 0: as in the API's own samples. */
function drawAggregatedScore(share: number): number {
	const score =
		share < 0.02
			? 10 ** -(2.01 + share * 199.5)
			: share < 0.1
				? 0.01 + ((share - 0.02) / 0.08) * 0.59
				: 0.6 + ((share - 0.1) / 0.9) * 0.4;
	return Math.max(0.000001, round(score, 6));
}

function drawCodes(random: Random, known: readonly string[], most: number): string[] {
	const codes = Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, known));
	return [...new Set(codes)];
}
