import type { IDataObject } from 'n8n-workflow';

import { processDependencies } from '../../nodes/DocumentLivenessTrigger/pollMemory';
import { startSimulator } from '../../simulator';
import { loadPackage, poll } from '../harness';
import { withDates } from '../harness/datesOf';

const inWords = (createdAt: string) =>
	new Date(createdAt).toLocaleString('en-US', {
		timeZone: 'UTC',
		dateStyle: 'long',
		timeStyle: 'medium',
	});

test.each<[form: string, write: (createdAt: string) => string]>([
	['as ISO text', (createdAt) => createdAt.replace('Z', '')],
	['with a space', (createdAt) => createdAt.slice(0, 19).replace('T', ' ')],
	['in words', (createdAt) => inWords(createdAt).replace(' at ', ' ')],
])('a trigger starts with each new record whose date has no zone, %s', async (_form, write) => {
	const packageFromSources = await loadPackage('sources');
	const api = await startSimulator({ count: 150 });
	try {
		await withDates(api, write, async (baseUrl) => {
			let staticData: IDataObject | undefined;
			const pollIds = async () => {
				processDependencies.memories.clear();
				const polled = await poll(packageFromSources, {
					type: 'n8n-nodes-verifik.documentLivenessTrigger',
					parameters: { event: 'newRecord', filters: {}, simplify: true, splitWarnings: 'none' },
					credentials: { verifikApi: { accessToken: api.token, baseUrl } },
					...(staticData && { staticData }),
				});
				staticData = polled.staticData;
				return (polled.items ?? []).map(({ json }) => json._id);
			};
			expect(await pollIds()).toEqual([]);
			for (let time = 0; time < 3; time++) {
				const arrived = api.arrive(60).map((record) => record._id);
				expect((await pollIds()).sort()).toEqual(arrived.sort());
			}
			expect(await pollIds()).toEqual([]);
		});
	} finally {
		await api.close();
	}
});
