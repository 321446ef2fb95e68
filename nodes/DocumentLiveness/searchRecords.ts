import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { VerifikClient } from '../verifik/api/client';
import type { RequestSettings } from '../verifik/api/request';
import { formatTime } from '../verifik/dates';
import { fetchPage, fetchRecord } from '../verifik/documentLiveness/endpoints';
import { toNodeError } from '../verifik/nodeError';
import { isPathSegment } from '../verifik/documentLiveness/parameters/recordId';
import {
	CHECK_FIELDS,
	codesOf,
	createdAtOf,
	scoreOf,
	type DocumentLivenessRecord,
} from '../verifik/documentLiveness/record';
import { classify, DEFAULT_CRITERIA } from '../verifik/documentLiveness/suspicious';

/** Somebody is waiting in front of the list: few attempts, short ones, and no wait for a quota. */
const SETTINGS: RequestSettings = {
	concurrency: 1,
	timeoutMs: 15_000,
	maxAttempts: 2,
	maxWaitMs: 0,
};

const PAGE_SIZE = 100;

/** So many pages are looked through for what was typed before the list is shown, empty or not. */
const MAX_PAGES = 5;

/**
 * Fills the list from which a record is picked: newest first, page by page as one scrolls.
 *
 * @param filter what was typed: an ID or a part of one, a date, a score, a warning code, "suspicious"
 * @param paginationToken the number of the page to show, absent at first
 */
export async function searchRecords(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const client = new VerifikClient(this);
	const first = paginationToken === undefined ? 1 : Number(paginationToken);
	const wanted = filter?.trim() ?? '';
	try {
		let page = first;
		let found = await findOnPage(client, page, wanted);
		const isShown = found.results.some(({ value }) => value === wanted);
		const byId = first > 1 || wanted === '' || isShown ? [] : await findById(client, wanted);
		while (byId.length + found.results.length === 0 && found.paginationToken !== undefined) {
			if (++page === first + MAX_PAGES) break;
			found = await findOnPage(client, page, wanted);
		}
		return { ...found, results: [...byId, ...found.results] };
	} catch (error) {
		throw toNodeError(error, this.getNode());
	}
}

/** What a page has of what was typed. */
async function findOnPage(
	client: VerifikClient,
	page: number,
	wanted: string,
): Promise<INodeListSearchResult> {
	const { signal } = new AbortController();
	const request = { pageSize: PAGE_SIZE, settings: SETTINGS };
	const place = { label: `page ${page}`, left: 0 };
	const { entries, pages = page } = await fetchPage(client, page, request, place, signal);
	const results = entries.filter((record) => matches(record, wanted)).flatMap(toListItems);
	return { results, ...(page < pages && { paginationToken: String(page + 1) }) };
}

/** The record with that ID, on whatever page it is; none when the API does not give one. */
async function findById(client: VerifikClient, id: string): Promise<INodeListSearchItems[]> {
	if (!isPathSegment(id)) return [];
	const { signal } = new AbortController();
	try {
		return toListItems(
			await fetchRecord(client, id, { settings: { ...SETTINGS, maxAttempts: 1 }, signal }),
		);
	} catch {
		return [];
	}
}

/** "22 Aug 2025 19:04 · score 0.000001"; nothing for a record without an ID to pick it by. */
function toListItems(record: DocumentLivenessRecord): INodeListSearchItems[] {
	const { _id } = record;
	if (_id === '' || (typeof _id !== 'string' && typeof _id !== 'number')) return [];
	const createdAt = createdAtOf(record);
	const score = scoreOf(record);
	const name = [
		createdAt === undefined ? 'no date' : formatTime(new Date(createdAt)),
		score === undefined ? 'no score' : `score ${formatScore(score)}`,
	].join(' · ');
	return [{ name, value: String(_id) }];
}

/** Whether what was typed is in anything that people know a record by. */
function matches(record: DocumentLivenessRecord, wanted: string): boolean {
	const { createdAt } = record;
	const known = [
		...toListItems(record).flatMap(({ name, value }) => [name, value]),
		...(typeof createdAt === 'string' ? [createdAt] : []),
		...CHECK_FIELDS.flatMap(({ warning, error }) => [
			...codesOf(record, warning),
			...codesOf(record, error),
		]),
		...(classify(record, DEFAULT_CRITERIA).reasons.length > 0 ? ['suspicious'] : []),
	];
	return known.join(' ').toLowerCase().includes(wanted.toLowerCase());
}

/** Never as 1e-6, which few people read. */
function formatScore(score: number): string {
	return score.toLocaleString('en', { maximumFractionDigits: 10 });
}
