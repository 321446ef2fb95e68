import {
	walkPages as walk,
	type FetchPage,
	type WalkSettings,
} from '../../../nodes/verifik/api/pages';
import {
	identityOf,
	type DocumentLivenessRecord,
} from '../../../nodes/verifik/documentLiveness/record';

/** Walks a list of records; pages are as large as was asked for unless a size is given. */
export function walkPages(
	fetchPage: FetchPage<DocumentLivenessRecord>,
	settings: Pick<WalkSettings<DocumentLivenessRecord>, 'concurrency'> &
		Partial<WalkSettings<DocumentLivenessRecord>>,
) {
	const { signal } = new AbortController();
	return walk(fetchPage, { identityOf, pageSize: 1, noun: 'records', signal, ...settings });
}
