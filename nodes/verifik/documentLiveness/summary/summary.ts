import type { Check } from '../record';

/** How many records are suspicious; see `isSuspicious`. */
export interface SuspiciousShare {
	count: number;
	/** 0–1, of the records that can be judged (a score or a verdict); `null` when none can */
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
}

/** What the records of a period come down to, as Get Summary gives it: fields in this order. */
export interface Summary {
	/** Both bounds inclusive, ISO with the zone's offset. */
	period: { name: string; from: string; to: string; timezone: string };
	/** Those without a readable date among them: they are in no group of the trend. */
	records: number;
	suspicious: SuspiciousShare & { scoreMaximum: number };
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
