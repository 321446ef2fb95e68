import { join } from 'node:path';

import { defineConfig } from '@playwright/test';

import type { WorkerFixtures } from './fixtures';
import { projectFolder } from './pack';
import config from './playwright.config';

/** The same tests, whose pictures go into the docs. */
export default defineConfig<object, WorkerFixtures>(config, {
	use: { pictures: join(projectFolder, 'docs', 'images') },
});
