import { parseCursor, type Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { readNews } from '../../nodes/DocumentLivenessTrigger/readNews';
import { listOf, type Behaviour, type SimulatedAccount } from './account';

/** A cursor as the next poll has it: it went through JSON and is read again, as from n8n's database. */
export function stored(cursor: Cursor): Cursor {
	return parseCursor(JSON.parse(JSON.stringify(cursor))) as Cursor;
}

/**
 * One poll; its cursor is `stored`.
 *
 * @param hasTime gets how many requests there have been
 */
export async function pollOnce(
	account: SimulatedAccount,
	start: Cursor,
	behaviour: Behaviour,
	hasTime: (requests: number) => boolean = () => true,
) {
	const counted = listOf(account, behaviour);
	const { cursor, records } = await readNews(counted.list, start, {
		hasTime: () => hasTime(counted.requests),
		pageSize: behaviour.pageSize,
	});
	return {
		cursor: stored(cursor),
		ids: records.map(({ _id }) => _id),
		requests: counted.requests,
	};
}
