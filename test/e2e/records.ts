import { setTimeout as sleep } from 'node:timers/promises';

import type { SimulatorRecord } from '../../simulator';
import { isJudged, isSuspicious } from '../unit/documentLiveness/reasonsByWords';

export { isSuspicious };

const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Lets an hour, or a day, that is about to end go by: a workflow that looks back at the last one
 * would begin in the next and look at another.
 */
export async function waitForTurnOfHour(): Promise<void> {
	const leftMs = HOUR_MS - (Date.now() % HOUR_MS);
	if (leftMs < 30_000) await sleep(leftMs);
}

/** For workflows that look at yesterday's records. */
export function yesterdayAtNoon(): Date {
	const date = new Date();
	date.setUTCHours(-12, 0, 0, 0);
	return date;
}

/** For a record that is to be the newest of yesterday: just after midnight, the last hour is yesterday's too. */
export function yesterdaysEnd(): Date {
	const date = new Date();
	date.setUTCHours(0, 0, 0, -1);
	return date;
}

/** Half past, for workflows that look at the last full hour. */
export function lastHour(): Date {
	const date = new Date();
	date.setUTCMinutes(-30, 0, 0);
	return date;
}

/** Its Thursday at noon, UTC, for workflows that look at the last whole week. */
export function lastWeek(): Date {
	const date = new Date();
	date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) - 4);
	date.setUTCHours(12, 0, 0, 0);
	return date;
}

/** Whether a record is from the last whole week, Monday to Sunday. */
export function isLastWeek(record: SimulatorRecord): boolean {
	return isWithin(record, lastWeek().getTime() - 3.5 * DAY_MS, 7 * DAY_MS);
}

export function isYesterday(record: SimulatorRecord): boolean {
	return isWithin(record, yesterdayAtNoon().getTime() - 0.5 * DAY_MS, DAY_MS);
}

function isWithin({ createdAt }: SimulatorRecord, fromMs: number, lengthMs: number): boolean {
	const at = Date.parse(createdAt);
	return at >= fromMs && at < fromMs + lengthMs;
}

export function isCreatedAt(date: Date): (record: SimulatorRecord) => boolean {
	return ({ createdAt }) => createdAt === date.toISOString();
}

/** It is suspicious, or nobody can tell. */
export function isOfConcern(record: SimulatorRecord): boolean {
	return isSuspicious(record) || !isJudged(record);
}

/** By the numbers alone: the examples that decide by themselves leave errors to a person, too. */
export function hasLowNumber(record: SimulatorRecord): boolean {
	const errors = ['screenReplay', 'printedCopy', 'portraitSubstitution', 'digitalManipulation'];
	const none = Object.fromEntries(errors.map((check) => [`${check}Errors`, []]));
	return isSuspicious({ ...record, ...none });
}

/** The distinct codes of all checks, in the order in which they first appear. */
export function warningsOf(record: SimulatorRecord): string[] {
	return [
		...new Set([
			...record.screenReplayWarnings,
			...record.printedCopyWarnings,
			...record.portraitSubstitutionWarnings,
			...record.digitalManipulationWarnings,
		]),
	];
}

/** Every warning and every error of every check. */
export function findingsOf(record: SimulatorRecord): string[] {
	return [
		...record.screenReplayWarnings,
		...record.screenReplayErrors,
		...record.printedCopyWarnings,
		...record.printedCopyErrors,
		...record.portraitSubstitutionWarnings,
		...record.portraitSubstitutionErrors,
		...record.digitalManipulationWarnings,
		...record.digitalManipulationErrors,
	];
}
