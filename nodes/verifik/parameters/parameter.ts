import type { INodeProperties } from 'n8n-workflow';

import {
	asBoolean,
	asChoice,
	asNumber,
	asLastTime,
	asTime,
	readCollection,
	type ParameterSource,
} from './values';

/** A parameter: its field in the form, and how what the form or an expression gives is read. */
export interface Parameter<T> {
	readonly field: INodeProperties;
	/** @throws {NodeOperationError} for a value that cannot be used */
	readonly parse: (source: ParameterSource, value: unknown) => T;
}

/** What a field says for itself, whatever its type. */
type Texts = Pick<INodeProperties, 'displayName' | 'name'> &
	Partial<Pick<INodeProperties, 'description' | 'hint' | 'placeholder' | 'displayOptions'>>;

interface NumberField extends Texts {
	default: number;
	min: number;
	max?: number;
	/** Whether fractions are taken; the field itself takes them always, and shows 0.2 as 0.2. */
	mayBeFraction?: true;
	/** The largest number that can be used, where the field does not bound it. */
	mostUsable?: number;
}

export function numberParameter(given: NumberField): Parameter<number> {
	const { min, max, mayBeFraction, mostUsable = max, ...texts } = given;
	const whole = mayBeFraction === undefined;
	return {
		field: {
			...texts,
			type: 'number',
			typeOptions: {
				minValue: min,
				...(max !== undefined && { maxValue: max }),
			},
		},
		parse: (source, value) =>
			asNumber(source, texts.displayName, value, { min, max: mostUsable, whole }),
	};
}

export function booleanParameter(field: Texts & { default: boolean }): Parameter<boolean> {
	return {
		field: { ...field, type: 'boolean' },
		parse: (source, value) => asBoolean(source, field.displayName, value),
	};
}

interface Choice<T extends string> {
	name: string;
	value: T;
	description?: string;
}

/** One of the list that the form offers. */
export function choiceParameter<T extends string>({
	options,
	...field
}: Texts & {
	default: NoInfer<T>;
	options: ReadonlyArray<Choice<T>>;
	noDataExpression?: true;
}): Parameter<T> {
	const values = options.map(({ value }) => value);
	return {
		field: { ...field, type: 'options', options: options.map((option) => ({ ...option })) },
		parse: (source, value) => asChoice(source, field.displayName, value, values),
	};
}

/** A moment, in ms since 1970; in the form there is none to begin with. */
export function timeParameter(field: Texts): Parameter<number> {
	return {
		field: { placeholder: 'e.g. 2026-01-31T09:30:00', ...field, type: 'dateTime', default: '' },
		parse: (source, value) => asTime(source, field.displayName, value),
	};
}

/** As `timeParameter`, for the end of a span: a day without a time is in it as a whole. */
export function lastTimeParameter(field: Texts): Parameter<number> {
	return {
		...timeParameter(field),
		parse: (source, value) => asLastTime(source, field.displayName, value),
	};
}

/**
 * Reads a parameter that stands by itself in the form.
 *
 * @throws {NodeOperationError}
 */
export function read<T>(source: ParameterSource, { field, parse }: Parameter<T>): T {
	return parse(source, source.get(field.name));
}

/**
 * Reads a parameter of a collection.
 *
 * @returns `undefined` when the user has not added it
 * @throws {NodeOperationError}
 */
export function readAdded<T>(
	source: ParameterSource,
	collection: 'filters' | 'options',
	{ field, parse }: Parameter<T>,
): T | undefined {
	const added = readCollection(source, collection);
	return field.name in added ? parse(source, added[field.name]) : undefined;
}

/**
 * Reads a parameter of "Options": what the user added, or else the field's default.
 *
 * @throws {NodeOperationError}
 */
export function readOption<T>(source: ParameterSource, parameter: Parameter<T>): T {
	const { field, parse } = parameter;
	return readAdded(source, 'options', parameter) ?? parse(source, field.default);
}
