import { isWithin, type Period } from '../../periods/period';
import {
	CHECK_FIELDS,
	CHECKS,
	createdAtOf,
	isLiveOf,
	scoreOf,
	toNumber,
	wasRun,
	type Check,
	type DocumentLivenessRecord,
} from '../record';
import {
	classify,
	REASONS,
	type Classification,
	type Reason,
	type SuspicionCriteria,
} from '../suspicious';
import type { CheckCount, Summary, SuspiciousShare, TrendGroup } from './summary';
import {
	addCodes,
	addLowest,
	addScore,
	listCodes,
	listScores,
	noScores,
	type CodeTally,
	type LowestTally,
	type ScoreTally,
} from './tallies';

export interface SummarySettings extends SuspicionCriteria {
	period: Period;
	/** The period to compare with; not overlapping. */
	previous: Omit<Period, 'name' | 'timezone'> | null;
	/** The groups of the trend, in order and without gaps; each ends where the next one begins. */
	groups: ReadonlyArray<{ from: string; fromMs: number }>;
	lowestCount: number;
}

/** Of one period. */
interface Counts {
	records: number;
	judged: number;
	suspicious: number;
}

/**
 * What is known after some records. It does not grow with their number: codes, lowest scores and
 * groups are bounded, and texts are cut.
 */
export interface SummaryState {
	readonly settings: SummarySettings;
	readonly period: Counts;
	readonly previous: Counts;
	readonly reasons: Record<Reason, number>;
	readonly verdicts: Summary['verdicts'];
	readonly scores: ScoreTally;
	readonly checks: Record<Check, CheckCount>;
	readonly warnings: CodeTally;
	readonly errors: CodeTally;
	readonly trend: TrendGroup[];
	readonly lowest: LowestTally;
	checksCharged: number | null;
}

export function beginSummary(settings: SummarySettings): SummaryState {
	const noChecks = CHECKS.map((check) => [check, { run: 0, withWarnings: 0, withErrors: 0 }]);
	return {
		settings,
		period: { records: 0, judged: 0, suspicious: 0 },
		previous: { records: 0, judged: 0, suspicious: 0 },
		reasons: Object.fromEntries(REASONS.map((reason) => [reason, 0])) as Record<Reason, number>,
		verdicts: { live: 0, notLive: 0, none: 0 },
		scores: noScores(),
		checks: Object.fromEntries(noChecks) as Record<Check, CheckCount>,
		warnings: new Map(),
		errors: new Map(),
		trend: settings.groups.map(({ from }) => ({ from, records: 0, suspicious: 0 })),
		lowest: [],
		checksCharged: null,
	};
}

/**
 * Counts one record, in any order, in the period that it belongs to; what is outside of both is
 * left out. One without a readable date was listed for the period as far as anybody can tell: it
 * counts there, but in no group of the trend.
 */
export function addToSummary(state: SummaryState, record: DocumentLivenessRecord): void {
	const { period, previous } = state.settings;
	const createdAt = createdAtOf(record);
	if (createdAt === undefined || isWithin(period, createdAt)) addToPeriod(state, record, createdAt);
	else if (previous !== null && isWithin(previous, createdAt)) {
		addToCounts(state.previous, classify(record, state.settings));
	}
}

export function finishSummary(state: SummaryState): Summary {
	const { settings } = state;
	const { name, from, to, timezone } = settings.period;
	const suspicious = shareOf(state.period);
	const previous = previousOf(state);
	return {
		period: { name, from, to, timezone },
		records: state.period.records,
		suspicious: {
			...suspicious,
			reasons: { ...state.reasons },
			scoreMaximum: settings.suspiciousScoreMax,
			checkMaximum: settings.suspiciousCheckMax,
		},
		verdicts: { ...state.verdicts },
		scores: listScores(state.scores),
		checks: structuredClone(state.checks),
		warnings: listCodes(state.warnings),
		errors: listCodes(state.errors),
		trend: state.trend.map((group) => ({ ...group })),
		previous,
		change: previous && {
			records: relativeChange(state.period.records, previous.records),
			suspiciousShare: difference(suspicious.share, previous.suspicious.share),
		},
		lowestScores: state.lowest.map(({ listed }) => listed),
		checksCharged: state.checksCharged,
	};
}

function addToPeriod(
	state: SummaryState,
	record: DocumentLivenessRecord,
	createdAt: number | undefined,
): void {
	const { settings } = state;
	const classified = classify(record, settings);
	const { reasons } = classified;
	addToCounts(state.period, classified);
	for (const reason of reasons) state.reasons[reason]++;
	const group =
		createdAt === undefined ? undefined : state.trend[groupOf(settings.groups, createdAt)];
	if (group !== undefined) {
		group.records++;
		if (reasons.length > 0) group.suspicious++;
	}

	const score = scoreOf(record);
	const count = settings.lowestCount;
	addScore(state.scores, score);
	if (score !== undefined) addLowest(state.lowest, record, { score, reasons, count });
	state.verdicts[verdictOf(record)]++;
	addChecks(state, record);
	addCharges(state, record);
}

function addToCounts(counts: Counts, { reasons, isJudged }: Classification): void {
	counts.records++;
	if (isJudged) counts.judged++;
	if (reasons.length > 0) counts.suspicious++;
}

function addChecks(state: SummaryState, record: DocumentLivenessRecord): void {
	for (const fields of CHECK_FIELDS) {
		if (wasRun(record, fields)) state.checks[fields.check].run++;
	}
	for (const check of addCodes(state.warnings, record, 'warning')) {
		state.checks[check].withWarnings++;
	}
	for (const check of addCodes(state.errors, record, 'error')) state.checks[check].withErrors++;
}

/** Only whole numbers count: anything else is no number of checks. */
function addCharges(state: SummaryState, record: DocumentLivenessRecord): void {
	const charges = toNumber(record.chargesCount);
	if (charges === undefined || !Number.isSafeInteger(charges) || charges < 0) return;
	state.checksCharged = (state.checksCharged ?? 0) + charges;
}

function verdictOf(record: DocumentLivenessRecord): keyof Summary['verdicts'] {
	const isLive = isLiveOf(record);
	return isLive === undefined ? 'none' : isLive ? 'live' : 'notLive';
}

/** The index of the last group that begins at that moment or before; -1 before the first one. */
function groupOf(groups: SummarySettings['groups'], time: number): number {
	let [low, high] = [0, groups.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		const group = groups[middle];
		if (group !== undefined && group.fromMs <= time) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

function previousOf({ settings, previous }: SummaryState): Summary['previous'] {
	if (settings.previous === null) return null;
	const { from, to } = settings.previous;
	return { from, to, records: previous.records, suspicious: shareOf(previous) };
}

function shareOf({ judged, suspicious }: Counts): SuspiciousShare {
	return { count: suspicious, judged, share: judged === 0 ? null : suspicious / judged };
}

function relativeChange(now: number, before: number): number | null {
	return before === 0 ? null : (now - before) / before;
}

function difference(now: number | null, before: number | null): number | null {
	return now === null || before === null ? null : now - before;
}
