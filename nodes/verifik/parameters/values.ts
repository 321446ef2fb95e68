import {
	NodeOperationError,
	tryToParseDateTime,
	type INode,
	type IExecuteFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { fieldsOf, numberOf } from '../json';

/** Where the parameters of one input item come from, and what a message about them has to name. */
export interface ParameterSource {
	get(name: string): unknown;
	node: INode;
	/** which input item; a trigger has none */
	itemIndex?: number;
	/** the workflow's, for dates without one */
	timezone: string;
	/** When the execution or the poll began, ms since 1970: all of its items mean the same "now". */
	nowMs: number;
	/** Whether a trigger started the execution at its own time, such as a schedule. */
	isScheduled: boolean;
}

/** The parameters of one input item of an execution, expressions resolved. */
export function parametersOf(
	context: IExecuteFunctions,
	itemIndex: number,
	nowMs: number,
): ParameterSource {
	return {
		get: once((name) =>
			context.getNodeParameter(name, itemIndex, undefined, { extractValue: true }),
		),
		node: context.getNode(),
		itemIndex,
		timezone: context.getTimezone(),
		nowMs,
		isScheduled: context.getMode() === 'trigger',
	};
}

/** The parameters of a trigger, expressions resolved. */
export function parametersOfTrigger(context: IPollFunctions, nowMs: number): ParameterSource {
	return {
		get: once((name) => context.getNodeParameter(name)),
		node: context.getNode(),
		timezone: context.getTimezone(),
		nowMs,
		isScheduled: true,
	};
}

/**
 * n8n resolves a parameter's expressions each time that it is asked, and all that is in a collection
 * for each field of it.
 */
function once(resolve: ParameterSource['get']): ParameterSource['get'] {
	const values = new Map<string, unknown>();
	return (name) => {
		if (!values.has(name)) values.set(name, resolve(name));
		return values.get(name);
	};
}

/** A collection parameter ("Options", "Filters"): only what the user added is in it. */
export function readCollection(source: ParameterSource, name: string): Record<string, unknown> {
	return fieldsOf(source.get(name));
}

/**
 * The error for a value that cannot be used, told before any request is made.
 *
 * @param label the parameter's name as shown on screen
 * @param advice what to do, as a sentence
 */
export function badParameter(
	source: ParameterSource,
	label: string,
	problem: string,
	advice: string,
): NodeOperationError {
	const { itemIndex } = source;
	const where = itemIndex === undefined ? '' : ` This is about input item ${itemIndex}.`;
	return new NodeOperationError(source.node, `'${label}' ${problem}`, {
		description: `${advice}${where}`,
		...(itemIndex !== undefined && { itemIndex }),
	});
}

/** A number, also when an expression gives it as text. */
export function asNumber(
	source: ParameterSource,
	label: string,
	value: unknown,
	{ min, max, whole }: { min: number; max?: number | undefined; whole: boolean },
): number {
	const range = max === undefined ? `of ${min} or more` : `from ${min} to ${max}`;
	const advice = `Enter a ${whole ? 'whole ' : ''}number ${range}.`;
	const number = numberOf(value);
	if (number === undefined) {
		throw badParameter(source, label, `must be a number, but is ${show(value)}`, advice);
	}
	if (number < min || number > (max ?? Number.MAX_SAFE_INTEGER)) {
		throw badParameter(source, label, `must be a number ${range}, but is ${number}`, advice);
	}
	if (whole && !Number.isInteger(number)) {
		throw badParameter(source, label, `must be a whole number, but is ${number}`, advice);
	}
	return number;
}

/** A boolean, also when an expression gives it as the text "true" or "false". */
export function asBoolean(source: ParameterSource, label: string, value: unknown): boolean {
	const known = [true, false].find((answer) => value === answer || value === String(answer));
	if (known !== undefined) return known;
	throw badParameter(
		source,
		label,
		`must be true or false, but is ${show(value)}`,
		'Use the switch, or an expression that gives true or false.',
	);
}

/** One of the values that the parameter's list offers. */
export function asChoice<T extends string>(
	source: ParameterSource,
	label: string,
	value: unknown,
	choices: readonly T[],
): T {
	const choice = choices.find((known) => known === value);
	if (choice !== undefined) return choice;
	throw badParameter(
		source,
		label,
		`cannot be ${show(value)}`,
		`Choose from the list, or let the expression give one of: ${choices.join(', ')}.`,
	);
}

/** A date without a time, also as n8n's date picker writes it: at midnight, without a zone. */
const DAY = /^\d{4}-\d\d-\d\d([T ]00:00(:00(\.0{1,9})?)?)?$/;

/** As `asTime`, but a day is its last millisecond: who asks for records up to a day means all of it. */
export function asLastTime(source: ParameterSource, label: string, value: unknown): number {
	const ms = asTime(source, label, value);
	if (typeof value !== 'string' || !DAY.test(value.trim())) return ms;
	return tryToParseDateTime(value.trim(), source.timezone).endOf('day').toMillis();
}

/** A point in time in ms since 1970, from ISO text or what n8n's expressions make of dates. */
export function asTime(source: ParameterSource, label: string, value: unknown): number {
	// the parser below takes almost any text with a number in it for a date
	const isDate = typeof value === 'object' && !Array.isArray(value);
	const isIsoText = typeof value === 'string' && isDay(value.trim().slice(0, 10));
	try {
		if (isDate || isIsoText) return tryToParseDateTime(value, source.timezone).toMillis();
	} catch {
		// told below, like everything else that is no date
	}
	throw badParameter(
		source,
		label,
		`must be a date, but is ${show(value)}`,
		'Pick a date, or let the expression give one such as 2025-08-22T19:04:25Z. To have no bound, remove the filter.',
	);
}

/** Whether the calendar has that day: 2025-02-30 would otherwise be taken for another one. */
function isDay(text: string): boolean {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A value in a message: one short line, and never an object's content, which may be personal. */
export function show(value: unknown): string {
	if (value === undefined || value === null || value === '') return 'empty';
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	const text = String(value)
		.slice(0, 1000)
		.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
	return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
