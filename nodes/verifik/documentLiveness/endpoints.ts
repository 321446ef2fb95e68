import type { IDataObject } from 'n8n-workflow';

import type { Page } from '../api/envelope';
import type { VerifikClient } from '../api/client';
import type { RequestSettings } from '../api/request';
import { walkPages, type Place, type WalkedPage } from '../api/pages';
import { identityOf, type DocumentLivenessRecord } from './record';
import { readList, readRecord } from './answers';
import { DOCUMENT_LIVENESS, DOCUMENT_LIVENESS_PATH } from './resource';

/** The part of a filter that the API can apply too. Both bounds inclusive, ms since 1970. */
export interface CreatedBetween {
	createdAfter?: number | undefined;
	createdBefore?: number | undefined;
}

export interface ListRequest extends CreatedBetween {
	/** 1–100 */
	pageSize: number;
	settings: RequestSettings;
}

/** Where a request stands among others, and what ends it. */
export interface RecordRequest {
	settings: RequestSettings;
	/** How many more are to follow, as far as is known. */
	left?: number;
	signal: AbortSignal;
}

/**
 * Fetches one record.
 *
 * @param id not empty: without one, this path is the list of everybody's records
 * @throws {VerifikError} also when another record comes than the one asked for
 */
export async function fetchRecord(
	client: VerifikClient,
	id: string,
	request: RecordRequest,
): Promise<DocumentLivenessRecord> {
	const body = await client.get({
		path: `${DOCUMENT_LIVENESS_PATH}/${encodeURIComponent(id)}`,
		noun: DOCUMENT_LIVENESS,
		recordId: id,
		label: `record ${id}`,
		...request,
	});
	return readRecord(body, id);
}

/**
 * Fetches one page of the list, newest records first.
 *
 * `page` must be sent: without it the API answers with everything at once (B). One of its two
 * generations takes the size as `perPage` (B), the other as `limit` (C).
 * Certainty: docs/verifik-api.md.
 *
 * @param page from 1
 * @throws {VerifikError}
 */
export async function fetchPage(
	client: VerifikClient,
	page: number,
	request: ListRequest,
	place: Place,
	signal: AbortSignal,
): Promise<Page<DocumentLivenessRecord>> {
	const { pageSize, settings } = request;
	const query: IDataObject = { page, perPage: pageSize, limit: pageSize, sort: '-createdAt' };
	if (request.createdAfter !== undefined) {
		query.whereGTE_createdAt = new Date(request.createdAfter).toISOString();
	}
	if (request.createdBefore !== undefined) {
		query.whereLTE_createdAt = new Date(request.createdBefore).toISOString();
	}
	const path = DOCUMENT_LIVENESS_PATH;
	const body = await client.get({
		path,
		query,
		noun: DOCUMENT_LIVENESS,
		...place,
		settings,
		signal,
	});
	return readList(body);
}

/**
 * Walks the list from the newest record on; see `walkPages` for what it guarantees.
 *
 * @param request `maxRecords`: how many are wanted at the most, when that is known before they are
 * filtered; `until`: asked after each page, whether no more is wanted
 * @throws {VerifikError}
 */
export function walkRecords(
	client: VerifikClient,
	request: ListRequest & { maxRecords?: number | undefined; until?: () => boolean },
	signal: AbortSignal,
): AsyncGenerator<WalkedPage<DocumentLivenessRecord>, void, undefined> {
	const { maxRecords, settings, until } = request;
	const pageSize = fittingPageSize(request.pageSize, maxRecords);
	const sized = { ...request, pageSize };
	return walkPages(
		async (page, place, signal) => await fetchPage(client, page, sized, place, signal),
		{
			identityOf,
			pageSize,
			concurrency: settings.concurrency,
			maxEntries: maxRecords,
			until,
			noun: 'records',
			signal,
		},
	);
}

/** The smallest page size that needs no more requests: 250 records are three pages of 84. */
function fittingPageSize(pageSize: number, maxRecords = Infinity): number {
	if (maxRecords === Infinity) return pageSize;
	return Math.ceil(maxRecords / Math.ceil(maxRecords / pageSize));
}
