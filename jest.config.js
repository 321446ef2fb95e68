/** A folder with another line's n8n-core and n8n-workflow, to test against (npm run compat). */
const engine = process.env.N8N_ENGINE_ROOT;

// a clock that is not UTC's: what passes in UTC alone fails at the user's; TZ sets another one
process.env.TZ ??= 'America/Bogota';

/**
 * Every test, the long ones too; what npm test runs is in test/runner/firstTier.config.js.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	rootDir: __dirname,
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.test.json' }] },
	moduleNameMapper: engine ? { '^n8n-workflow$': `${engine}/node_modules/n8n-workflow` } : {},
	// n8n's engine is loaded once per worker, not once per file
	runtime: '<rootDir>/test/runner/runtime.js',
	testEnvironment: '<rootDir>/test/runner/environment.js',
	// with --coverage, as in npm run test:all: a few files alone cannot reach the threshold
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	// no report in files: ESLint would lint the scripts of its pages
	coverageReporters: ['text'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
	// one for each processor: much of the time is spent in waiting, not in work
	maxWorkers: '100%',
	// a test that hangs is ended; how long one takes depends on what else the machine does
	testTimeout: 180_000,
	// how many of a file's test.concurrent: they wait for back-offs, not for the processor
	maxConcurrency: 30,
};
