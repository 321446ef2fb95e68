import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from '../fixtures';
import { turnedDown } from '../tokens';
import { chain, documentLiveness, recordById, START } from '../workflow';

/** To be run last: what all the executions before, good and bad ones, have left behind. */
test.describe('Secrets', () => {
	test.beforeAll(async ({ world: { client, simulator } }) => {
		for (const accessToken of [simulator.token, ...Object.values(turnedDown)]) {
			const credential = await client.createCredential('verifikApi', 'A token', {
				accessToken,
				baseUrl: simulator.url,
			});
			const workflow = chain(
				'No such record',
				documentLiveness('Record', credential, {
					operation: 'get',
					...recordById('no-such-record'),
				}),
			);
			await client.execute(await client.importWorkflow(workflow), START);
		}
	});

	test("no token is in n8n's log, at its most talkative", async ({ world: { n8n, simulator } }) => {
		// else it would not even tell what the node did
		expect(n8n.log()).toContain('Verifik: ');
		expect(tokensIn(n8n.log(), simulator.token)).toEqual([]);
	});

	test('no token is in a stored execution', async ({ world: { client, simulator } }) => {
		const executions = await client.executions();
		expect(executions.map(({ status }) => status)).toContain('error');
		for (const { stored } of executions) expect(tokensIn(stored, simulator.token)).toEqual([]);
	});

	test('no token is in any file that n8n keeps', async ({ world: { n8n, simulator } }) => {
		const folder = join(n8n.userFolder, '.n8n');
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		const files = entries
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name));
		let everything = '';
		for (const file of files) everything += await readFile(file, 'latin1');
		// else the executions are kept elsewhere
		expect(everything).toContain('no-such-record');
		expect(tokensIn(everything, simulator.token)).toEqual([]);
	});
});

/** Which of the tokens that were used are in a text. */
function tokensIn(text: string, goodToken: string): string[] {
	return Object.entries({ good: goodToken, ...turnedDown })
		.filter(([, token]) => text.includes(token))
		.map(([name]) => `the ${name} token`);
}
