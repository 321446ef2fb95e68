import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { runPoll, type TriggerEvent } from '../../nodes/DocumentLivenessTrigger/poll';
import type { PollDependencies } from '../../nodes/DocumentLivenessTrigger/pollMemory';
import { pollContext } from './pollContext';

/** How n8n keeps what a trigger remembers; read in n8n 2.41.0. */
export type Mode = 'memory' | 'durable';

/** What becomes of a poll. */
export interface Fate {
	/** n8n is stopped or gives it up: what it returns is lost, and so is the process. */
	isCut?: boolean;
	/** Durable only: its commit fails, so that its items are not run either. */
	isUncommitted?: boolean;
	/** How many polls are started together, each with what was stored then. */
	together?: number;
	/** Durable only: so many more are started when it has returned, before that is stored. */
	stale?: number;
}

/**
 * n8n around one trigger, as far as its memory goes: polls, what is stored, restarts. The items of a
 * poll and what it remembers are kept together, or neither is.
 */
export class SimulatedN8n {
	/** What was emitted, poll by poll. */
	readonly polls: INodeExecutionData[][] = [];
	failed = 0;
	now = Date.parse('2026-02-01T00:00:00Z');
	private world = this.newProcess();
	private database = '{}';
	/** In memory mode, the workflow's static data as the process has it. */
	private live: IDataObject = {};

	constructor(
		private readonly mode: Mode,
		private readonly event: () => TriggerEvent,
	) {}

	get stored(): string {
		return this.mode === 'memory' ? JSON.stringify(this.live) : this.database;
	}

	/**
	 * Publishes the workflow: n8n polls, and in memory mode saves what the trigger remembers then.
	 * Under durable polls that is only stored after the first poll by the clock, which is made here too.
	 */
	async publish(): Promise<void> {
		await this.poll();
		if (this.mode === 'memory') this.database = JSON.stringify(this.live);
		else await this.poll();
	}

	/** A poll, a minute after the one before. */
	async poll(fate: Fate = {}): Promise<void> {
		this.now += 60_000;
		const { isCut = false, isUncommitted = false, together = 1, stale = 0 } = fate;
		const before = this.database;
		const started = Array.from({ length: together }, async () => await this.start(before));
		const ended = await Promise.all(started);
		const later = [];
		for (let i = 0; i < (this.mode === 'durable' ? stale : 0); i++) {
			later.push(await this.start(before));
		}
		if (isCut) {
			this.restart();
			return;
		}
		for (const { items, data } of [...ended, ...later]) {
			if (this.mode === 'memory') {
				if (items === null) continue;
				// static data is saved beside the new execution, and only then
				this.polls.push(items);
				this.database = JSON.stringify(this.live);
			} else if (data !== before && !isUncommitted) {
				if (items !== null) this.polls.push(items);
				this.database = data;
			}
		}
	}

	/** The process is gone, with all that it had in memory only. */
	restart(): void {
		this.world = this.newProcess();
		this.live = JSON.parse(this.database);
	}

	/** Waits, so that whatever was to be waited for is over. */
	rest(): void {
		this.now += 61 * 60_000;
	}

	private newProcess(): PollDependencies {
		const clock = { now: () => this.now, elapsedMs: () => this.now, wait: async () => {} };
		return { clock, memories: new Map() };
	}

	private async start(stored: string) {
		const isMemory = this.mode === 'memory';
		const staticData: IDataObject = isMemory ? this.live : JSON.parse(stored);
		const context = pollContext({ answer: noRequest, staticData, isUpdate: true });
		try {
			const items = await runPoll(context, this.event(), this.world);
			return { items, data: JSON.stringify(staticData) };
		} catch {
			this.failed++;
			return { items: null, data: stored };
		}
	}
}

async function noRequest(): Promise<never> {
	throw new Error('no request is made');
}
