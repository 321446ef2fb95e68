import { countOf } from '../verifik/counts';
import { VerifikError } from '../verifik/api/errors/VerifikError';
import { walkRecords, type CreatedBetween } from '../verifik/documentLiveness/endpoints';
import type { FilterResult } from '../verifik/documentLiveness/filters/rule';
import type { RecordNotes } from '../verifik/documentLiveness/hints';
import { createdAtOf, type DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import type { OperationInput } from '../verifik/operations/operation';
import { readOption } from '../verifik/parameters/parameter';
import { incompleteResults, pageSize, readRequestSettings } from '../verifik/parameters/requests';
import { isoAt } from '../verifik/periods/zoned';
import { fetchNewest } from './newest';

/** Which records are wanted. */
export interface WantedRecords extends CreatedBetween {
	/** Says whether a record matches; the dates too, which the API may ignore. */
	judge: (record: DocumentLivenessRecord) => FilterResult;
	/** Whether `judge` can keep any record out. When it cannot, no page is read beyond the limit. */
	isSelective: boolean;
	/** How many matching records are wanted; all of them unless given. */
	limit?: number | undefined;
}

/**
 * Walks the account's records, newest first, and hands on each that matches, once. What the walk
 * may do is read from "Options". When fewer came than Verifik counts, "When Results Are Incomplete"
 * says whether that is an error or a hint. When none matched, a hint says among how many.
 *
 * @returns how many matched
 * @throws {NodeOperationError} for an option that cannot be used, before any request
 * @throws {VerifikError}
 */
export async function readMatches(
	{ source, client, notes, signal, logger }: OperationInput<RecordNotes>,
	{ judge, isSelective, limit, ...bounds }: WantedRecords,
	take: (record: DocumentLivenessRecord) => void,
): Promise<number> {
	let read = 0;
	let newestAt: number | undefined;
	let matches = 0;
	const whenIncomplete = readOption(source, incompleteResults);
	const settings = readRequestSettings(source);
	const request = {
		...bounds,
		pageSize: readOption(source, pageSize),
		settings,
		maxRecords: isSelective ? undefined : limit,
		until: () => matches === limit,
	};
	// what the API left out by its dates
	const isBounded = bounds.createdAfter !== undefined || bounds.createdBefore !== undefined;
	if (isBounded) logger.info(`Verifik: reads ${rangeText(bounds, source.timezone)}`);
	const outside = async () => (isBounded ? await fetchNewest(client, settings, signal) : undefined);
	try {
		for await (const { entries, total } of walkRecords(client, request, signal)) {
			// newest first
			newestAt ??= entries.map(createdAtOf).find((createdAt) => createdAt !== undefined);
			for (const record of entries) {
				const result = judge(record);
				notes.addFilterResult(result);
				if (result !== 'match') continue;
				take(record);
				if (++matches === limit) break;
			}
			read += entries.length;
			logger.debug(
				`Verifik: ${countOf(read, 'records')} read of ${total ?? 'an unknown number'}, ${matches} match`,
			);
		}
		if (matches === 0) {
			const listed = read > 0 ? { count: read, newestAt } : await outside();
			if (listed !== undefined) notes.addNoMatch(listed);
		}
	} catch (error) {
		const failure: unknown = error;
		if (whenIncomplete === 'fail' || !isUnfinished(failure)) throw failure;
		notes.addUnfinished(failure.message);
	}
	return matches;
}

/** Whether the reading broke off for a reason that says nothing against what came before. */
function isUnfinished(error: unknown): error is VerifikError {
	if (!(error instanceof VerifikError)) return false;
	const { kind, failureCause } = error;
	return failureCause === 'temporarily-unavailable' || ['incomplete', 'throttled'].includes(kind);
}

/** "records from 2026-08-01T00:00:00.000-05:00 to 2026-08-31T23:59:59.999-05:00" */
function rangeText({ createdAfter, createdBefore }: CreatedBetween, timezone: string): string {
	const from = createdAfter === undefined ? '' : ` from ${isoAt(createdAfter, timezone)}`;
	const to = createdBefore === undefined ? 'now' : isoAt(createdBefore, timezone);
	return `records${from} to ${to}`;
}
