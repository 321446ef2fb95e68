import type { Page } from '../verifik/api/envelope';
import type { FetchPage } from '../verifik/api/pages';
import { identityOf, type DocumentLivenessRecord } from '../verifik/documentLiveness/record';

/**
 * The list of records, newest first, as far as it goes back to `createdAfter` (ms since 1970,
 * inclusive, `null` for all of it). The server may ignore that bound, nothing here relies on it.
 */
export type RecordList = (createdAfter: number | null) => FetchPage<DocumentLivenessRecord>;

export type RecordPage = Page<DocumentLivenessRecord>;

/** A page with its number. */
export interface NumberedPage {
	number: number;
	page: RecordPage;
}

/**
 * One page after another: pages that are under way together could miss a record when others
 * arrive meanwhile, and here no later walk would find it.
 */
export const walking = {
	concurrency: 1,
	identityOf,
	pageSize: 100,
	noun: 'records',
	signal: new AbortController().signal,
};

/** One page, outside of a walk. */
export async function pageOf(fetchPage: FetchPage<DocumentLivenessRecord>, page: number) {
	return await fetchPage(page, { label: `page ${page}`, left: 0 }, walking.signal);
}
