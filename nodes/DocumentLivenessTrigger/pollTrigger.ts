import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { toNodeError } from '../verifik/nodeError';
import { parametersOfTrigger, type ParameterSource } from '../verifik/parameters/values';
import { newRecord } from './newRecord';
import { read } from '../verifik/parameters/parameter';
import { event as eventParameter } from './parameters';
import { processWorld, runPoll, type TriggerEvent, type World } from './poll';
import { suspiciousRecord } from './suspiciousRecord';
import { tokenExpiring } from './tokenExpiring';

type MakeEvent = (context: IPollFunctions, source: ParameterSource, world: World) => TriggerEvent;

const EVENTS: Record<ReturnType<typeof eventParameter.parse>, MakeEvent> = {
	newRecord,
	suspiciousRecord,
	tokenExpiring,
};

/**
 * One poll: the items that are due since the poll before, or `null` when there is none, so that no
 * execution starts. In the editor: a sample, whatever is remembered.
 *
 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
 * @throws {NodeApiError} for a request that failed; the node's static data is then as it was
 */
export async function pollTrigger(
	context: IPollFunctions,
	world: World = processWorld,
): Promise<INodeExecutionData[] | null> {
	let event: TriggerEvent;
	try {
		const source = parametersOfTrigger(context, world.clock.now());
		event = EVENTS[read(source, eventParameter)](context, source, world);
		if (context.getMode() === 'manual') return await event.sample();
	} catch (error) {
		throw toNodeError(error, context.getNode());
	}
	return await runPoll(context, event, world);
}
