import { stripVTControlCharacters } from 'node:util';

import type {
	FullResult,
	Reporter,
	TestCase,
	TestError,
	TestResult,
} from '@playwright/test/reporter';

import { print } from './print';

/** ms after which a test is announced: one that takes longer looks as if nothing went on. */
const LONG = 5_000;

/** A line for each test, what it measured, how long it took, and in the end plain counts. */
export default class CountsReporter implements Reporter {
	private readonly startedAt = Date.now();
	private group = '';
	private announcement?: NodeJS.Timeout;
	private passed = 0;
	private failed = 0;

	onTestBegin({ title, parent }: TestCase): void {
		if (parent.title !== this.group) print(`\n${parent.title}`);
		this.group = parent.title;
		this.announcement = setTimeout(() => print(`  … ${title}`), LONG);
	}

	onTestEnd({ title }: TestCase, result: TestResult): void {
		clearTimeout(this.announcement);
		const hasPassed = result.status === 'passed';
		if (hasPassed) this.passed += 1;
		else this.failed += 1;
		const notTried = result.status === 'skipped' ? ', not tried' : '';
		print(`  ${hasPassed ? '✓' : '✗'} ${title} (${seconds(result.duration)}${notTried})`);
		for (const { type, description } of result.annotations) {
			if (type === 'measured') print(`      ${description}`);
		}
		for (const error of result.errors) print(indented(error));
		if (hasPassed) return;
		for (const { name, path } of result.attachments) if (path) print(`      ${name}: ${path}`);
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
	return stripVTControlCharacters(message ?? value ?? 'failed').replace(/^/gm, '      ');
}
