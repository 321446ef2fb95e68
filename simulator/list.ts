import { wrapping } from './envelope';
import type { Fault } from './faults';
import { claimedCounts, pageBounds } from './lies';
import type { Settings } from './options';
import type { RecordStore, TimeRange } from './store';

/** Query parameters; a repeated one comes as a list. */
export type Query = Record<string, string | string[]>;

const DEFAULT_PAGE_SIZE = 20;

/**
 * The answer of the list endpoint, as JSON text. Without `page`: every record. With it: pages of
 * `perPage`, whatever `limit` says. Understood besides: `whereGTE_createdAt`, `whereLTE_createdAt`
 * (inclusive), `sort=createdAt`, `includeCost=true`. Anything else is ignored without a word, as the API does.
 *
 * @param turn Which list answer this is, counted from 0.
 * @param fault The one that has struck the request; those of the list decide on its records.
 */
export function listAnswer(
	store: RecordStore,
	query: Query,
	settings: Settings,
	turn: number,
	fault: Fault | null,
): Buffer {
	const range = settings.ignoreFilters ? ALWAYS : timeRange(query);
	const ascending = query.sort === 'createdAt';
	if (query.page === undefined) return joinJson('{"data":[', store.slice(range, ascending), ']}');

	const limit = pageSize(query, settings.maxPageSize);
	const page = settings.ignorePage ? 1 : (wholeNumber(query.page) ?? 1);
	const total = store.count(range);
	const { offset, size } = pageBounds(shownPage(page, fault), limit, settings.lies);
	const records = fault?.kind === 'empty' ? [] : store.slice(range, ascending, offset, size);
	// 0 pages when there is nothing, as the API says.
	const truth = { total, pages: Math.ceil(total / limit) };
	const counts = claimedCounts(truth, records.length, turn, settings.lies);
	const [before, after] = wrapping(settings.envelope, { ...counts, limit, page });
	return joinJson(withCost(before, query), records, after);
}

/** Reading costs nothing here; a bare list has no place to say so. */
function withCost(before: string, { includeCost }: Query): string {
	if (includeCost !== 'true') return before;
	return before.replace('{', `{"credits":${JSON.stringify(COST)},`);
}

const COST = { credits: 100, creditsCharged: 0, charged: false, featureCode: 'document_liveness' };

/** The page whose records come. */
function shownPage(page: number, fault: Fault | null): number {
	if (fault?.kind === 'first') return 1;
	return fault?.kind === 'repeat' ? Math.max(1, page - 1) : page;
}

/** JSON from finished pieces: `before`, the records with commas between them, `after`. */
export function joinJson(before: string, records: readonly Buffer[], after: string): Buffer {
	const pieces = records.flatMap((record, index) => (index === 0 ? [record] : [COMMA, record]));
	return Buffer.concat([Buffer.from(before), ...pieces, Buffer.from(after)]);
}

const COMMA = Buffer.from(',');

/** The page that a list request asks for; undefined when it asks for none. */
export function requestedPage(query: Query): number | undefined {
	return query.page === undefined ? undefined : (wholeNumber(query.page) ?? 1);
}

const ALWAYS: TimeRange = { from: -Infinity, to: Infinity };

/** A date that cannot be read filters nothing. */
function timeRange(query: Query): TimeRange {
	return {
		from: instant(query.whereGTE_createdAt) ?? ALWAYS.from,
		to: instant(query.whereLTE_createdAt) ?? ALWAYS.to,
	};
}

/** In UTC, as on Verifik's servers, unless it has a zone. */
function instant(value: string | string[] | undefined): number | undefined {
	const text = String(value);
	const parsed = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
	return Number.isNaN(parsed) ? undefined : parsed;
}

function pageSize(query: Query, maximum: number): number {
	return Math.min(wholeNumber(query.perPage) ?? DEFAULT_PAGE_SIZE, maximum);
}

/** A whole number from 1; undefined for anything else. */
function wholeNumber(value: string | string[] | undefined): number | undefined {
	const parsed = Number(value);
	return Number.isInteger(parsed) && parsed >= 1 ? parsed : undefined;
}
