import type { INodeExecutionData, IN8nHttpFullResponse } from 'n8n-workflow';

import { getSuspicious } from '../../../nodes/DocumentLiveness/operations/getSuspicious.operation';
import { VerifikClient } from '../../../nodes/verifik/api/client';
import { RecordNotes } from '../../../nodes/verifik/documentLiveness/hints';
import type { DocumentLivenessRecord } from '../../../nodes/verifik/documentLiveness/record';
import type { OperationInput } from '../../../nodes/verifik/operations/operation';
import fc, { runs } from '../../harness/fastCheck';
import { parametersWith } from '../parameters/source';
import { history, type History } from './summary/histories';

/** Which records of a history are asked for. */
interface Question extends History {
	isCustom: boolean;
	includeUnjudged: boolean;
}

const question: fc.Arbitrary<Question> = fc
	.record({ history, isCustom: fc.boolean(), includeUnjudged: fc.boolean() })
	.map(({ history: { records, ...drawn }, ...choices }) => ({
		...drawn,
		...choices,
		records: records.map((record, index) => ({ ...record, _id: String(index) })),
	}));

/** The words of the design over all records, one after the other. */
function expected({ records, settings, isCustom, includeUnjudged }: Question): string[] {
	const { fromMs, toMs } = settings.period;
	const chosen = records.filter((record) => {
		const time = typeof record.createdAt === 'string' ? Date.parse(record.createdAt) : NaN;
		if (isCustom && !(time >= fromMs && time <= toMs)) return false;
		const score = scoreOf(record.aggregatedScore);
		if (record.isLive === false) return true;
		if (score !== undefined) return score <= settings.suspiciousScoreMax;
		return record.isLive === true ? false : includeUnjudged;
	});
	return chosen.map(({ _id }) => String(_id));
}

function scoreOf(value: unknown): number | undefined {
	const isNumber = typeof value === 'number' || (typeof value === 'string' && /\d/.test(value));
	return isNumber ? Number(value) : undefined;
}

/** Runs the operation with a server that ignores every date and gives all records on one page. */
async function ask({ records, settings, isCustom, includeUnjudged }: Question) {
	const { period, suspiciousScoreMax } = settings;
	const source = parametersWith({
		period: isCustom ? 'custom' : 'all',
		createdAfter: period.from,
		createdBefore: period.to,
		suspiciousScoreMax,
		includeUnjudged,
		simplify: true,
		splitWarnings: 'none',
		options: {},
	});
	const input: Partial<OperationInput<RecordNotes>> = {
		source,
		client: clientOf(records),
		notes: new RecordNotes(),
		itemIndex: 3,
		signal: new AbortController().signal,
		logger: { debug() {}, info() {}, warn() {}, error() {} },
	};
	return await getSuspicious.run(input as OperationInput<RecordNotes>);
}

function clientOf(records: DocumentLivenessRecord[]): VerifikClient {
	const body = { data: records, total: records.length, page: 1, pages: 1, limit: 100 };
	const answer: Partial<IN8nHttpFullResponse> = { statusCode: 200, headers: {}, body };
	const context = {
		getCredentials: async () => ({ accessToken: 'token', baseUrl: 'https://verifik.example' }),
		helpers: { httpRequestWithAuthentication: async () => structuredClone(answer) },
		logger: { debug() {}, info() {}, warn() {}, error() {} },
	};
	return new VerifikClient(context as unknown as ConstructorParameters<typeof VerifikClient>[0]);
}

const idsOf = (items: INodeExecutionData[]) => items.map(({ json }) => json._id);

test('Get Suspicious gives what a filter over all records gives, in their order', async () => {
	let found = 0;
	await fc.assert(
		fc.asyncProperty(question, async (drawn) => {
			const items = await ask(drawn);
			const ids = expected(drawn);
			found += ids.length;
			expect(idsOf(items)).toEqual(ids);
			expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":3}')).toBe(
				true,
			);
		}),
		{ numRuns: runs(5_000) },
	);
	expect(found).toBeGreaterThan(100);
}, 300_000);
