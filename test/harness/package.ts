import type { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { core, n8nWorkflow, projectRoot } from './engine';
import { ownNodes } from './nodes';

/** A node package as n8n knows it once it is loaded. */
export interface LoadedPackage {
	/** The package's nodes by full type name (`n8n-nodes-verifik.documentLiveness`), and the harness's own. */
	nodeTypes: INodeTypes;
	/** @throws when the package has no credential type of that name. */
	credentialType: (name: string) => ICredentialType;
	/** n8n's loader: descriptions, codex, icon addresses, which credential belongs to which node. */
	loader: PackageDirectoryLoader;
}

/** Loads what package.json lists from the TypeScript files that the listed ones are built from. */
class SourcesLoader extends core.PackageDirectoryLoader {
	protected override resolvePath(file: string): string {
		const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		return super.resolvePath(source);
	}
}

/**
 * Loads the node package at `root` with n8n's own loader.
 * @param from `dist` loads the built files, as n8n does; `sources` the TypeScript files, which
 *   works wherever `.ts` files can be required (ts-jest, tsx).
 */
export async function loadPackage(
	from: 'dist' | 'sources',
	root = projectRoot,
): Promise<LoadedPackage> {
	const loader = from === 'dist' ? new core.PackageDirectoryLoader(root) : new SourcesLoader(root);
	await loader.loadAll();
	return {
		nodeTypes: nodeTypesOf(loader),
		credentialType: (name) => loader.getCredential(name).type,
		loader,
	};
}

function nodeTypesOf(loader: PackageDirectoryLoader): INodeTypes {
	const prefix = `${loader.packageName}.`;
	const nodes: Record<string, INodeType | IVersionedNodeType> = { ...ownNodes };
	for (const [name, { type }] of Object.entries(loader.nodeTypes)) nodes[prefix + name] = type;

	const getByName = (nodeType: string) => {
		if (nodeType in nodes) return nodes[nodeType];
		throw new Error(`There is no node type "${nodeType}", only ${Object.keys(nodes).join(', ')}`);
	};
	return {
		getByName,
		getByNameAndVersion: (nodeType, version) =>
			n8nWorkflow.NodeHelpers.getVersionedNodeType(getByName(nodeType), version),
		getKnownTypes: () => ({}),
	};
}
