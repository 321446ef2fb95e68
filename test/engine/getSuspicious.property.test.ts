import fc, { runs } from '../harness/fastCheck';
import { runWorkflow, singleNode } from '../harness';
import { withServer } from '../harness/server';
import {
	cases,
	expectedOf,
	formOf,
	pageOf,
	type Case,
} from '../unit/documentLiveness/suspiciousCases';
import { setClock } from './clock';
import { jsonOf, packageFromSources } from './support';

/** Those that go by the moment itself would be another one by the time that the node runs. */
const hasBounds = ({ period: { form } }: Case) =>
	!['lastHour', 'last24Hours'].includes((form as { period: string }).period);

it('gives what a filter leaves of a history, in any time zone', async () => {
	let drawn: Case | undefined;
	let given = 0;
	await withServer(
		({ url = '' }, response) => {
			const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
			const page = drawn && pageOf(drawn.records, query, drawn.appliesDates);
			response.setHeader('content-type', 'application/json').end(JSON.stringify(page));
		},
		async ({ url }) => {
			await fc.assert(
				fc.asyncProperty(cases.filter(hasBounds), async (next) => {
					drawn = next;
					jest.restoreAllMocks();
					setClock(new Date(next.nowMs + 1_000).toISOString());
					const { error, items } = await runWorkflow(await packageFromSources, {
						...singleNode({ operation: 'getSuspicious', ...formOf(next) }),
						mode: 'manual',
						settings: { timezone: next.timezone },
						credentials: { verifikApi: { accessToken: 'token', baseUrl: url } },
					});
					expect(error).toBeUndefined();
					// as they come over the wire
					const expected = JSON.parse(JSON.stringify(expectedOf(next))) as object[];
					expect(jsonOf(items('Node'))).toEqual(expected);
					given += expected.length;
				}),
				{ numRuns: runs(60) },
			);
		},
	);
	expect(given).toBeGreaterThan(0);
});
