import type { Check } from '../record';
import type { Reason } from '../suspicious';

/** How many records are suspicious; see `classify`. */
export interface SuspiciousShare {
	count: number;
	/** How many can be judged at all. */
	judged: number;
	/** 0–1, of those that can be judged; `null` when none can */
	share: number | null;
}

/** One tenth of the scores. The lower bound is inclusive, and in the last bin the upper one too. */
export interface ScoreBin {
	from: number;
	to: number;
	count: number;
}

export interface CheckCount {
	/** Records in which the check was not switched off. */
	run: number;
	withWarnings: number;
	withErrors: number;
}

export interface CodeCount {
	code: string;
	/** Records with this code under any check. */
	records: number;
	/** Records with this code under each check. */
	checks: Record<Check, number>;
}

export interface TrendGroup {
	/** ISO, with the zone's offset */
	from: string;
	records: number;
	suspicious: number;
}

export interface LowestScore {
	_id: string | number | null;
	/** ISO in UTC */
	createdAt: string | null;
	aggregatedScore: number;
	isLive: boolean | null;
	/** Why it is suspicious; none when it is not. */
	reasons: Reason[];
	/** The probabilities of the checks among the reasons, 0–1. */
	failedChecks: Partial<Record<Check, number>>;
}

/** What the records of a period come down to, as Get Summary gives it: fields in this order. */
export interface Summary {
	/** Both bounds inclusive, ISO with the zone's offset. */
	period: { name: string; from: string; to: string; timezone: string };
	/** Those without a readable date among them: they are in no group of the trend. */
	records: number;
	suspicious: SuspiciousShare & {
		/** Records for each reason; one record may have several. */
		reasons: Record<Reason, number>;
		scoreMaximum: number;
		checkMaximum: number;
	};
	/** What Verifik itself says. */
	verdicts: { live: number; notLive: number; none: number };
	scores: {
		count: number;
		missing: number;
		minimum: number | null;
		mean: number | null;
		maximum: number | null;
		bins: ScoreBin[];
	};
	checks: Record<Check, CheckCount>;
	/** Most frequent first, then by code. */
	warnings: CodeCount[];
	errors: CodeCount[];
	/** Every group of the period, empty ones too. */
	trend: TrendGroup[];
	/** The period before; `null` when none is compared with. */
	previous: { from: string; to: string; records: number; suspicious: SuspiciousShare } | null;
	change: {
		/** Relative: 0.1 is a tenth more. `null` when there were none before. */
		records: number | null;
		/** The difference of the two shares; `null` when one of them is. */
		suspiciousShare: number | null;
	} | null;
	/** Lowest first, then newest first. */
	lowestScores: LowestScore[];
	/** `null` when no record says what was charged. */
	checksCharged: number | null;
}
