import assert from 'node:assert/strict';

import type { World } from '../world';
import type { Check } from './check';

/** What n8n knows once the package is installed. */
export const typeChecks: Array<Check<World>> = [
	{
		name: 'the node is known, with its credential',
		async run({ client }) {
			const found = (await client.nodeTypes()).find(
				({ name }) => name === 'n8n-nodes-verifik.documentLiveness',
			);
			assert.equal(found?.displayName, 'Verifik Document Liveness');
			assert.deepEqual(found?.credentials, [{ name: 'verifikApi', required: true }]);
		},
	},
	{
		name: 'its variant for AI agents is known',
		async run({ client }) {
			const found = (await client.nodeTypes()).find(
				({ name }) => name === 'n8n-nodes-verifik.documentLivenessTool',
			);
			assert.deepEqual(found?.outputs, ['ai_tool']);
		},
	},
	{
		name: 'the credential type is known, with a test',
		async run({ client }) {
			const found = (await client.credentialTypes()).find(({ name }) => name === 'verifikApi');
			assert.equal(found?.displayName, 'Verifik API');
			assert.ok(found?.test, 'n8n offers no test for it');
		},
	},
];
