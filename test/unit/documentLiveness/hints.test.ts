import { RecordNotes } from '../../../nodes/verifik/documentLiveness/hints';
import type { FilteredField } from '../../../nodes/verifik/documentLiveness/filters/rule';
import { freshExecution } from '../samples';

test('a run in which nothing is remarkable has no hints', () => {
	const notes = new RecordNotes(freshExecution());
	notes.addFilterResult('match');
	notes.addFilterResult('mismatch');
	expect(notes.hints()).toEqual([]);
});

describe('records that a filter left out for want of a field', () => {
	test.each<[field: FilteredField, words: string]>([
		['aggregatedScore', 'no score'],
		['checks', 'no result of the chosen checks'],
		['createdAt', 'no creation date'],
		['verdict', 'no verdict'],
		['scoreAndVerdict', 'no score and no verdict'],
	])('are counted: %s', (field, words) => {
		const notes = new RecordNotes(freshExecution());
		notes.addFilterResult(field);
		expect(notes.hints()).toEqual([`1 record has ${words}, so the filter left it out.`]);
		notes.addFilterResult(field);
		notes.addFilterResult('mismatch');
		notes.addFilterResult(field);
		expect(notes.hints()).toEqual([`3 records have ${words}, so the filter left them out.`]);
	});
});

test('records with a number outside 0–1 are counted', () => {
	const notes = new RecordNotes(freshExecution());
	notes.addRecord({ aggregatedScore: 0.5 });
	notes.addRecord({ aggregatedScore: -999999, printedCopyProbability: -999999 });
	expect(notes.hints()).toEqual([
		'1 record has a score or probability outside 0–1, such as −999999 after a timeout. Such a number counts as none.',
	]);
	notes.addRecord({ screenReplayProbability: 1.5 });
	expect(notes.hints()).toEqual([
		'2 records have a score or probability outside 0–1, such as −999999 after a timeout. Such a number counts as none.',
	]);
});

describe('a list of which not all came', () => {
	test('is told with the reason', () => {
		const notes = new RecordNotes(freshExecution());
		notes.addUnfinished('Verifik gave only 100 of the 1,000 records that it counts');
		expect(notes.hints()).toEqual([
			'Some records are missing. Verifik gave only 100 of the 1,000 records that it counts.',
		]);
	});
});

test.each([
	[
		{ count: 1234, newestAt: Date.parse('2025-08-22T19:04:25Z') },
		'None of 1,234 records matched; the newest is from 22 Aug 2025.',
	],
	[{ count: 1234, newestAt: undefined }, 'None of 1,234 records matched.'],
	[
		{ count: undefined, newestAt: Date.parse('2025-08-22T19:04:25Z') },
		'No record matched; the newest is from 22 Aug 2025.',
	],
	[
		{ count: 1, newestAt: Date.parse('2025-08-22T19:04:25Z') },
		'The one record that came does not match; it is from 22 Aug 2025.',
	],
	[{ count: 1, newestAt: undefined }, 'The one record that came does not match.'],
])('when nothing matched: of %j, %s', (records, hint) => {
	const notes = new RecordNotes(freshExecution());
	notes.addNoMatch(records);
	notes.addNoMatch(records);
	expect(notes.hints()).toEqual([hint]);
});
