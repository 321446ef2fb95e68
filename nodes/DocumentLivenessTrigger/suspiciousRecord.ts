import type { IPollFunctions } from 'n8n-workflow';

import { itemsOf } from '../verifik/documentLiveness/items';
import { readOutputShape } from '../verifik/documentLiveness/parameters/output';
import {
	includeUnjudged as includeUnjudgedParameter,
	readSuspicionCriteria,
} from '../verifik/documentLiveness/parameters/suspicion';
import { classify, needsReview } from '../verifik/documentLiveness/suspicious';
import { read } from '../verifik/parameters/parameter';
import type { ParameterSource } from '../verifik/parameters/values';
import { recordEvent } from './newRecord';
import type { TriggerEvent, World } from './poll';

/**
 * The event "Suspicious Record": of the records that arrive, those that Get Suspicious would give. It
 * has the cursor of "New Record", so switching between the two loses and repeats nothing.
 *
 * @throws {NodeOperationError} for a parameter that cannot be used, before any request
 */
export function suspiciousRecord(
	context: IPollFunctions,
	source: ParameterSource,
	world: World,
): TriggerEvent {
	const criteria = readSuspicionCriteria(source);
	const includeUnjudged = read(source, includeUnjudgedParameter);
	const shape = readOutputShape(source);
	return recordEvent(context, source, world, (record) => {
		const classified = classify(record, criteria);
		if (needsReview(classified, includeUnjudged) !== 'match') return [];
		return itemsOf(record, shape, undefined, classified.reasons);
	});
}
