import { createdAtOf, type DocumentLivenessRecord } from '../verifik/documentLiveness/record';

/** When the newest of the records was created, in ms since 1970; -Infinity when there is none. */
export function newestOf(records: DocumentLivenessRecord[]): number {
	return records.reduce(
		(newest, record) => Math.max(newest, createdAtOf(record) ?? -Infinity),
		-Infinity,
	);
}

/** When the oldest of the records was created, in ms since 1970; Infinity when there is none. */
export function oldestOf(records: DocumentLivenessRecord[]): number {
	return records.reduce(
		(oldest, record) => Math.min(oldest, createdAtOf(record) ?? Infinity),
		Infinity,
	);
}
