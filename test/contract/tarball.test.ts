import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, manifest, packInto, root, temporaryFolder } from './built';

const folder = temporaryFolder();
let files: string[];

beforeAll(async () => {
	files = filesUnder(await packInto(folder));
});

afterAll(() => {
	rmSync(folder, { recursive: true });
});

it('holds the built package, its manual, its licence, and nothing else', () => {
	const others = files.filter((file) => !/^dist\/(credentials|icons|nodes)\//.test(file));
	expect(others).toEqual(['CHANGELOG.md', 'LICENSE.md', 'README.md', 'index.js', 'package.json']);
});

it('holds what package.json points to', () => {
	const { main, n8n } = manifest;
	expect(files).toEqual(expect.arrayContaining([main, ...n8n.nodes, ...n8n.credentials]));
});

it('holds what the editor shows of an output before the first run', () => {
	const schemas = filesUnder(join(root, 'nodes')).filter((file) => file.includes('/__schema__/'));
	expect(schemas).toHaveLength(7);
	expect(files).toEqual(expect.arrayContaining(schemas.map((file) => `dist/nodes/${file}`)));
});

it('holds no code but what the sources of today are built into', () => {
	const strays = files
		.filter((file) => file.startsWith('dist/'))
		.map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts'))
		.filter((source) => !/\.(ts|json|svg)$/.test(source) || !existsSync(join(root, source)));
	expect(strays).toEqual([]);
});
