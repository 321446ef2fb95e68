import { isWithin, type Period } from '../../periods/period';
import {
	CHECK_FIELDS,
	CHECKS,
	createdAtOf,
	isLiveOf,
	toNumber,
	type Check,
	type DocumentLivenessRecord,
} from '../record';
import { isJudged, isSuspicious } from '../suspicious';
import { addCodes, listCodes, type CodeTally } from './codes';
import { addLowest, listLowest, type LowestTally } from './lowest';
import { addScore, listScores, noScores, type ScoreTally } from './scores';
import type { CheckCount, Summary, SuspiciousShare, TrendGroup } from './summary';

/** A stretch of time, both ends inclusive: as ISO with the zone's offset, and in ms since 1970. */
type Stretch = Omit<Period, 'name' | 'timezone'>;

export interface SummarySettings {
	period: Period;
	/** The period to compare with; not overlapping. */
	previous: Stretch | null;
	/** The groups of the trend, in order and without gaps; each ends where the next one begins. */
	groups: ReadonlyArray<{ from: string; fromMs: number }>;
	/** 0–1, inclusive */
	suspiciousScoreMax: number;
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
		addToCounts(state.previous, record, isSuspicious(record, state.settings));
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
		suspicious: { ...suspicious, scoreMaximum: settings.suspiciousScoreMax },
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
		lowestScores: listLowest(state.lowest),
		checksCharged: state.checksCharged,
	};
}

function addToPeriod(
	state: SummaryState,
	record: DocumentLivenessRecord,
	createdAt: number | undefined,
): void {
	const { settings } = state;
	const suspicious = isSuspicious(record, settings);
	addToCounts(state.period, record, suspicious);
	const group =
		createdAt === undefined ? undefined : state.trend[groupOf(settings.groups, createdAt)];
	if (group !== undefined) {
		group.records++;
		if (suspicious) group.suspicious++;
	}

	const score = toNumber(record.aggregatedScore);
	addScore(state.scores, score);
	if (score !== undefined) addLowest(state.lowest, record, score, settings.lowestCount);
	state.verdicts[verdictOf(record)]++;
	addChecks(state, record);
	addCharges(state, record);
}

function addToCounts(counts: Counts, record: DocumentLivenessRecord, suspicious: boolean): void {
	counts.records++;
	if (isJudged(record)) counts.judged++;
	if (suspicious) counts.suspicious++;
}

function addChecks(state: SummaryState, record: DocumentLivenessRecord): void {
	for (const { check, wasRun } of CHECK_FIELDS) {
		if (record[wasRun] !== false) state.checks[check].run++;
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
	return { count: suspicious, share: judged === 0 ? null : suspicious / judged };
}

function relativeChange(now: number, before: number): number | null {
	return before === 0 ? null : (now - before) / before;
}

function difference(now: number | null, before: number | null): number | null {
	return now === null || before === null ? null : now - before;
}
