import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { filesUnder, manifest, root } from './built';

/** What a file requires or imports; an argument that is not a plain text comes as its source code. */
function requiredBy(code: string): string[] {
	const required: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node)) required.push(text(node.moduleSpecifier));
		if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
			required.push(text(node.moduleSpecifier));
		}
		if (ts.isImportTypeNode(node)) required.push(typeOf(node.argument));
		if (
			ts.isCallExpression(node) &&
			/^(require(\.resolve)?|import)$/.test(node.expression.getText())
		) {
			required.push(text(node.arguments[0]));
		}
		ts.forEachChild(node, visit);
	};
	const text = (node: ts.Node) => (ts.isStringLiteralLike(node) ? node.text : node.getText());
	const typeOf = (node: ts.TypeNode) => text(ts.isLiteralTypeNode(node) ? node.literal : node);
	visit(ts.createSourceFile('file.ts', code, ts.ScriptTarget.Latest, true));
	return required;
}

it('sees every way to require', () => {
	const code = `
		import a from 'a';
		const b = require('b'), c = () => require(\`c\`).x, d = require(name);
		import('e').then(() => require.resolve('f'));
		export { g } from 'g';
		const text = "require('not me')"; // require('nor me')
		let h: import('h').H;
	`;
	expect(requiredBy(code)).toEqual(['a', 'b', 'c', 'name', 'e', 'f', 'g', 'h']);
});

/** What every n8n has, also n8n Cloud, and its lint allows. `crypto` is Node's own. */
const AVAILABLE = ['n8n-workflow', 'luxon', 'crypto'];

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

it('declares what its tests and tools require, each in one version', () => {
	const { devDependencies } = manifest;
	const inexact = Object.entries(devDependencies).filter(
		([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
	);
	expect(inexact).toEqual([]);

	const folders = ['test', 'simulator', 'demo', 'doctor', 'release'];
	const files = [
		...folders.flatMap((folder) =>
			filesUnder(join(root, folder)).map((file) => join(folder, file)),
		),
		...readdirSync(root),
	].filter((file) => /\.[cm]?[jt]s$/.test(file));
	expect(files.length).toBeGreaterThan(100);

	const undeclared = files.flatMap((file) =>
		requiredBy(readFileSync(join(root, file), 'utf8'))
			.filter(isPackage)
			.map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'))
			.filter((name) => !(name in devDependencies))
			.map((name) => `${file} requires ${name}`),
	);
	expect(undeclared).toEqual([]);
});

/** Whether it is a package's name, not a path, one of Node's own modules, or an expression. */
function isPackage(name: string): boolean {
	return /^(@[\w-]+\/)?[\w.-]+(\/|$)/.test(name) && !name.startsWith('.') && !isBuiltin(name);
}
