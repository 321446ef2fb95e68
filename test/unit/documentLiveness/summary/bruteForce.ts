import type { Summary } from '../../../../nodes/verifik/documentLiveness/summary/summary';
import {
	CHECKS,
	type Check,
	type DocumentLivenessRecord,
} from '../../../../nodes/verifik/documentLiveness/record';
import { codesIn, isJudged, reasonsOf, saidOf, shareIn, wasRun } from '../reasonsByWords';
import type { History } from './histories';
import { groupKey } from './zones';

/** The summary of the design, counted field by field over all records, by the words of the design. */
export function countAll({ grouping, settings, keys, records }: History): Summary {
	const { period, previous, suspiciousScoreMax, suspiciousCheckMax } = settings;
	const within = (span: { fromMs: number; toMs: number }) =>
		records.filter((record) => isBetween(timeOf(record), span.fromMs, span.toMs));
	const now = records.filter((record) => {
		const time = timeOf(record);
		return Number.isNaN(time) || isBetween(time, period.fromMs, period.toMs);
	});
	const before = previous === null ? [] : within(previous);
	const isSuspicious = (record: DocumentLivenessRecord) => reasonsOf(record, settings).length > 0;
	const reasons = now.flatMap((record) => reasonsOf(record, settings));
	const shareIn = (some: DocumentLivenessRecord[]) => {
		const judged = some.filter((record) => isJudged(record, settings)).length;
		const count = some.filter(isSuspicious).length;
		return { count, judged, share: judged === 0 ? null : count / judged };
	};
	const [share, shareBefore] = [shareIn(now), shareIn(before)];
	const dated = within(period).map((record) => ({
		record,
		key: groupKey(period.timezone, grouping, timeOf(record)),
	}));
	const charges = now.map(({ chargesCount }) => chargesCount).filter((n) => /^\d$/.test(String(n)));

	return {
		period: { name: period.name, from: period.from, to: period.to, timezone: period.timezone },
		records: now.length,
		suspicious: {
			...share,
			reasons: {
				verdict: reasons.filter((reason) => reason === 'verdict').length,
				aggregatedScore: reasons.filter((reason) => reason === 'aggregatedScore').length,
				...perCheck((check) => reasons.filter((reason) => reason === check).length),
			},
			scoreMaximum: suspiciousScoreMax,
			checkMaximum: suspiciousCheckMax,
		},
		verdicts: countVerdicts(now),
		scores: countScores(now),
		checks: perCheck((check) => ({
			run: now.filter((record) => wasRun(record, check)).length,
			withWarnings: now.filter((record) => codesIn(record, `${check}Warnings`).length > 0).length,
			withErrors: now.filter((record) => codesIn(record, `${check}Errors`).length > 0).length,
		})),
		warnings: countCodes(now, 'Warnings'),
		errors: countCodes(now, 'Errors'),
		trend: settings.groups.map(({ from }, index) => {
			const inGroup = dated.filter(({ key }) => key === keys[index]).map(({ record }) => record);
			return { from, records: inGroup.length, suspicious: inGroup.filter(isSuspicious).length };
		}),
		previous: previous && {
			from: previous.from,
			to: previous.to,
			records: before.length,
			suspicious: shareBefore,
		},
		change: previous && changeOf(now.length, before.length, share.share, shareBefore.share),
		lowestScores: lowestOf(now, settings),
		checksCharged: charges.length === 0 ? null : charges.reduce<number>((a, n) => a + Number(n), 0),
	};
}

function changeOf(
	now: number,
	before: number,
	share: number | null,
	shareBefore: number | null,
): Summary['change'] {
	return {
		records: before === 0 ? null : (now - before) / before,
		suspiciousShare: share === null || shareBefore === null ? null : share - shareBefore,
	};
}

function countVerdicts(records: DocumentLivenessRecord[]): Summary['verdicts'] {
	return {
		live: records.filter(({ isLive }) => saidOf(isLive) === true).length,
		notLive: records.filter(({ isLive }) => saidOf(isLive) === false).length,
		none: records.filter(({ isLive }) => saidOf(isLive) === null).length,
	};
}

function countScores(records: DocumentLivenessRecord[]): Summary['scores'] {
	const scores = records.map(scoreOf).filter((score) => score !== null);
	const sum = scores.reduce((total, score) => total + score, 0);
	const isEmpty = scores.length === 0;
	return {
		count: scores.length,
		missing: records.length - scores.length,
		minimum: isEmpty ? null : Math.min(...scores),
		mean: isEmpty ? null : sum / scores.length,
		maximum: isEmpty ? null : Math.max(...scores),
		bins: BINS.map(([from, to]) => {
			const isIn = (score: number) => (from === 0 || score >= from) && (to === 1 || score < to);
			return { from, to, count: scores.filter(isIn).length };
		}),
	};
}

const BINS = [
	[0, 0.1],
	[0.1, 0.2],
	[0.2, 0.3],
	[0.3, 0.4],
	[0.4, 0.5],
	[0.5, 0.6],
	[0.6, 0.7],
	[0.7, 0.8],
	[0.8, 0.9],
	[0.9, 1],
];

function isBetween(time: number, from: number, to: number): boolean {
	return time >= from && time <= to;
}

function timeOf({ createdAt }: DocumentLivenessRecord): number {
	return typeof createdAt === 'string' ? Date.parse(createdAt) : NaN;
}

function scoreOf({ aggregatedScore: score }: DocumentLivenessRecord): number | null {
	return shareIn(score);
}

function lowestOf(
	records: DocumentLivenessRecord[],
	settings: History['settings'],
): Summary['lowestScores'] {
	const dateOf = (record: DocumentLivenessRecord) => timeOf(record) || -1;
	return records
		.map((record) => ({ record, id: idOf(record), score: scoreOf(record) }))
		.filter((entry): entry is typeof entry & { score: number } => entry.score !== null)
		.sort(
			(a, b) =>
				a.score - b.score ||
				dateOf(b.record) - dateOf(a.record) ||
				String(a.id).localeCompare(String(b.id), 'en'),
		)
		.slice(0, settings.lowestCount)
		.map(({ record, id, score }) => ({
			_id: id,
			createdAt: Number.isNaN(timeOf(record)) ? null : new Date(timeOf(record)).toISOString(),
			aggregatedScore: score,
			isLive: saidOf(record.isLive),
			reasons: reasonsOf(record, settings) as Summary['lowestScores'][0]['reasons'],
			failedChecks: Object.fromEntries(
				CHECKS.filter((check) => reasonsOf(record, settings).includes(check)).map((check) => [
					check,
					shareIn(record[`${check}Probability`]),
				]),
			),
		}));
}

function idOf({ _id }: DocumentLivenessRecord): string | number | null {
	return typeof _id === 'string' || typeof _id === 'number' ? _id : null;
}

function countCodes(records: DocumentLivenessRecord[], list: string): Summary['warnings'] {
	const found = records.map((record) => perCheck((check) => codesIn(record, check + list)));
	const all = new Set(found.flatMap((codes) => Object.values(codes).flat()));
	return [...all]
		.sort()
		.map((code) => ({
			code,
			records: found.filter((codes) => Object.values(codes).flat().includes(code)).length,
			checks: perCheck((check) => found.filter((codes) => codes[check].includes(code)).length),
		}))
		.sort((a, b) => b.records - a.records);
}

function perCheck<T>(count: (check: Check) => T): Record<Check, T> {
	return Object.fromEntries(CHECKS.map((check) => [check, count(check)])) as Record<Check, T>;
}
