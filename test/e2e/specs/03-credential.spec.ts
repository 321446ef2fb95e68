import { expect, test } from '../fixtures';
import { turnedDown } from '../tokens';
import type { World } from '../world';

/** "Save" and "Test" in the credential's window. */
test.describe('The credential', () => {
	test('the test passes with a good token', async ({ world: { client, verifik } }) => {
		const { status, message } = await client.testCredential(verifik);
		expect(status, message).toBe('OK');
	});

	test('the test passes with a good token pasted with "Bearer ", quotes and white space', async ({
		world: { client, simulator },
	}) => {
		await expectTest(client, simulator.url, ` "Bearer ${simulator.token}"\n`, 'OK', /success/);
	});

	test('the test passes when token and base URL are expressions', async ({
		world: { client, simulator },
	}) => {
		const half = simulator.token.length >> 1;
		const [start, end] = [simulator.token.slice(0, half), simulator.token.slice(half)];
		await expectTest(
			client,
			`={{ "${simulator.url}".toLowerCase() }}`,
			`={{ "${start}" + "${end}" }}`,
			'OK',
			/success/,
		);
	});

	test('the test fails with a wrong token, and says so', async ({
		world: { client, simulator },
	}) => {
		await expectTest(
			client,
			simulator.url,
			turnedDown.wrong,
			'Error',
			/did not accept the access token/,
		);
	});

	test('the test fails with an expired token, and says so', async ({
		world: { client, simulator },
	}) => {
		await expectTest(client, simulator.url, turnedDown.expired, 'Error', /token has expired/);
	});

	test('the test fails with a blank token, and says so', async ({
		world: { client, simulator },
	}) => {
		await expectTest(client, simulator.url, ' ', 'Error', /has no access token/);
	});

	test("the test fails with a base URL that is a web page's, and says so", async ({
		world: { client, n8n, simulator },
	}) => {
		await expectTest(
			client,
			`${n8n.url}/signin`,
			simulator.token,
			'Error',
			/Something other than Verifik's API answered/,
		);
	});
});

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
	expect(result.status, result.message).toBe(status);
	expect(result.message).toMatch(message);
}
