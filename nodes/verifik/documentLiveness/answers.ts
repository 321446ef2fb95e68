import { isNothing, readEntry, readPage, type EntryKind, type Page } from '../api/envelope';
import { verifikError } from '../api/errors/VerifikError';
import { fieldsOf, isObject } from '../json';
import { isDocumentLivenessRecord, type DocumentLivenessRecord } from './record';
import { DOCUMENT_LIVENESS } from './resource';

const RECORDS: EntryKind<DocumentLivenessRecord> = {
	noun: DOCUMENT_LIVENESS,
	isEntry: isDocumentLivenessRecord,
};

/**
 * Reads a body of the list endpoint; see `readPage` for the envelopes.
 *
 * @throws {VerifikError} when something else than records came
 */
export function readList(body: unknown): Page<DocumentLivenessRecord> {
	return readPage(body, RECORDS);
}

/**
 * Reads a body of the endpoint of one record, `{data: {…}}` (A). No data means no such record (D).
 * Certainty: docs/verifik-api.md.
 *
 * @param id the one that was asked for; letters in any case, as the API takes them
 * @throws {VerifikError} also when another record came
 */
export function readRecord(body: unknown, id: string): DocumentLivenessRecord {
	if (isNothing(body)) throw verifikError('noSuchRecord', { recordId: id });
	const record = readEntry(body, RECORDS);
	const { _id } = record;
	// a list or an object can look like any text, or like none: one of many levels exhausts the stack
	if (typeof _id !== 'string' && typeof _id !== 'number') {
		throw verifikError('notUnderstood', {
			noun: DOCUMENT_LIVENESS,
			received: 'a record without an ID',
		});
	}
	if (String(_id).toLowerCase() !== id.toLowerCase()) {
		throw verifikError('anotherRecord', { recordId: id });
	}
	return record;
}

/**
 * Reads the answer to a POST, `{data: {…}, signature, id}` (A). Its `id` is the number of a receipt
 * and no record's; it becomes `receiptId`, beside the record's own `_id`. What was paid for is not
 * refused for want of a known field.
 *
 * @throws {VerifikError}
 */
export function readCreated(body: unknown): DocumentLivenessRecord {
	const record = readEntry(body, { noun: DOCUMENT_LIVENESS, isEntry: isObject });
	const { id: receipt } = fieldsOf(body);
	return typeof receipt === 'string' ? { ...record, receiptId: receipt } : record;
}
