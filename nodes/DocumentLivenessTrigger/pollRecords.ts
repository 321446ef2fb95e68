import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { VerifikClient } from '../verifik/api/client';
import { walkPages } from '../verifik/api/pages';
import { fetchPage } from '../verifik/documentLiveness/endpoints';
import { itemsOf } from '../verifik/items';
import { toNodeError } from '../verifik/nodeError';
import { readFilter } from '../verifik/parameters/filters';
import { readOutputShape } from '../verifik/parameters/output';
import { readPageSize, readRequestSettings } from '../verifik/parameters/requests';
import { parametersOfTrigger } from '../verifik/parameters/values';
import { judge } from '../verifik/records/filter';
import type { DocumentLivenessRecord } from '../verifik/records/record';
import { parseCursor } from './cursor';
import { markNow, walking, readNews, type RecordList } from './readNews';

/** How many records "Fetch Test Event" shows, and how many it looks at to find them. */
const TEST_RECORDS = 3;
const TEST_RECORDS_SEARCHED = 1000;

/** ms. n8n's shortest interval is a minute: a poll that takes longer meets the next one. */
const LONGEST_READ = 30_000;

/** What the parameters make of a record: its items, none when the filters keep it out. */
type ToItems = (record: DocumentLivenessRecord) => INodeExecutionData[];

/**
 * One poll: the items of the records that are new since the poll before, oldest first, or `null`
 * when there is none, so that no execution starts. In the editor: the newest few, as a sample.
 *
 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
 * @throws {NodeApiError} for a request that failed; the node's static data is then as it was
 */
export async function pollRecords(context: IPollFunctions): Promise<INodeExecutionData[] | null> {
	try {
		const source = parametersOfTrigger(context);
		const filter = readFilter(source);
		const shape = readOutputShape(source);
		const pageSize = readPageSize(source);
		const settings = { ...readRequestSettings(source), maxWaitMs: 0 };

		const client = new VerifikClient(context);
		const list: RecordList = (createdAfter) => async (page, place, signal) =>
			await fetchPage(
				client,
				page,
				{ pageSize, settings, createdAfter: createdAfter ?? undefined },
				place,
				signal,
			);
		const toItems: ToItems = (record) =>
			judge(record, filter) === 'match' ? itemsOf(record, shape) : [];

		return context.getMode() === 'manual'
			? await sampleItems(context, list, toItems)
			: await newItems(context, list, toItems);
	} catch (error) {
		throw toNodeError(error, context.getNode());
	}
}

async function newItems(
	context: IPollFunctions,
	list: RecordList,
	toItems: ToItems,
): Promise<INodeExecutionData[] | null> {
	const { logger } = context;
	const staticData = context.getWorkflowStaticData('node');
	const before = JSON.stringify(staticData.cursor);
	const cursor = parseCursor(staticData.cursor);
	if (cursor === null && before !== undefined) {
		logger.warn('Verifik: what this trigger remembered cannot be read. It starts from now.');
	}

	const news =
		cursor === null
			? { cursor: await markNow(list), records: [] }
			: await readNews(list, cursor, timer(context));
	const items = news.records.flatMap(toItems);
	logger.debug(`Verifik: ${news.records.length} new records, ${items.length} items for them`);

	// n8n may start a poll while the one before still runs: the one that ends first has emitted
	if (JSON.stringify(staticData.cursor) !== before) return null;
	// what has not changed need not be stored again
	if (news.cursor !== cursor) staticData.cursor = news.cursor;
	return items.length === 0 ? null : items;
}

/** Tells whether a poll may go on: half the time that n8n grants (≥ 2.36), the rest is reserve. */
function timer(context: IPollFunctions): () => boolean {
	const granted = context.getPollBudgetMs?.() ?? Infinity;
	const end = Date.now() + Math.min(granted / 2, LONGEST_READ);
	return () => Date.now() < end;
}

/** The newest few records that pass the filters, oldest first, as a poll would give them. */
async function sampleItems(
	context: IPollFunctions,
	list: RecordList,
	toItems: ToItems,
): Promise<INodeExecutionData[]> {
	const samples: INodeExecutionData[][] = [];
	let searched = 0;
	for await (const { entries: records } of walkPages(list(null), walking)) {
		for (const record of records) {
			const items = toItems(record);
			if (items.length > 0) samples.unshift(items);
			if (samples.length === TEST_RECORDS) return samples.flat();
		}
		searched += records.length;
		if (searched >= TEST_RECORDS_SEARCHED) break;
	}
	if (samples.length === 0) throw nothingToShow(context, searched);
	return samples.flat();
}

function nothingToShow(context: IPollFunctions, searched: number): NodeOperationError {
	const [message, description] =
		searched === 0
			? [
					'This Verifik account has no document liveness record yet',
					'There is nothing to show as a sample. Check one document with Verifik, then fetch again. The workflow can be activated all the same: it then starts with the first record that arrives.',
				]
			: [
					`None of the newest ${searched} records would start this workflow`,
					'Loosen the filters to fetch a sample. The workflow can be activated all the same: it then starts with the first record that passes them.',
				];
	return new NodeOperationError(context.getNode(), message, { description });
}
