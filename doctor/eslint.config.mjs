import config from '../eslint.config.mjs';

/** A script for the terminal, never shipped: it may use what Node has. */
export default [
	...config,
	{
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			// no node of n8n reports its errors
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
];
