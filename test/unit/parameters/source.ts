import { NodeOperationError } from 'n8n-workflow';

import type { ParameterSource } from '../../../nodes/verifik/parameters/values';

/** When the execution began: an evening in Bogotá, while UTC has the next day already. */
export const NOW = Date.parse('2026-11-23T03:30:00.000Z');

/** Input item 3 of a node with these parameters, in a workflow whose clock is Bogotá's (UTC-5). */
export function parametersWith(values: Record<string, unknown>): ParameterSource {
	return {
		get: (name) => values[name],
		node: {
			id: '1',
			name: 'Verifik',
			type: 'documentLiveness',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		itemIndex: 3,
		timezone: 'America/Bogota',
		nowMs: NOW,
		isScheduled: false,
	};
}

/** What the user sees of a refused parameter: message, description, and the item's index. */
export function refusalOf(read: () => unknown) {
	let refused: unknown;
	try {
		read();
	} catch (error) {
		refused = error;
	}
	expect(refused).toBeInstanceOf(NodeOperationError);
	const { message, description, context } = refused as NodeOperationError;
	return { message, description, itemIndex: context.itemIndex };
}

/** What a refusal of input item 3 is expected to look like. */
export function refusal(message: string, advice: string) {
	return { message, description: `${advice} This is about input item 3.`, itemIndex: 3 };
}
