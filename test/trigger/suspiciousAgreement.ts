import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { pollTrigger } from '../../nodes/DocumentLivenessTrigger/poll';
import { Gates } from '../../nodes/verifik/api/gate';
import fc from '../harness/fastCheck';
import { deepFreeze } from '../unit/samples';
import { isJudged, reasonsOf } from '../unit/documentLiveness/reasonsByWords';
import { cases, pageOf, timeOf, type Case } from '../unit/documentLiveness/suspiciousCases';
import { pollContext, VirtualClock } from './pollContext';

/** The list as a server gives it: newest first, and of what has a date. */
function listed({ records }: Case) {
	return records
		.filter((record) => !Number.isNaN(timeOf(record)))
		.sort((a, b) => timeOf(b) - timeOf(a));
}

/** The event Suspicious Record gives what a filter leaves of all records, with the reasons, each once. */
export async function expectAgreement(numRuns: number): Promise<void> {
	let given = 0;
	await fc.assert(
		fc.asyncProperty(cases, async (drawn) => {
			const { suspiciousScoreMax, suspiciousCheckMax, includeUnjudged, pageSize } = drawn;
			const records = deepFreeze(listed(drawn));
			const clock = new VirtualClock(drawn.nowMs);
			const staticData: IDataObject = {};
			const answer = async ({ qs }: IHttpRequestOptions): Promise<IN8nHttpFullResponse> => ({
				statusCode: 200,
				headers: {},
				body: pageOf(records, qs as object, drawn.appliesDates),
			});
			const options = { pageSize, suspiciousCheckMax, startFrom: '2000-01-01T00:00:00Z' };
			const parameters = {
				event: 'suspiciousRecord',
				suspiciousScoreMax,
				includeUnjudged,
				simplify: false,
				options,
			};
			const dependencies = { clock, memories: new Map(), gates: new Gates(clock) };
			const context = pollContext({ answer, staticData, parameters });
			const items = (await pollTrigger(context, dependencies)) ?? [];
			expect(await pollTrigger(context, dependencies)).toBeNull();

			const expected = records
				.map((record): IDataObject => ({ ...record, reasons: reasonsOf(record, drawn) }))
				.filter(
					(record) =>
						(record.reasons as string[]).length > 0 ||
						(includeUnjudged && !isJudged(record, drawn)),
				);
			const byId = (some: IDataObject[]) =>
				some.sort((a, b) => String(a._id).localeCompare(String(b._id)));
			expect(byId(items.map(({ json }) => json))).toEqual(byId(expected));
			given += expected.length;
		}),
		{ numRuns },
	);
	expect(given).toBeGreaterThan(numRuns);
}
