import type { IDataObject } from 'n8n-workflow';

import type { DocumentLivenessRecord } from '../records/record';
import { readList, readRecord, type RecordPage } from './answers';
import type { RequestSettings, VerifikClient } from './client';
import { DOCUMENT_LIVENESS_PATH } from './credential';
import { walkPages, type WalkedPage } from './pages';

/** The part of a filter that the API can apply too. Both bounds inclusive, ms since 1970. */
export interface CreatedBetween {
	createdAfter?: number;
	createdBefore?: number;
}

export interface ListRequest extends CreatedBetween {
	/** 1–100 */
	pageSize: number;
	/** How many records are wanted at the most, when that is known before they are filtered. */
	maxRecords?: number;
	settings: RequestSettings;
}

/**
 * Fetches one record.
 *
 * @param id not empty: without one, this path is the list of everybody's records
 * @throws {VerifikProblem}
 */
export async function fetchRecord(
	client: VerifikClient,
	id: string,
	settings: RequestSettings,
): Promise<DocumentLivenessRecord> {
	const body = await client.get({
		path: `${DOCUMENT_LIVENESS_PATH}/${encodeURIComponent(id)}`,
		recordId: id,
		label: `record ${id}`,
		settings,
	});
	return readRecord(body, id);
}

/**
 * Fetches one page of the list, newest records first.
 *
 * `page` must be sent: without it the API answers with everything at once (B). One of its two
 * generations takes the size as `perPage` (B), the other as `limit` (C).
 *
 * @param page from 1
 * @throws {VerifikProblem}
 */
export async function fetchPage(
	client: VerifikClient,
	page: number,
	request: ListRequest,
	label = `page ${page}`,
	signal?: AbortSignal,
): Promise<RecordPage> {
	const { pageSize, settings } = request;
	const query: IDataObject = { page, perPage: pageSize, limit: pageSize, sort: '-createdAt' };
	if (request.createdAfter !== undefined) {
		query.whereGTE_createdAt = new Date(request.createdAfter).toISOString();
	}
	if (request.createdBefore !== undefined) {
		query.whereLTE_createdAt = new Date(request.createdBefore).toISOString();
	}
	return readList(
		await client.get({ path: DOCUMENT_LIVENESS_PATH, query, label, settings, signal }),
	);
}

/**
 * Walks the list from the newest record on; see `walkPages` for what it guarantees.
 *
 * @throws {VerifikProblem}
 */
export function walkRecords(
	client: VerifikClient,
	request: ListRequest,
): AsyncGenerator<WalkedPage, void, undefined> {
	const { maxRecords, settings } = request;
	const pageSize = fittingPageSize(request.pageSize, maxRecords);
	return walkPages(
		(page, label, signal) => fetchPage(client, page, { ...request, pageSize }, label, signal),
		{ concurrency: settings.concurrency, maxRecords },
	);
}

/** The smallest page size that needs no more requests: 250 records are three pages of 84. */
function fittingPageSize(pageSize: number, maxRecords = Infinity): number {
	if (maxRecords === Infinity) return pageSize;
	return Math.ceil(maxRecords / Math.ceil(maxRecords / pageSize));
}
