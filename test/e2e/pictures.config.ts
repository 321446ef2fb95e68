import { join } from 'node:path';

import config from './playwright.config';
import { projectFolder } from './pack';

/** The same tests, whose pictures go into the docs. */
export default {
	...config,
	metadata: {},
	use: { ...config.use, pictures: join(projectFolder, 'docs', 'images') },
};
