import {
	isJudged,
	isSuspicious,
	judgeConcern,
} from '../../../nodes/verifik/documentLiveness/suspicious';
import { fullRecord, nestedRecord, newerRecord, recordWith, recordWithout } from '../samples';

const AT_HALF = { suspiciousScoreMax: 0.5 };

describe('a document is suspicious', () => {
	test.each<[name: string, fields: Record<string, unknown>, suspicious: boolean]>([
		['by a score below the maximum', { aggregatedScore: 0.1 }, true],
		['by a score on the maximum', { aggregatedScore: 0.5 }, true],
		['not by a score just above it', { aggregatedScore: 0.5000001 }, false],
		['by a score that came as text', { aggregatedScore: '0.0004' }, true],
		['when Verifik says not live, whatever the score', { aggregatedScore: 1, isLive: false }, true],
		[
			'when Verifik says not live and there is no score',
			{ aggregatedScore: null, isLive: false },
			true,
		],
		['by its score, also when Verifik says live', { aggregatedScore: 0.2, isLive: true }, true],
		[
			'not when Verifik says live and there is no score',
			{ aggregatedScore: null, isLive: true },
			false,
		],
		['not for a verdict that is none', { aggregatedScore: 0.9, isLive: 'false' }, false],
		['not without score and verdict', { aggregatedScore: null }, false],
		['not by an empty text, which is no score of 0', { aggregatedScore: '' }, false],
	])('%s', (_name, fields, suspicious) => {
		expect(isSuspicious(recordWith(fields), AT_HALF)).toBe(suspicious);
	});

	test('by a maximum of one’s own', () => {
		const record = recordWith({ aggregatedScore: 0.3 });
		expect(isSuspicious(record, { suspiciousScoreMax: 0.3 })).toBe(true);
		expect(isSuspicious(record, { suspiciousScoreMax: 0.29 })).toBe(false);
		expect(isSuspicious(recordWith({ aggregatedScore: 0 }), { suspiciousScoreMax: 0 })).toBe(true);
	});

	test('as the documented records are', () => {
		const records = [fullRecord, newerRecord, nestedRecord];
		expect(records.map((record) => isSuspicious(record, AT_HALF))).toEqual([true, true, false]);
	});
});

test.each<[name: string, record: Record<string, unknown>, judged: boolean]>([
	['a score', fullRecord, true],
	['a verdict alone', recordWith({ aggregatedScore: null, isLive: true }), true],
	['neither', recordWithout('aggregatedScore'), false],
	['a score that is no number', recordWith({ aggregatedScore: 'n/a' }), false],
	['another shape', nestedRecord, false],
])('a record with %s: can it be judged?', (_name, record, judged) => {
	expect(isJudged(record)).toBe(judged);
});

test.each<[name: string, record: Record<string, unknown>, given: string, without: string]>([
	['suspicious', fullRecord, 'match', 'match'],
	['genuine', recordWith({ aggregatedScore: 0.9 }), 'mismatch', 'mismatch'],
	['neither, for want of both', nestedRecord, 'match', 'scoreAndVerdict'],
])('a record that is %s: is it of concern?', (_name, record, given, without) => {
	expect(judgeConcern(record, { ...AT_HALF, includeUnjudged: true })).toBe(given);
	expect(judgeConcern(record, { ...AT_HALF, includeUnjudged: false })).toBe(without);
});
