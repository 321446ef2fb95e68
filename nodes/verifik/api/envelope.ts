import { fieldsOf, isObject } from '../json';
import { plainText, wordsOf } from './errors/plainText';
import { verifikError } from './errors/VerifikError';

/** One page of a list. What the server does not say, or cannot be, is `undefined`. */
export interface Page<T> {
	entries: T[];
	/** How many entries there are in all. */
	total?: number | undefined;
	/** How many pages there are; 0 when there is no entry. */
	pages?: number | undefined;
}

/** What the entries of a resource are. */
export interface EntryKind<T> {
	/** for people: "document liveness" */
	noun: string;
	/** Whether a value is one, by the fields that it has. */
	isEntry: (value: unknown) => value is T;
}

/**
 * Reads a body of a list endpoint. Known envelopes (certainty: docs/verifik-api.md):
 * `{data: […], total, limit, page, pages}` (A), `{data: […]}` (A),
 * `{success, data: […], pagination: {…}}` (C), `{data: {docs: […], total, …}}` (A), a bare array
 * (B), no body (A).
 *
 * @throws {VerifikError} for anything else, saying what came: never an empty success, and never
 * an entry that is none
 */
export function readPage<T>(body: unknown, { noun, isEntry }: EntryKind<T>): Page<T> {
	if (body === undefined) return { entries: [], total: 0, pages: 0 };
	const [entries, paging] = openEnvelope(body, noun);
	const unexpectedAt = entries.findIndex((entry) => !isEntry(entry));
	if (unexpectedAt >= 0) {
		const received = `a list with ${describe(entries[unexpectedAt])} in it`;
		throw verifikError('notUnderstood', { noun, received });
	}

	const total = toCount(paging.total);
	const size = toCount(paging.limit) ?? toCount(paging.perPage);
	const pages =
		toCount(paging.pages) ?? (total !== undefined && size ? Math.ceil(total / size) : undefined);
	return { entries: entries as T[], total, pages };
}

/** The entries, and the object that says which page they are. */
function openEnvelope(
	body: unknown,
	noun: string,
): [entries: unknown[], paging: Record<string, unknown>] {
	throwIfRefused(body);
	if (Array.isArray(body)) return [body as unknown[], {}];
	if (isObject(body)) {
		const { data, pagination } = body;
		if (Array.isArray(data)) return [data, isObject(pagination) ? pagination : body];
		if (isObject(data) && Array.isArray(data.docs)) return [data.docs, data];
	}
	throw verifikError('notUnderstood', { noun, received: describe(body) });
}

/**
 * Reads a body that holds one entry, `{data: {…}}` (A).
 *
 * @throws {VerifikError} for anything else, saying what came
 */
export function readEntry<T>(body: unknown, { noun, isEntry }: EntryKind<T>): T {
	throwIfRefused(body);
	const { data } = fieldsOf(body);
	if (isEntry(data)) return data;
	const received = isObject(data) ? `${describe(data)} as its data` : describe(body);
	throw verifikError('notUnderstood', { noun, received });
}

/** Whether a body says that there is nothing: none at all (204), or `{data: null}`. */
export function isNothing(body: unknown): boolean {
	return body === undefined || (isObject(body) && body.data === null && body.success !== false);
}

function throwIfRefused(body: unknown): void {
	if (fieldsOf(body).success === false) throw verifikError('saidNo', { words: wordsOf(body) });
}

/** A count, also when the API wrote it as text; what is none, such as -1 or 0.5, was not told. */
function toCount(value: unknown): number | undefined {
	const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
	return Number.isSafeInteger(count) && Number(count) >= 0 ? Number(count) : undefined;
}

/** Names a value without showing what is in it: records hold personal data. */
function describe(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return `a list of ${value.length} entries`;
	if (!isObject(value)) return `a ${typeof value}`;
	const fields = Object.keys(value).slice(0, 5);
	return fields.length === 0
		? 'an empty object'
		: `an object with ${plainText(fields.join(', ')).slice(0, 80)}`;
}
