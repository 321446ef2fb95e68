import type { VerifikClient } from '../verifik/api/client';
import type { RequestSettings } from '../verifik/api/request';
import { fetchPage } from '../verifik/documentLiveness/endpoints';
import type { ListedRecords } from '../verifik/documentLiveness/hints';
import { createdAtOf } from '../verifik/documentLiveness/record';

/**
 * How many records the account has, however old, and how new the newest is: one request, which is
 * not repeated and waits for no quota, since it is for a hint only.
 *
 * @returns `undefined` when there is none, or nobody can tell
 */
export async function fetchNewest(
	client: VerifikClient,
	{ timeoutMs }: RequestSettings,
	signal: AbortSignal,
): Promise<ListedRecords | undefined> {
	const settings = { concurrency: 1, timeoutMs, maxAttempts: 1, maxWaitMs: 0 };
	const place = { label: 'the newest record', left: 0 };
	try {
		const page = await fetchPage(client, 1, { pageSize: 1, settings }, place, signal);
		const [newest] = page.entries;
		if (newest === undefined) return undefined;
		return { count: page.total, newestAt: createdAtOf(newest) };
	} catch {
		return undefined;
	}
}
