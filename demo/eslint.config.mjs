import config from '../eslint.config.mjs';

/** A script for the terminal, never shipped: it may use what Node and the tests have. */
export default [
	...config,
	{
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
];
