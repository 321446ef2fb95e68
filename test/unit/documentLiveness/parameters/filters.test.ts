import {
	parametersOfRules,
	readFilter,
	RULES,
} from '../../../../nodes/verifik/documentLiveness/filters/filter';
import { parametersWith, refusal, refusalOf } from '../../parameters/source';

const read = (filters: unknown) => readFilter(parametersWith({ filters }));

const SCORE_ADVICE = 'Enter a number from 0 to 1.';
const DATE_ADVICE =
	'Pick a date, or let the expression give one such as 2025-08-22T19:04:25Z. To have no bound, remove the filter.';
const VERDICT_ADVICE = 'Choose from the list, or let the expression give one of: live, notLive.';
const RANGE_ADVICE = 'Swap the two, or remove one of them.';

test('no filters: nothing is bounded, and missing scores would be left out', () => {
	for (const filters of [{}, undefined]) {
		expect(read(filters)).toEqual({
			aggregatedScoreMin: undefined,
			aggregatedScoreMax: undefined,
			missingScore: undefined,
			failedCheck: undefined,
			failedCheckMax: undefined,
			createdAfter: undefined,
			createdBefore: undefined,
			verdict: undefined,
		});
	}
});

test('all filters are read, from what the fields give', () => {
	expect(
		read({
			aggregatedScoreMin: 0,
			aggregatedScoreMax: 0.5,
			missingScore: 'include',
			createdAfter: '2025-08-22T00:00:00',
			createdBefore: '2025-08-23T00:00:00',
			verdict: 'notLive',
			failedCheck: ['printedCopy', 'screenReplay'],
			failedCheckMax: 0.3,
		}),
	).toEqual({
		aggregatedScoreMin: 0,
		aggregatedScoreMax: 0.5,
		missingScore: 'include',
		createdAfter: Date.parse('2025-08-22T05:00:00Z'),
		createdBefore: Date.parse('2025-08-24T05:00:00Z') - 1,
		verdict: 'notLive',
		failedCheck: ['printedCopy', 'screenReplay'],
		failedCheckMax: 0.3,
	});
});

test.each<[filters: object, message: string, advice: string]>([
	[
		{ aggregatedScoreMin: '' },
		"'Aggregated Score Minimum' must be a number, but is empty",
		SCORE_ADVICE,
	],
	[
		{ aggregatedScoreMax: undefined },
		"'Aggregated Score Maximum' must be a number, but is empty",
		SCORE_ADVICE,
	],
	[
		{ aggregatedScoreMax: 'low' },
		'\'Aggregated Score Maximum\' must be a number, but is "low"',
		SCORE_ADVICE,
	],
	[
		{ aggregatedScoreMax: 50 },
		"'Aggregated Score Maximum' must be a number from 0 to 1, but is 50",
		SCORE_ADVICE,
	],
	[
		{ aggregatedScoreMin: -1 },
		"'Aggregated Score Minimum' must be a number from 0 to 1, but is -1",
		SCORE_ADVICE,
	],
	[
		{ missingScore: 'keep' },
		'\'Missing Score\' cannot be "keep"',
		'Choose from the list, or let the expression give one of: exclude, include.',
	],
	[
		{ failedCheck: [] },
		"'Failed Check' must have at least one check",
		'Select one or more checks. An expression has to give a list, such as ["screenReplay"].',
	],
	[
		{ failedCheck: ['hologram'] },
		'\'Failed Check\' cannot be "hologram"',
		'Choose from the list, or let the expression give one of: screenReplay, printedCopy, portraitSubstitution, digitalManipulation.',
	],
	[
		{ failedCheckMax: 50 },
		"'Failed Check Maximum' must be a number from 0 to 1, but is 50",
		SCORE_ADVICE,
	],
	[{ createdAfter: '' }, "'Created After' must be a date, but is empty", DATE_ADVICE],
	[{ createdBefore: 'soon' }, '\'Created Before\' must be a date, but is "soon"', DATE_ADVICE],
	[{ verdict: '' }, "'Verdict' cannot be empty", VERDICT_ADVICE],
	[{ verdict: 'maybe' }, '\'Verdict\' cannot be "maybe"', VERDICT_ADVICE],
	[
		{ aggregatedScoreMin: 0.6, aggregatedScoreMax: 0.5 },
		"'Aggregated Score Minimum' (0.6) is above 'Aggregated Score Maximum' (0.5), so no record can match",
		RANGE_ADVICE,
	],
	[
		{ createdAfter: '2025-08-22T19:04:25.504Z', createdBefore: '2025-08-22T19:04:25.503Z' },
		"'Created After' is later than 'Created Before', so no record can match",
		RANGE_ADVICE,
	],
])(
	'%p is refused, by the name that is shown and with the input item',
	(filters, message, advice) => {
		expect(refusalOf(() => read(filters))).toEqual(refusal(message, advice));
	},
);

test('the names in the messages are those on screen', () => {
	const shown = parametersOfRules(RULES).map(({ field: { name, displayName } }) => {
		const { message } = refusalOf(() => read({ [name]: { wrong: true } }));
		return [displayName, message.split("'")[1]];
	});
	expect(shown).not.toEqual([]);
	for (const [displayName, named] of shown) expect(named).toBe(displayName);
});
