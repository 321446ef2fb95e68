import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { filesUnder, manifest, root } from './built';

/** What a file requires or imports; an argument that is not a plain text comes as its source code. */
function requiredBy(code: string): string[] {
	const required: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node)) required.push(text(node.moduleSpecifier));
		if (
			ts.isCallExpression(node) &&
			/^(require(\.resolve)?|import)$/.test(node.expression.getText())
		) {
			required.push(text(node.arguments[0]));
		}
		ts.forEachChild(node, visit);
	};
	const text = (node: ts.Expression) => (ts.isStringLiteralLike(node) ? node.text : node.getText());
	visit(ts.createSourceFile('file.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS));
	return required;
}

it('sees every way to require', () => {
	const code = `
		import a from 'a';
		const b = require('b'), c = () => require(\`c\`).x, d = require(name);
		import('e').then(() => require.resolve('f'));
		const text = "require('not me')"; // require('nor me')
	`;
	expect(requiredBy(code)).toEqual(['a', 'b', 'c', 'name', 'e', 'f']);
});

/** What every n8n has, also n8n Cloud: `crypto` is Node's own, and n8n's lint allows it. */
const AVAILABLE = ['n8n-workflow', 'crypto'];

it('requires nothing but what n8n brings along and its own files', () => {
	const files = filesUnder(join(root, 'dist')).filter((file) => file.endsWith('.js'));
	expect(files.length).toBeGreaterThan(10);

	const foreign = files.flatMap((file) => {
		const path = join(root, 'dist', file);
		const isOwn = (name: string) =>
			name.startsWith('.') && existsSync(`${join(dirname(path), name)}.js`);
		return requiredBy(readFileSync(path, 'utf8'))
			.filter((name) => !AVAILABLE.includes(name) && !isOwn(name))
			.map((name) => `${file} requires ${name}`);
	});
	expect(foreign).toEqual([]);
});

it('brings no dependencies and runs nothing when it is installed', () => {
	const { dependencies, optionalDependencies, bundleDependencies, peerDependencies } = manifest;
	expect({ dependencies, optionalDependencies, bundleDependencies, peerDependencies }).toEqual({
		peerDependencies: { 'n8n-workflow': '*' },
	});
	const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];
	expect(Object.keys(manifest.scripts).filter((name) => hooks.includes(name))).toEqual([]);
});
