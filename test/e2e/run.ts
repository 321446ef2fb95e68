import { runChecks, type RecordNotes } from './checks/check';
import { credentialChecks } from './checks/credential';
import { editorChecks } from './checks/editor';
import { exampleChecks } from './checks/examples';
import { expressionChecks } from './checks/expressions';
import { pictureChecks } from './checks/pictures';
import { runningChecks } from './checks/running';
import { secretChecks } from './checks/secrets';
import { checkTrigger } from './checks/trigger';
import { typeChecks } from './checks/types';
import { findChromium } from './editor/browser';
import { Editor } from './editor/editor';
import { exitOnSignal } from './exitOnSignal';
import { print } from './print';
import { addCredentials, startServices, type Services } from './world';

const RECORDS = 3000;

/** Installs the package in a real n8n and proves there what no test of the code alone can. */
async function main(): Promise<RecordNotes> {
	const notes: RecordNotes = { passed: 0, failed: 0 };
	let services: Services | undefined;
	let editor: Editor | undefined;
	try {
		findChromium();
		print('Starting n8n …');
		services = await startServices(RECORDS, { N8N_LOG_LEVEL: 'debug' });
		editor = await Editor.open(services.n8n.url);
		await runChecks('A newcomer in the editor', editorChecks, { ...services, editor }, notes);
		if (notes.failed > 0) print(`  The editor at that moment: ${await editor.photograph()}`);
		const world = { ...(await addCredentials(services)), editor };
		await runChecks('What n8n knows', typeChecks, world, notes);
		await runChecks('The credential', credentialChecks, world, notes);
		await runChecks('Running', runningChecks, world, notes);
		await runChecks('Expressions', expressionChecks, world, notes);
		await runChecks('The examples', exampleChecks, world, notes);
		await runChecks('An example in the editor', pictureChecks, world, notes);
		await checkTrigger(world, notes);
		await runChecks('Secrets', secretChecks, world, notes);
	} catch (error) {
		notes.failed += 1;
		print(`\n✗ ${error instanceof Error ? error.message : String(error)}`);
	} finally {
		await editor?.close();
		await services?.stop();
	}
	return notes;
}

exitOnSignal();
void main().then(({ passed, failed }) => {
	print(`\n${passed} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
});
