import config from '../eslint.config.mjs';

/** Tests and their tools, never shipped: they use Node and other packages and start processes. */
export default [
	...config,
	{
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
		},
	},
	{
		// what the harness is tried with; nobody sees it in an editor
		files: ['harness/standIn/**'],
		rules: {
			'@n8n/community-nodes/cred-class-field-icon-missing': 'off',
			'@n8n/community-nodes/icon-validation': 'off',
			'@n8n/community-nodes/require-node-description-fields': 'off',
		},
	},
	{
		// a credential that cannot be tested, to see what the harness says then
		files: ['harness/standIn/StandInGenericApi.credentials.ts'],
		rules: { '@n8n/community-nodes/credential-test-required': 'off' },
	},
];
