import { readdirSync } from 'node:fs';

import { OWNER } from './client';
import { chooseCredentials, examplesFolder, readExample } from './example';
import { exitOnSignal } from './exitOnSignal';
import { print } from './print';
import { addCredentials, startServices } from './world';

const RECORDS = 3000;

/** Opens a real n8n to click in: this package installed, records to look at, the examples there. */
async function main(): Promise<void> {
	print('Starting n8n …');
	const world = await addCredentials(await startServices(RECORDS));
	const { client, mail, n8n, sandbox, verifik, smtp } = world;
	for (const file of readdirSync(examplesFolder).filter((name) => name.endsWith('.json'))) {
		const workflow = readExample(file);
		chooseCredentials(workflow, [verifik, smtp]);
		await client.importWorkflow(workflow);
	}
	mail.onArrival(({ subject, text }) => print(`\nAn e-mail has arrived: ${subject}\n${text}`));

	print(`
n8n        ${n8n.url}
sign in    ${OWNER.email}  ${OWNER.password}

sandbox    ${sandbox.url}, ${RECORDS} made-up records, the newest of 1 January 2026
token      ${sandbox.token}
new ones   curl -X POST '${sandbox.url}/sandbox/arrive?count=20&at=${new Date().toISOString()}'

The credential "${verifik.name}" and the examples are there. E-mails that a workflow sends are shown
here. Ctrl-C ends all of it and leaves nothing behind.`);
}

exitOnSignal();
main().catch((error) => {
	print(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
