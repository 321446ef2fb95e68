import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import type { RequestSettings } from '../verifik/api/request';
import { walkPages } from '../verifik/api/pages';
import { opensAgain, VerifikError, withWords } from '../verifik/api/errors/VerifikError';
import { fetchPage } from '../verifik/documentLiveness/endpoints';
import { itemsOf } from '../verifik/documentLiveness/items';
import { filterRecord, readFilter } from '../verifik/documentLiveness/filters/filter';
import { readOutputShape } from '../verifik/documentLiveness/parameters/output';
import { readAdded, readOption } from '../verifik/parameters/parameter';
import { pageSize as pageSizeParameter, readRequestSettings } from '../verifik/parameters/requests';
import type { ParameterSource } from '../verifik/parameters/values';
import type { DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import { budgetOf, type Budget } from './budget';
import { NOTHING_SEEN, type Cursor } from './cursor';
import { markNow } from './markNow';
import { startFrom as startFromParameter } from './parameters';
import { parseCursor } from './parseCursor';
import { clientOf, type Polled, type TriggerEvent, type World } from './poll';
import { readNewRecords, type Found } from './readNewRecords';
import { walking, type RecordList } from './recordList';

/** How many records "Fetch Test Event" shows, and how many it looks at to find them. */
const TEST_RECORDS = 3;
const TEST_RECORDS_SEARCHED = 1000;

/** ms. A quota that opens within n8n's shortest interval has opened when the next poll comes. */
const SHORTEST_INTERVAL_MS = 60_000;

/** What the parameters make of a record: its items, none when the filters keep it out. */
export type ToItems = (record: DocumentLivenessRecord) => INodeExecutionData[];

/**
 * The event "New Record".
 *
 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
 */
export function newRecord(
	context: IPollFunctions,
	source: ParameterSource,
	world: World,
): TriggerEvent {
	const filter = readFilter(source);
	const shape = readOutputShape(source);
	return recordEvent(context, source, world, (record) =>
		filterRecord(record, filter) === 'match' ? itemsOf(record, shape) : [],
	);
}

/** An event that goes by the records of the list, as they arrive. */
export function recordEvent(
	context: IPollFunctions,
	source: ParameterSource,
	world: World,
	toItems: ToItems,
): TriggerEvent {
	const startFrom = readAdded(source, 'options', startFromParameter);
	const pageSize = readOption(source, pageSizeParameter);
	const settings = readRequestSettings(source);
	const budget = budgetOf(context.getPollBudgetMs?.(), world.clock.elapsedMs);
	const list = listOf(context, world, { pageSize, settings, budget });
	const limits = { hasTime: budget.hasTime, pageSize };
	return {
		key: 'cursor',
		sample: async () => await sampleItems(context, list, pageSize, toItems),
		poll: async (state): Promise<Polled> => {
			const found = await findNews(list, firstCursor(context, state, startFrom), limits);
			const items = found.records.flatMap(toItems);
			report(context, found, items.length);
			return { items, state: found.cursor };
		},
	};
}

interface Reading {
	pageSize: number;
	settings: RequestSettings;
	budget: Budget;
}

/** The account's list, asked within the poll's budget. */
function listOf(context: IPollFunctions, world: World, reading: Reading): RecordList {
	const { pageSize, budget } = reading;
	const client = clientOf(context, world);
	return (createdAfter) => async (page, place, signal) => {
		const settings: RequestSettings = {
			...reading.settings,
			concurrency: 1,
			maxWaitMs: Infinity,
			waitUntilMs: budget.deadlineMs,
			timeoutMs: budget.timeoutMs(reading.settings.timeoutMs),
		};
		const request = { pageSize, settings, createdAfter: createdAfter ?? undefined };
		try {
			return await fetchPage(client, page, request, place, signal);
		} catch (error) {
			throw inWordsOfPoll(error, world.clock.now());
		}
	};
}

/** "Max Wait for Quota" and "When Results Are Incomplete" are no options of a trigger. */
function inWordsOfPoll(error: unknown, nowMs: number): unknown {
	if (!(error instanceof VerifikError) || error.failureCause !== 'rate-limited') return error;
	const { waitMs = 0 } = error.told ?? {};
	const when = waitMs < SHORTEST_INTERVAL_MS ? '' : opensAgain(waitMs, nowMs);
	return withWords(error, {
		description: `${when}No record is lost: the next poll goes on from here. If this happens often, poll less often, or ask Verifik for a higher quota.`,
	});
}

/** Where the poll starts; `undefined` when it is the first one, which only marks "now". */
function firstCursor(
	{ logger }: IPollFunctions,
	state: unknown,
	startFrom: number | undefined,
): Cursor | undefined {
	const cursor = parseCursor(state);
	if (cursor !== undefined) return cursor;
	if (state !== undefined) {
		logger.warn('Verifik: what this trigger remembered cannot be read. It starts from now.');
		return undefined;
	}
	return startFrom === undefined ? undefined : { ...NOTHING_SEEN, floorAt: startFrom };
}

async function findNews(
	list: RecordList,
	cursor: Cursor | undefined,
	limits: { hasTime: () => boolean; pageSize: number },
): Promise<Found> {
	try {
		if (cursor !== undefined) return await readNewRecords(list, cursor, limits);
		return { records: [], ...(await markNow(list)) };
	} catch (error) {
		const failure: unknown = error;
		if (!(failure instanceof VerifikError) || failure.kind !== 'incomplete') throw failure;
		throw withWords(failure, {
			description:
				'No record is lost: the next poll reads the same again. If it keeps happening, ask Verifik why the list has fewer records than it counts.',
		});
	}
}

/** Says in n8n's log what the poll came to. */
function report({ logger }: IPollFunctions, found: Found, items: number): void {
	const { cursor, records, failure, contradiction } = found;
	logger.debug(`Verifik: ${records.length} new records, ${items} items for them`);
	if (contradiction !== undefined) {
		logger.warn(
			`Verifik: what the list says contradicts itself: ${contradiction}. ${records.length} new records were given, and the next poll reads the same part again.`,
		);
	} else if (failure !== undefined) {
		const reason = failure instanceof Error ? failure.message : 'a request failed';
		logger.warn(
			`Verifik: the poll ended early: ${reason}. What was read until then counts, and the next poll goes on from there.`,
		);
	} else if (cursor.behind !== null) {
		logger.info(
			'Verifik: there are more new records than this poll had time to read. The next poll goes on from there.',
		);
	}
}

/** The newest few records that pass the filters, oldest first, as a poll would give them. */
async function sampleItems(
	context: IPollFunctions,
	list: RecordList,
	pageSize: number,
	toItems: ToItems,
): Promise<INodeExecutionData[]> {
	const samples: INodeExecutionData[][] = [];
	let searched = 0;
	for await (const { entries: records } of walkPages(list(null), { ...walking, pageSize })) {
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
					'There is nothing to show as a sample. Check one document with Verifik, then try again. You can publish the workflow anyway: it starts with the first record that arrives.',
				]
			: [
					`None of the newest ${searched} records would start this workflow`,
					'Loosen the filters to fetch a sample. You can publish the workflow anyway: it starts with the first record that passes them.',
				];
	return new NodeOperationError(context.getNode(), message, { description });
}
