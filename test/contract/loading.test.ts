import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';
import { loadPackage, type LoadedPackage } from '../harness';
import { addressOf, repositoryOf } from '../../release/repository';
import { manifest, root } from './built';

/** The categories that n8n's node panel has; it leaves out a node whose category it does not know. */
const CATEGORIES = [
	'Analytics',
	'Communication',
	'Data & Storage',
	'Development',
	'Finance & Accounting',
	'Marketing & Content',
	'Miscellaneous',
	'Productivity',
	'Sales',
	'Utility',
];

let pkg: LoadedPackage;
let nodes: INodeTypeDescription[];
let credentials: ICredentialType[];

beforeAll(async () => {
	pkg = await loadPackage('dist');
	({ nodes, credentials } = pkg.loader.types);
});

it('loads every node and credential that package.json lists', () => {
	expect(nodes).toHaveLength(manifest.n8n.nodes.length);
	expect(credentials).toHaveLength(manifest.n8n.credentials.length);
	expect(nodes.map(({ name }) => name)).toContain('documentLiveness');
	expect(credentials.map(({ name }) => name)).toEqual(['verifikApi']);
});

it('ties the credential to every node', () => {
	const names = nodes.map(({ name }) => name);
	expect(pkg.loader.known.credentials.verifikApi.supportedNodes).toEqual(names);
	expect(nodes.map((node) => node.credentials)).toEqual(
		names.map(() => [{ name: 'verifikApi', required: true }]),
	);
});

it('offers each node, but not a trigger, as a tool for AI agents', () => {
	for (const { name, usableAsTool, group } of nodes) {
		const expected = group.includes('trigger') ? undefined : true;
		expect({ name, usableAsTool }).toEqual({ name, usableAsTool: expected });
	}
});

it('is found in the node panel: a codex beside each node, with known categories', () => {
	for (const { codex } of nodes) {
		expect(codex?.categories?.length).toBeGreaterThan(0);
		expect(CATEGORIES).toEqual(expect.arrayContaining(codex?.categories ?? []));
		expect(codex?.alias).toEqual(expect.arrayContaining(['verifik', 'liveness']));
	}
	for (const file of manifest.n8n.nodes) {
		const codex = JSON.parse(readFileSync(join(root, `${file}on`), 'utf8'));
		const node = nodes.find(({ name }) => codex.node === `${manifest.name}.${name}`);
		expect({ file, node: node?.name }).toEqual({ file, node: expect.any(String) });
	}
});

it('has a light and a dark icon for each node and credential', () => {
	for (const { name, iconUrl } of [...nodes, ...credentials]) {
		expect({ name, iconUrl }).toEqual({
			name,
			iconUrl: { light: expect.any(String), dark: expect.any(String) },
		});
		const { light, dark } = iconUrl as { light: string; dark: string };
		const files = [light, dark].map((url) => url.replace(`icons/${manifest.name}/`, ''));
		expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
		const [lightIcon, darkIcon] = files.map((file) => readFileSync(join(root, file), 'utf8'));
		expect(lightIcon).toContain('<svg');
		expect(darkIcon).not.toBe(lightIcon);
	}
});

it('helps with links to parts of the README that are there', () => {
	const headings = readFileSync(join(root, 'README.md'), 'utf8')
		.split('\n')
		.filter((line) => line.startsWith('#'))
		.map(anchor);
	const documentation = nodes.flatMap(({ codex }) => [
		...(codex?.resources?.primaryDocumentation ?? []),
		...(codex?.resources?.credentialDocumentation ?? []),
	]);
	const links = [
		...documentation.map(({ url }) => url),
		...credentials.map(({ documentationUrl }) => documentationUrl),
	];
	expect(links.length).toBeGreaterThan(0);
	const repository = repositoryOf(manifest);
	// as long as the README has no address, they lead to Verifik's own documentation
	if (!repository) return expect(new Set(links)).toEqual(new Set(['https://docs.verifik.co']));
	for (const link of links) {
		const [page, section] = link?.split('#') ?? [];
		expect(page).toBe(addressOf(repository));
		expect(['readme', ...headings]).toContain(section);
	}
});

/** What GitHub makes of a heading, so that one can link to it. */
function anchor(heading: string): string {
	return heading
		.replace(/^#+ /, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replaceAll(' ', '-');
}
