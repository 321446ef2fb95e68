import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import {
	filterRecord,
	isSelective,
	readFilter,
	RULES,
	type RecordFilter,
} from '../../../../nodes/verifik/documentLiveness/filters/filter';
import type { DocumentLivenessRecord } from '../../../../nodes/verifik/documentLiveness/record';
import { parametersWith } from '../../parameters/source';
import { recordWith, recordWithout } from '../../samples';

interface Example {
	/** What is in \'Filters\'. */
	added: Record<string, unknown>;
	keeps: DocumentLivenessRecord;
	leavesOut: DocumentLivenessRecord;
}

/** For each field of \'Filters\', a use of it. The type asks for one when a rule is added. */
const EXAMPLES: Record<keyof RecordFilter, Example> = {
	aggregatedScoreMax: {
		added: { aggregatedScoreMax: 0.5 },
		keeps: recordWith({ aggregatedScore: 0.4 }),
		leavesOut: recordWith({ aggregatedScore: 0.6 }),
	},
	aggregatedScoreMin: {
		added: { aggregatedScoreMin: 0.5 },
		keeps: recordWith({ aggregatedScore: 0.6 }),
		leavesOut: recordWith({ aggregatedScore: 0.4 }),
	},
	missingScore: {
		added: { missingScore: 'include', aggregatedScoreMax: 0.5 },
		keeps: recordWithout('aggregatedScore'),
		leavesOut: recordWith({ aggregatedScore: 0.6 }),
	},
	failedCheck: {
		added: { failedCheck: ['printedCopy'] },
		keeps: recordWith({ printedCopyProbability: 0.5 }),
		leavesOut: recordWith({ printedCopyProbability: 0.6, screenReplayProbability: 0.1 }),
	},
	failedCheckMax: {
		added: { failedCheckMax: 0.3 },
		keeps: recordWith({ printedCopyProbability: 0.3 }),
		leavesOut: recordWith({
			screenReplayProbability: 0.31,
			printedCopyProbability: 0.31,
			digitalManipulationProbability: 0.4,
		}),
	},
	createdAfter: {
		added: { createdAfter: '2025-08-22T00:00:00Z' },
		keeps: recordWith({ createdAt: '2025-08-23T00:00:00Z' }),
		leavesOut: recordWith({ createdAt: '2025-08-21T00:00:00Z' }),
	},
	createdBefore: {
		added: { createdBefore: '2025-08-22T00:00:00Z' },
		keeps: recordWith({ createdAt: '2025-08-21T00:00:00Z' }),
		leavesOut: recordWith({ createdAt: '2025-08-23T00:00:00Z' }),
	},
	period: {
		// of seven days before the run, which is on 23 Nov 2026
		added: { period: 'last7Days' },
		keeps: recordWith({ createdAt: '2026-11-20T00:00:00Z' }),
		leavesOut: recordWith({ createdAt: '2026-11-10T00:00:00Z' }),
	},
	verdict: {
		added: { verdict: 'notLive' },
		keeps: recordWith({ isLive: false }),
		leavesOut: recordWith({ isLive: true }),
	},
};

const filterOf = (filters: object) => readFilter(parametersWith({ filters }));

const FOLDER = join(__dirname, '../../../../nodes/verifik/documentLiveness/filters');

const isRule = ([, value]: [name: string, value: unknown]) =>
	typeof value === 'object' && value !== null && 'isSet' in value;

const fields = RULES.flatMap((rule) =>
	Object.entries(rule.parameters).map(([name, { field }]) => ({ name, field, rule })),
);

describe.each(fields)('$field.displayName', ({ name, field, rule }) => {
	const { added, keeps, leavesOut } = EXAMPLES[name as keyof RecordFilter];
	const filter = filterOf(added);

	it('is read from the field of its name', () => {
		expect(field.name).toBe(name);
		expect(filter[name as keyof RecordFilter]).toBeDefined();
	});

	it('sets its rule, and no other', () => {
		expect(RULES.filter((other) => other.isSet(filter))).toEqual([rule]);
		expect(isSelective(filter)).toBe(true);
	});

	it('keeps some records and leaves others out', () => {
		expect(filterRecord(keeps, filter)).toBe('match');
		expect(filterRecord(leavesOut, filter)).toBe('mismatch');
	});

	it('makes a difference', () => {
		const without: RecordFilter = { ...filter, [name]: undefined };
		expect([keeps, leavesOut].map((record) => filterRecord(record, without))).not.toEqual([
			'match',
			'mismatch',
		]);
	});
});

it('every rule that is written is in the list of all', async () => {
	const modules: object[] = await Promise.all(
		readdirSync(FOLDER).map(async (file) => await import(join(FOLDER, file))),
	);
	const written = modules.flatMap((module) => Object.entries(module)).filter(isRule);
	const unlisted = written.filter(([, rule]) => !RULES.includes(rule)).map(([name]) => name);
	expect(unlisted).toEqual([]);
	expect(written).toHaveLength(RULES.length);
});
