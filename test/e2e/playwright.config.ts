import { join } from 'node:path';
import { tmpdir } from 'node:os';

import { defineConfig } from '@playwright/test';

/** One n8n and one test after another, in the order of the files' names. */
export default defineConfig({
	testDir: './specs',
	globalSetup: './globalSetup.ts',
	reporter: './reporter.ts',
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
	timeout: 300_000,
	// on a busy machine too
	expect: { timeout: 30_000, toPass: { timeout: 30_000 } },
});
