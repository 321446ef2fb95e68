import { readdirSync } from 'node:fs';

import { simulatorToken } from '../../simulator';
import { OWNER } from './client';
import { chooseCredentials, examplesFolder, readExample } from './example';
import { exitOnSignal } from './exitOnSignal';
import { print } from './print';
import { addRecentRecords, PHOTOS } from './tryRecords';
import { addCredentials, startServices } from './world';

const RECORDS = 3000;

/** of the token that is about to expire */
const DAYS_LEFT = 5;

/** Opens a real n8n to click in: this package installed, records to look at, the examples there. */
async function main(): Promise<void> {
	print('Starting n8n …');
	const world = await addCredentials(await startServices(RECORDS));
	const { client, mail, n8n, simulator, verifik, smtp } = world;
	await addRecentRecords(simulator);
	const expiring = await client.createCredential(
		'verifikApi',
		'Verifik simulator, token about to expire',
		{
			accessToken: simulatorToken({
				expiresAt: new Date(Date.now() + DAYS_LEFT * 24 * 60 * 60 * 1000),
			}),
			baseUrl: simulator.url,
		},
	);
	for (const file of readdirSync(examplesFolder).filter((name) => name.endsWith('.json'))) {
		const workflow = readExample(file);
		chooseCredentials(workflow, [file === 'token-expiring.json' ? expiring : verifik, smtp]);
		await client.importWorkflow(workflow);
	}
	mail.onArrival(({ subject, text }) => print(`\nAn email has arrived: ${subject}\n${text}`));

	print(`
n8n        ${n8n.url}
sign in    ${OWNER.email}  ${OWNER.password}

simulator    ${simulator.url}, ${simulator.records().length} made-up records up to now, a new one every minute
token      ${simulator.token}
new ones   curl -X POST '${simulator.url}/simulator/arrive?count=20&at=${new Date().toISOString()}'

The examples are there, with the credential "${verifik.name}". The newest ${PHOTOS} records have a photo to
download. "${expiring.name}" shows what a token in its last days looks like.
Emails that a workflow sends are shown here. Ctrl-C ends all of it and leaves nothing behind.`);
}

exitOnSignal();
main().catch((error) => {
	print(error instanceof Error ? error.message : String(error));
	process.exit(1);
});
