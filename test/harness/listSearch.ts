import type { INodeListSearchResult, INodeParameters } from 'n8n-workflow';
import type { Credentials } from './credentials';
import { core } from './engine';
import { additionalData } from './execution';
import type { LoadedPackage } from './package';
import { loneNode } from './loneNode';

export interface ListSearchOptions {
	parameters?: INodeParameters;
	credentials?: Credentials;
	/** What the user typed into the list's search field. */
	filter?: string;
	/** What the page before gave as its `paginationToken`. */
	paginationToken?: string;
}

/**
 * Asks a node for one page of a resource locator's list, as the editor does while one scrolls.
 * @param type the node's full type name
 * @param method its name under the node's `methods.listSearch`
 */
export async function listSearch(
	pkg: LoadedPackage,
	type: string,
	method: string,
	{ parameters = {}, credentials = {}, filter, paginationToken }: ListSearchOptions = {},
): Promise<INodeListSearchResult> {
	const { workflow, node, nodeType } = loneNode(pkg, { type, parameters, credentials });
	const search = nodeType.methods?.listSearch?.[method];
	if (!search) throw new Error(`"${type}" has no list search "${method}"`);

	const data = additionalData(pkg, credentials, parameters);
	const context = new core.LoadOptionsContext(workflow, node, data, '');
	return await search.call(context, filter, paginationToken);
}
