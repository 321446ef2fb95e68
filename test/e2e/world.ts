import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSimulator, type Simulator } from '../../simulator';
import { N8nClient, type SavedCredential } from './client';
import { startMailServer, type MailServer } from './mail';
import { startN8n, type N8n } from './n8n';
import { startOpenAi, type OpenAi } from './openAi';
import { packProject } from './pack';

/** All that runs: n8n with this package installed, and the services that workflows talk to. */
export interface Services {
	n8n: N8n;
	client: N8nClient;
	simulator: Simulator;
	mail: MailServer;
	openAi: OpenAi;
	stop(): Promise<void>;
}

/** The same, with credentials for those services. */
export interface World extends Services {
	/** For the simulator, with the token that it accepts. */
	verifik: SavedCredential;
	/** For the mail server. */
	smtp: SavedCredential;
	/** For the stand-in of OpenAI. */
	openAiKey: SavedCredential;
}

/** What a trigger needs: an n8n, an account, and a credential for it. */
export type PollingWorld = Pick<World, 'n8n' | 'client' | 'simulator' | 'verifik'>;

/**
 * @param records how many the simulator holds
 * @param env n8n's own settings
 */
export async function startServices(records: number, env?: NodeJS.ProcessEnv): Promise<Services> {
	const simulator = await startSimulator({ count: records });
	const mail = await startMailServer();
	const openAi = await startOpenAi();
	const n8n = await startPackedN8n(env);
	return {
		n8n,
		client: await N8nClient.setUpOwner(n8n.url),
		simulator,
		mail,
		openAi,
		async stop() {
			await n8n.stop();
			await Promise.all([simulator.close(), mail.close(), openAi.close()]);
		},
	};
}

export async function addCredentials(services: Services): Promise<World> {
	const { client, simulator, mail, openAi } = services;
	const verifik = await addVerifik(client, simulator);
	const smtp = await client.createCredential('smtp', 'Local mail server', {
		host: '127.0.0.1',
		port: mail.port,
		secure: false,
		disableStartTls: true,
	});
	const openAiKey = await client.createCredential('openAiApi', 'Stand-in for OpenAI', {
		apiKey: 'not needed',
		url: openAi.url,
	});
	return { ...services, verifik, smtp, openAiKey };
}

/** An n8n that does nothing but poll an account of its own. */
export async function startPolling(
	records: number,
	env: NodeJS.ProcessEnv,
): Promise<PollingWorld & { stop(): Promise<void> }> {
	const simulator = await startSimulator({ count: records });
	const n8n = await startPackedN8n(env);
	const client = await N8nClient.setUpOwner(n8n.url);
	return {
		n8n,
		client,
		simulator,
		verifik: await addVerifik(client, simulator),
		async stop() {
			await n8n.stop();
			await simulator.close();
		},
	};
}

async function addVerifik(client: N8nClient, simulator: Simulator): Promise<SavedCredential> {
	return await client.createCredential('verifikApi', 'Verifik simulator', {
		accessToken: simulator.token,
		baseUrl: simulator.url,
	});
}

/** n8n with this package installed from its tarball. */
export async function startPackedN8n(env?: NodeJS.ProcessEnv): Promise<N8n> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-package-'));
	try {
		return await startN8n([await packProject(folder)], env);
	} finally {
		await rm(folder, { recursive: true });
	}
}
