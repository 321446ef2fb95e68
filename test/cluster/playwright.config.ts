import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { defineConfig } from '@playwright/test';

/** One cluster, and one test after another: most of them take a part of it away. */
export default defineConfig({
	testDir: __dirname,
	globalSetup: './globalSetup.ts',
	reporter: '../e2e/reporter.ts',
	outputDir: join(tmpdir(), 'n8n-cluster-results'),
	preserveOutput: 'failures-only',
	workers: 1,
	forbidOnly: true,
	timeout: 120_000,
});
