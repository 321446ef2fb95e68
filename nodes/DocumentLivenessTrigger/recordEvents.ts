import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { countOf } from '../verifik/counts';
import { VerifikClient } from '../verifik/api/client';
import { opensAgain, VerifikError, withWords } from '../verifik/api/errors/VerifikError';
import { fetchPage } from '../verifik/documentLiveness/endpoints';
import { filterRecord, readFilter } from '../verifik/documentLiveness/filters/filter';
import { itemsOf } from '../verifik/documentLiveness/items';
import { readOutputShape } from '../verifik/documentLiveness/parameters/output';
import {
	includeUnjudged as includeUnjudgedParameter,
	readSuspicionCriteria,
} from '../verifik/documentLiveness/parameters/suspicion';
import type { DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import { classify, needsReview } from '../verifik/documentLiveness/suspicious';
import { SIMULATED_RESULTS } from '../verifik/operations/accountHints';
import { read, readAdded, readOption } from '../verifik/parameters/parameter';
import { pageSize as pageSizeParameter, readRequestSettings } from '../verifik/parameters/requests';
import { NOTHING_GIVEN, parseCursor, type Cursor } from './cursor';
import { startFrom as startFromParameter } from './parameters';
import type { PollInputs } from './pollMemory';
import { readNews, startFromNow, type Found, type Limits, type RecordList } from './readNews';

/** How many records "Fetch Test Event" shows, and how many it looks at to find them. */
const TEST_RECORDS = 3;
const TEST_RECORDS_SEARCHED = 1000;

/** n8n's shortest interval is a minute: a poll that reads longer than half of it meets the next one. */
const SHORTEST_INTERVAL_MS = 60_000;

/** ms. What n8n grants a poll where it does not tell (before 2.36). */
const GRANTED_MS = 5 * 60_000;

/** ms. A request that gets less than that could as well not be sent. */
const SHORTEST_TIMEOUT_MS = 1_000;

/** What the parameters make of a record: its items, none when it is not wanted. */
type ToItems = (record: DocumentLivenessRecord) => INodeExecutionData[];

/**
 * The event "New Record".
 *
 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
 */
export function newRecord(inputs: PollInputs) {
	const filter = readFilter(inputs.source);
	const shape = readOutputShape(inputs.source);
	return recordEvent(inputs, (record) =>
		filterRecord(record, filter) === 'match' ? itemsOf(record, shape) : [],
	);
}

/**
 * The event "Suspicious Record": of the records that arrive, those that Get Suspicious would give. It
 * has the cursor of "New Record", so switching between the two loses and repeats nothing.
 *
 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
 */
export function suspiciousRecord(inputs: PollInputs) {
	const criteria = readSuspicionCriteria(inputs.source);
	const includeUnjudged = read(inputs.source, includeUnjudgedParameter);
	const shape = readOutputShape(inputs.source);
	return recordEvent(inputs, (record) => {
		const classified = classify(record, criteria);
		if (needsReview(classified, includeUnjudged) !== 'match') return [];
		return itemsOf(record, shape, undefined, classified.reasons);
	});
}

/** An event that goes by the records of the list, as they arrive. */
function recordEvent(inputs: PollInputs, toItems: ToItems) {
	const { context, source } = inputs;
	const startFrom = readAdded(source, 'options', startFromParameter);
	const { client, list, limits } = readingOf(inputs);
	return {
		key: 'cursor',
		sample: async () => await sampleItems(context, list, toItems),
		poll: async (state: unknown) => {
			const cursor = firstCursor(context, state, startFrom);
			const found = await (cursor ? readNews(list, cursor, limits) : startFromNow(list, limits));
			const items = found.records.flatMap(toItems);
			if (state === undefined) warnOfSimulation(context, client);
			report(context, found, items.length);
			return { items, state: found.cursor };
		},
	};
}

/**
 * The account's list, and how long it may be read. Half of the time that n8n grants is for beginning
 * something, at most half a minute; a request then may take until nine tenths are over. The rest is
 * for handing over what came: n8n drops all that a poll has read when it takes longer.
 */
function readingOf({ context, source, dependencies: { clock, gates } }: PollInputs) {
	const pageSize = readOption(source, pageSizeParameter);
	const asked = readRequestSettings(source);
	const client = new VerifikClient(context, clock, gates);
	const { signal } = new AbortController();
	const grantedMs = context.getPollBudgetMs?.() ?? GRANTED_MS;
	const startMs = clock.elapsedMs();
	const waitUntilMs = startMs + Math.min(grantedMs, SHORTEST_INTERVAL_MS) / 2;
	const limits: Limits = { hasTime: () => clock.elapsedMs() < waitUntilMs, pageSize };

	const list: RecordList = async ({ from, to, page }) => {
		const leftMs = startMs + grantedMs * 0.9 - clock.elapsedMs();
		const timeoutMs = Math.floor(Math.max(SHORTEST_TIMEOUT_MS, Math.min(asked.timeoutMs, leftMs)));
		const settings = { ...asked, maxWaitMs: Infinity, waitUntilMs, timeoutMs };
		const bounds = { createdAfter: from ?? undefined, createdBefore: to ?? undefined };
		const place = { label: `page ${page}`, left: 0 };
		try {
			return await fetchPage(client, page, { pageSize, settings, ...bounds }, place, signal);
		} catch (error) {
			throw inWordsOfPoll(error, clock.now());
		}
	};
	return { client, list, limits };
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
	return startFrom === undefined ? undefined : { ...NOTHING_GIVEN, floorAt: startFrom };
}

/** At the first poll: nobody looks below an output while a trigger runs by itself. */
function warnOfSimulation({ logger }: IPollFunctions, { environment }: VerifikClient): void {
	if (environment === 'sandbox') logger.warn(`Verifik: ${SIMULATED_RESULTS}`);
}

/** Says in n8n's log what the poll came to. */
function report({ logger }: IPollFunctions, found: Found, items: number): void {
	const { cursor, records, failure, doubt } = found;
	logger.debug(
		`Verifik: ${countOf(records.length, 'new records')}, ${countOf(items, 'items')} for them`,
	);
	if (doubt !== undefined) logger.warn(`Verifik: what the list says contradicts itself: ${doubt}.`);
	if (failure !== undefined) {
		const reason = failure instanceof Error ? failure.message : 'a request failed';
		logger.warn(
			`Verifik: the poll ended early: ${reason}. What was read until then counts, and the next poll goes on from there.`,
		);
	} else if (cursor.walk !== null) {
		logger.info(
			'Verifik: there are more new records than this poll had time to read. The next poll goes on from there.',
		);
	}
}

/** The newest few records that pass the filters, oldest first, as a poll would give them. */
async function sampleItems(
	context: IPollFunctions,
	list: RecordList,
	toItems: ToItems,
): Promise<INodeExecutionData[]> {
	const samples: INodeExecutionData[][] = [];
	let searched = 0;
	for (let page = 1; searched < TEST_RECORDS_SEARCHED; page++) {
		const { entries, total = Infinity } = await list({ from: null, to: null, page });
		for (const record of entries) {
			const items = toItems(record);
			if (items.length > 0) samples.unshift(items);
			if (samples.length === TEST_RECORDS) return samples.flat();
		}
		searched += entries.length;
		if (entries.length === 0 || searched >= total) break;
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
					`None of the newest ${countOf(searched, 'records')} would start this workflow`,
					'Loosen the filters to fetch a sample. You can publish the workflow anyway: it starts with the first record that passes them.',
				];
	return new NodeOperationError(context.getNode(), message, { description });
}
