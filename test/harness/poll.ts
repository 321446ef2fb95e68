import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Credentials } from './credentials';
import { core } from './engine';
import { additionalData } from './execution';
import type { LoadedPackage } from './package';
import { loneNode } from './loneNode';

export interface PollOptions {
	/** The trigger's full type name. */
	type: string;
	parameters?: INodeParameters;
	credentials?: Credentials;
	/** `trigger` polls as an active workflow does, `manual` as the editor's test button does. */
	mode?: 'trigger' | 'manual';
	/** What the poll before returned as its `staticData`; nothing for the first poll. */
	staticData?: IDataObject;
	/** How long the poll may take, in ms, for an n8n that tells the node; n8n's default unless given. */
	budgetMs?: number;
}

/** What one poll found, and what the trigger wants to remember. */
export interface PollResult {
	/** Null when the poll starts no execution. */
	items: INodeExecutionData[] | null;
	/** Frozen as it was when the poll returned: n8n keeps nothing that is written later. */
	staticData: IDataObject;
}

/**
 * Lets a trigger poll once. The static data given is not changed: a poll that throws leaves its
 * caller with what it had, as n8n does.
 */
export async function poll(pkg: LoadedPackage, options: PollOptions): Promise<PollResult> {
	const { type, parameters = {}, credentials = {}, mode = 'trigger', budgetMs } = options;
	const staticData = asStored(options.staticData ?? {});
	const lone = loneNode(pkg, { type, parameters, credentials, staticData });
	if (!lone.nodeType.poll) throw new Error(`"${type}" does not poll`);

	const context = new core.PollContext(
		lone.workflow,
		lone.node,
		additionalData(pkg, credentials),
		mode,
		mode === 'manual' ? 'manual' : 'activate',
		undefined,
		undefined,
		undefined,
		undefined,
		undefined,
		budgetMs === undefined ? undefined : () => budgetMs,
	);
	const outputs = await lone.nodeType.poll.call(context);
	return {
		items: outputs?.[0] ?? null,
		staticData: asStored(context.getWorkflowStaticData('node')),
	};
}

/** A copy that has been through JSON, as everything that n8n stores. */
function asStored(staticData: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(staticData));
}
