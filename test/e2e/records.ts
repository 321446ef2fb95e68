import type { SandboxRecord } from '../../sandbox';

/** For workflows that look at yesterday's records. */
export function yesterdayAtNoon(): Date {
	const date = new Date();
	date.setUTCHours(-12, 0, 0, 0);
	return date;
}

/** Half past, for workflows that look at the last full hour. */
export function lastHour(): Date {
	const date = new Date();
	date.setUTCMinutes(-30, 0, 0);
	return date;
}

export function isCreatedAt(date: Date): (record: SandboxRecord) => boolean {
	return ({ createdAt }) => createdAt === date.toISOString();
}

export function isSuspicious({ aggregatedScore }: SandboxRecord): boolean {
	return typeof aggregatedScore === 'number' && aggregatedScore <= 0.5;
}

/** The distinct codes of all checks, in the order in which they first appear. */
export function warningsOf(record: SandboxRecord): string[] {
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
export function findingsOf(record: SandboxRecord): string[] {
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
