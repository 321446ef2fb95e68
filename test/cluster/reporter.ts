import { stripVTControlCharacters } from 'node:util';

import type {
	FullResult,
	Reporter,
	TestCase,
	TestError,
	TestResult,
} from '@playwright/test/reporter';

import { print } from '../e2e/print';

/** A line for each test, what it measured, how long it took, and in the end plain counts. */
export default class CountsReporter implements Reporter {
	private readonly startedAt = Date.now();
	private passed = 0;
	private failed = 0;

	onTestBegin({ title }: TestCase): void {
		print(`\n… ${title}`);
	}

	onTestEnd({ title }: TestCase, { status, duration, errors, annotations }: TestResult): void {
		if (status === 'passed') this.passed += 1;
		else this.failed += 1;
		print(`${status === 'passed' ? '✓' : '✗'} ${title} (${seconds(duration)})`);
		for (const { description } of annotations) print(`    ${description}`);
		for (const error of errors) print(indented(error));
	}

	/** What belongs to no test: a server that is not installed, a file that cannot be read. */
	onError(error: TestError): void {
		this.failed += 1;
		print(indented(error));
	}

	onStdOut(chunk: string | Buffer): void {
		process.stdout.write(chunk);
	}

	onStdErr(chunk: string | Buffer): void {
		process.stderr.write(chunk);
	}

	onEnd({ status }: FullResult): void {
		// interrupted, or out of time: then what has not run counts for nothing
		if (status !== 'passed' && this.failed === 0) this.failed = 1;
		print(`\nAll of it took ${seconds(Date.now() - this.startedAt)}.`);
		print(`${this.passed} passed, ${this.failed} failed`);
	}

	printsToStdio(): boolean {
		return true;
	}
}

function seconds(ms: number): string {
	return `${Math.round(ms / 1000)} s`;
}

function indented({ message, value }: TestError): string {
	return stripVTControlCharacters(message ?? value ?? 'failed').replace(/^/gm, '    ');
}
