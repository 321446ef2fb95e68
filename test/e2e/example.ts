import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import type { SavedCredential, SavedWorkflow, WorkflowFile } from './client';
import type { Execution } from './execution';
import { projectFolder } from './pack';
import type { World } from './world';
import { editFields } from './workflow';

export const examplesFolder = join(projectFolder, 'examples');

/** An example in n8n, its credentials chosen. */
export interface ImportedExample {
	workflow: SavedWorkflow;
	trigger: string;
}

/** @param input what the trigger gives instead of waiting for something to happen */
export async function importExample(
	file: string,
	{ client, verifik, smtp, openAiKey }: World,
	input?: IDataObject,
): Promise<ImportedExample> {
	const workflow = readExample(file);
	const trigger = triggerOf(workflow);
	workflow.nodes = workflow.nodes.map(standIn);
	chooseCredentials(workflow, [verifik, smtp, openAiKey]);
	if (input) workflow.pinData = { [trigger]: [{ json: input }] };
	return { workflow: await client.importWorkflow(workflow), trigger };
}

/** Imports an example, runs it to its end and gives what n8n stored of that. */
export async function runExample(
	file: string,
	world: World,
	input?: IDataObject,
): Promise<Execution> {
	const { workflow, trigger } = await importExample(file, world, input);
	return await world.client.execute(workflow, trigger);
}

export function readExample(file: string): WorkflowFile {
	return JSON.parse(readFileSync(join(examplesFolder, file), 'utf8')) as WorkflowFile;
}

/** Which type of credential a node takes, by the beginning of the node's type. */
const CREDENTIAL_TYPES = {
	'n8n-nodes-verifik.': 'verifikApi',
	'n8n-nodes-base.emailSend': 'smtp',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/** Gives every node that takes one of these credentials its credential. */
export function chooseCredentials(workflow: WorkflowFile, credentials: SavedCredential[]): void {
	for (const node of workflow.nodes) {
		const [, type] =
			Object.entries(CREDENTIAL_TYPES).find(([start]) => node.type.startsWith(start)) ?? [];
		const credential = credentials.find((candidate) => candidate.type === type);
		if (credential) {
			node.credentials = { [credential.type]: { id: credential.id, name: credential.name } };
		}
	}
}

function triggerOf({ name, nodes }: WorkflowFile): string {
	const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
	if (!trigger) throw new Error(`"${name}" has no trigger.`);
	return trigger.name;
}

/**
 * In place of a node that reaches a service which is not here, one that gives what that service
 * would have been sent.
 */
function standIn(node: INode): INode {
	const { name, position, parameters } = node;
	switch (node.type) {
		case 'n8n-nodes-base.slack':
			return { ...editFields(name, { text: String(parameters.text) }), position };
		case 'n8n-nodes-base.googleSheets':
			return { ...node, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
		default:
			return node;
	}
}
