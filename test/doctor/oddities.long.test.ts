import type { Envelope, ListLies, QuotaHeader, SimulatorOptions } from '../../simulator';
import { ALL_QUESTIONS, examineSimulator, verdicts, type Question } from './support';

const ENVELOPES: Envelope[] = ['paged', 'wrapped', 'docs', 'data', 'bare'];
const TOTALS: Array<ListLies['total']> = [undefined, 7, 5000, 'missing', 'flaps', 'pageLength'];
const PAGES: Array<ListLies['pages']> = [undefined, 1, 40, 'missing', 'flaps'];
const SIZES: ListLies[] = [{}, { pageSizes: [60, 30] }, { smallerPages: 50 }];
const HEADERS: Array<QuotaHeader | undefined> = [
	undefined,
	'retry-after',
	'ratelimit',
	'ratelimit-legacy',
	'x-ratelimit',
];
const BOTH = [false, true];

function cross<One, Other>(some: One[], others: Other[]): Array<[One, Other]> {
	return some.flatMap((one) => others.map((other): [One, Other] => [one, other]));
}

/** Every combination of what has to do with each other; the rest takes turns. */
function combinations(envelope: Envelope): SimulatorOptions[] {
	const hasCounts = envelope !== 'data' && envelope !== 'bare';
	const counts = hasCounts ? cross(TOTALS, PAGES) : cross([undefined], [undefined]);
	const lists = cross(cross(counts, SIZES), cross(cross(BOTH, BOTH), BOTH));
	return lists.map(([[[total, pages], sizes], [[ignorePage, ignoreFilters], drifts]], index) => {
		const header = HEADERS[index % HEADERS.length];
		return {
			envelope,
			ignorePage,
			ignoreFilters,
			...(drifts && { drift: { every: 2, records: 3 } }),
			lies: {
				...sizes,
				...(total !== undefined && { total }),
				...(pages !== undefined && { pages }),
			},
			maxPageSize: index % 7 < 3 ? 80 : 100,
			withoutScore: index % 3 === 0 ? 0.5 : 0,
			...(header && {
				quotas: {
					requests: 500,
					per: 'hour' as const,
					window: 'fixed' as const,
					headers: [header],
				},
			}),
		};
	});
}

/** What a person who knows the switches expects the doctor to say. */
function expected(options: SimulatorOptions): { otherwise: string[]; unknown: string[] } {
	const { envelope, ignorePage, ignoreFilters, lies = {}, maxPageSize, withoutScore } = options;
	const hasCounts = envelope !== 'data' && envelope !== 'bare';
	// where no page shows the end of the list, a number can only be caught contradicting itself
	const isEndless = ignorePage === true || lies.pageSizes !== undefined;
	const { total, pages } = lies;
	// a page that is always the same, and as long as its total says, is a whole list to anybody, as
	// long as nothing arrives
	const isWhole =
		ignorePage === true &&
		lies.pageSizes !== undefined &&
		total === 'pageLength' &&
		options.drift === undefined;
	const isSelfContradictory =
		[7, 'missing', 'flaps', 'pageLength'].includes(total ?? '') && !isWhole;
	const isTotalBad = !hasCounts || isSelfContradictory || (total === 5000 && !isEndless);
	const isPagesMissing = !hasCounts || pages === 'missing' || pages === 'flaps';
	const isPagesBad =
		isPagesMissing || (!isEndless && (pages !== undefined || lies.smallerPages !== undefined));
	const header = [options.quotas ?? []].flat()[0]?.headers?.[0];
	const isOtherwise: Partial<Record<Question, boolean>> = {
		'What a page comes in': envelope !== 'paged',
		'What decides the page size': lies.pageSizes !== undefined,
		'Records on the largest page':
			maxPageSize !== 100 || lies.pageSizes !== undefined || lies.smallerPages !== undefined,
		'The second page': ignorePage,
		whereGTE_createdAt: ignoreFilters,
		whereLTE_createdAt: ignoreFilters,
		'total, all in all': isTotalBad,
		pages: isPagesBad,
		'aggregatedScore, a number': withoutScore !== 0,
		// Retry-After comes with a refusal only
		'Headers of a quota': header !== undefined && header !== 'retry-after',
	};
	const isUnknown: Partial<Record<Question, boolean>> = {
		// a bare list has no place for a price
		'Reading the list': envelope === 'bare',
		'total, all in all': isEndless && !isTotalBad,
		pages: isEndless && !isPagesBad,
		'total, with dates': isEndless || isTotalBad || ignoreFilters,
	};
	return {
		otherwise: ALL_QUESTIONS.filter((question) => isOtherwise[question]),
		unknown: ALL_QUESTIONS.filter((question) => isUnknown[question]),
	};
}

/**
 * Of the 720 cases with counts every eleventh, so that it takes seconds: eleven has no factor in common
 * with what takes turns. DOCTOR_STEP=1 is all of them.
 */
const STEP = Number(process.env.DOCTOR_STEP) || 11;

describe('the doctor names each oddity of the list, and no other', () => {
	it.each(ENVELOPES)(
		'in every combination, in the envelope %s',
		async (envelope) => {
			const all = combinations(envelope).filter((_options, index) => index % STEP === 0);
			const wrong = [];
			for (const options of all) {
				const { examination, simulator } = await examineSimulator(options);
				const seen = verdicts(examination);
				const due = expected(options);
				if (JSON.stringify(seen) !== JSON.stringify(due)) wrong.push({ options, seen, due });
				expect(simulator.requests.length).toBeLessThanOrEqual(14);
				expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			}
			expect(wrong.length === 0 ? [] : [wrong.length, all.length, ...wrong.slice(0, 3)]).toEqual(
				[],
			);
		},
		1_200_000,
	);
});
