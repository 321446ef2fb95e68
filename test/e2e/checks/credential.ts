import assert from 'node:assert/strict';

import { sandboxToken } from '../../../sandbox';
import type { World } from '../world';
import type { Check } from './check';

/** Tokens that Verifik turns down. */
export const turnedDown = {
	wrong: 'not-the-token-of-any-account',
	expired: sandboxToken({ expiresAt: new Date('2025-01-31T12:00:00Z') }),
};

/** "Save" and "Test" in the credential's window. */
export const credentialChecks: Array<Check<World>> = [
	{
		name: 'the test passes with a good token',
		async run({ client, verifik }) {
			const { status, message } = await client.testCredential(verifik);
			assert.equal(status, 'OK', message);
		},
	},
	{
		name: 'the test passes with a good token pasted with "Bearer ", quotes and white space',
		run: async ({ client, sandbox }) =>
			await expectTest(client, sandbox.url, ` "Bearer ${sandbox.token}"\n`, 'OK', /success/),
	},
	{
		name: 'the test passes when token and base URL are expressions',
		async run({ client, sandbox }) {
			const half = sandbox.token.length >> 1;
			const [start, end] = [sandbox.token.slice(0, half), sandbox.token.slice(half)];
			await expectTest(
				client,
				`={{ "${sandbox.url}".toLowerCase() }}`,
				`={{ "${start}" + "${end}" }}`,
				'OK',
				/success/,
			);
		},
	},
	{
		name: 'the test fails with a wrong token, and says so',
		run: async ({ client, sandbox }) =>
			await expectTest(
				client,
				sandbox.url,
				turnedDown.wrong,
				'Error',
				/did not accept the access token/,
			),
	},
	{
		name: 'the test fails with an expired token, and says so',
		run: async ({ client, sandbox }) =>
			await expectTest(client, sandbox.url, turnedDown.expired, 'Error', /token has expired/),
	},
	{
		name: 'the test fails with a blank token, and says so',
		run: async ({ client, sandbox }) =>
			await expectTest(client, sandbox.url, ' ', 'Error', /has no access token/),
	},
	{
		name: "the test fails with a base URL that is a web page's, and says so",
		run: async ({ client, n8n, sandbox }) =>
			await expectTest(
				client,
				`${n8n.url}/signin`,
				sandbox.token,
				'Error',
				/Base URL does not lead to Verifik's API/,
			),
	},
];

async function expectTest(
	client: World['client'],
	baseUrl: string,
	accessToken: string,
	status: 'OK' | 'Error',
	message: RegExp,
): Promise<void> {
	const credential = await client.createCredential('verifikApi', `Expecting ${status}`, {
		accessToken,
		baseUrl,
	});
	const result = await client.testCredential(credential);
	assert.equal(result.status, status, result.message);
	assert.match(result.message, message);
}
