import type { INodeProperties } from 'n8n-workflow';

import { lastTimeParameter, read, timeParameter, type Parameter } from '../../parameters/parameter';
import { badParameter, type ParameterSource } from '../../parameters/values';
import type { OpenSpan, Span } from '../../periods/period';

const displayOptions = { show: { period: ['custom'] } };

const createdAfter = timeParameter({
	displayName: 'Created After',
	name: 'createdAfter',
	displayOptions,
	description: 'The first moment of the period',
});

const createdBefore = lastTimeParameter({
	displayName: 'Created Before',
	name: 'createdBefore',
	displayOptions,
	description: 'The last moment of the period, or its last day when it has no time',
});

/** The two dates of a custom period. */
export const customPeriodFields: INodeProperties[] = [createdAfter.field, createdBefore.field];

/**
 * A custom period of which both dates are needed.
 *
 * @throws {NodeOperationError}
 */
export function readCustomSpan(source: ParameterSource): Span {
	for (const { field } of [createdAfter, createdBefore]) {
		const value = source.get(field.name);
		if (value !== '' && value !== undefined && value !== null) continue;
		throw badParameter(
			source,
			field.displayName,
			'is empty, and a custom period needs both dates',
			'Pick a date, or choose another Period.',
		);
	}
	const span = { fromMs: read(source, createdAfter), toMs: read(source, createdBefore) };
	refuseReversed(source, { createdAfter: span.fromMs, createdBefore: span.toMs }, 'Swap the two.');
	return span;
}

/**
 * A custom period of which one date is enough. An expression that gives nothing is refused all the
 * same: without it the workflow would go on with records that it was meant to keep out.
 *
 * @throws {NodeOperationError}
 */
export function readCustomOpenSpan(source: ParameterSource): OpenSpan {
	const fromMs = readUnlessEmpty(source, createdAfter);
	const toMs = readUnlessEmpty(source, createdBefore);
	if (fromMs === null && toMs === null) {
		throw badParameter(
			source,
			createdAfter.field.displayName,
			`is empty, and so is '${createdBefore.field.displayName}'`,
			'Pick at least one of the two dates, or choose another Period.',
		);
	}
	refuseReversed(
		source,
		{ createdAfter: fromMs ?? undefined, createdBefore: toMs ?? undefined },
		'Swap the two, or remove one of them.',
	);
	return { fromMs, toMs };
}

/** @throws {NodeOperationError} for dates between which there is nothing */
export function refuseReversed(
	source: ParameterSource,
	dates: { createdAfter?: number | undefined; createdBefore?: number | undefined },
	advice: string,
): void {
	if ((dates.createdAfter ?? -Infinity) <= (dates.createdBefore ?? Infinity)) return;
	throw badParameter(
		source,
		createdAfter.field.displayName,
		`is later than '${createdBefore.field.displayName}', so no record can match`,
		advice,
	);
}

function readUnlessEmpty(source: ParameterSource, parameter: Parameter<number>): number | null {
	return source.get(parameter.field.name) === '' ? null : read(source, parameter);
}
