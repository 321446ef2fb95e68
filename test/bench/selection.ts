/** The parts of the benchmark that can be run by themselves. */
export const PARTS = [
	'speed',
	'memory',
	'throttle',
	'lone-throttle',
	'arrivals',
	'quotas',
	'heap',
	'summary',
] as const;

export type Part = (typeof PARTS)[number];

/** What is to be run; nothing said is all of it. */
export interface Selection {
	records?: number[];
	parts?: Part[];
	/** The quota of a real minute, which takes minutes. */
	minute?: boolean;
}

export function isWhole({ records, parts, minute }: Selection): boolean {
	return records === undefined && parts === undefined && !minute;
}

export function isWanted(selection: Selection, part: Part, records: number): boolean {
	if (isWhole(selection)) return true;
	// only the minute
	if (selection.records === undefined && selection.parts === undefined) return false;
	const isOf = <T>(list: T[] | undefined, one: T) => list?.includes(one) ?? true;
	return isOf(selection.records, records) && isOf(selection.parts, part);
}

export function isMinuteWanted(selection: Selection): boolean {
	return isWhole(selection) || (selection.minute ?? false);
}
