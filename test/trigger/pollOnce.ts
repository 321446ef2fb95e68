import type { Cursor } from '../../nodes/DocumentLivenessTrigger/cursor';
import { parseCursor } from '../../nodes/DocumentLivenessTrigger/parseCursor';
import { readNewRecords } from '../../nodes/DocumentLivenessTrigger/readNewRecords';
import { listOf, type Behaviour, type SimulatedAccount } from './account';

/**
 * One poll; its cursor goes through JSON and is read again, as from n8n's database.
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
	const { cursor, records } = await readNewRecords(counted.list, start, {
		hasTime: () => hasTime(counted.requests),
		pageSize: behaviour.pageSize,
	});
	return {
		cursor: parseCursor(JSON.parse(JSON.stringify(cursor))) as Cursor,
		ids: records.map(({ _id }) => _id),
		requests: counted.requests,
	};
}
