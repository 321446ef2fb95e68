import { runChecks, type Tally } from './checks/check';
import { credentialChecks } from './checks/credential';
import { editorChecks } from './checks/editor';
import { exampleChecks } from './checks/examples';
import { expressionChecks } from './checks/expressions';
import { pictureChecks } from './checks/pictures';
import { runningChecks } from './checks/running';
import { secretChecks } from './checks/secrets';
import { checkTrigger } from './checks/trigger';
import { typeChecks } from './checks/types';
import { Editor } from './editor/editor';
import { exitOnSignal } from './exitOnSignal';
import { print } from './print';
import { addCredentials, startServices, type Services } from './world';

const RECORDS = 3000;

/** Installs the package in a real n8n and proves there what no test of the code alone can. */
async function main(): Promise<Tally> {
	const tally: Tally = { passed: 0, failed: 0 };
	let services: Services | undefined;
	let editor: Editor | undefined;
	try {
		print('Starting n8n …');
		services = await startServices(RECORDS, { N8N_LOG_LEVEL: 'debug' });
		editor = await Editor.open(services.n8n.url);
		await runChecks('A newcomer in the editor', editorChecks, { ...services, editor }, tally);
		if (tally.failed > 0) print(`  The editor at that moment: ${await editor.photograph()}`);
		const world = { ...(await addCredentials(services)), editor };
		await runChecks('What n8n knows', typeChecks, world, tally);
		await runChecks('The credential', credentialChecks, world, tally);
		await runChecks('Running', runningChecks, world, tally);
		await runChecks('Expressions', expressionChecks, world, tally);
		await runChecks('The examples', exampleChecks, world, tally);
		await runChecks('An example in the editor', pictureChecks, world, tally);
		await checkTrigger(world, tally);
		await runChecks('Secrets', secretChecks, world, tally);
	} catch (error) {
		tally.failed += 1;
		print(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
	} finally {
		await editor?.close();
		await services?.stop();
	}
	return tally;
}

exitOnSignal();
void main().then(({ passed, failed }) => {
	print(`\n${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
});
