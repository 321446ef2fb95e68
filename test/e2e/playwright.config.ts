import { join } from 'node:path';
import { tmpdir } from 'node:os';

import { defineConfig } from '@playwright/test';

/** ms */
const SECOND = 1_000;

/** One n8n and one test after another, in the order of the files' names. */
export default defineConfig({
	testDir: join(__dirname, 'specs'),
	globalSetup: join(__dirname, 'globalSetup.ts'),
	reporter: join(__dirname, 'reporter.ts'),
	// a failure leaves a screenshot and a trace of the editor there
	outputDir: join(tmpdir(), 'n8n-e2e-results'),
	preserveOutput: 'failures-only',
	use: {
		screenshot: 'only-on-failure',
		trace: 'retain-on-failure',
		// what n8n's own tests find its elements by
		testIdAttribute: 'data-test-id',
	},
	workers: 1,
	forbidOnly: true,
	timeout: 300 * SECOND,
	// on a busy machine too
	expect: { timeout: 30 * SECOND, toPass: { timeout: 30 * SECOND } },
});
