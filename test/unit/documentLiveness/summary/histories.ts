import fc from '../../../harness/fastCheck';

import type { SummarySettings } from '../../../../nodes/verifik/documentLiveness/summary/summarize';
import {
	CHECK_FIELDS,
	type DocumentLivenessRecord,
} from '../../../../nodes/verifik/documentLiveness/record';
import { FIRST, groupKey, groupsIn, GROUPINGS, isoIn, LAST, ZONES, type Grouping } from './zones';

/** What a summary is made of: its settings, and the records in the order in which they come. */
export interface History {
	grouping: Grouping;
	settings: SummarySettings;
	/** What the clock on the wall shows in each of the groups. */
	keys: string[];
	records: DocumentLivenessRecord[];
}

/** Ties at every bound, what is just beside them, and what is no score. */
const score = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.9, 1) },
	{ weight: 2, arbitrary: fc.constantFrom(0.1 + 0.2, 0.29999999999999993, 0.7999999999999999) },
	{ weight: 2, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
	{ weight: 1, arbitrary: fc.constantFrom(-999999, '-999999', -0.000001, 1.000001, 1.7e308) },
	{ weight: 1, arbitrary: fc.constantFrom('0.0004', ' 0.5 ', '1e-6', '-0.5') },
	{ weight: 2, arbitrary: fc.constantFrom<unknown>(undefined, null, '', 'n/a', true, [0.1]) },
);

const codes = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.array(
			fc.constantFrom<unknown>('B', 'A', 'a', 'C', '__proto__', '', null, { x: 1 }),
			{
				maxLength: 3,
			},
		),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom<unknown>(undefined, null, 'A', 'B', { code: 'A' }, {}, 7),
	},
);

const check = fc.record({
	wasRun: fc.constantFrom<unknown>(true, true, true, false, undefined, null, 'false', 0),
	probability: score,
	warning: codes,
	error: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: codes }),
});

type CheckDrawn = typeof check extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** How the score comes about: by either of the two formulas that were seen, or by another one. */
const FORMULAS: Record<string, (probabilities: number[]) => number> = {
	minimum: (probabilities) => Math.min(...probabilities),
	mean: (probabilities) =>
		probabilities.reduce((sum, next) => sum + next, 0) / probabilities.length,
};

/** @param moments those that matter most */
function recordsAround(moments: number[], zone: string): fc.Arbitrary<DocumentLivenessRecord[]> {
	const time = fc.oneof(
		fc.constantFrom(...moments),
		fc.constantFrom(...moments).map((moment) => moment - 1),
		fc.constantFrom(...moments).map((moment) => moment + 1),
		fc.integer({ min: FIRST, max: LAST - 1 }),
	);
	const createdAt = fc.oneof(
		{ weight: 6, arbitrary: time.map((moment) => new Date(moment).toISOString()) },
		{ weight: 2, arbitrary: time.map((moment) => isoIn(zone, moment)) },
		{ weight: 1, arbitrary: fc.constantFrom<unknown>(undefined, null, '', 'soon', FIRST, {}) },
	);
	const record = fc
		.record({
			_id: fc.constantFrom<unknown>('a', 'b', 'c', 'd', '', 7, null, undefined, {}),
			createdAt,
			aggregatedScore: score,
			formula: fc.constantFrom('minimum', 'mean', 'neither'),
			isLive: fc.constantFrom<unknown>(
				...[true, false, undefined, undefined, null, 'false', 'True', 0, 1, 'no', [0]],
			),
			chargesCount: fc.constantFrom<unknown>(
				undefined,
				undefined,
				0,
				1,
				4,
				'2',
				null,
				'two',
				-1,
				0.5,
			),
			checks: fc.tuple(check, check, check, check),
		})
		.map(({ checks, formula, ...fields }) => {
			const ran = checks
				.filter(({ wasRun }) => wasRun === true)
				.map(({ probability }) => probability);
			const numbers = ran.filter((probability) => typeof probability === 'number');
			const compute = numbers.length > 0 ? FORMULAS[formula] : undefined;
			const aggregatedScore = compute ? compute(numbers) : fields.aggregatedScore;
			return { ...fields, aggregatedScore, ...flat(checks) };
		});
	return fc.array(record, { maxLength: 25, size: 'max' });
}

function flat(checks: CheckDrawn[]): object {
	return Object.assign(
		{},
		...CHECK_FIELDS.map(({ wasRun, probability, warning, error }, index) => ({
			[wasRun]: checks[index].wasRun,
			[probability]: checks[index].probability,
			[warning]: checks[index].warning,
			[error]: checks[index].error,
		})),
	) as object;
}

const settings = fc
	.record({
		zone: fc.constantFrom(...ZONES),
		grouping: fc.constantFrom(...GROUPINGS, 'day', 'week', 'month'),
		/** In days: where the period begins, and how long it is. */
		start: fc.nat({ max: 50 }),
		length: fc.constantFrom(1, 1, 2, 7, 30),
		/** Whether it begins and ends anywhere, as a custom period may. */
		shift: fc.constantFrom(0, 0, 1, 4_000_001),
		compare: fc.boolean(),
		suspiciousScoreMax: fc.constantFrom(0, 0.1, 0.3, 0.5, 1),
		suspiciousCheckMax: fc.constantFrom(0, 0.1, 0.3, 0.5, 1),
		lowestCount: fc.constantFrom(0, 1, 3, 100),
	})
	.map(({ zone, grouping, start, length, shift, compare, ...numbers }) => {
		const days = groupsIn(zone, 'day').map(({ fromMs }) => fromMs);
		const first = Math.min(start, days.length - 2);
		const fromMs = days[first] + shift;
		const toMs = (days[Math.min(first + length, days.length - 1)] ?? LAST) + shift - 1;
		const previous = span(zone, fromMs - (toMs + 1 - fromMs), fromMs - 1);
		const groups = [
			{ key: groupKey(zone, grouping, fromMs), from: isoIn(zone, fromMs), fromMs },
			...groupsIn(zone, grouping).filter((group) => group.fromMs > fromMs && group.fromMs <= toMs),
		];
		return {
			grouping,
			keys: groups.map(({ key }) => key),
			settings: {
				period: { name: 'custom', timezone: zone, ...span(zone, fromMs, toMs) },
				previous: compare ? previous : null,
				groups: groups.map(({ from, fromMs }) => ({ from, fromMs })),
				...numbers,
			} satisfies SummarySettings,
		};
	});

function span(zone: string, fromMs: number, toMs: number) {
	return { from: isoIn(zone, fromMs), to: isoIn(zone, toMs), fromMs, toMs };
}

export const history: fc.Arbitrary<History> = settings.chain((drawn) => {
	const { period, groups } = drawn.settings;
	const before = period.fromMs - (period.toMs + 1 - period.fromMs);
	const starts = groups.slice(0, 40).map(({ fromMs }) => fromMs);
	const moments = [before, period.fromMs, period.toMs, period.toMs + 1, ...starts];
	return recordsAround(moments, period.timezone).map((records) => ({ ...drawn, records }));
});
