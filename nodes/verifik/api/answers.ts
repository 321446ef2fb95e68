import { isRecord, toNumber, type DocumentLivenessRecord } from '../records/record';
import { notUnderstood, noSuchRecord, plainText, VerifikProblem } from './problem';

/** One page of the list. What the server does not say is `undefined`. */
export interface RecordPage {
	records: DocumentLivenessRecord[];
	/** How many records there are in all. */
	total?: number;
	/** How many pages there are; 0 when there is no record. */
	pages?: number;
}

/**
 * Reads a body of the list endpoint. Known envelopes (A: seen in the vendor's documentation, B: in
 * their code, C: doubtful): `{data: […], total, limit, page, pages}` (A), `{data: […]}` (A),
 * `{success, data: […], pagination: {…}}` (C), `{data: {docs: […], total, …}}` (A), a bare array
 * (B), no body (A).
 *
 * @throws {VerifikProblem} for anything else, saying what came: never an empty success
 */
export function readList(body: unknown): RecordPage {
	if (body === undefined) return { records: [], total: 0, pages: 0 };
	const [entries, paging] = openEnvelope(body);
	const stranger = entries.find((entry) => !isRecord(entry));
	if (stranger !== undefined) {
		throw new VerifikProblem(notUnderstood(`a list with ${describe(stranger)} in it`));
	}

	const records = entries as DocumentLivenessRecord[];
	const total = toNumber(paging.total) ?? undefined;
	const size = toNumber(paging.limit) ?? toNumber(paging.perPage);
	const pages =
		toNumber(paging.pages) ?? (total !== undefined && size ? Math.ceil(total / size) : undefined);
	return { records, total, pages };
}

/** The entries, and the object that says which page they are. */
function openEnvelope(body: unknown): [entries: unknown[], paging: Record<string, unknown>] {
	if (Array.isArray(body)) return [body, {}];
	if (isRecord(body)) {
		const { data, pagination } = body;
		if (Array.isArray(data)) return [data, isRecord(pagination) ? pagination : body];
		if (isRecord(data) && Array.isArray(data.docs)) return [data.docs, data];
	}
	throw new VerifikProblem(notUnderstood(describe(body)));
}

/**
 * Reads a body of the endpoint of one record, `{data: {…}}` (A). No data means no such record (D).
 *
 * @throws {VerifikProblem}
 */
export function readRecord(body: unknown, id: string): DocumentLivenessRecord {
	const data = isRecord(body) ? body.data : undefined;
	if (isRecord(data)) return data;
	const isEmpty = body === undefined || (isRecord(body) && data === null);
	throw new VerifikProblem(isEmpty ? noSuchRecord(id) : notUnderstood(describe(body)));
}

/**
 * Reads the answer to a POST, `{data: {…}, signature, id}` (A). Its `id` is the number of a receipt
 * and no record's; it becomes `receiptId`, beside the record's own `_id`.
 *
 * @throws {VerifikProblem}
 */
export function readCreated(body: unknown): DocumentLivenessRecord {
	if (isRecord(body) && isRecord(body.data)) {
		return typeof body.id === 'string' ? { ...body.data, receiptId: body.id } : body.data;
	}
	throw new VerifikProblem(notUnderstood(describe(body)), true);
}

/** Names a value without showing what is in it: records hold personal data. */
function describe(value: unknown): string {
	if (value === undefined) return 'nothing';
	if (value === null) return 'null';
	if (Array.isArray(value)) return `a list of ${value.length} entries`;
	if (!isRecord(value)) return `a ${typeof value}`;
	const fields = Object.keys(value).slice(0, 5);
	return fields.length === 0
		? 'an empty object'
		: `an object with ${plainText(fields.join(', ')).slice(0, 80)}`;
}
