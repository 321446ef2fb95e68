// Properties draw a tenth of their cases here, and every case that once failed
process.env.FAST_CHECK_RUNS_FACTOR ??= '0.1';

/**
 * What npm test runs: every file of tests but those named `*.long.test.ts`.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...require('../../jest.config.js'),
	testPathIgnorePatterns: ['/node_modules/', '[.]long[.]test[.]ts$'],
};
