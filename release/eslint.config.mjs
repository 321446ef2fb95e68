import config from '../eslint.config.mjs';

/** Scripts for the terminal, never shipped: they may use what Node and the tests have. */
export default [
	...config,
	{
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
];
