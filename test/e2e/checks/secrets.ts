import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { World } from '../world';
import type { Check } from './check';
import { turnedDown } from './credential';

/** To be run last: what all the executions before, good and bad ones, have left behind. */
export const secretChecks: Array<Check<World>> = [
	{
		name: "no token is in n8n's log, at its most talkative",
		async run({ n8n, sandbox }) {
			assert.ok(n8n.log().includes('Verifik: '), 'the log does not even tell what the node did');
			assert.deepEqual(tokensIn(n8n.log(), sandbox.token), []);
		},
	},
	{
		name: 'no token is in a stored execution',
		async run({ client, sandbox }) {
			const executions = await client.executions();
			assert.ok(executions.some(({ status }) => status === 'error'));
			for (const { stored } of executions) assert.deepEqual(tokensIn(stored, sandbox.token), []);
		},
	},
	{
		name: 'no token is in any file that n8n keeps',
		async run({ n8n, sandbox }) {
			const folder = join(n8n.userFolder, '.n8n');
			const entries = await readdir(folder, { recursive: true, withFileTypes: true });
			const files = entries
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath, entry.name));
			let everything = '';
			for (const file of files) everything += await readFile(file, 'latin1');
			assert.ok(everything.includes('no-such-record'), 'the executions are kept elsewhere');
			assert.deepEqual(tokensIn(everything, sandbox.token), []);
		},
	},
];

/** Which of the tokens that were used are in a text. */
function tokensIn(text: string, goodToken: string): string[] {
	return Object.entries({ good: goodToken, ...turnedDown })
		.filter(([, token]) => text.includes(token))
		.map(([name]) => `the ${name} token`);
}
