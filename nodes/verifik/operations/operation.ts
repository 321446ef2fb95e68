import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { VerifikClient } from '../api/client';
import type { ParameterSource } from '../parameters/values';

/** n8n's functions for files, which may be on disk or in another store. */
export type BinaryHelpers = Pick<
	IExecuteFunctions['helpers'],
	'assertBinaryData' | 'getBinaryMetadata' | 'getBinaryStream' | 'prepareBinaryData'
>;

/** What a run notes for its user beyond the items: each resource has its own. */
export interface RunNotes {
	/** The hints after the run, each one a sentence or two. */
	hints(): string[];
}

/** What an operation works with for one input item. */
export interface OperationInput<Notes extends RunNotes> {
	source: ParameterSource;
	client: VerifikClient;
	notes: Notes;
	itemIndex: number;
	item: INodeExecutionData;
	helpers: BinaryHelpers;
	/** How many input items come after this one. */
	left: number;
	/** Tells that the execution ends, so that nothing new is to be begun. */
	signal: AbortSignal;
	logger: IExecuteFunctions['logger'];
}

/** One entry of the node's "Operation" list. */
export interface Operation<Notes extends RunNotes> {
	/** Its parameters, shown only for it. */
	fields: INodeProperties[];
	/**
	 * How many input items may be worked on at the same time.
	 *
	 * @param first the parameters of the first one
	 * @throws {NodeOperationError}
	 */
	itemsAtOnce(first: ParameterSource): number;
	/**
	 * Refuses a run as a whole, before anything is read or sent.
	 *
	 * @param first the parameters of the first input item
	 * @throws {NodeOperationError}
	 */
	check?(first: ParameterSource, itemCount: number, notes: Notes): void;
	/** What the error that stops a run has to add, of what was done and what was not. */
	account?(notes: Notes, itemCount: number): string;
	/**
	 * Turns one input item into the items that come out for it.
	 *
	 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
	 * @throws {VerifikError} for a request that failed
	 */
	run(input: OperationInput<Notes>): Promise<INodeExecutionData[]>;
}
