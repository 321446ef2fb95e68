import { setTimeout as sleep } from 'node:timers/promises';

import { print } from '../print';

/** One thing that is proven. */
export interface Check<RequestInfo> {
	/** What holds, in a sentence. */
	name: string;
	/** @throws with the reason when it does not hold */
	run(subject: RequestInfo): Promise<void>;
}

export interface RecordNotes {
	passed: number;
	failed: number;
}

/** Runs the checks one after another and prints a line for each. */
export async function runChecks<RequestInfo>(
	title: string,
	checks: Array<Check<RequestInfo>>,
	subject: RequestInfo,
	notes: RecordNotes,
): Promise<void> {
	print(`\n${title}`);
	for (const { name, run } of checks) {
		try {
			await run(subject);
			notes.passed += 1;
			print(`  ✓ ${name}`);
		} catch (error) {
			notes.failed += 1;
			print(`  ✗ ${name}\n${indented(reasonOf(error).message)}`);
		}
	}
}

/** Checks that each go on where the one before has left off: after a failure none is tried. */
export function inSequence<RequestInfo>(
	checks: Array<Check<RequestInfo>>,
): Array<Check<RequestInfo>> {
	let isStuck = false;
	return checks.map(({ name, run }) => ({
		name,
		async run(subject) {
			if (isStuck) throw new Error('Not tried, since a step before it failed.');
			isStuck = true;
			await run(subject);
			isStuck = false;
		},
	}));
}

/**
 * For what takes its time to show: tries until it holds.
 * @param patience for at most so many ms
 */
export async function eventually(assertion: () => Promise<void>, patience = 10_000): Promise<void> {
	const deadline = Date.now() + patience;
	for (;;) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > deadline) throw reasonOf(error);
		}
		await sleep(100);
	}
}

function reasonOf(error: unknown): Error {
	return error instanceof Error ? error : new Error(String(error));
}

function indented(text: string): string {
	return text.replace(/^/gm, '      ');
}
