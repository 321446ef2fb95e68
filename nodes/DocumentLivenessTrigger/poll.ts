import {
	NodeOperationError,
	type INodeExecutionData,
	type IPollFunctions,
	type JsonValue,
} from 'n8n-workflow';

import { VerifikClient } from '../verifik/api/client';
import { systemClock, type Clock } from '../verifik/api/clock';
import { accountId, cleanBaseUrl, cleanToken } from '../verifik/api/credential';
import type { Gates } from '../verifik/api/gate';
import { reasonOf } from '../verifik/api/errors/fromConnection';
import { formatDuration } from '../verifik/dates';
import { toNodeError } from '../verifik/nodeError';
import { memoriesOfProcess, type PollMemories, type PollMemory } from './memory';
import { isRestrained, restraintAfter } from './restraint';

/** What polls share with others of their process; tests bring their own. */
export interface World {
	clock: Clock;
	memories: PollMemories;
	/** The paces of the accounts; those of the process unless given. */
	gates?: Gates;
}

export const processWorld: World = { clock: systemClock, memories: memoriesOfProcess };

/** What an event came to in one poll. */
export interface Polled {
	/** Empty when no execution is to start. */
	items: INodeExecutionData[];
	/** What to remember for the next poll; the very same as before when nothing has changed. */
	state: unknown;
}

/** What "Trigger On" can be set to. */
export interface TriggerEvent {
	/** Under which name n8n's static data holds its state. */
	key: string;
	/** For "Fetch Test Event": what the event would give, without looking at what is remembered. */
	sample(): Promise<INodeExecutionData[]>;
	/**
	 * One poll.
	 *
	 * @param state what the poll before wanted to remember; `undefined` for the first one
	 */
	poll(state: unknown): Promise<Polled>;
}

/** A client for one poll. */
export function clientOf(context: IPollFunctions, { clock, gates }: World): VerifikClient {
	return gates ? new VerifikClient(context, clock, gates) : new VerifikClient(context, clock);
}

/**
 * Runs one poll of an event: alone, not from a state that this process has just moved on from, and
 * not while a failure was told that will still be there.
 *
 * n8n may start several polls of a trigger side by side, each with the state as it was when its task
 * was read (durable polls). One that stands back returns `null` and leaves the static data as it is:
 * then n8n stores nothing for it.
 *
 * @throws {NodeApiError | NodeOperationError} the static data is then as it was
 */
export async function runPoll(
	context: IPollFunctions,
	event: TriggerEvent,
	world: World,
): Promise<INodeExecutionData[] | null> {
	const { clock, memories } = world;
	const { logger } = context;
	const startedMs = clock.now();
	const trigger = `${context.getWorkflow().id} ${context.getNode().id}`;
	const memory = memories.of(trigger, startedMs);

	const staticData = context.getWorkflowStaticData('node');
	const before = textOf(staticData[event.key]);
	const end = memory.hasMovedOn(`${event.key} ${before}`, startedMs)
		? undefined
		: memory.begin(startedMs);
	if (end === undefined) {
		logger.debug('Verifik: another poll of this trigger goes on from here. This one stands back.');
		return null;
	}

	try {
		if (await isSkipped(context, memory, startedMs)) return null;
		const isFirst = staticData[event.key] === undefined;
		if (!isFirst) memory.first = undefined;
		const { items, state } = await event.poll(isFirst ? memory.first : staticData[event.key]);
		memory.failure = undefined;
		if (items.length > 0) await requireDatabase(context);
		// after a poll that took longer than any should: the one that ended first has emitted
		if (textOf(staticData[event.key]) !== before) return null;
		const hasChanged = textOf(state) !== before;
		// what has not changed need not be stored again
		if (hasChanged) staticData[event.key] = state as JsonValue;
		if (isFirst && items.length === 0) memory.first = state;
		else if (hasChanged) memory.moveOn(`${event.key} ${before}`, clock.now());
		return items.length === 0 ? null : items;
	} catch (error) {
		const account = await accountOf(context);
		const told = memory.failure;
		memory.failure = restraintAfter(error, told, account, startedMs, clock.now());
		throw toNodeError(error, context.getNode());
	} finally {
		end();
	}
}

/**
 * In memory mode, n8n drops the items of a poll when its database is away, and yet goes on from the
 * new place: what fails in `__emit` is only logged (n8n 2.41.0). n8n reads a credential from that
 * database, so reading it once more tells while the place is still the old one.
 *
 * @throws {NodeOperationError} when n8n cannot read it
 */
async function requireDatabase(context: IPollFunctions): Promise<void> {
	try {
		await context.getCredentials('verifikApi');
	} catch (error) {
		throw new NodeOperationError(
			context.getNode(),
			'n8n could not read the credential again, so this poll gave nothing',
			{
				description: `n8n says: ${reasonOf(error)}. No record is lost: the next poll reads the same again. If it keeps happening, check n8n's database.`,
			},
		);
	}
}

/** Whether a failure was told a short while ago, and nothing has changed about the credential. */
async function isSkipped(
	context: IPollFunctions,
	memory: PollMemory,
	nowMs: number,
): Promise<boolean> {
	const { failure } = memory;
	const isPublishing = isFirstOfActivation(context);
	if (failure === undefined || isPublishing) return false;
	if (!isRestrained(failure, await accountOf(context), nowMs)) return false;
	const wait = formatDuration(failure.untilMs - nowMs);
	context.logger.info(
		`Verifik: this poll was skipped. The one before failed: ${failure.message}. Next attempt in ${wait}, or once the credential is changed. No record is lost.`,
	);
	return true;
}

/** Contexts that a poll has had: in memory, n8n makes one for each time that it is published. */
const known = new WeakSet<IPollFunctions>();

/** Whether this is the poll with which n8n publishes the workflow, so that it must not be skipped. */
function isFirstOfActivation(context: IPollFunctions): boolean {
	const isKnown = known.has(context);
	known.add(context);
	// under durable polls each poll has a context, and they all say "update"
	return !isKnown && ['activate', 'create'].includes(context.getActivationMode?.() ?? '');
}

/** What tells the account and its token from another one, and no secret. */
async function accountOf(context: IPollFunctions): Promise<string> {
	try {
		const { accessToken, baseUrl } = await context.getCredentials('verifikApi');
		return accountId(cleanBaseUrl(baseUrl), cleanToken(accessToken));
	} catch {
		return 'none';
	}
}

function textOf(state: unknown): string {
	return JSON.stringify(state) ?? '';
}
