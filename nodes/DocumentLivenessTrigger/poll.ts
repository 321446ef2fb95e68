import {
	NodeOperationError,
	type INodeExecutionData,
	type IPollFunctions,
	type JsonValue,
} from 'n8n-workflow';

import { accountId, cleanBaseUrl, cleanToken } from '../verifik/api/credential';
import { reasonOf } from '../verifik/api/errors/fromConnection';
import { formatDuration } from '../verifik/dates';
import { toNodeError } from '../verifik/nodeError';
import { read } from '../verifik/parameters/parameter';
import { parametersOfTrigger } from '../verifik/parameters/values';
import { event as eventParameter } from './parameters';
import { backoffAfter } from './pollBackoff';
import { PollMemory, processDependencies } from './pollMemory';
import type { PollDependencies, PollInputs } from './pollMemory';
import { newRecord, suspiciousRecord } from './recordEvents';
import { tokenExpiring } from './tokenExpiring';

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
	 * @returns no items when no execution is to start; the very same state when nothing has changed
	 */
	poll(state: unknown): Promise<{ items: INodeExecutionData[]; state: unknown }>;
}

type EventName = ReturnType<typeof eventParameter.parse>;
const EVENTS: Record<EventName, (inputs: PollInputs) => TriggerEvent> = {
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
	dependencies = processDependencies,
): Promise<INodeExecutionData[] | null> {
	try {
		const source = parametersOfTrigger(context, dependencies.clock.now());
		const event = EVENTS[read(source, eventParameter)]({ context, source, dependencies });
		if (context.getMode() === 'manual') return await event.sample();
		return await runPoll(context, event, dependencies);
	} catch (error) {
		throw toNodeError(error, context.getNode());
	}
}

/**
 * Runs one poll of an event: alone, not from a state that this process has just moved on from, and
 * not during the pause after a failure.
 *
 * n8n may start several polls of a trigger side by side, each with the state as it was when its task
 * was read (durable polls). One that stands back returns `null` and leaves the static data as it is:
 * then n8n stores nothing for it.
 *
 * @throws what the poll failed of; the static data is then as it was
 */
export async function runPoll(
	context: IPollFunctions,
	event: TriggerEvent,
	{ clock, memories }: PollDependencies,
): Promise<INodeExecutionData[] | null> {
	const trigger = `${context.getWorkflow().id} ${context.getNode().id}`;
	const memory = memories.get(trigger) ?? new PollMemory();
	memories.set(trigger, memory);
	const startedMs = clock.elapsedMs();
	const before = textOf(context, event);
	const end = memory.begin(before, startedMs);
	if (end === undefined) {
		context.logger.debug(
			'Verifik: another poll of this trigger goes on from here. This one stands back.',
		);
		return null;
	}
	try {
		if (await isPaused(context, memory, startedMs)) return null;
		const items = await pollAndStore(context, event, memory);
		const isMarkOnly = items === null && memory.first !== undefined;
		if (textOf(context, event) !== before && !isMarkOnly) memory.moveOn(before, clock.elapsedMs());
		return items;
	} catch (error) {
		const account = await accountOf(context);
		const failure: unknown = error;
		memory.backoff = backoffAfter(failure, memory.backoff, account, startedMs, clock.elapsedMs());
		throw failure;
	} finally {
		end();
	}
}

/** Polls the event, and writes what it remembers into n8n's static data before it gives anything. */
async function pollAndStore(
	context: IPollFunctions,
	event: TriggerEvent,
	memory: PollMemory,
): Promise<INodeExecutionData[] | null> {
	const staticData = context.getWorkflowStaticData('node');
	const before = textOf(context, event);
	const isFirst = staticData[event.key] === undefined;
	const { items, state } = await event.poll(isFirst ? memory.first : staticData[event.key]);
	memory.backoff = undefined;
	if (items.length > 0) await requireDatabase(context);
	// after a poll that took longer than any should: the one that ended first has emitted
	if (textOf(context, event) !== before) return null;
	// what has not changed need not be stored again
	const isSame = JSON.stringify(state) === JSON.stringify(staticData[event.key]);
	if (!isSame) staticData[event.key] = state as JsonValue;
	if (!isFirst) memory.first = undefined;
	else if (items.length === 0) memory.first = state;
	return items.length === 0 ? null : items;
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

/** Whether polls have failed a short while ago, and nothing has changed about the credential. */
async function isPaused(context: IPollFunctions, memory: PollMemory, nowMs: number) {
	const { backoff, context: latest } = memory;
	memory.context = context;
	// under durable polls each poll has a context, and they all say "update"
	const isNew = latest !== context;
	const isPublishing = isNew && /^(activate|create)$/.test(context.getActivationMode?.() ?? '');
	if (backoff === undefined || isPublishing || nowMs >= backoff.untilMs) return false;
	if (backoff.account !== (await accountOf(context))) return false;
	const wait = formatDuration(backoff.untilMs - nowMs);
	context.logger.info(
		`Verifik: this poll was skipped. The one before failed: ${backoff.message}. Next attempt in ${wait}, or once the credential is changed. No record is lost.`,
	);
	return true;
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

/** What n8n remembers of the event, and of no other one. */
function textOf(context: IPollFunctions, { key }: TriggerEvent): string {
	return `${key} ${JSON.stringify(context.getWorkflowStaticData('node')[key])}`;
}
