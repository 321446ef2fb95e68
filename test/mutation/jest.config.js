const firstTier = require('../runner/firstTier.config.js');

/**
 * What Stryker runs for a mutant: tests of the sources. Those of the built package do not see it.
 *
 * @type {import('jest').Config}
 */
module.exports = {
	...firstTier,
	testMatch: [
		'**/contract/interface.test.ts',
		...['unit', 'trigger', 'security', 'engine'].map((folder) => `**/${folder}/**/*.test.ts`),
	],
	// Stryker puts its own around it, and wants to know where it is
	testEnvironment: require.resolve('../runner/environment.js'),
	// a test that hangs has noticed the mutant
	testTimeout: 20_000,
};
