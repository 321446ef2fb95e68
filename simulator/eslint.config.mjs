import config from '../eslint.config.mjs';

/** A test server, never shipped: Node's own modules and globals are what it is made of. */
export default [
	...config,
	{
		rules: {
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
];
